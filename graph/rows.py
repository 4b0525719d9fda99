"""Rows: the solutions of a named query as the JSON that the API, the pages and the command show.

A column `municipality_label_sv` becomes `{"municipality": {"label": {"sv": ...}}}`, so that a query says by the names
of its columns what its JSON looks like, and every key is a term of the JSON-LD context.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypedDict

Value = str | int | bool | Mapping[str, "Value"] | Sequence["Value"]
Row = dict[str, Value]
Cell = str | int | bool


class Solutions(TypedDict):
    """The columns of a result in the order of the query, and its solutions as flat values."""

    columns: list[str]
    rows: list[dict[str, Cell]]


def solutions(results: bytes) -> Solutions:
    """Read SPARQL 1.1 Query Results JSON. Integers and booleans become Python's, all else stays as it is spelt."""
    document = json.loads(results)
    return Solutions(
        columns=document["head"]["vars"],
        rows=[{name: _value(term) for name, term in row.items()} for row in document["results"]["bindings"]],
    )


def nested(found: Solutions) -> list[Row]:
    """The rows with the columns unfolded.

    >>> nested({"columns": ["id", "plan_title"], "rows": [{"id": "urn:x", "plan_title": "Plan"}]})
    [{'id': 'urn:x', 'plan': {'title': 'Plan'}}]
    """
    return [_unfold(row) for row in found["rows"]]


def flat(row: Mapping[str, Value]) -> dict[str, Cell]:
    """A row with its columns folded up: the inverse of `nested`. What is in a list has no column.

    >>> flat({"id": "urn:x", "plan": {"title": "Plan"}, "items": []})
    {'id': 'urn:x', 'plan_title': 'Plan'}
    """
    folded: dict[str, Cell] = {}
    for key, value in row.items():
        if isinstance(value, Mapping):
            folded |= {f"{key}_{inner}": each for inner, each in flat(value).items()}
        elif isinstance(value, str | int):
            folded[key] = value
    return folded


def inner(row: Mapping[str, Value], key: str) -> list[Row]:
    """The rows within a row.

    >>> inner({"items": [{"id": "urn:x"}]}, "items"), inner({}, "items")
    ([{'id': 'urn:x'}], [])
    """
    found = row.get(key, ())
    return [dict(each) for each in found if isinstance(each, Mapping)] if isinstance(found, Sequence) else []


def spelt(number: float) -> str:
    """A decimal as the engine spells it, and as a row has it.

    >>> spelt(0.50), spelt(1.0)
    ('0.5', '1')
    """
    return f"{Decimal(str(number)).normalize():f}"


def _unfold(row: Mapping[str, Cell]) -> Row:
    unfolded: Row = {}
    for column, value in row.items():
        *path, last = column.split("_")
        place = unfolded
        for key in path:
            inner = place.setdefault(key, {})
            if not isinstance(inner, dict):
                raise TypeError(f"the column {column} unfolds into {key}, which is a column itself")
            place = inner
        place[last] = value
    return unfolded


def _value(term: dict[str, str]) -> Cell:
    kind = term.get("datatype", "").rpartition("#")[2]
    if kind in ("integer", "nonNegativeInteger"):
        return int(term["value"])
    return term["value"] == "true" if kind == "boolean" else term["value"]
