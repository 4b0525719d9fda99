"""The page of a review in a real browser: a draft is judged to its end with the keyboard, and nothing is ever lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest
import uvicorn
from playwright.sync_api import BrowserContext, Locator, Page, expect

from graph.judging.draft import Alignment, Draft, read
from graph.judging.session import Session
from graph.sources import check, gather
from service.review import serving
from service.review.app import create
from tests.service import drafts
from tests.service.browser import checks
from tests.service.drafts import BUS, CYCLE, PLAN, SCHOOL, YOUNG

ATTACK = "<img src=x onerror=alert(1)><script>alert(2)</script>"
PICTURES = os.environ.get("SCREENSHOTS", "")


@dataclass(slots=True)
class Review:
    """A plan file that is reviewed at an address."""

    path: Path
    address: str

    @property
    def draft(self) -> Draft:
        """The plan file as it is on the disk."""
        return read(self.path, self.path.read_text(encoding="utf-8"))

    def alignment(self, element: str, sdg: str) -> Alignment:
        return self.draft.alignment(element, sdg)

    def judged(self) -> list[str]:
        every = [each for element in self.draft.elements for each in element.alignments]
        return [f"{each.sdg} {each.judgement}" for each in every]


Begin = Callable[[Path], Review]
Command = Callable[[Path], tuple[Review, subprocess.Popen[str]]]
Open = Callable[..., Page]


@pytest.fixture
def command() -> Iterator[Command]:
    """The command itself on a plan file, in a process that a test may kill."""
    running: list[subprocess.Popen[str]] = []

    def started(path: Path) -> tuple[Review, subprocess.Popen[str]]:
        words = [sys.executable, "-c", "from service.cli import main; main()", "review", str(path), "--no-browser"]
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        running.append(process)
        assert process.stdout
        return Review(path=path, address=process.stdout.readline().strip()), process

    yield started
    for process in running:
        process.kill()
        process.communicate()


@pytest.fixture
def begin() -> Iterator[Begin]:
    """What the command runs, on a plan file, in a thread: it is there at once."""
    running: list[tuple[uvicorn.Server, Thread]] = []

    def begun(path: Path) -> Review:
        listening, key = serving.opened(), serving.key()
        app = create(Session.open(path, path.parent), host=serving.host(listening), key=key)
        server = serving.server(app)
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        running.append((server, thread))
        return Review(path=path, address=serving.address(listening, key))

    yield begun
    for server, thread in running:
        server.should_exit = True
        thread.join()


@pytest.fixture
def review(begin: Begin, tmp_path: Path) -> Review:
    return begin(drafts.write(tmp_path))


@pytest.fixture
def opened(contexts: Callable[..., BrowserContext]) -> Iterator[Open]:
    """Open a review's page; whatever it complains about fails the test."""
    pages: list[Page] = []
    complaints: list[str] = []

    def page_of(review: Review, width: int = 1360, height: int = 820, address: str = "") -> Page:
        page = contexts().new_page()
        pages.append(page)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on("dialog", lambda dialog: dialog.dismiss())
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address or review.address)
        expect(page.locator("[data-ready]")).to_be_attached()
        return page

    yield page_of
    contexts().set_offline(offline=False)
    for page in pages:
        page.close()
    assert complaints == []


@pytest.fixture
def page(opened: Open, review: Review) -> Page:
    return opened(review)


def press(page: Page, *keys: str) -> None:
    """Press keys, each when what the last one did is saved."""
    for key in keys:
        page.keyboard.press(key)
        expect(page.locator("body[data-saving]")).to_have_count(0)


def current(page: Page) -> Locator:
    return page.locator(".rv-link[aria-current]")


def opened_dialog(page: Page) -> Locator:
    return page.locator("dialog[open]")


def alarm(page: Page) -> Locator:
    return page.get_by_role("alert")


def select(page: Page, words: str) -> None:
    """Mark words of the source with the mouse."""
    box = page.evaluate(
        """(words) => {
            const walker = document.createTreeWalker(document.querySelector("[data-source]"), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(walker.currentNode, at);
                range.setEnd(walker.currentNode, at + words.length);
                const boxes = [...range.getClientRects()];
                const [first, last] = [boxes[0], boxes.at(-1)];
                return [first.left, (first.top + first.bottom) / 2, last.right, (last.top + last.bottom) / 2];
            }
        }""",
        words,
    )
    left, first, right, last = box
    page.mouse.move(left + 1, first)
    page.mouse.down()
    page.mouse.move(right - 1, last, steps=4)
    page.mouse.up()
    assert page.evaluate("getSelection().toString()").split() == words.split()


def test_a_draft_is_judged_to_its_end_with_the_keyboard_alone(command: Command, tmp_path: Path, opened: Open) -> None:
    """By the command; and what comes of it passes the checks of a plan file, quotes and all. Ctrl-C ends it well."""
    review, process = command(drafts.write(tmp_path))
    page = opened(review)
    expect(page.get_by_text("0 av 5 bedömda")).to_be_visible()
    expect(current(page)).to_contain_text("4.1")
    press(page, "a")
    expect(page.get_by_text("1 av 5 bedömda")).to_be_visible()
    expect(current(page)).to_contain_text("2.2")
    press(page, "r")
    expect(page.get_by_text("Osäker struktur: kan vara brödtext (0.41)")).to_be_visible()
    press(page, "c")
    expect(current(page)).to_contain_text("11.2")
    press(page, "s", "a", "r", "a")
    expect(page.locator("[data-live]")).to_contain_text("Allt är bedömt.")
    expect(page.get_by_text("5 av 5 bedömda")).to_be_visible()
    assert review.judged() == ["4.1 accepted", "2.2 rejected", "11.2 accepted", "13.2 rejected", "11.2 accepted"]
    assert review.alignment(BUS, "11.2").strength == "contributing"
    assert "osäkert" not in review.path.read_text(encoding="utf-8")
    report = check(gather([review.path.parent]), texts=review.path.parent, plans_only=True)
    assert [finding.line() for finding in report.findings if finding.severity == "Violation"] == []
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 0


def test_a_machines_suggestion_never_looks_like_a_persons_judgement(page: Page) -> None:
    expect(current(page)).to_contain_text("Maskinförslag – inte bedömt")
    expect(current(page)).to_contain_text("sannolikhet enligt maskinen 0,63")
    expect(current(page)).to_contain_text("Orden ”klara skolan”.")
    dashed = "(element) => getComputedStyle(element).borderStyle"
    assert current(page).evaluate(dashed) == "dashed"
    press(page, "a", "k")
    expect(current(page)).to_contain_text("Godkänd av en läsare")
    expect(current(page)).not_to_contain_text("askin")
    assert current(page).evaluate(dashed) == "solid"


def test_the_quotes_are_marked_in_the_source_and_the_current_one_is_in_view(page: Page) -> None:
    marks = page.locator("[data-source] mark")
    expect(page.locator("[data-source] .rv-now")).to_have_text("klara skolan")
    expect(page.locator("[data-source] .rv-quote")).to_have_text("näringsrik")
    first = page.locator("[data-source] p").first.element_handle()
    press(page, "j")
    expect(page.locator("[data-source] .rv-now")).to_have_text("näringsrik")
    press(page, "j", "j", "j")
    expect(page.locator("[data-source] .rv-now")).to_be_in_viewport()
    expect(page.locator("[data-source] .rv-now")).to_have_text("minska utsläppen")
    assert "eller tåg till arbetet." in "".join(marks.all_inner_texts())
    assert first.evaluate("(element) => element.isConnected"), "the source was written again"


def test_undo_goes_back_to_what_was_judged_and_redo_there_again(page: Page, review: Review) -> None:
    first = review.path.read_bytes()
    press(page, "a", "r", "z")
    expect(current(page)).to_contain_text("2.2")
    expect(page.locator("[data-live]")).to_have_text("Ångrat: skolan, 2.2: avvisad")
    press(page, "z")
    assert review.path.read_bytes() == first
    expect(current(page)).to_contain_text("4.1")
    expect(page.get_by_role("button", name="Ångra")).to_be_disabled()
    press(page, "Shift+Z", "Shift+Z")
    assert review.judged()[:2] == ["4.1 accepted", "2.2 rejected"]


def test_another_target_is_searched_with_arrow_keys(page: Page, review: Review) -> None:
    press(page, "j")
    page.keyboard.press("t")
    expect(opened_dialog(page)).to_contain_text("Annat delmål än 2.2")
    page.keyboard.type("11.")
    page.keyboard.type("7")
    expect(page.get_by_role("option")).to_have_count(1)
    page.get_by_role("combobox", name="Sök").fill("kollektivtrafik")
    expect(page.get_by_role("option").first).to_contain_text("11.2")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("option", selected=True)).to_contain_text("11.2")
    press(page, "Enter")
    expect(opened_dialog(page)).to_have_count(0)
    assert review.alignment(SCHOOL, "2.2").judgement == "rejected"
    assert review.alignment(SCHOOL, "11.2").judgement == "accepted"


def test_a_link_is_added_by_marking_words_and_searching(page: Page, review: Review) -> None:
    """After a character that JavaScript counts as two, so that a wrong place would show."""
    select(page, "näringsrik")
    page.keyboard.press("n")
    expect(page.get_by_label("Citat, ord för ord ur källan")).to_have_value("näringsrik")
    page.keyboard.type("2.1")
    expect(page.get_by_role("option")).to_have_count(1)
    press(page, "Enter")
    expect(current(page)).to_contain_text("2.1")
    added = review.alignment(SCHOOL, "2.1")
    assert (added.judgement, added.justification, added.strength) == ("accepted", "curated", "contributing")
    (quote,) = added.quotes
    assert drafts.TEXT[quote.start : quote.end] == "näringsrik"


def test_a_suggestion_is_given_another_quote_by_marking_it(page: Page, review: Review) -> None:
    select(page, "Maten i skolan ska vara god 🍎")
    page.keyboard.press("q")
    expect(opened_dialog(page).get_by_role("textbox")).to_have_value("Maten i skolan ska vara god 🍎")
    press(page, "Control+Enter")
    expect(page.locator("[data-source] .rv-now")).to_have_text("Maten i skolan ska vara god 🍎")
    (quote,) = review.alignment(SCHOOL, "4.1").quotes
    assert drafts.TEXT[quote.start : quote.end] == "Maten i skolan ska vara god 🍎"


def test_words_that_do_not_stand_in_the_source_are_refused_and_said(page: Page, review: Review) -> None:
    before = review.path.read_bytes()
    page.keyboard.press("e")
    opened_dialog(page).get_by_role("textbox").fill("Något helt annat")
    page.keyboard.press("Control+Enter")
    expect(alarm(page)).to_contain_text('källan har ingenstans "Något helt annat"')
    assert review.path.read_bytes() == before
    alarm(page).get_by_role("button", name="Stäng").click()
    expect(alarm(page)).to_be_empty()


def test_the_structure_is_corrected_with_the_keyboard(page: Page, review: Review) -> None:
    press(page, "Shift+J", "Shift+J")
    page.keyboard.press("m")
    expect(opened_dialog(page)).to_contain_text("Står under Trygg uppväxt, som nummer 2 av 2.")
    page.keyboard.press("ArrowUp")
    expect(opened_dialog(page)).to_contain_text("som nummer 1 av 2.")
    page.keyboard.press("ArrowUp")
    expect(opened_dialog(page)).to_contain_text("Längre åt det hållet går det inte.")
    page.keyboard.press("Enter")
    expect(opened_dialog(page)).to_have_count(0)
    assert [each.id for each in review.draft.parts(f"{PLAN}/trygg")] == [YOUNG, SCHOOL]
    page.keyboard.press("o")
    page.keyboard.press("f")
    expect(page.get_by_role("treeitem", name="Unga ska ha")).to_have_attribute("aria-level", "1")
    assert review.draft.element(YOUNG).role == "area"
    press(page, "z", "z")
    assert [each.id for each in review.draft.parts(f"{PLAN}/trygg")] == [SCHOOL, YOUNG]
    page.keyboard.press("o")
    page.keyboard.press("x")
    expect(page.get_by_role("treeitem")).to_have_count(5)
    assert YOUNG not in {each.id for each in review.draft.elements}


def test_a_goal_that_was_not_found_is_made_of_the_words_that_are_marked(page: Page, review: Review) -> None:
    select(page, "Fritidsgårdarna har öppet fler kvällar än i dag.")
    page.keyboard.press("Shift+N")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("treeitem")).to_have_count(7)
    made = review.draft.parts(f"{PLAN}/trygg")[1]
    assert made.label == "Fritidsgårdarna har öppet fler kvällar än i dag."
    expect(page.locator("#work h2")).to_have_text(made.label)


def test_a_reason_is_written_and_kept_with_the_judgement(page: Page, review: Review) -> None:
    page.keyboard.press("w")
    page.get_by_label("På svenska").fill("Skolan är delmålets sak.")
    page.get_by_label("På engelska").fill("School is what the target is about.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("1 av 5 bedömda")).to_be_visible()
    expect(page.locator("body[data-saving]")).to_have_count(0)
    kept = review.alignment(SCHOOL, "4.1")
    assert (kept.judgement, kept.why.sv, kept.why.en) == (
        "accepted",
        "Skolan är delmålets sak.",
        "School is what the target is about.",
    )


def test_keys_faster_than_the_disk_are_all_saved(page: Page, review: Review) -> None:
    for key in "rrcrrr":
        page.keyboard.press(key)
    expect(page.get_by_text("5 av 5 bedömda")).to_be_visible()
    expect(page.locator("body[data-saving]")).to_have_count(0)
    assert {each.split()[1] for each in review.judged()} == {"rejected"}


def test_a_server_that_is_killed_loses_nothing(command: Command, tmp_path: Path, opened: Open) -> None:
    review, process = command(drafts.write(tmp_path))
    page = opened(review)
    press(page, "a", "r")
    process.kill()
    process.wait()
    page.keyboard.press("c")
    expect(alarm(page)).to_contain_text("Granskningens server svarar inte. Inte sparat, så vitt vi vet: Det stämmer")
    assert review.judged()[:2] == ["4.1 accepted", "2.2 rejected"]
    again, _ = command(review.path)
    anew = opened(again)
    expect(anew.get_by_text("2 av 5 bedömda")).to_be_visible()
    expect(anew.get_by_text("Osäker struktur: kan vara brödtext (0.41)")).to_be_visible()
    press(anew, "z", "z")
    assert again.judged()[:2] == ["4.1 none", "2.2 none"]


def test_what_was_not_saved_is_shown_and_tried_again(page: Page, review: Review) -> None:
    page.context.set_offline(offline=True)
    page.keyboard.press("a")
    expect(alarm(page)).to_contain_text("Inte sparat, så vitt vi vet: 4.1: Godkänd")
    page.keyboard.press("r")
    expect(alarm(page)).to_contain_text("4.1: Godkänd, och 1 till")
    expect(page.locator("[data-rest]")).to_contain_text("2 inte sparade")
    assert review.judged()[:2] == ["4.1 none", "2.2 none"]
    page.context.set_offline(offline=False)
    alarm(page).get_by_role("button", name="Försök igen").click()
    expect(page.locator("body[data-saving]")).to_have_count(0)
    expect(alarm(page)).to_be_empty()
    assert review.judged()[:2] == ["4.1 accepted", "2.2 rejected"]


def test_a_file_changed_by_somebody_else_is_never_written_over(page: Page, review: Review) -> None:
    text = review.path.read_text(encoding="utf-8").replace("title: Strategisk plan", "title: Ny plan")
    review.path.write_text(text, encoding="utf-8")
    page.keyboard.press("a")
    expect(alarm(page)).to_contain_text("filen har ändrats")
    assert review.path.read_text(encoding="utf-8") == text
    alarm(page).get_by_role("button", name="Läs om").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ny plan för Sjövik")
    expect(alarm(page)).to_contain_text("Dina senaste ändringar (1) sparades inte")
    press(page, "k", "a")
    assert review.judged()[0] == "4.1 accepted"


def test_every_act_has_a_button(page: Page, review: Review) -> None:
    current(page).get_by_role("button", name="Osäker").click()
    expect(page.get_by_text("1 osäker ·")).to_be_visible()
    current(page).get_by_role("button", name="Godkänn").click()
    page.get_by_role("button", name="Det stämmer").click()
    page.get_by_role("treeitem", name="Alla barn").click()
    page.locator(".rv-link").first.get_by_role("button").first.click()
    current(page).get_by_role("button", name="Ta tillbaka bedömningen").click()
    expect(page.locator("body[data-saving]")).to_have_count(0)
    page.get_by_role("button", name="Ångra").click()
    expect(page.locator("body[data-saving]")).to_have_count(0)
    assert review.judged()[:2] == ["4.1 unsure", "2.2 accepted"]


def test_the_keys_can_be_turned_off(page: Page, review: Review) -> None:
    page.keyboard.press("?")
    expect(opened_dialog(page)).to_contain_text("Föregående som är kvar")
    page.get_by_label("Använd tangenterna").uncheck()
    page.keyboard.press("Escape")
    expect(opened_dialog(page)).to_have_count(0)
    press(page, "a", "j")
    assert review.judged()[0] == "4.1 none"
    expect(current(page)).to_contain_text("4.1")
    page.keyboard.press("?")
    page.get_by_label("Använd tangenterna").check()


def test_without_the_key_nothing_is_shown_and_it_is_said_why(
    contexts: Callable[..., BrowserContext], review: Review
) -> None:
    page = contexts().new_page()
    page.goto(review.address.partition("#")[0])
    expect(alarm(page)).to_contain_text("Öppna adressen som står i terminalen.")
    assert "Sjövik" not in page.content()
    page.close()


def test_the_key_leaves_the_address_and_a_page_read_anew_is_where_it_was(page: Page, review: Review) -> None:
    assert page.url == review.address.partition("#")[0]
    press(page, "j")
    page.reload()
    expect(current(page)).to_contain_text("2.2")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_text("0 of 5 judged")).to_be_visible()
    expect(current(page)).to_contain_text("Machine suggestion – not judged")


def test_a_hostile_plan_is_shown_as_text(begin: Begin, tmp_path: Path, opened: Open) -> None:
    text = drafts.TEXT.replace("Trygg uppväxt", f"Trygg {ATTACK}").replace("klara skolan", f"klara {ATTACK}")
    page = opened(begin(drafts.write(tmp_path, text=text, label=f"Trygg {ATTACK}", quote=f"klara {ATTACK}")))
    expect(page.get_by_role("treeitem").first).to_contain_text(ATTACK)
    expect(page.locator("[data-source] .rv-now")).to_have_text(f"klara {ATTACK}")
    expect(page.locator("[data-work] img, [data-source] img, [data-tree] img")).to_have_count(0)


def test_without_the_source_the_quotes_are_shown_and_it_is_said_why(begin: Begin, tmp_path: Path, opened: Open) -> None:
    page = opened(begin(drafts.write(tmp_path, source=False)))
    expect(page.locator("[data-source]")).to_contain_text("Källans text finns inte här")
    expect(page.locator("[data-source] mark").first).to_have_text("klara skolan")
    press(page, "a")
    expect(page.get_by_text("1 av 5 bedömda")).to_be_visible()


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("width", [1360, 900, 320])
def test_the_page_and_its_dialogs_have_no_fault_of_accessibility(
    review: Review, opened: Open, language: str, width: int
) -> None:
    page = opened(review, width=width)
    if language == "en":
        page.get_by_role("link", name="English").click()
        expect(page.locator("[data-ready]")).to_be_attached()
    press(page, "a")
    assert faults(page, f"{language}-{width}") == []
    for key in "?tqnewomN":
        press(page, "k") if key == "t" else None
        page.keyboard.press(f"Shift+{key}" if key == "N" else key)
        expect(opened_dialog(page), f"the dialog of {key}").to_have_count(1)
        assert [f"{key}: {fault}" for fault in faults(page, f"{language}-{width}-{key.replace('?', 'help')}")] == []
        page.keyboard.press("Escape")
        expect(opened_dialog(page)).to_have_count(0)


def faults(page: Page, name: str) -> list[str]:
    """What is wrong with the page as it stands, by day and by night."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"review-{name}.png")
    found = [*checks.axe(page), *checks.wide(page)]
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {fault}" for fault in checks.contrast(page)]
    page.emulate_media(color_scheme="light")
    return found


def test_the_page_holds_a_readers_own_spacing_on_a_narrow_screen(review: Review, opened: Open) -> None:
    assert checks.spaced(opened(review, width=320)) == []


def test_the_focus_goes_through_the_page_and_is_seen_all_the_way(page: Page) -> None:
    count, stops = checks.walk(page)
    assert [stop.place for stop in stops if stop.place >= 0] == list(range(count))
    assert [stop.name for stop in stops if not (stop.marked and stop.uncovered)] == []


def test_the_tree_is_one_stop_and_is_walked_with_arrow_keys(page: Page) -> None:
    press(page, "g", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "Enter")
    expect(page.get_by_role("treeitem", selected=True)).to_contain_text("Gång- och cykelvägarna")
    expect(current(page)).to_contain_text("11.2")
    assert CYCLE in (page.evaluate("document.activeElement.dataset.element") or "")
