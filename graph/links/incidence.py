"""The incidence of a release: which element of which plan supports what of Agenda 2030, and how strongly.

A sparse matrix of elements and SDG concepts, in which an element that supports a target supports the goal above it
too, as strongly as the strongest of its targets there. What grows with the square of the data is arithmetic on it, not
a walk through the graph: NumPy and SciPy enter Målgraf here. It holds whole numbers, so that the same sources give the
same scores bit by bit on every machine, in any order and on any number of processes.

Strengths count in halves (direct 2, contributing 1) and information content in ten-thousandths of a bit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store
from scipy.sparse import coo_array, csc_array, csr_array

from graph.errors import CorruptReleaseError, NotFoundError
from graph.namespaces import expand
from graph.resources import shipped

DIRECT, CONTRIBUTING = 2, 1
CONTENT_UNIT = 10_000  # of which one bit of information has so many
UNIT = CONTENT_UNIT * DIRECT  # of which the content of a profile has so many a bit

Integers = NDArray[np.int64]
Names = NDArray[np.bytes_]
Link = tuple[str, str, str, int]
"""The IRIs of a plan, an element of it and an SDG concept, and the strength in halves."""


@dataclass(frozen=True, kw_only=True)
class Incidence:
    """Elements (sorted by IRI) by SDG concepts (in the UN's order): strengths in halves, and whose the elements are."""

    plans: Names
    elements: Names
    concepts: Names
    above: Integers
    """For each concept the place of the goal above it, or -1 for a goal."""
    plan_of: Integers
    strengths: csr_array
    content: Integers
    """For each concept -log2(n / (N + 1)): n elements of N that are linked at all support it."""

    @cached_property
    def by_concept(self) -> csc_array:
        """The same strengths, by concept: who supports it."""
        return self.strengths.tocsc()

    @cached_property
    def sizes(self) -> Integers:
        """For each element the content of all that it supports, by strength, in 1 / UNIT bits."""
        return np.asarray(self.strengths.astype(np.int64) @ self.content, dtype=np.int64)

    @cached_property
    def fullest(self) -> str:
        """The IRI of the element that supports most of Agenda 2030 most strongly, the first of several; or ""."""
        totals = np.asarray(self.strengths.sum(axis=1)).ravel()
        return bytes(self.elements[int(totals.argmax())]).decode() if totals.size else ""

    def find(self, iri: str) -> int | None:
        """The place of an element, or None where it supports nothing."""
        return _find(self.elements, iri)

    def element(self, iri: str) -> int:
        """The place of an element. Raises NotFoundError where it supports nothing or is not here."""
        return _place(self.elements, iri, "no goal or focus area with an accepted link")

    def plan(self, iri: str) -> int:
        """The place of a plan. Raises NotFoundError."""
        return _place(self.plans, iri, "no plan")

    def concept(self, iri: str) -> int:
        """The place of an SDG goal or target. Raises NotFoundError."""
        found = np.flatnonzero(self.concepts == iri.encode())
        if not found.size:
            raise NotFoundError(f"Agenda 2030 has no {iri}")
        return int(found[0])

    def elements_of(self, plan: int) -> slice:
        """The places of a plan's elements: they stand together, since their IRIs begin alike."""
        prefix = bytes(self.plans[plan]) + b"/"
        return slice(
            int(np.searchsorted(self.elements, prefix)), int(np.searchsorted(self.elements, prefix[:-1] + b"0"))
        )

    def profile(self, element: int) -> tuple[Integers, Integers]:
        """What an element supports: places of concepts, and strengths."""
        part = slice(self.strengths.indptr[element], self.strengths.indptr[element + 1])
        return self.strengths.indices[part].astype(np.int64), self.strengths.data[part].astype(np.int64)

    def supporters(self, concept: int) -> tuple[Integers, Integers]:
        """Who supports a concept: places of elements, and strengths."""
        part = slice(self.by_concept.indptr[concept], self.by_concept.indptr[concept + 1])
        return self.by_concept.indices[part].astype(np.int64), self.by_concept.data[part].astype(np.int64)

    def counts(self, strength: int) -> csr_array:
        """Plans by concepts: how many elements of the plan support it just so strongly."""
        places = (self.plan_of, np.arange(len(self.elements)))
        whose = csr_array(
            (np.ones(len(self.elements), dtype=np.int64), places), shape=(len(self.plans), len(self.elements))
        )
        just = self.strengths.copy()
        just.data = (just.data == strength).astype(np.int64)
        return csr_array(whose @ just)

    @cached_property
    def plan_strengths(self) -> csr_array:
        """Plans by concepts: the strongest link of any element of the plan."""
        direct, contributing = (self.counts(strength) > 0 for strength in (DIRECT, CONTRIBUTING))
        found = csr_array((direct + contributing).astype(np.int64) + direct.astype(np.int64))
        found.eliminate_zeros()
        return found


def of(agenda: Sequence[tuple[str, str]], plans: Iterable[str], links: Iterable[Link]) -> Incidence:
    """The incidence of these links; `agenda` gives each SDG concept in order, with the goal above it or "".

    Links to the 2030 Agenda as a whole say nothing of where the element belongs in it, and are left out.
    """
    concepts = {iri: place for place, (iri, _) in enumerate(agenda)}
    strongest: dict[tuple[str, str], int] = {}
    whose: dict[str, str] = {}
    for plan, element, concept, strength in links:
        if concept in concepts:
            whose[element] = plan
            above = agenda[concepts[concept]][1]
            for each in (concept, above) if above else (concept,):
                strongest[element, each] = max(strength, strongest.get((element, each), 0))
    names, elements = sorted(plans, key=str.encode), sorted(whose, key=str.encode)
    places = {iri: place for place, iri in enumerate(elements)}
    plan_places = {iri: place for place, iri in enumerate(names)}
    rows = np.fromiter((places[element] for element, _ in strongest), dtype=np.int64, count=len(strongest))
    columns = np.fromiter((concepts[concept] for _, concept in strongest), dtype=np.int64, count=len(strongest))
    data = np.fromiter(strongest.values(), dtype=np.uint8, count=len(strongest))
    strengths = csr_array(coo_array((data, (rows, columns)), shape=(len(elements), len(agenda))))
    strengths.sort_indices()
    return Incidence(
        plans=np.array([name.encode() for name in names], dtype=np.bytes_),
        elements=np.array([name.encode() for name in elements], dtype=np.bytes_),
        concepts=np.array([iri.encode() for iri, _ in agenda], dtype=np.bytes_),
        above=np.array([concepts[above] if above else -1 for _, above in agenda], dtype=np.int64),
        plan_of=np.array([plan_places[whose[element]] for element in elements], dtype=np.int64),
        strengths=strengths,
        content=_content(strengths),
    )


def read(store: Store) -> Incidence:
    """The incidence of a dataset, by the questions in graph/links."""
    weights = {expand("mg:direct").value: DIRECT, expand("mg:contributing").value: CONTRIBUTING}
    agenda = [(row["sdg"], row.get("above", "")) for row in asked(store, "agenda")]
    links = (
        (row["plan"], row["element"], row["sdg"], weights[row["strength"]])
        for row in asked(store, "accepted")
        if row["strength"] in weights  # what is no strength is for the shapes to refuse
    )
    return of(agenda, (row["plan"] for row in asked(store, "plans")), links)


def asked(store: Store, name: str) -> Iterator[Mapping[str, str]]:
    """The rows of a question in graph/links."""
    found = store.query(shipped("graph", "links", f"{name}.rq").read_text(encoding="utf-8"))
    assert isinstance(found, QuerySolutions)  # noqa: S101 - a question of ours that is no SELECT is a bug
    names = [variable.value for variable in found.variables]
    for row in found:
        yield {name: term.value for name in names if isinstance(term := row[name], NamedNode | Literal)}


def save(incidence: Incidence, folder: Path) -> None:
    """Write it as one file an array; the same incidence gives the same bytes."""
    folder.mkdir()
    for name, array in _arrays(incidence).items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)


def load(folder: Path) -> Incidence:
    """Open what `save` wrote; the arrays are read as they are needed. Raises CorruptReleaseError."""
    try:
        found = {name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in _NAMES}
    except (EOFError, OSError, ValueError) as error:
        raise CorruptReleaseError(f"{folder}: cannot be read ({error}); release again") from error
    shape = (len(found["elements"]), len(found["concepts"]))
    strengths = csr_array((found.pop("data"), found.pop("indices"), found.pop("indptr")), shape=shape)
    return Incidence(strengths=strengths, **found)


_NAMES = ("plans", "elements", "concepts", "above", "plan_of", "content", "data", "indices", "indptr")


def _arrays(incidence: Incidence) -> dict[str, NDArray[np.generic]]:
    strengths = incidence.strengths
    matrix = {
        "data": strengths.data,
        "indices": strengths.indices.astype(np.int32),
        "indptr": strengths.indptr.astype(np.int32),
    }
    return {name: matrix[name] if name in matrix else getattr(incidence, name) for name in _NAMES}


def _content(strengths: csr_array) -> Integers:
    """The information content of each concept; 0 for one that nobody supports, which nobody can share.

    It is also 0, rounded, for one that all of more than some 28,000 elements support.
    """
    counts = np.bincount(strengths.indices, minlength=strengths.shape[1])
    among = strengths.shape[0] + 1
    bits = [-math.log2(count / among) if count else 0.0 for count in counts.tolist()]
    return np.array([round(bit * CONTENT_UNIT) for bit in bits], dtype=np.int64)


def _find(names: Names, iri: str) -> int | None:
    wanted = iri.encode()
    place = int(np.searchsorted(names, np.bytes_(wanted))) if len(names) else 0
    return place if place < len(names) and names[place] == wanted else None


def _place(names: Names, iri: str, what: str) -> int:
    place = _find(names, iri)
    if place is None:
        raise NotFoundError(f"this release has {what} {iri}")
    return place
