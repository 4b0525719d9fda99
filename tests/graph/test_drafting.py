"""Drafts: a document becomes a plan file that checks; its suggestions are nobody's judgements, its doubts marked."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from graph import planfile
from graph.drafting import dating
from graph.drafting import draft as drafting
from graph.drafting.draft import Made, Wish
from graph.drafting.municipality import named
from graph.errors import DocumentError, InputError, ParameterError
from graph.finding import Severity
from graph.judging.draft import Role
from graph.judging.edits import Judge, Judgement, Reviewer
from graph.judging.session import Session
from graph.sources import check, gather
from tests.gold import rendering

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
ALE = named("Ale")
DAY = date(2026, 11, 29)
PAGE = """Måldokument 2024-2027

Vision: Ett gott liv vid älven

Fokusområde: Trygg uppväxt

Mål:

 • Alla elever ska nå målen i skolan.
 • Våld i nära relationer ska upphöra.

Indikator: Andel elever med behörighet till gymnasiet

Målvärde 2027: minst 95 %

Fokusområde: En levande landsbygd

Mål:

 • Det ska finnas bredband i hela kommunen (Agenda 2030, delmål 9.c).

Sidan publicerad: 3 maj 2024
"""


def document(folder: Path, text: str = PAGE) -> Path:
    path = folder / "mal.txt"
    path.write_text(text, encoding="utf-8")
    return path


def made(folder: Path, text: str = PAGE, **wish: str) -> Made:
    return drafting.made(document(folder, text), Wish(municipality=ALE, **wish), folder / "plans")  # type: ignore[arg-type]


def test_a_document_becomes_a_plan_file_that_checks_to_the_letter(tmp_path: Path) -> None:
    path, text = drafting.saved(made(tmp_path))
    assert path == tmp_path / "plans" / "ale" / "maldokument-2024-2027.yaml"
    report = check(gather([path]), texts=path.parent, plans_only=True)
    assert [finding.line() for finding in report.findings if finding.severity is not Severity.INFO] == []
    assert text.read_text(encoding="utf-8") == PAGE


def test_the_draft_has_what_the_document_has(tmp_path: Path) -> None:
    draft = made(tmp_path).draft
    assert [(each.role, each.label) for each in draft.elements] == [
        (Role.AREA, "Trygg uppväxt"),
        (Role.GOAL, "Alla elever ska nå målen i skolan."),
        (Role.GOAL, "Våld i nära relationer ska upphöra."),
        (Role.AREA, "En levande landsbygd"),
        (Role.GOAL, "Det ska finnas bredband i hela kommunen (Agenda 2030, delmål 9.c)."),
    ]
    assert [each.term for each in draft.elements if each.role is Role.AREA] == ["fokusområde", "fokusområde"]
    for part in ("statement: Ett gott liv vid älven", "  from: 2024\n  to: 2027\n", "  published: 2024-05-03\n"):
        assert part in draft.text


def test_nothing_of_a_machine_is_judged_and_what_the_source_states_is_called_so(tmp_path: Path) -> None:
    links = [link for element in made(tmp_path).draft.elements for link in element.alignments]
    assert {link.judgement for link in links} == {"none"}
    assert {link.reviewer for link in links} == {""}
    assert [link.sdg for link in links if link.justification == "stated"] == ["9.c"]
    assert all(0 < float(link.confidence) <= 1 for link in links)
    assert all(link.quotes and link.why.sv and link.why.en for link in links)


def test_every_quote_of_a_suggestion_stands_in_the_source(tmp_path: Path) -> None:
    done = made(tmp_path)
    for element in done.draft.elements:
        for link in element.alignments:
            for quote in link.quotes:
                assert " ".join(done.text[quote.start : quote.end].split()) == quote.quote


def test_a_draft_never_writes_over_another_unless_told_to(tmp_path: Path) -> None:
    path, _ = drafting.saved(made(tmp_path))
    path.write_text(path.read_text(encoding="utf-8") + "# my work\n", encoding="utf-8")
    with pytest.raises(InputError, match="is there already"):
        drafting.saved(made(tmp_path))
    assert path.read_text(encoding="utf-8").endswith("# my work\n")
    drafting.saved(made(tmp_path), replacing=True)
    assert "# my work" not in path.read_text(encoding="utf-8")


def test_a_rejection_is_respected_when_links_are_suggested_again(tmp_path: Path) -> None:
    path, _ = drafting.saved(made(tmp_path))
    session = Session.open(path, path.parent)
    link = next(link for element in session.draft.elements for link in element.alignments)
    no = Judge(element=link.element, sdg=link.sdg, judgement=Judgement.REJECTED, reviewer=Reviewer.READER, judged=DAY)
    session.apply(no)
    again = drafting.renewed(session.draft, session.source, 5)
    assert again.alignment(link.element, link.sdg).judgement == "rejected"
    assert [each.sdg for each in again.element(link.element).alignments].count(link.sdg) == 1


@pytest.mark.parametrize("name", ["m\nvision: {statement: Hej}.txt", "m\u2028l.txt", "maldokument-2024-2027.yaml"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_document_may_be_called_anything(tmp_path: Path, name: str, encoding: str) -> None:
    place = tmp_path / name
    place.write_bytes(PAGE.replace("•", "-").encode(encoding))
    path, text = drafting.saved(drafting.made(place, Wish(municipality=ALE), tmp_path / "plans"))
    assert text.name == "maldokument-2024-2027.txt"
    assert "Hej" not in planfile.read(path).document
    assert not any("Hej" in str(node.get("statement")) for node in planfile.read(path).nodes())


def test_a_text_made_to_take_for_ever_is_read_for_its_years_at_once() -> None:
    for text in ("a-" * 500_000, "publicerad" + " " * 500_000, "a-" * 60 + "2020-2021 " * 20_000):
        assert dating.days(text) == {}
        assert dating.period(text) is None or dating.period(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Välkommen till kommunens webbplats. Här hittar du öppettider.\n", "has no goals"),
        ("   \n", "empty|no text"),
    ],
)
def test_a_document_without_a_plan_is_refused_in_words(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DocumentError, match=said):
        made(tmp_path, text)


def test_a_municipality_that_is_none_is_answered_with_those_that_are_near() -> None:
    with pytest.raises(ParameterError, match=r'no municipality "Kopping"; did you mean Köping'):
        named("Kopping")


@pytest.mark.parametrize("form", rendering.FORMATS)
def test_drafts_of_a_printed_plan_quote_the_text_that_was_read_out_of_it(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"plan.{form}"
    path.write_bytes(rendering.render(rendering.load("tallviken"), form))
    plan, text = drafting.saved(drafting.made(path, Wish(municipality=ALE), tmp_path))
    report = check(gather([plan]), texts=plan.parent, plans_only=True)
    assert [finding.line() for finding in report.findings if finding.severity is Severity.VIOLATION] == []
    content = text.read_bytes()
    assert hashlib.sha256(content).hexdigest() in plan.read_text(encoding="utf-8")
