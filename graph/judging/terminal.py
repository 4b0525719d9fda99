"""A review in a terminal: a person walks what is left to judge, a key for each judgement, and each is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from graph.errors import ChangedOutsideError, EditError
from graph.judging import keys
from graph.judging.draft import Alignment, Role
from graph.judging.edits import (
    ChangeRole,
    Confirm,
    Edit,
    EditText,
    Judge,
    Judgement,
    Retarget,
    SetStrength,
    Strength,
)
from graph.judging.queue import Item
from graph.judging.reviewer import Reviewer
from graph.judging.screen import Screen
from graph.judging.session import Session


def review(session: Session, screen: Screen, reviewer: Reviewer, today: date) -> None:
    """Walk what is left to judge until the person has had enough; at the end one can still go back and undo."""
    walk = _Walk(session=session, screen=screen, reviewer=reviewer, today=today)
    walk.keys = [item.key for item in session.queue()]
    while (pressed := walk.next_key()) not in (keys.END, "q"):
        walk.press(walk.item(), pressed)
    screen.say("ended", left=session.left.left, unsure=session.left.unsure)


@dataclass(slots=True, kw_only=True)
class _Walk:
    """Where a person is among what there was to judge; what has been judged can be walked back to."""

    session: Session
    screen: Screen
    reviewer: Reviewer
    today: date
    keys: list[tuple[str, str]] = field(default_factory=list)
    place: int = 0
    shown: bool = False
    """Whether the screen already says what it should, so that a message stays."""
    edited: list[int] = field(default_factory=list)
    """The place of each change, so that undo leads back to it."""

    def item(self) -> Item | None:
        """What is to be judged now; what is no longer in the file is passed by."""
        while self.place < len(self.keys):
            name, sdg = self.keys[self.place]
            element = next((each for each in self.session.draft.elements if each.id == name), None)
            if element is not None and not sdg:
                return Item(element=element)
            alignment = next((each for each in element.alignments if each.sdg == sdg), None) if element else None
            if element is not None and alignment is not None:
                return Item(element=element, alignment=alignment)
            del self.keys[self.place]
        return None

    def next_key(self) -> str:
        """Show what there is to judge now, or that there is nothing, and wait for a key."""
        item = self.item()
        if not self.shown and item is not None:
            self.screen.show(self.session, item, self.place + 1, len(self.keys))
        elif not self.shown:
            self.screen.say("done")
        self.shown = False
        return keys.key()

    def press(self, item: Item | None, pressed: str) -> None:
        """Do what a key means, and say what could not be done."""
        simple: dict[str, Callable[[], None]] = {
            "k": lambda: self.go(1),
            "b": lambda: self.go(-1),
            "z": self.undo,
            "y": self.redo,
            "?": lambda: self.tell("help"),
        }
        try:
            if pressed in simple:
                simple[pressed]()
            elif item is None or not (self.structure(item, pressed) or self.judge(item.alignment, pressed)):
                self.tell("unknown", key=pressed)
        except ChangedOutsideError as error:
            self.refused(error)
            self.session.reload()
            self.tell("outside")
        except EditError as error:
            self.refused(error)

    def judge(self, alignment: Alignment | None, pressed: str) -> bool:
        """Whether a key judges an alignment; it is judged then."""
        if alignment is None:
            return False
        judgement = {"r": Judgement.REJECTED, "u": Judgement.UNSURE}.get(pressed)
        if pressed in ("a", "d", "c"):
            self.accept(alignment, pressed)
        elif judgement is not None:
            strength = None if alignment.strength else Strength.CONTRIBUTING
            self.apply(self.judgement(alignment, judgement, strength))
        elif pressed == "s":
            other = Strength.CONTRIBUTING if alignment.strength == "direct" else Strength.DIRECT
            self.apply(SetStrength(element=alignment.element, sdg=alignment.sdg, strength=other), on=False)
        elif pressed == "t":
            self.retarget(alignment)
        else:
            return False
        return True

    def structure(self, item: Item, pressed: str) -> bool:
        """Whether a key corrects the structure; it is corrected then."""
        name, roles = item.element.id, {"m": Role.GOAL, "o": Role.AREA}
        if pressed == "e":
            self.reword(item)
        elif pressed in roles:
            self.apply(ChangeRole(element=name, role=roles[pressed]), on=False)
        elif pressed == "x":
            self.delete(item)
        elif pressed == "a" and item.alignment is None:
            self.apply(Confirm(element=name))
        else:
            return False
        return True

    def accept(self, alignment: Alignment, pressed: str) -> None:
        """Accept, with the strength of the key; one that has none is asked for."""
        strengths = {"d": Strength.DIRECT, "c": Strength.CONTRIBUTING}
        strength = strengths.get(pressed)
        if strength is None and not alignment.strength:
            self.screen.ask("askstrength")
            strength = strengths.get(keys.key())
        self.apply(self.judgement(alignment, Judgement.ACCEPTED, strength))

    def judgement(self, alignment: Alignment, judgement: Judgement, strength: Strength | None) -> Judge:
        """A judgement of this reviewer, today."""
        return Judge(
            element=alignment.element,
            sdg=alignment.sdg,
            judgement=judgement,
            reviewer=self.reviewer,
            judged=self.today,
            strength=strength,
        )

    def retarget(self, alignment: Alignment) -> None:
        """Search another target and take it instead; its strength is the person's choice."""
        self.screen.ask("asktarget")
        hits = self.session.suggest(asked, limit=9) if (asked := keys.line()) else ()
        if not hits:
            self.tell("nohits")
            return
        for number, hit in enumerate(hits, 1):
            label = hit.label_en if self.screen.language == "en" else hit.label_sv
            self.screen.console.print(f"{number}  {hit.code}  {label}", markup=False, highlight=False)
        self.screen.ask("asknumber", count=len(hits))
        chosen = keys.key()
        if chosen not in {str(number) for number in range(1, len(hits) + 1)}:
            return
        self.screen.ask("askstrength")
        strength = {"d": Strength.DIRECT, "c": Strength.CONTRIBUTING}.get(keys.key())
        if strength is None:
            return
        self.apply(
            Retarget(
                element=alignment.element,
                sdg=alignment.sdg,
                to=hits[int(chosen) - 1].code,
                reviewer=self.reviewer,
                judged=self.today,
                strength=strength,
            )
        )

    def reword(self, item: Item) -> None:
        """Change an element's words to others of the source."""
        self.screen.ask("askwords")
        if words := keys.line():
            self.apply(EditText(element=item.element.id, text=words), on=False)

    def delete(self, item: Item) -> None:
        """Take out what is neither; what has been judged only after a question."""
        judged = any(each.judgement not in ("none", "") for each in item.element.alignments)
        if judged:
            self.screen.ask("asked")
        if not judged or keys.key() == self.screen.words("yes"):
            self.apply(ChangeRole(element=item.element.id, role=Role.NOTHING, even_judged=judged), on=False)

    def apply(self, edit: Edit, *, on: bool = True) -> None:
        """Make a change, which is saved, and go on to the next."""
        self.session.apply(edit)
        self.edited.append(self.place)
        if on:
            self.go(1)

    def undo(self) -> None:
        """Take back the last change and go back to where it was made."""
        what = self.session.last
        self.session.undo()
        known = set(self.keys)  # what was taken out of the file is there again
        self.keys += [item.key for item in self.session.queue() if item.key not in known]
        self.place = self.edited.pop() if self.edited else self.place
        self.tell("undone", again=True, what=what)

    def redo(self) -> None:
        """Make the change again that was undone last."""
        self.session.redo()
        self.edited.append(self.place)

    def go(self, steps: int) -> None:
        """Walk on or back, as far as there is something."""
        self.place = min(max(0, self.place + steps), len(self.keys))

    def refused(self, error: EditError) -> None:
        """Say what could not be done, and leave it on the screen."""
        self.screen.error(error.en if self.screen.language == "en" else error.sv)
        self.shown = True

    def tell(self, name: str, *, again: bool = False, **values: str | int) -> None:
        """Say something and leave it on the screen; `again` shows first what there is to judge now."""
        item = self.item()
        if again and item is not None:
            self.screen.show(self.session, item, self.place + 1, len(self.keys))
        self.screen.say(name, **values)
        self.shown = True
