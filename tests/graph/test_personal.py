"""Personal identity numbers: found as people write them, and refused wherever a text comes in.

No number here is taken from anywhere: each is a day, a serial that is among those kept for tests (998, 980), and the
check digit that follows.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from graph import personal, planfile
from graph.drafting import draft as drafting
from graph.drafting.draft import Wish
from graph.drafting.municipality import named
from graph.errors import DocumentError, PlanFileError, VocabularyError
from graph.judging import sssom
from graph.judging.draft import read as draft_of
from graph.judging.edits import Judge, Judgement, Why
from graph.judging.merging import merged
from graph.judging.quotes import Source
from graph.judging.reviewer import Reviewer
from graph.judging.session import Session
from graph.judging.structure import EditText
from graph.sources import gather, shipped_plans
from graph.vocabulary import overlays

WritePlan = Callable[..., Path]


def number(day: str, serial: str = "998") -> str:
    """Ten or twelve digits: a day, a serial, and the check digit."""
    digits = (day + serial)[-9:]
    doubled = "".join(str(int(digit) * (2 - place % 2)) for place, digit in enumerate(digits))
    return day + serial + str(-sum(map(int, doubled)) % 10)


BORN, LONG, OLD, COORDINATED = number("850312"), number("19850312"), number("18900101", "980"), number("850372")
DASHED = f"{BORN[:6]}-{BORN[6:]}"

FOUND = {
    "ten digits with a hyphen": DASHED,
    "ten digits": BORN,
    "twelve digits": LONG,
    "twelve digits with a hyphen": f"{LONG[:8]}-{LONG[8:]}",
    "more than a hundred years": f"{OLD[2:8]}+{OLD[8:]}",
    "the year before last": OLD,
    "a leap day": number("000229"),
    "a samordningsnummer": f"{COORDINATED[:6]}-{COORDINATED[6:]}",
    "a hyphen that does not break": f"{BORN[:6]}\u2011{BORN[6:]}",
    "a dash with blanks": f"{BORN[:6]} – {BORN[6:]}",
    "a minus sign": f"{BORN[:6]}\u2212{BORN[6:]}",
    "a blank": f"{BORN[:6]} {BORN[6:]}",
    "a blank that does not break": f"{BORN[:6]}\u00a0{BORN[6:]}",
    "a hyphen at the end of a line": f"{BORN[:6]}-\n    {BORN[6:]}",
    "a word joiner": f"{BORN[:6]}\u2060-\u2060{BORN[6:]}",
    "a day in groups": f"{BORN[:2]} {BORN[2:4]} {BORN[4:6]}-{BORN[6:]}",
    "a day as ISO 8601 has it": f"{LONG[:4]}-{LONG[4:6]}-{LONG[6:8]}-{LONG[8:]}",
    "in brackets": f"({DASHED}).",
    "after a colon": f"pnr:{DASHED}",
    "in a list without blanks": f"{DASHED},{DASHED}",
    "digits of another script": BORN.translate({ord("0") + digit: ord("٠") + digit for digit in range(10)}),
    "after digits that go on into it": f"851312 {LONG[:4]} {LONG[4:6]} {LONG[6:8]}-{LONG[8:]}",
}
NONE = {
    "a wrong check digit": BORN[:-1] + str((int(BORN[-1]) + 1) % 10),
    "a month that is none": number("851312"),
    "a day that is none": number("850231"),
    "a leap day of another year": number("19010229"),
    "a serial that is none": number("850312", "000"),
    "an organisation number": number("212000", "135"),
    "an organisation number with its 16": number("16212000", "135"),
    "eleven digits": "1" + BORN,
    "within a longer number": f"{LONG}7",
    "within hexadecimal digits": f"a{BORN}f",
    "within a word": f"plan_{BORN}",
    "a decimal": f"{BORN}.5",
    "decimals": f"0.{BORN}",
    "two days": "2019-12-11 – 2020-01-31",
    "a day and a year": f"{LONG[:4]}-{LONG[4:6]}-{LONG[6:8]} {LONG[8:]}",
    "a row of a table": f"{BORN[:2]} {BORN[2:4]} {BORN[4:6]} {BORN[6:]}",
    "a telephone": "0171-62 50 00, 070-123 45 67",
    "nothing": "",
}


@pytest.mark.parametrize("text", FOUND.values(), ids=FOUND.keys())
def test_a_number_is_found_as_people_write_it(text: str) -> None:
    (place, *_) = personal.places(f"Fråga {text} om det")
    assert place.start >= len("Fråga ")
    assert personal.refusal(text) is not None


@pytest.mark.parametrize("text", NONE.values(), ids=NONE.keys())
def test_what_is_no_such_number_is_not_taken_for_one(text: str) -> None:
    assert personal.places(f"Se {text} där") == ()
    assert personal.refusal(text) is None


def test_each_number_is_told_by_its_place_its_kind_and_two_digits() -> None:
    text = f"a {DASHED} b {COORDINATED}"
    (first, second) = personal.places(text)
    assert (text[first.start : first.end], first.is_coordination, first.shown) == (DASHED, False, "85…")
    assert (text[second.start : second.end], second.is_coordination) == (COORDINATED, True)


def tells_nothing(*texts: str) -> bool:
    """Whether texts hold none of a number but its first two digits."""
    return not any(part in text for text in texts for part in (BORN, BORN[6:], BORN[:6]))


@pytest.mark.parametrize(
    ("change", "row", "key"),
    [
        (("title: Liten plan", f"title: Liten plan {DASHED}"), 4, "title"),
        (("file: tiny.txt", f"file: {DASHED}.txt"), 7, "file"),
        (("statement: Alla", f"statement: {DASHED} Alla"), 17, "statement"),
        (("en: Reading", f"en: {DASHED} Reading"), 28, ""),
        (("id: ale/tiny/lasa", f"id: ale/tiny/{DASHED}"), 16, "id"),
        (("judged: 2026-11-24", f"judged: {BORN}"), 27, "judged"),
        (("    term: fokusområde", f"    {DASHED}: fokusområde"), 11, ""),
    ],
)
def test_a_plan_file_with_one_is_refused_at_its_row(
    plan: WritePlan, change: tuple[str, str], row: int, key: str
) -> None:
    with pytest.raises(PlanFileError) as caught:
        planfile.read(plan(change))
    (fault,) = {(fault.row, fault.sv, fault.en) for fault in caught.value.faults}
    assert fault[0] == row
    assert fault[2].startswith(f"{key}: a personal identity number (85…, character" if key else "a personal")
    assert "skriv rollen" in fault[1]
    assert tells_nothing(*fault[1:])


def test_other_faults_of_such_a_file_are_not_told_since_they_would_repeat_it(plan: WritePlan) -> None:
    sources = gather([plan(('sdg: "4.1"', f'sdg: "4 1 {DASHED}"'), ("label:", "lable:"))])
    assert len(sources.faults) == 1
    assert tells_nothing(*(fault.line() for fault in sources.faults))


@pytest.mark.parametrize(
    ("triple", "where"),
    [
        (f'ex:office ex:contact "Ring {DASHED}."', "<https://example.org/office> https://example.org/contact"),
        (f'ex:office ex:contact "{DASHED}"@sv', "<https://example.org/office> https://example.org/contact"),
        (f"ex:office ex:contact {LONG}", "<https://example.org/office> https://example.org/contact"),
        (f'ex:{DASHED} ex:contact "{DASHED}"', "at a name that has one as well"),
        (f'ex:a ex:says <<( ex:office ex:contact "{DASHED}" )>>', "<https://example.org/a> https://example.org/says"),
    ],
)
def test_an_overlay_with_one_is_refused_at_its_thing_and_its_property(tmp_path: Path, triple: str, where: str) -> None:
    """Whatever an overlay has, a release spreads; the number is not repeated."""
    overlay = tmp_path / "theirs.ttl"
    overlay.write_text(f"@prefix ex: <https://example.org/> . {triple} .", encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"identity number \((85|19)…, character .*name the role") as refused:
        overlays([overlay])
    told = str(refused.value)
    assert where in told
    assert BORN[6:] not in told


def test_the_plans_that_ship_have_none() -> None:
    assert all(not personal.places(path.read_text(encoding="utf-8")) for path in planfile.find(shipped_plans()))


def document(folder: Path, text: str) -> Path:
    path = folder / "mal.txt"
    path.write_text(text, encoding="utf-8")
    return path


GOALS = "Måldokument\n\nMål:\n\n • Alla elever ska nå målen i skolan.\n"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (f"{GOALS}\nFråga {DASHED}.\n", ["line 7 (85…)"]),
        (f"{GOALS}\fFråga\n{DASHED}\n{COORDINATED}\n", ["page 2, line 2 (85…)", "page 2, line 3 (85…)"]),
        (GOALS + f"\n{DASHED}" * 12, ["line 7 (85…)", "line 16 (85…) and 2 more"]),
    ],
)
def test_a_document_with_one_is_not_drafted_and_each_place_is_told(tmp_path: Path, text: str, where: list[str]) -> None:
    with pytest.raises(DocumentError) as caught:
        drafting.made(document(tmp_path, text), Wish(municipality=named("Ale")), tmp_path / "plans")
    said = str(caught.value)
    assert all(place in said for place in where), said
    assert "strike them in the document" in said
    assert tells_nothing(said)


def test_a_document_whose_name_is_one_is_not_drafted(tmp_path: Path) -> None:
    path = document(tmp_path, GOALS).rename(tmp_path / f"{DASHED}.txt")
    with pytest.raises(DocumentError, match="give the file another name") as caught:
        drafting.made(path, Wish(municipality=named("Ale")), tmp_path / "plans")
    assert tells_nothing(str(caught.value))


@pytest.mark.parametrize("column", ["mg_why_sv", "comment", "object_id", "mg_quote"])
def test_a_row_that_comes_back_with_one_is_refused(plan: WritePlan, tmp_path: Path, column: str) -> None:
    path = plan()
    draft = draft_of(path, path.read_text(encoding="utf-8"))
    lines = sssom.tsv(draft).decode().split("\n")
    top = next(place for place, line in enumerate(lines) if not line.startswith("#"))
    cells = lines[top + 1].split("\t")
    cells[lines[top].split("\t").index(column)] = f"Fråga {DASHED}"
    lines[top + 1] = "\t".join(cells)
    file = tmp_path / "back.sssom.tsv"
    file.write_text("\n".join(lines), encoding="utf-8")
    merge = merged(sssom.read(file), draft, Source(), Reviewer.READER, date(2026, 11, 29))
    (problem,) = merge.problems
    assert (problem.row, merge.text) == (top + 2, draft.text)
    assert "personal identity number (85…" in problem.en
    assert tells_nothing(*(told.sv + told.en for told in (*merge.problems, *merge.notes)))


def test_a_review_refuses_one_and_keeps_the_file_as_it_was(plan: WritePlan) -> None:
    path = plan()
    before = path.read_bytes()
    session = Session.open(path)
    why = Why(sv=f"Fråga {DASHED}.", en="Ask.")
    judge = Judge(
        element="ale/tiny/lasa",
        sdg="4.1",
        judgement=Judgement.ACCEPTED,
        reviewer=Reviewer.READER,
        judged=date(2026, 11, 29),
        why=why,
    )
    for edits in ([judge], [judge] * 5):
        with pytest.raises(PlanFileError, match="personal identity number") as caught:
            session.apply_all(edits)
        assert tells_nothing(str(caught.value))
    assert path.read_bytes() == before
    assert not session.can_undo


def test_a_text_of_a_plan_is_not_changed_to_one(plan: WritePlan) -> None:
    path = plan()
    session = Session.open(path, text=f"Skola Alla barn ska kunna läsa {DASHED}")
    with pytest.raises(PlanFileError, match="personal identity number"):
        session.apply(EditText(element="ale/tiny/lasa", text=f"Alla barn ska kunna läsa {DASHED}"))
