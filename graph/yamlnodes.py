"""YAML as nodes with their rows: parsed, never constructed, so that a file can neither surprise nor run anything.

ruamel.yaml enters here; its nodes keep every scalar as it was written.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ruamel.yaml import YAML, MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from graph.errors import PlanFileError
from graph.finding import Finding, Severity

__all__ = [
    "SIZE_LIMIT",
    "MappingNode",
    "Node",
    "ScalarNode",
    "SequenceNode",
    "compose",
    "fault",
    "plain",
    "row",
    "scalars",
]

SIZE_LIMIT = 2_000_000


def compose(path: Path) -> MappingNode:
    """The mapping at the top of a YAML file. Raises PlanFileError where there is none."""
    root = _parsed(path)
    if root is not None and (anchored := _anchored(root)) is not None:
        sv, en = (
            "ankare och alias används inte; skriv ut värdet",
            "anchors and aliases are not used; write the value out",
        )
        raise PlanFileError([fault(path, anchored, sv, en)])
    if not isinstance(root, MappingNode):
        sv, en = (
            "en planfil börjar med nycklar som id och title",
            "a plan file begins with keys such as id and title",
        )
        raise PlanFileError([fault(path, 1, sv, en)])
    return root


def fault(path: Path, where: Node | int, sv: str, en: str) -> Finding:
    """Something wrong at a node, or at a row counted from 1."""
    at = where if isinstance(where, int) else row(where)
    return Finding(severity=Severity.VIOLATION, sv=sv, en=en, file=str(path), row=at)


def row(node: Node) -> int:
    """The row of a node, counted from 1."""
    return int(node.start_mark.line) + 1


def plain(node: Node) -> object:
    """A node as texts, lists and dicts."""
    if isinstance(node, MappingNode):
        return {str(key.value): plain(value) for key, value in node.value}
    return [plain(part) for part in node.value] if isinstance(node, SequenceNode) else str(node.value)


def scalars(root: Node, key: str = "") -> Iterator[tuple[str, ScalarNode]]:
    """Every scalar of a file with the key that it stands under, and every key, under its own name."""
    if isinstance(root, ScalarNode):
        yield key, root
    elif isinstance(root, SequenceNode):
        for part in root.value:
            yield from scalars(part, key)
    elif isinstance(root, MappingNode):
        for name, value in root.value:
            yield from scalars(name, str(name.value))
            yield from scalars(value, str(name.value))


def _anchored(root: Node) -> Node | None:
    """The first node with an anchor, each node looked at once: an alias can make a small file endless."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.anchor:
            return node
        if id(node) not in seen and isinstance(node, SequenceNode | MappingNode):
            seen.add(id(node))
            parts = node.value if isinstance(node, SequenceNode) else [part for pair in node.value for part in pair]
            waiting += reversed(parts)
    return None


def _parsed(path: Path) -> Node | None:
    try:
        if path.stat().st_size > SIZE_LIMIT:
            sv, en = f"filen är större än {SIZE_LIMIT} byte", f"the file is larger than {SIZE_LIMIT} bytes"
            raise PlanFileError([fault(path, 1, sv, en)])
        root: Node | None = YAML(typ="rt").compose(path.read_text(encoding="utf-8"))
    except OSError as error:
        what = error.strerror
        sv, en = f"filen kan inte läsas: {what}", f"the file cannot be read: {what}"
        raise PlanFileError([fault(path, 1, sv, en)]) from error
    except UnicodeDecodeError as error:
        what = error.reason
        raise PlanFileError(
            [fault(path, 1, f"filen är inte UTF-8: {what}", f"the file is not UTF-8: {what}")]
        ) from error
    except RecursionError as error:
        raise PlanFileError([fault(path, 1, "filen är för djupt nästlad", "the file is nested too deeply")]) from error
    except YAMLError as error:
        raise PlanFileError([_syntax_fault(path, error)]) from error
    return root


def _syntax_fault(path: Path, error: YAMLError) -> Finding:
    marked = error if isinstance(error, MarkedYAMLError) else None
    problem = (marked.problem if marked else None) or str(error).splitlines()[0]
    mark = marked.problem_mark if marked else None
    at, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return fault(
        path,
        at,
        f"inte giltig YAML, tecken {column}: {problem}",
        f"not valid YAML, column {column}: {problem}",
    )
