"""A dump: one file of a release that is fetched whole, with what a catalogue says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.engine.answer import GRAPH_FORMATS

FOLDER = "dumps"
GZIP = "application/gzip"

MEDIA_TYPES: Mapping[str, str] = {
    **{f".{form.file_extension}": media_type for media_type, form in GRAPH_FORMATS.items()},
    ".csv": "text/csv",
    ".json": "application/csvm+json",
    ".tsv": "text/tab-separated-values",
    ".xml": "application/xml",
}
"""What a dump is by the end of its name, once .gz is off: .json is metadata of CSVW, .tsv SSSOM, .xml StratML."""

FORMS: Mapping[str, str] = {
    ".nq": "N-Quads",
    ".trig": "TriG",
    ".ttl": "Turtle",
    ".rdf": "RDF/XML",
    ".jsonld": "JSON-LD",
    ".csv": "CSV",
    ".csv-metadata.json": "CSVW",
    ".sssom.tsv": "SSSOM",
    ".stratml.xml": "StratML",
}
"""What people call each form, by how the name of a file ends; in the order in which they are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dump:
    """A file: its name below the folder of dumps, its size in bytes and the SHA-256 of these, in hexadecimal digits."""

    name: str
    size: int
    sha256: str

    @property
    def compressed(self) -> bool:
        """Whether it is packed with gzip."""
        return self.name.endswith(".gz")

    @property
    def media_type(self) -> str:
        """What it is once it is unpacked."""
        return MEDIA_TYPES[Path(self.name.removesuffix(".gz")).suffix]

    @property
    def fetched_as(self) -> str:
        """What it is on its way."""
        return GZIP if self.compressed else self.media_type

    @property
    def ending(self) -> str:
        """How its name ends, without .gz and from the first dot on.

        >>> Dump(name="plan/ale/strategisk-plan.sssom.tsv", size=0, sha256="").ending
        '.sssom.tsv'
        """
        return "." + self.name.removesuffix(".gz").rpartition("/")[2].partition(".")[2]

    @property
    def form(self) -> str:
        """What people call its form."""
        return FORMS.get(self.ending, "CSVW")  # csv-metadata.json is of all tables of its folder

    @property
    def plan(self) -> str:
        """The plan that it holds, such as ale/strategisk-plan; "" where it is of the whole release.

        >>> Dump(name="plan/ale/strategisk-plan.csv-metadata.json", size=0, sha256="").plan
        'ale/strategisk-plan'
        >>> Dump(name="tables/goals.csv", size=0, sha256="").plan
        ''
        """
        return plan(self.name)


def plan(name: str) -> str:
    """The plan that a dump of this name holds."""
    return name.removeprefix("plan/").partition(".")[0] if name.startswith("plan/") else ""


def listed(release: Path, sums: Mapping[str, str]) -> tuple[Dump, ...]:
    """The dumps of a release's folder, by the names and checksums that it lists."""
    names = sorted(name for name in sums if name.startswith(f"{FOLDER}/"))
    return tuple(
        Dump(name=name.removeprefix(f"{FOLDER}/"), size=(release / name).stat().st_size, sha256=sums[name])
        for name in names
    )
