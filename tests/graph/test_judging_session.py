"""A session of judging: what a page or a terminal asks of it, with a shipped plan file."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from graph.errors import ChangedOutsideError, EditError
from graph.judging.edits import AddAlignment, Confirm, Judge, Judgement, Reviewer, SetStrength, Strength, Why
from graph.judging.session import Session
from graph.judging.summary import Json, from_json, said
from graph.sources import shipped_plans

DAY = date(2026, 11, 29)
GOAL = "ale/strategisk-plan/minskad-miljopaverkan-per-person"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    folder = tmp_path / "ale"
    folder.mkdir()
    return Path(shutil.copy(shipped_plans() / "ale" / "strategisk-plan.yaml", folder))


def rejection(sdg: str) -> Judge:
    return Judge(element=GOAL, sdg=sdg, judgement=Judgement.REJECTED, reviewer=Reviewer.READER, judged=DAY)


def test_a_page_is_told_of_the_elements_and_what_was_judged(plan: Path) -> None:
    session = Session.open(plan)
    goal = session.draft.element(GOAL)
    assert [each.sdg for each in goal.alignments] == ["11.2", "11.6", "6.3"]
    assert session.left.total == 28
    assert session.queue() == ()
    assert "--sources" in session.source.missing_sv


def test_several_edits_are_one_step_and_none_is_made_where_one_cannot_be(plan: Path) -> None:
    first, session = plan.read_bytes(), Session.open(plan)
    with pytest.raises(EditError):
        session.apply_all([rejection("11.2"), rejection("1.1")])
    assert plan.read_bytes() == first
    session.apply_all([rejection("11.2"), rejection("11.6")])
    assert session.undo().alignment(GOAL, "11.6").judgement == "accepted"
    assert plan.read_bytes() == first
    assert session.redo().alignment(GOAL, "11.2").judgement == "rejected"


def test_a_change_to_what_is_no_longer_shown_is_refused(plan: Path) -> None:
    session = Session.open(plan)
    shown = session.token
    session.apply(rejection("11.2"), token=shown)
    with pytest.raises(ChangedOutsideError):
        session.apply(rejection("11.6"), token=shown)


def test_a_file_changed_outside_is_read_again(plan: Path) -> None:
    session = Session.open(plan)
    plan.write_text(plan.read_text().replace("title: Strategisk plan", "title: Ny plan"))
    with pytest.raises(ChangedOutsideError):
        session.apply(rejection("11.2"))
    assert session.reload().title == "Ny plan"
    session.apply(rejection("11.2"))
    assert "title: Ny plan" in plan.read_text()


def test_many_threads_lose_no_judgement(plan: Path) -> None:
    session = Session.open(plan)
    every = [each for element in session.draft.elements for each in element.alignments][:8]
    edits = [
        SetStrength(
            element=each.element,
            sdg=each.sdg,
            strength=Strength.DIRECT if each.strength == "contributing" else Strength.CONTRIBUTING,
        )
        for each in every
    ]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(session.apply, edits))
    again = Session.open(plan).draft
    assert all(again.alignment(each.element, each.sdg).strength == each.strength for each in edits)


def test_the_source_that_was_not_read_is_no_source(plan: Path) -> None:
    (plan.parent / "003_a550bd496c6cd8c6.txt").write_text("another text")
    source = Session.open(plan, plan.parent).source
    assert not source.at_hand
    assert "SHA-256" in source.missing_en


@pytest.mark.parametrize(
    ("values", "edit"),
    [
        (
            {"edit": "judge", "element": GOAL, "sdg": "11.2", "judgement": "rejected"},
            rejection("11.2"),
        ),
        ({"edit": "confirm", "element": GOAL}, Confirm(element=GOAL)),
        (
            {
                "edit": "add_alignment",
                "element": GOAL,
                "sdg": "3.9",
                "strength": "direct",
                "quote": "luft",
                "why": {"sv": "Luft."},
                "reviewer": "ownMunicipality",
                "near": 1187,
            },
            AddAlignment(
                element=GOAL,
                sdg="3.9",
                strength=Strength.DIRECT,
                quote="luft",
                why=Why(sv="Luft."),
                reviewer=Reviewer.MUNICIPALITY,
                judged=DAY,
                near=1187,
            ),
        ),
    ],
    ids=lambda value: str(value.get("edit")) if isinstance(value, dict) else "",
)
def test_what_a_page_sends_is_an_edit(values: dict[str, Json], edit: Judge | Confirm | AddAlignment) -> None:
    assert from_json(values, DAY) == edit
    assert said(edit)


@pytest.mark.parametrize(
    "values",
    [
        {"edit": "explode"},
        {"edit": "judge", "element": GOAL},
        {"edit": "judge", "element": GOAL, "sdg": "11.2", "judgement": "maybe"},
        {"edit": "judge", "element": GOAL, "sdg": 11, "judgement": "rejected"},
        {"edit": "judge", "element": GOAL, "sdg": "11.2", "judgement": "rejected", "reviewer": "Anna Andersson"},
        {"edit": "split", "element": GOAL, "offset": "x"},
        {"edit": "judge", "element": GOAL, "sdg": "1.1", "judgement": "rejected", "judged": "yesterday"},
        {"edit": "judge", "element": GOAL, "sdg": "1.1", "judgement": "rejected", "why": {"no": "Fordi."}},
    ],
    ids=str,
)
def test_what_is_no_edit_is_refused(values: dict[str, Json]) -> None:
    with pytest.raises(EditError):
        from_json(values, DAY)
