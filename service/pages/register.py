"""The register of a release: its plans, the municipalities and counties, and Agenda 2030, read once and then kept.

Pages of plans filter and name them; a query over all plans takes half a second where there are 3,000 of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.links.counts import support
from graph.links.incidence import Incidence
from graph.links.neighbours import Profiles, profiles
from graph.links.sentences import word
from graph.rows import Row
from service import api
from service.pages.supporting import alphabetical
from service.served import Served

Rows = Mapping[str, Row]
"""Rows by the IRIs of what they are about."""
Members = Mapping[str, Sequence[Row]]
"""Rows by the IRIs of what they are part of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The rows of the queries `plans`, `municipalities` and `sdg`, and what is part of what.

    The rows are everybody's: whoever wants another one makes it. `supported` says how many plans support what, and
    `profiles` has what plans are likened by.
    """

    plans: Rows
    plans_of: Members
    """Those of each municipality and each county that has any."""
    places: Rows
    agenda: Rows
    counties: Sequence[Row]
    municipalities: Members
    """Those of each county; both by name."""
    goals: Sequence[Row]
    targets: Members
    """Those of each SDG goal; both in the UN's order."""
    tree: Sequence[Row]
    """The SDG goals with their targets within them, as the API has them."""
    supported: Mapping[str, int]
    profiles: Profiles

    @property
    def by_county(self) -> Sequence[Row]:
        """The plans county by county, and in each by the name of the municipality."""
        order = {iri: place for place, iri in enumerate(self.places)}
        return sorted(self.plans.values(), key=lambda plan: (str(plan["county"]), order[publisher(plan)]))

    @property
    def publishers(self) -> int:
        """How many municipalities have a plan."""
        return len({publisher(plan) for plan in self.plans.values()})


async def register(served: Served) -> Register:
    """The register of the release that is served."""
    digest = served.release.digest
    if digest not in _KEPT:
        plans, places, agenda = [await served.rows(query, {}) for query in ("plans", "municipalities", "sdg")]
        tree = await api.sdg_goals(served)
        _KEPT[digest] = _registered(plans, places, agenda, tree, served.incidence)
    return _KEPT[digest]


def publisher(plan: Row) -> str:
    """The municipality of a plan."""
    return word(plan, "municipality", "id")


_KEPT: dict[str, Register] = {}  # by digest: what a release holds never changes


def _registered(
    plans: Sequence[Row], places: Iterable[Row], agenda: Sequence[Row], tree: Sequence[Row], incidence: Incidence
) -> Register:
    supported = dict(zip([iri.decode() for iri in incidence.concepts], support(incidence), strict=True))
    known = {str(row["id"]): row for row in agenda}
    ordered = [known[iri] for iri in supported if iri in known]
    named = sorted(places, key=lambda row: alphabetical(word(row, "label", "sv")))
    return Register(
        plans={str(row["id"]): row for row in plans},
        plans_of={**_by(plans, "municipality", "id"), **_by(plans, "county")},
        places={str(row["id"]): row for row in named},
        agenda={str(row["id"]): row for row in ordered},
        counties=[row for row in named if row["type"] == "County"],
        municipalities=_by((row for row in named if row["type"] == "Municipality"), "county"),
        goals=[row for row in ordered if row["type"] == "sdgo:Goal"],
        targets=_by((row for row in ordered if row["type"] == "sdgo:Target"), "broader", "id"),
        tree=tree,
        supported=supported,
        profiles=profiles(incidence),
    )


def _by(rows: Iterable[Row], *keys: str) -> Members:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(word(row, *keys), []).append(row)
    return found
