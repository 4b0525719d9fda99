"""Connections: how two things are connected, told path by path, each step with its statement, quote and source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from graph.errors import NotFoundError, ParameterError
from graph.links import paths, sentences
from graph.links.asking import Ask, reference
from graph.links.incidence import Incidence, Names
from graph.links.paths import SUPPORTS, End, Path, Step
from graph.links.sentences import Clause, Stand
from graph.namespaces import ID, PLAN_BASE, SDG
from graph.rows import Row, Value

MOST = 10
KINDS = "a municipality, plan, goal, focus area, SDG goal, SDG target or SDG indicator"

_MUNICIPALITY = ID + "municipality/"
_INDICATOR = re.compile(r"\d{1,2}\.[0-9a-d]{1,2}\.\d{1,2}")
_SHORT = (
    (re.compile(r"\d{4}"), _MUNICIPALITY),
    (re.compile(r"\d{1,2}(\.[0-9a-d]{1,2})?|C[0-9a-d]{6}"), SDG),
    (re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)+"), PLAN_BASE),
    (re.compile(r"(https?|urn):[^\s<>\"{}|\\^`%]+"), ""),
)
_SHOWN = ("id", "type", "notation", "label", "statement", "title", "plan", "municipality")
_NEAR = 100  # names before and after an unknown one among which the one that was meant is looked for


def connected(incidence: Incidence, ask: Ask, origin: str, destination: str, count: int = 3) -> Row:
    """The best paths between two things, each given as an IRI or short, as `identity` reads it.

    `{"origin": thing, "destination": thing, "paths": [{"type": "Path", "sentence": {"sv", "en"}, "steps": [...]}]}`,
    at most `count` paths, the shortest first. A step is an RDF statement: `{"type": "rdf:Statement", "subject",
    "predicate", "object", "sentence"}`, and where it is a link also its `alignment` with quotes and the `source` of
    the plan. Where nothing connects the two, `explanation` says in `{"sv", "en"}` what each of them supports.
    Raises NotFoundError for a thing that is not here, ParameterError for the same thing twice or a count beyond 10.
    """
    if not 1 <= count <= MOST:
        raise ParameterError(f"count is from 1 to {MOST}, not {count}")
    iris = (identity(ask, origin), identity(ask, destination))
    if iris[0] == iris[1]:
        raise ParameterError(f'"{origin}" and "{destination}" are the same thing; a path needs two')
    places = _places(ask, iris)
    for text, iri in zip((origin, destination), iris, strict=True):
        if iri not in places:
            raise NotFoundError(f'"{text}" is not here; {_hint(incidence, iri)}')
    ends = [_end(iri, places[iri]) for iri in iris]
    found = paths.between(incidence, ends[0], ends[1], count)
    told = _Told.of(ask, found)
    answer: Row = {
        "origin": _thing(places[iris[0]], notation=origin),
        "destination": _thing(places[iris[1]], notation=destination),
        "paths": [told.path(path) for path in found],
    }
    return answer if found else {**answer, "explanation": _explained(incidence, ask, ends, places)}


def identity(ask: Ask, text: str) -> str:
    """The IRI of a thing that is given by it, or short.

    A municipality by its code, 1440; a plan, goal or focus area by its name, ale/strategisk-plan; an SDG goal or
    target by its number, 11.1, and an SDG indicator by any of its numbers, 11.1.1. Raises ParameterError for what
    none of them can be, NotFoundError for the number of no indicator.
    """
    text = text.strip()
    if _INDICATOR.fullmatch(text):
        rows = ask("indicator", {"number": text})
        if not rows:
            raise NotFoundError(f'"{text}" is no number of an SDG indicator; one is 11.1.1')
        return str(rows[0]["id"])
    for pattern, space in _SHORT:
        if pattern.fullmatch(text):
            return space + text
    raise ParameterError(
        f'"{text}" is not {KINDS}; write its IRI, or for example 1440, ale/strategisk-plan, 11, 11.1 or 11.1.1'
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What is said of the things on some paths: where they stand, their links, and the sources of the plans."""

    places: Mapping[str, Sequence[Row]]
    alignments: Mapping[tuple[str, str], Row]
    sources: Mapping[str, Value]

    @staticmethod
    def of(ask: Ask, found: Sequence[Path]) -> _Told:
        """Ask for all things at once: three questions, however many paths there are."""
        steps = [step for path in found for step in path.steps]
        elements = sorted({step.subject for step in steps if step.predicate == SUPPORTS})
        places = _places(ask, sorted({iri for path in found for iri in path.nodes}))
        plans = sorted({reference(places[element][0]["plan"]) for element in elements})
        return _Told(
            places=places,
            alignments=_alignments(ask("element-links", {"element": elements}) if elements else []),
            sources={str(row["id"]): row["source"] for row in ask("plan", {"plan": plans})} if plans else {},
        )

    def path(self, path: Path) -> Row:
        """A path as it is answered."""
        clauses = [self._clause(step) for step in path.steps]
        return {
            "type": "Path",
            "sentence": sentences.of_path(clauses),
            "steps": [self._step(step, clause) for step, clause in zip(path.steps, clauses, strict=True)],
        }

    def _clause(self, step: Step) -> Clause:
        return Clause(
            subject=_thing(self.places[step.subject], beside=step.object),
            predicate=step.predicate,
            object=_thing(self.places[step.object], beside=step.subject),
            forward=step.forward,
            strength=str(self._alignment(step)["strength"]) if step.predicate == SUPPORTS else "",
        )

    def _step(self, step: Step, clause: Clause) -> Row:
        told: Row = {
            "type": "rdf:Statement",
            "subject": clause.subject,
            "predicate": clause.predicate,
            "object": clause.object,
            "sentence": sentences.of_step(clause),
        }
        if step.predicate == SUPPORTS:
            told["alignment"] = self._alignment(step)
            told["source"] = self.sources[reference(self.places[step.subject][0]["plan"])]
        return told

    def _alignment(self, step: Step) -> Row:
        return self.alignments[step.subject, step.object]


def _places(ask: Ask, iris: Sequence[str]) -> dict[str, list[Row]]:
    """For each thing where it stands: one row, or one for each plan of a municipality and target of an indicator."""
    found: dict[str, list[Row]] = {}
    for row in ask("place", {"thing": iris}) if iris else []:
        found.setdefault(str(row["id"]), []).append(row)
    return found


def _alignments(rows: Iterable[Row]) -> dict[tuple[str, str], Row]:
    """The strongest accepted link of each element to each SDG concept, with all its quotes."""
    found: dict[tuple[str, str], Row] = {}
    for row in rows:
        link = {key: value for key, value in row.items() if key not in ("element", "sdg")}
        first = found.setdefault((reference(row["element"]), reference(row["sdg"])), {**link, "evidence": []})
        if first["id"] == link["id"] and isinstance(first["evidence"], list) and "evidence" in link:
            first["evidence"].append(link["evidence"])
    return found


def _thing(rows: Sequence[Row], *, beside: str = "", notation: str = "") -> Row:
    """A thing as it is answered; of the numbers of an indicator the one that is meant, or that its target has."""
    meant = (row for row in rows if reference(row.get("broader", "")) == beside or row.get("notation") == notation)
    row = next(meant, rows[0])
    return {key: row[key] for key in _SHOWN if key in row and (key != "plan" or row["type"] != "Municipality")}


def _end(iri: str, rows: Sequence[Row]) -> End:
    """What the incidence does not know of one end."""
    kind = rows[0]["type"]
    if kind == "Municipality":
        return End(iri=iri, plans=tuple((reference(row["plan"]), iri) for row in rows if "plan" in row))
    if kind == "sdgo:Indicator":
        return End(iri=iri, targets=tuple(reference(row["broader"]) for row in rows))
    if kind in ("sdgo:Goal", "sdgo:Target"):
        return End(iri=iri, concept=True)
    plan = iri if kind == "Plan" else reference(rows[0]["plan"])
    return End(iri=iri, element=kind != "Plan", plans=((plan, reference(rows[0]["municipality"])),))


def _explained(incidence: Incidence, ask: Ask, ends: Sequence[End], places: Mapping[str, Sequence[Row]]) -> Value:
    """Why no path was found: what each end supports, and what nobody does."""
    supported = [[_name(incidence.concepts[at]) for at in paths.supported(incidence, end)] for end in ends]
    concepts = _places(ask, sorted({iri for iris in supported for iri in iris}))
    stands = [
        Stand(
            thing=_thing(places[end.iri]),
            concepts=[_thing(concepts[iri]) for iri in iris],
            served=any(incidence.supporters(incidence.concept(iri))[0].size for iri in iris),
        )
        for end, iris in zip(ends, supported, strict=True)
    ]
    return sentences.of_nothing(stands)


def _hint(incidence: Incidence, iri: str) -> str:
    """What an unknown thing may have been meant to be."""
    if iri.startswith(_MUNICIPALITY):
        return "a municipality is named by its official code, such as 1440 for Ale"
    space = next((space for space in (PLAN_BASE, SDG) if iri.startswith(space)), "")
    if not space:
        return f"name {KINDS}"
    name = iri.removeprefix(space)
    known = _known(incidence, name) if space == PLAN_BASE else map(_name, incidence.concepts)
    near = get_close_matches(name, [each.removeprefix(space) for each in known], n=3)
    return f"did you mean {' or '.join(near)}?" if near else f"name {KINDS}"


def _known(incidence: Incidence, name: str) -> list[str]:
    """The names that stand near one in the order of all: a release has too many to compare it with each."""
    names: Names = incidence.plans if name.count("/") == 1 else incidence.elements
    at = int(np.searchsorted(names, np.bytes_((PLAN_BASE + name).encode())))
    return [_name(each) for each in names[max(at - _NEAR, 0) : at + _NEAR]]


def _name(name: bytes) -> str:
    return bytes(name).decode()
