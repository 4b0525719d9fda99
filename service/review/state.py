"""The state of a review as the page is told it: the draft, how far it has come, and what its targets are called."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from graph.judging import targets
from graph.judging.draft import Alignment, Draft, Element
from graph.judging.journal import digest
from graph.judging.reviewer import Reviewer
from graph.judging.session import Session
from graph.judging.targets import TargetHit

Told = dict[str, object]


def state(session: Session, reviewer: Reviewer, today: date) -> Told:
    """All but the source text, which never changes while the page is open, unless the file does.

    The token is of the draft that is told, even where another page changes it meanwhile.
    """
    draft, source = session.draft, session.source
    missing = {} if source.at_hand else {"sv": source.missing_sv, "en": source.missing_en}
    return {
        "token": digest(draft.text),
        "reviewer": reviewer.value,
        "today": today.isoformat(),
        "plan": {
            "id": draft.plan,
            "title": draft.title,
            "municipality": draft.municipality,
            "path": str(draft.path),
        },
        "counts": asdict(session.left),
        "undo": session.last,
        "canUndo": session.can_undo,
        "canRedo": session.can_redo,
        "source": {"atHand": source.at_hand, "missing": missing, "length": len(source.text)},
        "elements": [_element(each) for each in draft.elements],
        "targets": _targets(draft),
    }


def hit(found: TargetHit) -> Told:
    """A target as a search shows it."""
    return {"code": found.code, "sv": found.label_sv, "en": found.label_en}


def _element(element: Element) -> Told:
    return {
        "id": element.id,
        "role": element.role.value,
        "label": element.label,
        "term": element.term,
        "parent": element.parent,
        "depth": element.depth,
        "start": element.start,
        "end": element.end,
        "uncertain": element.uncertain,
        "alignments": [_alignment(each) for each in element.alignments],
    }


def _alignment(alignment: Alignment) -> Told:
    return {
        "sdg": alignment.sdg,
        "strength": alignment.strength,
        "judgement": alignment.judgement or "none",
        "justification": alignment.justification,
        "confidence": alignment.confidence,
        "reviewer": alignment.reviewer,
        "judged": alignment.judged,
        "why": asdict(alignment.why),
        "quotes": [asdict(each) for each in alignment.quotes],
    }


def _targets(draft: Draft) -> dict[str, Told]:
    """What each target that the draft names is called; one that is none is called nothing."""
    codes = {alignment.sdg for element in draft.elements for alignment in element.alignments}
    return {code: hit(targets.every()[code]) for code in sorted(codes & targets.every().keys())}
