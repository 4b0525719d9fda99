"""Plan files: one published plan as YAML that is YAML-LD, read with the row of every node.

Scalars are taken as they are written, never guessed: `1.10` stays the target 1.10 and `2018-11-26` a text, and the
context says what they mean. The reader adds what follows from the place in the file: the class of a thing, its order
among its siblings, and an IRI for what needs none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from pyoxigraph import NamedNode

from graph import personal, yamlnodes
from graph.context import ADDRESS, Key, written
from graph.errors import PlanFileError
from graph.finding import Finding, in_order
from graph.namespaces import PLAN_BASE
from graph.yamlnodes import MappingNode, Node, ScalarNode, SequenceNode

Json = str | list["Json"] | dict[str, "Json"]

HEADER = [ADDRESS, {"@base": PLAN_BASE}]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFile:
    """A plan file that reads: its nodes as JSON-LD, and where each stands.

    `rows` maps (IRI of a node, key) to the row in the file, counted from 1; the key "" is the node itself.
    """

    path: str
    iri: str
    document: dict[str, Json]
    rows: Mapping[tuple[str, str], int]

    def row(self, iri: str, key: str = "") -> int:
        """The row of a key of a node; of the node where it lacks the key; 1 where the node is not here."""
        return self.rows.get((iri, key)) or self.rows.get((iri, "")) or 1

    def nodes(self) -> Iterator[dict[str, Json]]:
        """Every node of the document, in the order of the file."""
        yield from _nodes(self.document)


def find(place: Path) -> list[Path]:
    """The plan files at a place: the file itself, or every `.yaml` below a folder, sorted."""
    return sorted(place.rglob("*.yaml")) if place.is_dir() else [place]


def read(path: Path) -> PlanFile:
    """Read one plan file.

    Raises PlanFileError with every fault of the file: syntax, unknown keys, wrong types of value, ids that are
    missing, doubled or out of place. What a plan must contain is for the shapes to say. Where a person's identity
    number stands in the file, that is all that is said: other faults, and the shapes, would repeat it.
    """
    return understood(path, yamlnodes.compose(path))


def understood(path: Path, root: MappingNode) -> PlanFile:
    """The plan file whose nodes those are. Raises as `read` does."""
    if private := list(_private(path, root)):
        raise PlanFileError(in_order(private))
    reading = _Reading(path=path, plan_id="/".join(path.resolve().with_suffix("").parts[-2:]))
    document = reading.plan(root)
    plan_file = PlanFile(path=str(path), iri=PLAN_BASE + reading.plan_id, document=document, rows=reading.rows)
    if reading.faults:
        raise PlanFileError(in_order(reading.faults), rest=plan_file)
    return plan_file


def _private(path: Path, root: MappingNode) -> Iterator[Finding]:
    """Every value, and every key, that has a person's identity number."""
    for key, node in yamlnodes.scalars(root):
        if refused := personal.refusal(str(node.value)):
            name = f"{key}: " if key in written() or key == "id" else ""
            sv, en = refused
            yield yamlnodes.fault(path, node, f"{name}{sv}", f"{name}{en}")


def _is_name(text: str) -> bool:
    """Whether a value can be an IRI, alone or after a namespace; what cannot, a JSON-LD processor drops in silence."""
    try:
        NamedNode(text if ":" in text else f"urn:x/{text}")
    except ValueError:
        return False
    return True


def _nodes(value: Json) -> Iterator[dict[str, Json]]:
    if isinstance(value, dict):
        if "id" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _nodes(part)


_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*")
_NAMED = ("areas", "goals")  # what is cited and linked to: its IRI is chosen by a person and stays


@dataclass(slots=True, kw_only=True)
class _Reading:
    """What has been learnt so far about the file that is being read."""

    path: Path
    plan_id: str
    faults: list[Finding] = field(default_factory=list)
    rows: dict[tuple[str, str], int] = field(default_factory=dict)
    doubled: set[str] = field(default_factory=set)

    def fault(self, where: Node | int, sv: str, en: str) -> None:
        self.faults.append(yamlnodes.fault(self.path, where, sv, en))

    def plan(self, root: MappingNode) -> dict[str, Json]:
        pairs = self.pairs(root)
        self.check_header(root, pairs.pop("@context", None))
        kind, given = pairs.get("type"), pairs.get("id")
        if kind is None or yamlnodes.plain(kind) != "Plan":
            self.fault(kind or root, "en planfil har type: Plan överst", "a plan file has type: Plan at the top")
        if given is None or yamlnodes.plain(given) != self.plan_id:
            sv, en = "planens id följer filens plats", "the plan's id follows the place of the file"
            self.fault(given or root, f"{sv}: skriv id: {self.plan_id}", f"{en}: write id: {self.plan_id}")
            if isinstance(given, ScalarNode) and _ID.fullmatch(str(given.value)):
                self.plan_id = str(given.value)  # one wrong name is one fault, not one for each part
        return {"id": self.plan_id, "type": "Plan", **self.body(root, pairs, self.plan_id)}

    def check_header(self, root: Node, given: Node | None) -> None:
        if given is None or yamlnodes.plain(given) != HEADER:
            line = f'"@context": [{ADDRESS}, {{"@base": {PLAN_BASE}}}]'
            self.fault(given or root, f"filen ska börja med {line}", f"the file begins with {line}")

    def pairs(self, node: MappingNode) -> dict[str, Node]:
        """The keys of a mapping with their values; the first wins where a key stands twice."""
        found: dict[str, Node] = {}
        for key_node, value in node.value:
            key = str(key_node.value)
            if key in found:
                self.fault(key_node, f"nyckeln {key} står två gånger", f"the key {key} stands twice")
            elif key != "@context" and key not in written() and key not in ("id", "type", "sv", "en"):
                if (meant := self.unknown(key_node, key)) and meant not in found:
                    found[meant] = value  # read on as it was meant, so that one slip is one fault
            elif value.value in ("", []):
                self.fault(key_node, f"{key} saknar ett utskrivet värde", f"{key} has no value written out")
            else:
                found[key] = value
        return found

    def unknown(self, node: Node, key: str) -> str:
        """The key that was probably meant, or "" where none is near."""
        near = get_close_matches(key, written(), n=1)
        sv, en = (f"; menade du {near[0]}?", f"; did you mean {near[0]}?") if near else ("", "")
        self.fault(node, f"okänd nyckel {key}{sv}", f"unknown key {key}{en}")
        return next(iter(near), "")

    def body(self, node: MappingNode, pairs: dict[str, Node], iri: str) -> dict[str, Json]:
        """The keys of a node, each read as the context says."""
        self.note_rows(node, PLAN_BASE + iri)
        body: dict[str, Json] = {}
        for name, value in pairs.items():
            if name in ("sv", "en"):
                self.fault(value, f"{name} skrivs inte här", f"{name} is not written here")
            elif name not in ("id", "type"):
                body[name] = self.value(written()[name], value, iri)
        return body

    def note_rows(self, node: MappingNode, iri: str) -> None:
        doubled = any(iri.startswith(f"{other}/") for other in self.doubled)
        if (first := self.rows.get((iri, ""))) and not doubled:
            self.doubled.add(iri)
            short = iri.removeprefix(PLAN_BASE)
            self.fault(node, f"{short} finns redan på rad {first}", f"{short} stands already on line {first}")
        self.rows[iri, ""] = yamlnodes.row(node)
        self.rows |= {(iri, str(key.value)): yamlnodes.row(key) for key, _ in node.value}

    def value(self, key: Key, node: Node, parent: str) -> Json:
        if key.thing:
            several = isinstance(node, SequenceNode)
            members = list(node.value) if several else [node]
            return [self.thing(key, member, parent, n if several else 0) for n, member in enumerate(members, 1)]
        if key.languages and isinstance(node, MappingNode):
            return {tag: self.text(key, text) for tag, text in self.pairs(node).items()}
        if key.several and isinstance(node, SequenceNode):
            return [self.text(key, each) for each in node.value]
        return self.text(key, node)

    def text(self, key: Key, node: Node) -> str:
        if not isinstance(node, ScalarNode):
            self.fault(node, f"{key.name} ska vara en text", f"{key.name} takes a text")
            return ""
        text = str(node.value)
        if any("\ud800" <= sign <= "\udfff" for sign in text):
            self.fault(node, f"{key.name} har ett halvt tecken", f"{key.name} has half a character")
            return ""
        if key.names and not _is_name(text):
            sv, en = (
                f"{key.name} tar en kod utan blanksteg eller en IRI",
                f"{key.name} takes a code without spaces or an IRI",
            )
            self.fault(node, f'{sv}, inte "{text}"', f'{en}, not "{text}"')
        return text

    def thing(self, key: Key, node: Node, parent: str, place: int) -> Json:
        """A node of the class that stands under the key; `place` counts from 1 in a list and is 0 outside one."""
        if not isinstance(node, MappingNode):
            self.fault(node, f"{key.name} ska innehålla nycklar", f"{key.name} takes keys, not a text")
            return {}
        pairs = self.pairs(node)
        kind = key.thing.rpartition("#")[2]
        if "type" in pairs and yamlnodes.plain(pairs["type"]) != kind:
            self.fault(pairs["type"], f"under {key.name} står bara {kind}", f"only {kind} stands under {key.name}")
        iri = self.iri(key, node, pairs, parent, place)
        order: dict[str, Json] = {"order": str(place)} if key.name in _NAMED and place else {}
        return {"id": iri, "type": kind, **order, **self.body(node, pairs, iri)}

    def iri(self, key: Key, node: Node, pairs: dict[str, Node], parent: str, place: int) -> str:
        """The IRI that the node says it has, or one made of its parent's and its place."""
        if "id" in pairs:
            return self.checked_id(pairs["id"], str(yamlnodes.plain(pairs["id"])))
        if key.name in _NAMED:
            sv, en = f"saknar id: skriv id: {self.plan_id}/...", f"has no id: write id: {self.plan_id}/..."
            self.fault(node, f"{key.name}: {sv}", f"{key.name}: {en}")
        code = str(yamlnodes.plain(pairs["sdg"])).rpartition("/")[2] if "sdg" in pairs else str(place)
        return f"{parent}/{key.name}/{code}" if place else f"{parent}/{key.name}"

    def checked_id(self, node: Node, value: str) -> str:
        if not value.startswith(self.plan_id + "/"):
            sv, en = "id ska börja med planens", "an id begins with the plan's"
            self.fault(node, f"{sv}: {self.plan_id}/...", f"{en}: {self.plan_id}/...")
        elif not _ID.fullmatch(value):
            sv, en = "tar a-z, 0-9, bindestreck och snedstreck", "takes a-z, 0-9, hyphens and slashes"
            self.fault(node, f'id {sv}, inte "{value}"', f'an id {en}, not "{value}"')
        return value
