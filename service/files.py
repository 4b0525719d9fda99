"""Files: the dumps of a release by what they hold, as pages and catalogues tell of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from graph.dumps.dump import FORMS, GZIP, Dump
from graph.dumps.dump import plan as plan_of
from graph.release import Release
from graph.rows import Row
from service.languages import Language
from service.served import Served
from service.texts import marked, weight

HOLDING = {
    "plans.csv": marked("A row for each plan: its municipality, its years and how much it holds."),
    "goals.csv": marked("A row for each focus area and goal: its words, and what it is a part of."),
    "links.csv": marked("A row for each quote of a link to Agenda 2030: how strong the link is, and who judged it."),
    "values.csv": marked("A row for each target value: the number, its unit, the year, and its words."),
    "csv-metadata.json": marked("What each column of these tables is, for programs."),
}
"""What the tables of all plans have, by the names of their files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A dump at a path of this host, whose public address is `host`."""

    dump: Dump
    host: str
    path: str

    @property
    def address(self) -> str:
        """Its public address."""
        return self.host + self.path

    @property
    def name(self) -> str:
        """Its name without the folders that it is in."""
        return self.dump.name.rpartition("/")[2]

    @property
    def form(self) -> str:
        """What people call its form."""
        return self.dump.form

    @property
    def holding(self) -> str:
        """What a table of all plans has; "" for what is no such table."""
        return HOLDING.get(self.name, "")

    @property
    def media_type(self) -> str:
        """What an HTTP client is told that it is."""
        return self.dump.fetched_as

    def size(self, language: Language) -> str:
        """How large it is, as people write it."""
        return weight(self.dump.size, language)

    def row(self, page: str) -> Row:
        """What there is to say of it, where the page that lists it has this address."""
        said: Row = {
            "id": f"{page}#{self.dump.name}",
            "type": "dcat:Distribution",
            "file": self.dump.name,
            "downloadURL": self.address,
            "mediaType": self.dump.media_type,
            "byteSize": self.dump.size,
            "sha256": self.dump.sha256,
        }
        return said | ({"compressFormat": GZIP} if self.dump.compressed else {})


def files(served: Served, found: Release, plan: str = "", *, lasting: bool = True) -> list[File]:
    """The files of a plan, or those of everything for "": where they never change, or where the newest are."""
    folder = f"/releases/{found.digest}/dumps/" if lasting else "/dumps/"
    return [
        File(dump=dump, host=served.settings.public_url, path=folder + dump.name)
        for dump in by_plan(found).get(plan, ())
    ]


def named(found: Release, name: str) -> Dump | None:
    """The dump of this name, or None."""
    return next((dump for dump in by_plan(found).get(plan_of(name), ()) if dump.name == name), None)


@lru_cache(8)  # a release never changes, and has thousands of files where plans are thousands
def by_plan(found: Release) -> Mapping[str, Sequence[Dump]]:
    """The dumps of each plan, and of everything under "", in the order in which they are shown."""
    order = {ending: place for place, ending in enumerate(FORMS)}
    dumps: dict[str, list[Dump]] = {}
    for dump in sorted(found.dumps, key=lambda dump: (order.get(dump.ending, len(order)), dump.name)):
        dumps.setdefault(dump.plan, []).append(dump)
    return dumps
