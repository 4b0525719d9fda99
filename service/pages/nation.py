"""The nation: every plan of the release that is served, Agenda 2030, and what places are called, read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.rows import Row, flat
from service import api
from service.languages import Language
from service.pages.supporting import alphabetical
from service.served import Served

_kept: dict[str, Nation] = {}  # by digest; a service has one release


@dataclass(frozen=True, slots=True, kw_only=True)
class Nation:
    """Every plan as a row of the query `peers`, by county and municipality; Agenda 2030, counted; names of places."""

    plans: Sequence[Row]
    agenda: Sequence[Row]
    places: Mapping[str, Row]

    @property
    def municipality_count(self) -> int:
        """How many municipalities have a plan."""
        return len({municipality(plan) for plan in self.plans})

    def counties(self) -> list[Row]:
        """The counties that have a plan, with how many."""
        codes = [str(plan["county"]) for plan in self.plans]
        return [{"id": code, **self.places[code], "planCount": codes.count(code)} for code in dict.fromkeys(codes)]

    def name(self, place: str, language: Language) -> str:
        """What a municipality or county is called."""
        label = flat(self.places[place])
        return str(label.get(f"label_{language}", label["label_sv"]))


async def nation(served: Served) -> Nation:
    """What the release has: hundreds and thousands of rows, which take longer to read than a page may."""
    digest = served.release.digest
    if digest not in _kept:
        rows, places = await served.rows("peers", {}), await served.rows("municipalities", {})
        names = {str(row["id"]): {"label": row["label"]} for row in places}
        order = {iri: alphabetical(str(flat(label)["label_sv"])) for iri, label in names.items()}
        plans = sorted(rows, key=lambda row: (str(row["county"]), order[municipality(row)]))
        agenda = await api.sdg_goals(served)
        _kept.clear()
        _kept[digest] = Nation(plans=plans, agenda=agenda, places=names)
    return _kept[digest]


def municipality(plan: Row) -> str:
    """The municipality of a row of `peers`."""
    return str(flat(plan)["municipality_id"])
