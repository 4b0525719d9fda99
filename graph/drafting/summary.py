"""What a draft has, and what a person should look at first: in words, for whoever made it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from graph.drafting.draft import Made
from graph.finding import Language
from graph.judging.draft import Draft, Role

_SHOWN = 12  # unsure elements that are named one by one
_WORDS: Mapping[str, Mapping[Language, str]] = {
    "counts": {
        Language.SV: "{areas} fokusområden, {goals} mål, {links} föreslagna kopplingar som ingen har bedömt",
        Language.EN: "{areas} focus areas, {goals} goals, {links} suggested links that nobody has judged",
    },
    "stated": {Language.SV: ", {stated} som källan själv nämner", Language.EN: ", {stated} stated in the source"},
    "more": {
        Language.SV: "{more} till är märkta med # osäkert i filen",
        Language.EN: "{more} more are marked with # osäkert in the file",
    },
    "vision": {
        Language.SV: "ingen vision hittades; skriv den för hand om planen har en",
        Language.EN: "no vision was found; write one by hand if the plan has one",
    },
    "period": {
        Language.SV: "inga årtal hittades; skriv period för hand om planen nämner dem",
        Language.EN: "no years were found; write period by hand if the plan names any",
    },
    "bare": {
        Language.SV: "{bare} mål utan förslag, till exempel rad {row}: {label}",
        Language.EN: "{bare} goals without any suggestion, such as row {row}: {label}",
    },
    "text": {
        Language.SV: "texten som den citerar ur; låt dem stå bredvid varandra",
        Language.EN: "the text that it quotes; keep both together",
    },
    "next": {Language.SV: "bedöm med: malgraf review {path}", Language.EN: "judge it with: malgraf review {path}"},
}


def said(word: str, language: Language, **values: object) -> str:
    """One of the things that are said of a draft."""
    return _WORDS[word][language].format(**values)


def counts(draft: Draft, language: Language) -> str:
    """How much there is, in one line."""
    roles = Counter(element.role for element in draft.elements)
    links = [link for element in draft.elements for link in element.alignments if link.judgement == "none"]
    stated = sum(link.justification == "stated" for link in links)
    told = said("counts", language, areas=roles[Role.AREA], goals=roles[Role.GOAL], links=len(links) - stated)
    return told + (said("stated", language, stated=stated) if stated else "")


def unsure(made: Made, language: Language) -> Iterator[str]:
    """What to look at first: what the reading was unsure of, and what has no suggestion, each with its row."""
    draft = made.draft
    doubtful = [element for element in draft.elements if element.uncertain]
    for element in doubtful[:_SHOWN]:
        yield f"{draft.path}:{element.row}: {_short(element.label)}: {element.uncertain}"
    if len(doubtful) > _SHOWN:
        yield said("more", language, more=len(doubtful) - _SHOWN)
    if made.outline.vision is None:
        yield said("vision", language)
    if "\nperiod:" not in draft.text:
        yield said("period", language)
    bare = [element for element in draft.elements if element.role is Role.GOAL and not element.alignments]
    if bare:
        yield said("bare", language, bare=len(bare), row=bare[0].row, label=_short(bare[0].label))


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"  # noqa: PLR2004 - what fits beside a doubt
