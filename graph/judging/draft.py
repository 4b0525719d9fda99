"""A draft: a plan file as it is being judged, its text and what stands in it, each with its row."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from graph import planfile, yamlnodes
from graph.errors import EditError, PlanFileError
from graph.judging import layout, marks
from graph.yamlnodes import MappingNode, ScalarNode


class Judgement(StrEnum):
    """What a reviewer concluded, as the ontology names it."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNSURE = "unsure"
    NONE = "none"


class Role(StrEnum):
    """What an element of a plan is."""

    AREA = "area"
    GOAL = "goal"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of the source, and where they stand."""

    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """A reason, in Swedish and English."""

    sv: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """An alignment as it stands in the file; what is not written there is ""."""

    element: str
    sdg: str
    strength: str
    judgement: str
    justification: str
    confidence: str
    reviewer: str
    judged: str
    why: Why
    quotes: tuple[Quote, ...]
    row: int
    node: MappingNode = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A focus area or a goal. `label` is its label or statement, `parent` what it stands under: the plan on top."""

    id: str
    role: Role
    label: str
    term: str
    parent: str
    depth: int
    start: int
    end: int
    section: tuple[int, int] | None
    uncertain: str
    """What a comment at the element says it is unsure of; "" where none does."""
    alignments: tuple[Alignment, ...]
    row: int
    node: MappingNode = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A plan file: its text, with a line feed after each row, and its elements in the order of the file."""

    path: Path
    text: str
    plan: str
    title: str
    municipality: str
    file: str
    sha256: str
    elements: tuple[Element, ...]
    root: MappingNode = field(repr=False, compare=False)

    def element(self, name: str) -> Element:
        """The element of an id. Raises EditError where there is none."""
        for element in self.elements:
            if element.id == name:
                return element
        sv, en = f"planen har inget {name}", f"the plan has no {name}"
        raise EditError(str(self.path), f"{sv}; läs om filen", f"{en}; read the file again")

    def alignment(self, name: str, sdg: str) -> Alignment:
        """The alignment of an element to a target. Raises EditError where there is none."""
        element = self.element(name)
        for alignment in element.alignments:
            if alignment.sdg == sdg:
                return alignment
        known = ", ".join(alignment.sdg for alignment in element.alignments) or "-"
        sv, en = (
            f"{name} har ingen koppling till {sdg}; den har {known}",
            f"{name} has no alignment to {sdg}, but {known}",
        )
        raise EditError(self.place(element.row), sv, en)

    def parts(self, name: str) -> tuple[Element, ...]:
        """The elements that stand right under one, or under the plan."""
        return tuple(element for element in self.elements if element.parent == name)

    def area(self, element: Element) -> Element | None:
        """The focus area in which an element stands, or is."""
        while element.parent != self.plan:
            element = self.element(element.parent)
        return element if element.role is Role.AREA else None

    def place(self, row: int) -> str:
        """A row of the file, as an error names it."""
        return f"{self.path}:{row}"


def read(path: Path, text: str, *, checked: bool = True) -> Draft:
    """The draft that a text is. Raises PlanFileError with every fault of the text, where it is checked."""
    root = _composed(path, text, checked=checked)
    source = next(iter(layout.items(root, "source")), None)
    plan = _scalar(root, "id")
    elements = tuple(_elements(root, text, plan, 0))
    return Draft(
        path=path,
        text=text,
        plan=plan,
        title=_scalar(root, "title"),
        municipality=_scalar(root, "municipality"),
        file=_scalar(source, "file") if source else "",
        sha256=_scalar(source, "sha256") if source else "",
        elements=elements,
        root=root,
    )


def code(value: str) -> str:
    """The code of a target, which may be written as its IRI.

    >>> code("http://metadata.un.org/sdg/11.2"), code("http://metadata.un.org/sdg")
    ('11.2', 'sdg')
    """
    return value.rpartition("/")[2]


def _composed(path: Path, text: str, *, checked: bool) -> MappingNode:
    """The nodes of a text, which is read where a plan file of its name would stand: its id follows from that."""
    with tempfile.TemporaryDirectory(prefix="malgraf-") as folder:
        place = Path(folder, path.resolve().parent.name, path.name)
        place.parent.mkdir()
        place.write_bytes(text.encode("utf-8"))
        try:
            root = yamlnodes.compose(place)
            if checked:
                planfile.understood(place, root)
        except PlanFileError as error:
            raise PlanFileError([replace(fault, file=str(path)) for fault in error.faults]) from error
    return root


def _elements(mapping: MappingNode, text: str, parent: str, depth: int) -> Iterator[Element]:
    for role, key in ((Role.AREA, "areas"), (Role.GOAL, "goals")):
        for node in layout.items(mapping, key):
            element = _element(node, text, role, parent, depth)
            yield element
            yield from _elements(node, text, element.id, depth + 1)


def _element(node: MappingNode, text: str, role: Role, parent: str, depth: int) -> Element:
    name, at = _scalar(node, "id"), _position(node, "at") or (0, 0)
    return Element(
        id=name,
        role=role,
        label=_scalar(node, "label") or _scalar(node, "statement"),
        term=_scalar(node, "term"),
        parent=parent,
        depth=depth,
        start=at[0],
        end=at[1],
        section=_position(node, "section"),
        uncertain=marks.said(text, node),
        alignments=tuple(_alignment(each, name) for each in layout.items(node, "alignments")),
        row=yamlnodes.row(node),
        node=node,
    )


def _alignment(node: MappingNode, element: str) -> Alignment:
    quotes = [
        Quote(quote=_scalar(each, "quote"), start=_number(each, "start"), end=_number(each, "end"))
        for each in layout.items(node, "evidence")
    ]
    return Alignment(
        element=element,
        sdg=code(_scalar(node, "sdg")),
        strength=_scalar(node, "strength"),
        judgement=_scalar(node, "judgement"),
        justification=_scalar(node, "justification"),
        confidence=_scalar(node, "confidence"),
        reviewer=_scalar(node, "reviewer"),
        judged=_scalar(node, "judged"),
        why=_why(node),
        quotes=tuple(quotes),
        row=yamlnodes.row(node),
        node=node,
    )


def _why(node: MappingNode) -> Why:
    inner = next(iter(layout.items(node, "why")), None)
    return Why(sv=_scalar(inner, "sv"), en=_scalar(inner, "en")) if inner else Why(sv=_scalar(node, "why"))


def _scalar(node: MappingNode, key: str) -> str:
    pair = layout.pairs(node).get(key)
    return str(pair.value.value) if pair and isinstance(pair.value, ScalarNode) else ""


def _number(node: MappingNode, key: str) -> int:
    text = _scalar(node, key)
    return int(text) if text.isascii() and text.isdigit() else 0


def _position(node: MappingNode, key: str) -> tuple[int, int] | None:
    inner = next(iter(layout.items(node, key)), None)
    return (_number(inner, "start"), _number(inner, "end")) if inner else None
