"""The gold documents as values: what each says, how it looks, and what each of its blocks is in a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

DOCUMENTS = Path(__file__).parent / "documents"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldBlock:
    """A block, which looks like h1-h6, p, li, ol, bold or table; a table has roles by column, ids by row."""

    look: str
    role: str = ""
    text: str = ""
    name: str = ""
    id: str = ""
    under: str = ""
    header: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldDocument:
    """A document, with the layout of its pages where it is printed; `{page}` in header and footer is the number."""

    name: str
    how: str
    language: str
    blocks: tuple[GoldBlock, ...]
    columns: int = 1
    header: str = ""
    footer: str = ""
    hyphenate: bool = False

    @property
    def title(self) -> str:
        """The text of the title, else of the first block."""
        return next((block.text for block in self.blocks if block.role == "title"), self.blocks[0].text)

    @property
    def is_wide(self) -> bool:
        """Whether its pages lie: a table has five columns, or tables are most of it."""
        tables = [block for block in self.blocks if block.look == "table"]
        tabular = sum(len(cell) for table in tables for row in table.rows for cell in row)
        return any(len(table.header) > 4 for table in tables) or tabular > sum(len(block.text) for block in self.blocks)


def names() -> list[str]:
    """The names of all gold documents."""
    return sorted(path.stem for path in DOCUMENTS.glob("*.yaml"))


def load(name: str) -> GoldDocument:
    """Read a gold document."""
    with (DOCUMENTS / f"{name}.yaml").open(encoding="utf-8") as file:
        fields = _mapping(YAML(typ="safe", pure=True).load(file))
    layout = _mapping(fields.get("layout", {}))
    return GoldDocument(
        name=name,
        how=str(fields["how"]),
        language=str(fields["language"]),
        blocks=tuple(_block(_mapping(block)) for block in _sequence(fields["blocks"])),
        columns=int(str(layout.get("columns", 1))),
        header=str(layout.get("header", "")),
        footer=str(layout.get("footer", "")),
        hyphenate=layout.get("hyphenate") is True,
    )


def depths(document: GoldDocument) -> Iterator[tuple[GoldBlock, int, int]]:
    """Each block with its depth in a list, from 1, and its number among the numbered items of its run; else 0 and 0."""
    listed: dict[str, int] = {}
    counts: dict[int, int] = {}
    for block in document.blocks:
        if block.look not in {"li", "ol"}:
            listed.clear()
            counts.clear()
            yield block, 0, 0
            continue
        depth = listed.get(block.under, 0) + 1
        listed[block.id or block.text] = depth
        counts = {at: count for at, count in counts.items() if at <= depth}
        if block.look == "ol":
            counts[depth] = counts.get(depth, 0) + 1
        yield block, depth, counts.get(depth, 0) if block.look == "ol" else 0


def _block(fields: Mapping[str, object]) -> GoldBlock:
    return GoldBlock(
        look=str(fields["as"]),
        role=str(fields.get("role", "")),
        text=str(fields.get("text", "")),
        name=str(fields.get("name", "")),
        id=str(fields.get("id", "")),
        under=str(fields.get("under", "")),
        header=_strings(fields.get("header", ())),
        roles=_strings(fields.get("roles", ())),
        rows=tuple(_strings(row) for row in _sequence(fields.get("rows", ()))),
        ids=_strings(fields.get("ids", ())),
    )


def _strings(values: object) -> tuple[str, ...]:
    return tuple("" if value is None else str(value) for value in _sequence(values))


def _sequence(value: object) -> Sequence[object]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise TypeError(f"{value!r} is no list")
    return value


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise TypeError(f"{value!r} is no mapping")
    return {str(key): entry for key, entry in value.items()}
