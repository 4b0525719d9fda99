"""The site as the tests walk it: one address of every type of page, which is the same in both languages."""

from __future__ import annotations

from service.languages import Language, at

BOTH: tuple[Language, ...] = ("sv", "en")

_KOPING, _ALE = "koping/kommunens-mal-2020-2027", "ale/strategisk-plan"
_BORLANGE, _OLOFSTROM = "borlange/strategisk-plan", "olofstrom/vision-och-mal"
_ENKOPING = "enkoping/langsiktig-plan-2024-2027"
_FIVE = (_ALE, _BORLANGE, _ENKOPING, _KOPING, _OLOFSTROM)

PAGES = {
    "start": "/",
    "search-found": "/search?q=bostad",
    "search-nothing": "/search?q=xyzzy",
    "search-empty": "/search",
    "plans": "/plans",
    "plans-filtered": "/plans?county=14",
    "plan": f"/plan/{_ALE}",
    "plan-with-values": f"/plan/{_BORLANGE}",
    "goal-with-many-links": f"/plan/{_BORLANGE}/miljomassigt-hallbart",
    "goal-with-one-link": f"/plan/{_ENKOPING}/egna-livsval",
    "goal-with-rejected-links": f"/plan/{_KOPING}/paverka-och-vara-delaktig",
    "area": f"/plan/{_ALE}/lust-att-lara",
    "area-without-links": f"/plan/{_ALE}/hallbart-samhalle",
    "connection": f"/connection?from={_BORLANGE}/okad-trygghet&to={_ALE}/lust-att-lara",
    "agenda": "/agenda",
    "sdg-goal": "/sdg/11",
    "target-served": "/sdg/11.7",
    "target-not-served": "/sdg/14.1",
    "compare-none": "/compare",
    "compare-two": f"/compare?plan={_KOPING}&plan={_ALE}",
    "compare-five": "/compare?" + "&".join(f"plan={plan}" for plan in _FIVE),
    "overview": "/overview",
    "network": "/network",
    "cluster": "/cluster/goals/1",
    "query": "/query",
    "query-named": "/query?name=supporters",
    "example": "/example/goals-of-a-plan",
    "about": "/about",
    "data": "/data",
    "releases": "/releases",
    "ontology": "/ontology",
    "shapes": "/shapes",
    "accessibility": "/accessibility",
    "privacy": "/privacy",
    "municipality": "/municipality/1440",
    "municipality-without-plan": "/municipality/0114",
    "county": "/county/14",
    "alignment": f"/plan/{_ALE}/lust-att-lara/alignments/4.1",
    "not-found": "/nope",
    "not-found-plan": "/plan/ale/ingen",
}
"""Addresses without a language, by the type of page."""

MISSING = ("not-found", "not-found-plan")
"""What answers 404, and is a page all the same."""


def every(language: Language) -> dict[str, str]:
    """The addresses in a language, by the type of page."""
    return {name: at(path, language) for name, path in PAGES.items()}
