"""Relations: which class leads to which others, by which properties, as lists and as the boxes of a picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.context import keys
from graph.namespaces import ONTOLOGY, PREFIXES, expand
from graph.rows import Row
from service.charts.classes import ClassBox, ClassLine
from service.languages import Language
from service.pages.terms import Known, Term, called, turned

Connections = dict[str, dict[str, list[str]]]
"""For each class its properties, and for each of those the classes that it leads to."""

_SUBCLASS = expand("rdfs:subClassOf").value


def connections(links: Iterable[Row], known: Known) -> Connections:
    """For each class what it says, and the classes that each property leads to.

    A class that only gathers others is left to them; what a class says itself goes before what it has from another.
    Where a property leads to is also known by the key under which a class stands in plan files.
    """
    own, above = _own(links)
    gathering = {name for names in above.values() for name in names if name in own and not _written(name, known)}
    found: Connections = {}
    for name, said in own.items():
        if name in gathering:
            continue
        inherited = [own.get(parent, {}) for parent in above.get(name, ()) if parent in gathering]
        every = {key: value for each in (*inherited, said) for key, value in each.items()}
        found[name] = {key: _spread(value, gathering, above) for key, value in every.items()}
    return found


def leading(found: Connections, known: Known) -> dict[str, list[str]]:
    """The properties that lead to each class, by their ranges and by the connections."""
    leads = {name: set(properties) for name, properties in turned(known.values(), "range").items()}
    for said in found.values():
        for key, to in said.items():
            for name in to:
                leads.setdefault(name, set()).add(key)
    return {name: sorted(properties) for name, properties in leads.items()}


def boxes(found: Connections, known: Known, language: Language) -> tuple[ClassBox, ...]:
    """What is connected, as boxes: those of ours with a line for each property that leads to a class.

    Where something stands in the source is left out, since nearly everything has it, and so are values, which have
    nothing to say.
    """
    apart = {iri for iri, term in known.items() if _stands_in_source(term, known)} | set(turned(known.values(), "type"))
    drawn = {
        name: {key: shown for key, to in said.items() if (shown := tuple(each for each in to if each not in apart))}
        for name, said in found.items()
        if name not in apart
    }
    named = {name for name, said in drawn.items() if said} | {
        each for said in drawn.values() for to in said.values() for each in to
    }
    return tuple(
        ClassBox(
            id=iri,
            label=_word(iri, known, language),
            ours=iri in known,
            lines=tuple(
                ClassLine(text=_word(key, known, language), targets=to) for key, to in drawn.get(iri, {}).items()
            ),
        )
        for iri in sorted(named)
    )


def _word(iri: str, known: Known, language: Language) -> str:
    name = called(iri, known, language)
    return name.text or name.code


def _own(links: Iterable[Row]) -> tuple[Connections, dict[str, list[str]]]:
    """What the rows say of each class of ours, and the classes above it."""
    things = {key.iri: key.thing for key in keys().values() if key.thing and not key.reverse}
    own: Connections = {}
    above: dict[str, list[str]] = {}
    for row in links:
        subject, predicate = _of(row, "subject"), str(row["predicate"])
        leads_to = _of(row, "object") or things.get(predicate, "")
        if not subject.startswith(ONTOLOGY):
            continue
        if predicate == _SUBCLASS:
            above.setdefault(subject, []).append(leads_to)
        else:
            own.setdefault(subject, {}).setdefault(predicate, []).extend([leads_to] if leads_to else [])
    return own, above


def _of(row: Row, key: str) -> str:
    """The IRI under a key of a row, or "" where it has none."""
    found = row.get(key)
    return str(found.get("id", "")) if isinstance(found, Mapping) else ""


def _written(iri: str, known: Known) -> bool:
    """Whether things of a class have an entry of their own in a plan file."""
    return iri in known and bool(known[iri].said["planFileKey"])


def _spread(leads_to: Iterable[str], gathering: set[str], above: Mapping[str, list[str]]) -> list[str]:
    """The classes, with each that only gathers others replaced by those."""
    found = [
        each
        for name in leads_to
        for each in ([sub for sub, up in above.items() if name in up] if name in gathering else [name])
    ]
    return sorted(set(found))


def _stands_in_source(term: Term, known: Known) -> bool:
    """Whether a class is a place in a source text, by the Web Annotation vocabulary."""
    above = term.said["subClassOf"]
    ours = [known[iri] for iri in above if iri in known]
    return any(iri.startswith(PREFIXES["oa"]) for iri in above) or any(_stands_in_source(each, known) for each in ours)
