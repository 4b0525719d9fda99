"""The five published texts: drafted, finished by a reviewer, and the same links as the hand-made plan files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from graph import planfile
from graph.drafting import draft as drafting
from graph.drafting.draft import Wish
from graph.drafting.municipality import named
from graph.finding import Severity
from graph.judging import draft as drafts
from graph.judging.draft import Alignment, Draft, Element, Judgement, Role
from graph.judging.edits import (
    AddAlignment,
    Confirm,
    Edit,
    Judge,
    Rename,
    Requote,
    Reviewer,
    SetTerm,
    Strength,
)
from graph.judging.session import Session
from graph.sources import check, gather, shipped_plans

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="needs the five texts in ../shared/seeds")
PLANS = {path.parent.name: path for path in planfile.find(shipped_plans())}
Claim = tuple[str, ...]


@cache
def hand_made(name: str) -> Draft:
    return drafts.read(PLANS[name], PLANS[name].read_text(encoding="utf-8"))


@cache
def drafted(name: str) -> drafting.Made:
    hand = hand_made(name)
    wish = Wish(municipality=named(hand.municipality), title=hand.title)
    return drafting.made(SEEDS / hand.file, wish, Path("plans"))


def places(draft: Draft, role: Role) -> set[tuple[str, int, int]]:
    return {(each.label, each.start, each.end) for each in draft.elements if each.role is role}


@pytest.mark.parametrize("name", PLANS)
def test_the_areas_and_goals_of_the_reviewed_plan_are_found_and_no_others(name: str) -> None:
    for role in (Role.AREA, Role.GOAL):
        assert places(drafted(name).draft, role) == places(hand_made(name), role)


def test_nearly_all_direct_targets_are_among_the_first_five_suggestions() -> None:
    """Which are not is told by bench/suggest.py; the floor is what was measured."""
    direct = [(name, link) for name in PLANS for link in claims(hand_made(name)) if link.strength == "direct"]
    found = [(name, link) for name, link in direct if link.sdg in first_five(name, link)]
    assert len(direct) == 37
    assert len(found) >= 33


def claims(draft: Draft) -> Iterator[Alignment]:
    return (link for element in draft.elements for link in element.alignments if link.judgement == "accepted")


def first_five(name: str, link: Alignment) -> list[str]:
    place = hand_made(name).element(link.element).start
    element = next(each for each in drafted(name).draft.elements if each.start == place)
    return [each.sdg for each in element.alignments if each.justification == "suggested"][:5]


@pytest.mark.parametrize("name", PLANS)
def test_a_reviewer_ends_up_with_the_claims_of_the_hand_made_file(name: str, tmp_path: Path) -> None:
    """Every change is one that the page and the terminal make; none is made in the file by hand."""
    path = finished(name, tmp_path)
    report = check(gather([path]), texts=path.parent, plans_only=True)
    assert [finding.line() for finding in report.findings if finding.severity is Severity.VIOLATION] == []
    assert told(drafts.read(path, path.read_text(encoding="utf-8"))) == told(hand_made(name))


def finished(name: str, folder: Path) -> Path:
    made, hand = drafted(name), hand_made(name)
    path = folder / made.draft.path
    path.parent.mkdir(parents=True)
    path.write_text(made.draft.text, encoding="utf-8")
    path.with_name(made.draft.file).write_text(made.text, encoding="utf-8")
    session = Session.open(path, path.parent)
    session.apply_all([edit for element in hand.elements for edit in shaped(like(session.draft, element), element)])
    session.apply_all([edit for element in hand.elements for edit in judged(like(session.draft, element), element)])
    return path


def like(draft: Draft, element: Element) -> Element:
    """The element of a draft that stands where another does."""
    return next(each for each in draft.elements if (each.role, each.start) == (element.role, element.start))


def shaped(mine: Element, element: Element) -> Iterator[Edit]:
    if mine.uncertain:
        yield Confirm(element=mine.id)
    if mine.term != element.term and element.role is Role.AREA:
        yield SetTerm(element=mine.id, term=element.term)
    if mine.id.rpartition("/")[2] != element.id.rpartition("/")[2]:
        yield Rename(element=mine.id, id=element.id.rpartition("/")[2])


def judged(mine: Element, element: Element) -> Iterator[Edit]:
    wanted = {link.sdg: link for link in element.alignments}
    for link in mine.alignments:
        there = wanted.get(link.sdg)
        if there and there.quotes[0] != link.quotes[0]:
            yield Requote(element=mine.id, sdg=link.sdg, quote=there.quotes[0].quote, near=there.quotes[0].start)
        yield judgement(link, there)
    for sdg, link in wanted.items():
        if link.judgement == "accepted" and sdg not in {"sdg", *(each.sdg for each in mine.alignments)}:
            quote = link.quotes[0]
            yield AddAlignment(
                element=mine.id,
                sdg=sdg,
                strength=Strength(link.strength),
                quote=quote.quote,
                near=quote.start,
                reviewer=Reviewer(link.reviewer),
                judged=date.fromisoformat(link.judged),
                why=link.why,
            )


def judgement(link: Alignment, there: Alignment | None) -> Judge:
    """As the hand-made file judges it; rejected where that has no such link."""
    return Judge(
        element=link.element,
        sdg=link.sdg,
        judgement=Judgement(there.judgement) if there else Judgement.REJECTED,
        strength=Strength(there.strength) if there else None,
        reviewer=Reviewer.EDITORS,
        judged=date.fromisoformat(there.judged) if there else date(2026, 11, 29),
        why=there.why if there else None,
    )


def told(draft: Draft) -> set[Claim]:
    """What a plan file tells: areas and goals with their ids and places, and each accepted link with its grounds."""
    elements = {
        (local(each.id), each.role, each.label, each.term, str(each.start), str(each.end), local(each.parent))
        for each in draft.elements
    }
    links = {
        (
            local(link.element),
            link.sdg,
            link.strength,
            link.reviewer,
            link.judged,
            link.why.sv,
            link.why.en,
            quote.quote,
        )
        for link in claims(draft)
        for quote in link.quotes[:1]
        if link.sdg != "sdg"
    }
    return elements | links


def local(name: str) -> str:
    """The id without the plan's, which follows from where a file stands."""
    return "/".join(name.split("/")[2:])
