"""The questions that the benchmarks ask: those that ship, about things that a synthetic release has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode, Store

from graph import example, query
from graph.namespaces import ID, PLAN_BASE, expand

Values = dict[str, str]

NAMED: dict[str, tuple[Values, ...]] = {
    "alignments": ({"element": "{element}"}, {"plan": "{plan}"}),
    "bridges": ({},),
    "class-links": ({},),
    "cluster-members": ({"cluster": "goals/1"}, {"id": "{plan}"}),
    "cluster-targets": ({},),
    "clusters": ({},),
    "coverage": ({"plan": "{plan}"}, {"level": "goals"}),
    "definitions": ({"thing": "http://metadata.un.org/sdg/11.7"},),
    "describe": ({"thing": "{element_iri}"}, {"thing": "{plan_iri}"}),
    "element-links": ({"element": "{element}"},),
    "examples": ({},),
    "exists": ({"thing": "{plan_iri}"},),
    "figures": ({},),
    "gaps": ({"plan": "{plan}"}, {}),
    "goal": ({"element": "{element}"},),
    "goals": ({"plan": "{plan}"}, {"municipality": "{municipality}"}, {"sdg": "11.7"}, {}),
    "graph": ({"thing": "{plan_iri}"},),
    "indicator": ({"number": "11.5.1"},),
    "indicators": ({"sdg": "11.7"}, {"sdg": "11"}),
    "indicators-elsewhere": ({"element": "{element}"},),
    "likenesses": ({},),
    "labels": ({"thing": "{element_iri}"},),
    "link-figures": ({},),
    "municipalities": ({},),
    "neighbours": ({"plan": "{plan}"},),
    "peers": ({"county": "14"}, {}),
    "place": ({"thing": "{element_iri}"}, {"thing": ID + "municipality/1440"}),
    "plan": ({"plan": "{plan}"},),
    "plan-alignments": ({"plan": "{plan}"},),
    "plan-elements": ({"plan": "{plan}"},),
    "plan-links": ({"plan": "{plan}"},),
    "plans": ({"municipality": "{municipality}"}, {"county": "14"}, {"year": "2026"}, {}),
    "plans-supporting": ({"sdg": "11.7"}, {"sdg": "11", "county": "14"}),
    "related-goals": ({"element": "{element}"},),
    "sdg": ({"sdg": "11.7"}, {"sdg": "11"}, {}),
    "sdg-indicators": ({"element": "{element}"},),
    "shapes": ({},),
    "shared-links": ({"element": "{element}"},),
    "shared-sdg": ({"element": "{element}"},),
    "statements": ({"thing": ID + "county/14"}, {"thing": "{element_iri}"}),
    "successors": ({"thing": "{element_iri}"},),
    "supporters": ({"sdg": "11.7"}, {"sdg": "11", "municipality": "{municipality}"}, {"sdg": "11"}),
    "support-of-goals": ({"sdg": "11", "element": "{element}"},),
    "support": ({"plan": "{plan}"}, {}),
    "target-pairs": ({"sdg": "11.7"}, {}),
    "target-values": ({"plan": "{plan}"}, {}),
    "term-relations": ({},),
    "terms": ({},),
    "unreviewed-links": ({"element": "{element}"},),
    "values-elsewhere": ({"element": "{element}"},),
}
"""Every question with the values that a page, the API or a researcher gives it, from few to none."""

_PLAN = re.compile(rf"<{PLAN_BASE}[a-z0-9-]+/[a-z0-9-]+>")
_ELEMENT = re.compile(rf"<{PLAN_BASE}[a-z0-9-]+/[a-z0-9-]+/[a-z0-9-]+>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Things:
    """A plan of the release, a goal of it that is linked to Agenda 2030, and the plan's municipality, as IRIs."""

    plan: str
    element: str
    municipality: str

    @staticmethod
    def of(store: Store) -> Things:
        """Those of the plan in the middle."""
        plans = sorted(_subjects(store, "rdf:type", "mg:Plan", DefaultGraph()))
        for plan in plans[len(plans) // 2 :]:
            graph = NamedNode(plan)
            links = _subjects(store, "mg:judgement", "mg:accepted", graph)
            if elements := sorted(_object(store, link, "mg:element", graph) for link in links):
                municipality = _object(store, plan, "dcterms:publisher", graph)
                return Things(plan=plan, element=elements[0], municipality=municipality)
        raise LookupError("no plan of this release is linked to Agenda 2030")

    def filled(self, values: Values) -> Values:
        """Values whose braces name one of these things."""
        names = {"plan_iri": self.plan, "element_iri": self.element}
        names |= {"plan": self.plan.removeprefix(PLAN_BASE), "element": self.element.removeprefix(PLAN_BASE)}
        names["municipality"] = self.municipality.removeprefix(ID + "municipality/")
        return {key: value.format(**names) for key, value in values.items()}

    def instead(self, text: str) -> str:
        """A query's text about these things instead of real ones."""
        return _PLAN.sub(f"<{self.plan}>", _ELEMENT.sub(f"<{self.element}>", text))


def named(things: Things) -> Iterator[tuple[str, str]]:
    """Every named question with its values, as a label and SPARQL."""
    for name in query.names():
        for values in NAMED.get(name, ({},)):
            label = f"{name} {' '.join(f'{key}={value}' for key, value in values.items())}".strip()
            yield label, query.load(name).bind(things.filled(values))


def examples(things: Things) -> Iterator[tuple[str, str]]:
    """Every example, as its name and SPARQL."""
    for each in example.every():
        yield each.name, things.instead(each.text)


def _subjects(store: Store, predicate: str, value: str, graph: NamedNode | DefaultGraph) -> list[str]:
    found = store.quads_for_pattern(None, expand(predicate), expand(value), graph)
    return [quad.subject.value for quad in found if isinstance(quad.subject, NamedNode)]


def _object(store: Store, subject: str, predicate: str, graph: NamedNode) -> str:
    found = next(store.quads_for_pattern(NamedNode(subject), expand(predicate), None, graph)).object
    return found.value if isinstance(found, NamedNode) else ""
