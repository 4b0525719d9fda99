"""Citations: how a release is cited, as text, as BibTeX and as CITATION.cff; with a date where its history has one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from graph.description import RELEASE
from graph.history import Publication
from graph.namespaces import ONTOLOGY
from graph.release import Release
from graph.signs import quoted
from service.manifests import manifest
from service.publisher import Licence
from service.served import Served
from service.texts import marked

LICENCE = Licence.CC0
EDITORS = f"{ONTOLOGY}#editors"
"""Who has made every release, whoever publishes it; the ontology says what they are."""
AUTHOR = marked("Målgraf's editors")
"""What the ontology calls them."""
TITLE = "Målgraf: a knowledge graph of Swedish municipal plans and Agenda 2030"
KEYWORDS = (
    marked("Agenda 2030"),
    marked("Sustainable Development Goals"),
    marked("municipal plans"),
    marked("knowledge graph"),
    marked("linked data"),
)

_ABSTRACT = (
    "The goals of municipal plans, word for word with their place in the source, and the Agenda 2030 targets that they "
    "support, each link with its quote, its strength and who judged it, as RDF and as tables."
)
_MESSAGE = "Cite the release that you used: its IRI has the checksum of the data, so that it leads to exactly these."


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A release as it is cited, by its first publication, so that a citation stays right when it is published again.

    `address` is that of its page here, and without a publication it has no date.
    """

    digest: str
    address: str
    made_by: str
    publication: Publication | None

    @property
    def iri(self) -> str:
        """Its identity, whichever host serves it."""
        return RELEASE + self.digest

    @property
    def version(self) -> str:
        """Its day and which of that day's it was, or how its digest begins."""
        return self.publication.version if self.publication else self.digest[:12]

    @property
    def published(self) -> date | None:
        """The day of that publication."""
        return self.publication.at.date() if self.publication else None

    @property
    def text(self) -> str:
        """As a line of text."""
        year = f" ({self.published.year})" if self.published else ""
        made = f"Version {self.version}, made with Målgraf {self.made_by}"
        return f"{AUTHOR}{year}. {TITLE}. {made}. SHA-256 {self.digest}. {self.iri}, served at {self.address}"

    @property
    def bibtex(self) -> str:
        """As an entry of BibTeX, which biblatex takes as well."""
        lines = "".join(f",\n  {name:<12} = {{{value}}}" for name, value in self._entry())
        return f"@misc{{malgraf_{self.digest[:12]}{lines}\n}}"

    @property
    def cff(self) -> str:
        """As a file in the Citation File Format 1.2.0, whose texts are quoted as in JSON."""
        return "".join(f"{line}\n" for line in self._cff())

    def _entry(self) -> Iterator[tuple[str, str]]:
        yield "author", f"{{{AUTHOR}}}"
        yield "title", TITLE
        if self.published:
            yield "year", str(self.published.year)
            yield "date", self.published.isoformat()
        yield "version", f"{self.version}, made with Målgraf {self.made_by}"
        yield "howpublished", f"\\url{{{self.iri}}}"
        yield "url", self.address
        yield "note", f"SHA-256 {self.digest}"

    def _cff(self) -> Iterator[str]:
        yield "cff-version: 1.2.0"
        yield f"message: {quoted(_MESSAGE)}"
        yield "type: dataset"
        yield f"title: {quoted(TITLE)}"
        yield f"authors:\n  - name: {quoted(AUTHOR)}"
        yield f"abstract: {quoted(_ABSTRACT)}"
        yield f"version: {quoted(self.version)}"
        if self.published:
            yield f"date-released: {self.published.isoformat()}"
        yield f"license: {LICENCE}"
        yield f"url: {quoted(self.address)}"
        yield "identifiers:"
        for kind, value, what in (
            ("url", self.iri, "The release, whichever host serves it"),
            ("other", f"sha256:{self.digest}", "The SHA-256 of its canonical N-Quads"),
        ):
            yield f"  - type: {kind}\n    value: {quoted(value)}\n    description: {quoted(what)}"
        yield "keywords:"
        yield from (f"  - {quoted(word)}" for word in KEYWORDS)


def cited(served: Served, found: Release) -> Citation:
    """How a release is cited that is served here."""
    return Citation(
        digest=found.digest,
        address=served.address(f"/release/{found.digest}"),
        made_by=str(manifest(found)["malgraf"]),
        publication=served.history.first_of(found.digest),
    )
