"""What to look at more closely: proposals with their reasons, measures side by side, steps of paths, and changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph.compare import Change
from graph.links.measures import worded
from graph.rows import Row, flat, inner
from graph.tables import nearness
from graph.tables.table import Line, Table


def proposals(answer: Row) -> Table:
    """A row for each goal elsewhere that speaks for a proposal."""
    rows: list[Line] = []
    for item in inner(answer, "items"):
        for reason in inner(item, "because"):
            links = inner(reason, "alignments")
            shared: Line = {"because_shared": " ".join(nearness.codes(reason["likeness"]))}
            rows += [flat(item) | flat({"because": {**reason, "alignments": link}}) | shared for link in links]
    return Table(
        columns="sdg_id sdg_notation sdg_label_sv judgement justification share goalCount because_id "
        "because_statement because_plan_id because_municipality_label_sv because_likeness_simGIC because_shared "
        "because_alignments_id "
        "because_alignments_strength because_alignments_evidence_quote",
        rows=rows,
        shown={
            "proposed": "{sdg_notation} {sdg_label_sv}",
            "share": "{share}",
            "judgement": "{judgement}",
            "because of": "{because_municipality_label_sv}\n{because_statement}\n{because_id}",
            "near by": "{because_likeness_simGIC}: {because_shared}",
            "its words": "{because_alignments_strength}:\n”{because_alignments_evidence_quote}”",
        },
        grouped=3,
    )


VALUE = "id element value moreThan minimum maximum wording unit due quote"


def measures(answer: Row) -> list[Table]:
    """Four tables: indicators of the targets, the goal's target values, and values and indicators of others."""
    own, elsewhere = (
        [{**flat(row), "said": worded(row)} for row in inner(answer, key)] for key in ("targetValues", "elsewhere")
    )
    values = Table(
        title="Target values of the goal",
        columns=VALUE,
        rows=own,
        shown={"target value": "{said}", "words": "”{quote}”"},
    )
    others = {"municipality": "{municipality_label_sv}", "goal": "{statement}\n{element}"}
    return [
        Table(
            title="Global indicators of the goal's SDG targets",
            columns="id notation label_sv label_en broader_id broader_notation",
            rows=list(map(flat, inner(answer, "sdgIndicators"))),
            shown={"target": "{broader_notation}", "indicator": "{notation}", "measures": "{label_sv}"},
            grouped=1,
        ),
        values,
        replace(
            values,
            title="Target values of other plans, those in the same unit first",
            columns=f"{VALUE} statement plan_id municipality_label_sv sameUnit sharedTargetCount",
            rows=[{**row, "same": "yes" if row.get("sameUnit") else ""} for row in elsewhere],
            shown=others | values.shown | {"same unit": "{same}", "shared targets": "{sharedTargetCount}"},
        ),
        Table(
            title="The same indicators in other plans",
            columns="id element label_sv koladaKpi sdgIndicator statement plan_id municipality_label_sv counterpart",
            rows=list(map(flat, inner(answer, "indicators"))),
            shown=others | {"indicator": "{label_sv}"},
        ),
    ]


def steps(answer: Row) -> Table:
    """A row for each step of each path."""
    rows: list[Line] = []
    for number, path in enumerate(inner(answer, "paths"), start=1):
        for place, step in enumerate(inner(path, "steps"), start=1):
            rows += [{"path": number, "step": place, **flat(step), **quote} for quote in _quotes(step)]
    columns = (
        "path step subject_id predicate object_id sentence_sv sentence_en alignment_strength quote "
        "source_file source_address"
    )
    return Table(columns=columns, rows=rows, shown={})


def _quotes(step: Row) -> Sequence[Line]:
    alignment = step.get("alignment")
    return list(map(flat, inner(alignment, "evidence"))) if isinstance(alignment, dict) else [{}]


def changes(found: Iterable[Change]) -> Table:
    """A row for each thing that was added or removed and for each value that changed."""
    rows: list[Line] = []
    for change in found:
        thing: Line = {"kind": change.kind, "id": change.id, "what": change.what}
        values = zip(change.columns, change.before, change.after, strict=True)
        changed: list[Line] = [
            {**thing, "column": column, "before": before, "after": after} for column, before, after in values
        ]
        rows += changed or [thing]
    return Table(columns="kind id what column before after", rows=rows, shown={})
