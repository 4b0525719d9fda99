"""What a reviewer sees in a terminal: the source around the quote, the element, the target, and why."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Literal

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from graph.judging import targets
from graph.judging.draft import Alignment, Element
from graph.judging.queue import Item
from graph.judging.session import Session
from graph.resources import shipped
from graph.sourcetext import one_line

Language = Literal["sv", "en"]

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
AROUND = 500
"""How many characters of the source are shown before and after the quote at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """Where things are shown, and in which language."""

    console: Console
    language: Language

    def say(self, name: str, **values: str | int) -> None:
        """A sentence of our own."""
        self.console.print(Text(self.words(name, **values)))

    def ask(self, name: str, **values: str | int) -> None:
        """A question, after which somebody answers on the same row."""
        self.console.print(Text(self.words(name, **values)), end="")

    def error(self, text: str) -> None:
        """What could not be done."""
        self.console.print(Text(_harmless(text), style="bold red"))

    def words(self, name: str, **values: str | int) -> str:
        """A sentence of our own, as a text."""
        return _harmless(_words()[self.language][name].format(**values))

    def show(self, session: Session, item: Item, place: int, count: int) -> None:
        """One thing to judge, on a clean screen where there is a terminal."""
        if self.console.is_terminal:
            self.console.clear()
        left = session.left
        title = self.words("left", place=place, count=count, judged=left.judged, total=left.total)
        self.console.print(Text(_harmless(f"{session.draft.title} · {title}"), style="dim"))
        self.console.print(Panel(self.source(session, item), title=self.words("source"), title_align="left"))
        self.console.print(Panel(self.told(session, item), title_align="left"))
        self.say("keys" if item.alignment else "structurekeys")

    def source(self, session: Session, item: Item) -> Text:
        """The passage of the source, with the element's words underlined and the quote in »marks«."""
        element, source = item.element, session.source
        if not source.at_hand:
            why = source.missing_en if self.language == "en" else source.missing_sv
            quotes = item.alignment.quotes if item.alignment else ()
            said = [*(f"»{each.quote}«" for each in quotes), self.words("nosource", why=why)]
            return Text(_harmless("\n".join(said)))
        marked = [(quote.start, quote.end) for quote in item.alignment.quotes] if item.alignment else []
        marked = marked or [(element.start, element.end)]
        area = session.draft.area(element)
        low, high = (area and area.section) or (0, len(source.text))
        low = max(min(low, marked[0][0]), marked[0][0] - AROUND)
        high = min(max(high, marked[-1][1]), marked[-1][1] + AROUND)
        return _passage(source.text, (low, high), marked, (element.start, element.end))

    def told(self, session: Session, item: Item) -> Text:
        """The element, and what is said of it."""
        text = Text()
        element = item.element
        kind = self.words(element.role.value)
        text.append(self.words("element", kind=kind, label=one_line(element.label)) + "\n", style="bold")
        if element.parent != session.draft.plan:
            parent = session.draft.element(element.parent)
            text.append(self.words("under", label=one_line(parent.label)) + "\n", style="dim")
        if item.alignment is None:
            text.append(self.words("uncertain", what=element.uncertain))
        else:
            self._alignment(text, item.alignment, element)
        return text

    def _alignment(self, text: Text, alignment: Alignment, element: Element) -> None:
        label = targets.label(alignment.sdg, self.language)
        text.append("\n" + self.words("target", code=alignment.sdg, label=label) + "\n", style="bold cyan")
        strength = self.words(alignment.strength or "none")
        text.append(self.words("strength", strength=strength) + "\n")
        if alignment.confidence and alignment.justification == "suggested":
            text.append(self.words("score", score=alignment.confidence))
        else:
            text.append(self.words(alignment.justification or "suggested"))
        if alignment.judgement not in ("none", ""):
            text.append(f" · {self.words(alignment.judgement)}")
        why = alignment.why.en if self.language == "en" else alignment.why.sv
        if why:
            text.append("\n" + self.words("why", why=why))
        if element.uncertain:
            text.append("\n" + self.words("uncertain", what=element.uncertain), style="yellow")


def _passage(text: str, span: tuple[int, int], quotes: list[tuple[int, int]], own: tuple[int, int]) -> Text:
    """A passage with the quotes marked by signs too, so that no colour is needed to see them."""
    low, high = span
    shown = Text(_harmless(text[low:high]))
    shown.stylize("underline", own[0] - low, own[1] - low)
    for start, end in quotes:
        shown.stylize("bold reverse", start - low, end - low)
    pieces, at = Text("…" if low else ""), 0
    for start, end in sorted(quotes):
        first, last = max(at, start - low), max(at, end - low)
        pieces += shown[at:first] + Text("»") + shown[first:last] + Text("«")
        at = last
    return pieces + shown[at:] + Text("…" if high < len(text) else "")


def _harmless(text: str) -> str:
    """A text whose control characters are blanks: a terminal obeys some, and Rich drops others, so that marks slip."""
    return _CONTROLS.sub(" ", text)


@cache
def _words() -> dict[str, dict[str, str]]:
    with shipped("graph", "judging", "review.toml").open("rb") as file:
        found: dict[str, dict[str, str]] = tomllib.load(file)
        return found
