"""Measures: what a goal is measured by, and what others have set for the same."""

from __future__ import annotations

from graph.links import asking
from graph.links.asking import Ask
from graph.rows import Row


def measures(ask: Ask, name: str) -> Row:
    """A goal's target values and the global indicators of its targets, with what other plans have beside them.

    `elsewhere` are target values of other plans, those in the same unit first (`sameUnit`), then those of goals that
    share a target; only values in the same unit can be compared as numbers. `indicators` are those of other plans that
    are this goal's too. Raises NotFoundError for a name that the release does not have.
    """
    asking.element(ask, name)
    values = {"element": name}
    return {
        "sdgIndicators": list(ask("sdg-indicators", values)),
        "targetValues": list(ask("target-values", values)),
        "elsewhere": list(ask("values-elsewhere", values)),
        "indicators": list(ask("indicators-elsewhere", values)),
    }


def worded(value: Row) -> str:
    """A target value in few words, with its year.

    >>> worded({"moreThan": "1500", "unit": "nya bostäder"}), worded({"wording": "helt uppkopplat", "due": "2025"})
    ('> 1500 nya bostäder', 'helt uppkopplat (2025)')
    """
    signs = {"value": "", "moreThan": "> ", "minimum": "≥ ", "maximum": "≤ ", "wording": ""}
    said = " ".join(f"{sign}{value[key]}" for key, sign in signs.items() if key in value)
    text = f"{said} {value.get('unit', '')}".strip()
    return f"{text} ({value['due']})" if "due" in value else text
