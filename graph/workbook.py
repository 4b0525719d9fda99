"""Workbooks: which plans serve which SDG targets, as XLSX in the form of UNDP's Rapid Integrated Assessment.

Template 1 has a row for each target and a column for each plan; Template 2 a row for each link, with the goal of the
plan, the indicators and the owner. A cell of Template 1 is one letter, so that it can be counted and filtered, and two
sheets of the same layout hold the numbers.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from io import BytesIO

from xlsxwriter.worksheet import Worksheet

from graph.assessment import Assessment, Plan, SdgGoal, SdgTarget, Strength, Support, Supporters
from graph.errors import ParameterError
from graph.resources import shipped
from graph.sheets import COLUMNS, ROWS, Book, Column

SDG_COLUMNS: Sequence[Column] = [
    ("SDG-mål / SDG goal", 8),
    ("Delmål / Target", 8),
    ("Gäller / About (sv)", 56),
    ("Gäller / About (en)", 56),
    ("Planer D / Plans D", 9),
    ("Planer B / Plans B", 9),
    ("Planer som stöder / Plans that support", 9),
    ("Mål och områden som stöder / Goals and areas that support", 10),
]
LINK_COLUMNS: Sequence[Column] = [
    ("SDG-mål / SDG goal", 7),
    ("Delmål / Target", 8),
    ("Delmålet gäller / The target is about", 28),
    ("Område i planen / Area of the plan", 20),
    ("Mål i planen / Goal of the plan", 36),
    ("Styrka / Strength", 8),
    ("Citat / Quote", 36),
    ("Målvärden som planens mål har / Target values of the plan's goal", 20),
    ("FN:s indikatorer / UN indicators", 40),
    ("Kommun / Municipality", 14),
    ("Plan", 20),
    ("Motivering / Reason", 30),
    ("Adress / Address", 30),
    ("Reason (en)", 30),
]
LINK_COLUMNS_IN_PRINT = 12
INDICATOR_COLUMNS: Sequence[Column] = [
    ("SDG-mål / SDG goal", 8),
    ("Delmål / Target", 8),
    ("Indikator / Indicator", 10),
    ("Mäter / Measures (sv)", 80),
    ("Mäter / Measures (en)", 80),
]
PLAN_COLUMNS: Sequence[Column] = [
    ("Kommun / Municipality", 18),
    ("Kommunkod / Code", 12),
    ("Län / County", 18),
    ("Plan", 36),
    ("Period", 12),
    ("Mål och områden med länk / Goals and areas with a link", 12),
    ("Länkar D / Links D", 9),
    ("Länkar B / Links B", 9),
    ("Delmål D / Targets D", 9),
    ("Delmål B / Targets B", 9),
    ("Delmål som stöds / Targets supported", 10),
    ("Andel av delmålen / Share of the targets", 10),
    ("SDG-mål som stöds / SDG goals supported", 10),
    ("Adress / Address", 60),
]
SHARE = 11
TOTALS = ("Delmål D / Targets D", "Delmål B / Targets B", "Delmål som stöds / Targets supported")
FEW_PLANS = 12  # whose names are read lying; those of more stand
PLANS_ON_A_PAGE = 60


def xlsx(assessment: Assessment) -> bytes:
    """The workbook, byte for byte the same for the same assessment.

    Raises ParameterError where there are more plans or links than a sheet of Excel has columns or rows.
    """
    _check(assessment)
    found = BytesIO()
    book = Book(found, assessment.release)
    _matrix(book, "Mall 1 · Template 1", assessment, lambda support: support.strength.letter)
    _template_2(book, assessment)
    _about(book, assessment)
    _matrix(book, "Antal D · Count D", assessment, lambda support: support.direct, Strength.DIRECT)
    _matrix(book, "Antal B · Count B", assessment, lambda support: support.contributing, Strength.CONTRIBUTING)
    _plans(book, assessment)
    _indicators(book, assessment)
    book.close()
    return found.getvalue()


def _check(assessment: Assessment) -> None:
    instead = "choose a county or some municipalities, or take CSV"
    plans, links = COLUMNS - len(SDG_COLUMNS), ROWS - 1
    if len(assessment.plans) > plans:
        raise ParameterError(f"{len(assessment.plans)} plans: a sheet of Excel has columns for {plans}; {instead}")
    if len(assessment.links) > links:
        raise ParameterError(f"{len(assessment.links)} links: a sheet of Excel has rows for {links}; {instead}")


def _matrix(
    book: Book,
    name: str,
    assessment: Assessment,
    cell: Callable[[Support], str | int],
    counted: Strength | None = None,
) -> None:
    sheet, fixed = book.sheet(name, SDG_COLUMNS), len(SDG_COLUMNS)
    _headings(book, sheet, assessment.plans)
    row = 0
    for row, (concept, goal) in enumerate(assessment.concepts(), start=1):
        kind, found = "goal " if concept is goal else "", assessment.coverage[concept.notation]
        texts = ["" if kind else concept.notation, concept.label_sv, concept.label_en]
        book.row(sheet, row, [_number(goal.notation), *texts], kind + "text")
        for column, number in enumerate(_of_row(found), start=len(texts) + 1):
            book.write(sheet, row, column, number, kind + "cell")
        for place, support in found.items():
            if value := cell(support):
                book.write(sheet, row, fixed + place, value, kind + "cell")
    _totals(book, sheet, row + 1, assessment)
    last = fixed + len(assessment.plans) - 1
    sheet.autofilter(0, 0, row, last)
    sheet.freeze_panes(1, 3)
    sheet.repeat_columns(0, 2)
    sheet.ignore_errors({"number_stored_as_text": f"B2:B{row + 2}"})
    if row and assessment.plans:
        book.colour(sheet, (1, fixed, row, last), counted)


def _headings(book: Book, sheet: Worksheet, plans: Sequence[Plan]) -> None:
    few, fixed = len(plans) <= FEW_PLANS, len(SDG_COLUMNS)
    for column, plan in enumerate(plans, start=fixed):
        book.write(sheet, 0, column, f"{plan.municipality}: {plan.title}", "head" if few else "standing head")
    if plans:
        sheet.set_column(fixed, fixed + len(plans) - 1, 16 if few else 5)
    sheet.set_row(0, 80 if few else 200)
    if len(plans) > PLANS_ON_A_PAGE:
        sheet.set_print_scale(60)


def _of_row(found: Supporters) -> tuple[int, int, int, int]:
    """How many plans support it directly, only contribute and support it at all, and how many goals and areas do."""
    direct = sum(support.strength is Strength.DIRECT for support in found.values())
    elements = sum(support.direct + support.contributing for support in found.values())
    return direct, len(found) - direct, len(found), elements


def _totals(book: Book, sheet: Worksheet, row: int, assessment: Assessment) -> None:
    direct, contributing = (assessment.targets_of_plans(strength) for strength in Strength)
    for more, (name, counts) in enumerate(zip(TOTALS, (direct, contributing, direct + contributing), strict=True)):
        book.row(sheet, row + more, ["", "", name, "", "", "", "", ""], "total")
        for place in range(len(assessment.plans)):
            book.write(sheet, row + more, len(SDG_COLUMNS) + place, counts[place], "total cell")


def _template_2(book: Book, assessment: Assessment) -> None:
    sheet = book.sheet("Mall 2 · Template 2", LINK_COLUMNS)
    plans = {plan.id: (place, plan) for place, plan in enumerate(assessment.plans)}
    words = {
        concept.notation: (order, _words(concept, goal)) for order, (concept, goal) in enumerate(assessment.concepts())
    }
    strengths = list(Strength)
    links = sorted(
        assessment.links,
        key=lambda link: (words[link.sdg][0], strengths.index(link.strength), plans[link.plan][0]),
    )
    for row, link in enumerate(links, start=1):
        number, target, label, indicators = words[link.sdg][1]
        plan = plans[link.plan][1]
        said = [link.area, link.statement, link.strength.letter, "\n".join(link.quotes), "\n".join(link.values)]
        owner = [plan.municipality, plan.title, link.why_sv, link.element, link.why_en]
        book.row(sheet, row, [number, target, label, *said, indicators, *owner])
    sheet.autofilter(0, 0, len(links), len(LINK_COLUMNS) - 1)
    sheet.freeze_panes(1, 2)
    if links:
        book.colour(sheet, (1, 5, len(links), 5))
    sheet.print_area(0, 0, len(links), LINK_COLUMNS_IN_PRINT - 1)
    sheet.ignore_errors({"number_stored_as_text": f"B2:B{len(links) + 2}"})


def _words(concept: SdgGoal | SdgTarget, goal: SdgGoal) -> tuple[str | int, str, str, str]:
    """The cells of Template 2 that are the same for all links to a goal or target."""
    indicators = concept.indicators if isinstance(concept, SdgTarget) else ()
    lines = "\n".join(f"{indicator.notation} {indicator.label_sv}" for indicator in indicators)
    return _number(goal.notation), "" if concept is goal else concept.notation, concept.label_sv, lines


def _about(book: Book, assessment: Assessment) -> None:
    sheet = book.sheet("Om · About", [("Vad / What", 26), ("Svenska / Swedish", 80), ("Engelska / English", 80)])
    strengths = Counter(link.strength for link in assessment.links)
    known = {
        "release": assessment.release,
        "api": assessment.api,
        "sparql": assessment.sparql,
        "plans": len(assessment.plans),
        "municipalities": len({plan.code or plan.municipality for plan in assessment.plans}),
        "elements": len({link.element for link in assessment.links}),
        "links": len(assessment.links),
        "direct": strengths[Strength.DIRECT],
        "contributing": strengths[Strength.CONTRIBUTING],
        "served": sum(bool(assessment.coverage[target]) for target in assessment.targets),
        "targets": len(assessment.targets),
    }
    said = tomllib.loads(shipped("graph", "workbook.toml").read_text(encoding="utf-8"))["about"]
    for row, about in enumerate(said, start=1):
        book.row(sheet, row, [about["name"], *(about[language].format_map(known) for language in ("sv", "en"))])
    sheet.freeze_panes(1, 1)


def _indicators(book: Book, assessment: Assessment) -> None:
    sheet = book.sheet("Indikatorer · Indicators", INDICATOR_COLUMNS)
    rows = [
        [_number(goal.notation), target.notation, indicator.notation, indicator.label_sv, indicator.label_en]
        for goal in assessment.goals
        for target in goal.targets
        for indicator in target.indicators
    ]
    for row, values in enumerate(rows, start=1):
        book.row(sheet, row, values)
    sheet.autofilter(0, 0, len(rows), len(INDICATOR_COLUMNS) - 1)
    sheet.freeze_panes(1, 3)
    sheet.ignore_errors({"number_stored_as_text": f"B2:C{len(rows) + 2}"})


def _plans(book: Book, assessment: Assessment) -> None:
    sheet = book.sheet("Planer · Plans", PLAN_COLUMNS)
    direct, contributing = (assessment.targets_of_plans(strength) for strength in Strength)
    goals = Counter(place for goal in assessment.goals for place in assessment.coverage[goal.notation])
    links = Counter((link.plan, link.strength) for link in assessment.links)
    elements = Counter(plan for plan, _ in {(link.plan, link.element) for link in assessment.links})
    among = max(len(assessment.targets), 1)
    for place, plan in enumerate(assessment.plans):
        served = direct[place] + contributing[place]
        names = [plan.municipality, plan.code, plan.county, plan.title, plan.period]
        counts = [elements[plan.id], *(links[plan.id, strength] for strength in Strength)]
        targets = [direct[place], contributing[place], served, served / among, goals[place]]
        book.row(sheet, place + 1, [*names, *counts, *targets, plan.id])
        book.write(sheet, place + 1, SHARE, served / among, "share")
    sheet.autofilter(0, 0, len(assessment.plans), len(PLAN_COLUMNS) - 1)
    sheet.freeze_panes(1, 1)
    sheet.ignore_errors({"number_stored_as_text": f"B2:B{len(assessment.plans) + 2}"})


def _number(notation: str) -> int | str:
    """The number of an SDG goal, which sorts 2 before 10."""
    return int(notation) if notation.isdecimal() and notation.isascii() else notation
