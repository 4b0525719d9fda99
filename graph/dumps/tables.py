"""Tables: the rows of named queries as CSV, with metadata that say what each column is (CSV on the Web).

A column is named as in the API's CSV. What it means follows from the JSON-LD context, by the last part of its name;
whose it is, by the part before: `municipality_label_sv` is the Swedish label of what `municipality_id` names.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from pyoxigraph import QuerySolutions, Store

from graph.context import definitions, keys
from graph.namespaces import CC0, ONTOLOGY, ROOT, plan_of
from graph.query import load

TABLES = {"plans": "plans", "goals": "plan-elements", "links": "alignments", "values": "target-values"}
"""The tables of a release, and the named query that each has the rows of, for all plans."""

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows with their columns; a cell without a value is not in its row."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}.csv"


def tables(store: Store) -> tuple[Table, ...]:
    """The tables of a release."""
    return tuple(_asked(store, name, query) for name, query in TABLES.items())


def flattened(found: Sequence[Table]) -> Table:
    """Goals and focus areas with their links, a row for each quote of a link: what fits into one sheet."""
    goals, links = (next(table for table in found if table.name == name) for name in ("goals", "links"))
    linked: dict[str, list[Row]] = {}
    for row in links.rows:
        own = {f"alignment_{column}": value for column, value in row.items() if column != "element"}
        linked.setdefault(row["element"], []).append(own)
    columns = (*goals.columns, *(f"alignment_{column}" for column in links.columns if column != "element"))
    rows = tuple({**goal, **link} for goal in goals.rows for link in linked.get(goal["id"], [{}]))
    return Table(name="flat", columns=columns, rows=rows)


def by_plan(table: Table) -> dict[str, tuple[Row, ...]]:
    """The rows of each plan."""
    found: dict[str, list[Row]] = {}
    for row in table.rows:
        found.setdefault(plan_of(row["id"]), []).append(row)
    return {plan: tuple(rows) for plan, rows in found.items()}


def written(table: Table) -> bytes:
    """The table as CSV (RFC 4180), in UTF-8."""
    file = StringIO(newline="")
    writer = csv.DictWriter(file, table.columns, restval="")
    writer.writeheader()
    writer.writerows(table.rows)
    return file.getvalue().encode()


def metadata(found: Sequence[Table], digest: str) -> bytes:
    """What the tables of one folder are, as a JSON document that a reader of CSV on the Web takes."""
    document = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "sv"}],
        "dc:license": {"@id": CC0},
        "dc:isPartOf": {"@id": f"{ROOT}release/{digest}"},
        "tables": [_described(table) for table in found],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _asked(store: Store, name: str, query: str) -> Table:
    asked = load(query)
    result = store.query(asked.text)
    assert isinstance(result, QuerySolutions)  # noqa: S101 - a named query that is no SELECT is a bug
    columns = tuple(variable.value for variable in result.variables)
    rows = tuple({name: row[name].value for name in columns if row[name] is not None} for row in result)
    return Table(name=name, columns=columns, rows=rows)


def _described(table: Table) -> dict[str, object]:
    columns = [_column(name, table.columns) for name in table.columns]
    return {"url": table.file, "tableSchema": {"columns": columns, "aboutUrl": "{+id}"}}


def _column(name: str, columns: Sequence[str]) -> dict[str, object]:
    """One column. What is said of a thing that has no IRI in the row is a value to read, and no statement."""
    *path, last = name.split("_")
    told: dict[str, object] = {"name": name, "titles": name}
    if last in ("sv", "en"):
        told["lang"] = last
        *path, last = path
    if last == "id":
        return told | _identity(name, path)
    about = "_".join([*path, "id"])
    if about not in columns:
        return told | {"datatype": _datatype(last), "suppressOutput": True}
    return told | {"aboutUrl": f"{{+{about}}}"} | _value(name, last)


def _identity(name: str, path: Sequence[str]) -> dict[str, object]:
    """A column of IRIs: the thing of the row itself, or one that it has to do with."""
    if not path:
        return {"datatype": "anyURI", "suppressOutput": True}
    key = keys().get(path[-1])
    if key is None or key.reverse:
        return {"datatype": "anyURI", "suppressOutput": True}
    about = "_".join([*path[:-1], "id"])
    return {"datatype": "anyURI", "aboutUrl": f"{{+{about}}}", "propertyUrl": key.iri, "valueUrl": f"{{+{name}}}"}


def _value(name: str, last: str) -> dict[str, object]:
    if last == "type":
        return {"propertyUrl": "rdf:type", "valueUrl": f"{ONTOLOGY}#{{{name}}}"}
    key = keys().get(last)
    if key is None or key.reverse:
        return {"datatype": "string", "suppressOutput": True}
    space = _space(last)
    if space is not None:
        return {"propertyUrl": key.iri, "valueUrl": f"{space}{{{'' if space else '+'}{name}}}"}
    return {"propertyUrl": key.iri, "datatype": _datatype(last)}


def _space(key: str) -> str | None:
    """What stands before the values of a key that names things; None where its values are no names."""
    definition = definitions().get(key)
    if not isinstance(definition, dict) or definition.get("@type") not in ("@id", "@vocab"):
        return None
    scope = definition.get("@context")
    return str(scope["@vocab"]) if isinstance(scope, dict) else ""


def _datatype(key: str) -> str:
    """The datatype of a key's values by the name that CSVW has for it."""
    definition = definitions().get(key)
    kind = str(definition.get("@type", "")) if isinstance(definition, dict) else ""
    if kind.startswith("xsd:"):
        return kind.removeprefix("xsd:")
    return "anyURI" if kind == "@id" else "string"
