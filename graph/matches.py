"""mg:matches, the predicate that searches: a query that uses it becomes one that any SPARQL engine understands.

`?goal mg:matches "bostad"` becomes `VALUES ?goal { ... }` with what the text index finds, and `(?goal ?score)` gets the
score beside it. It is plain SPARQL to write, and its tokens are all that is looked at. Each line stays on its line.
What does not parse is left for the engine to explain, which is to speak of the text as it was written.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.engine import complaint
from graph.engine.syntax import Token, tokens
from graph.errors import QuerySyntaxError
from graph.namespaces import expand
from graph.textsearch import MOST_HITS, Hit, TextIndex
from graph.words import LANGUAGES

MOST_USES = 8
"""How often one query may search."""

SECONDS = 2.0
"""The time for all the searches of a query."""

Search = Callable[[str, str], Sequence[Hit]]
"""What has the words of a text, in a language, or in any where that is ""."""

_MATCHES = expand("mg:matches").value
_OPENING = {"{": "}", "(": ")", "[": "]"}
_CLOSING = frozenset(_OPENING.values())
_PATTERNS = frozenset({"FILTER", "BIND", "OPTIONAL", "GRAPH", "MINUS", "VALUES", "SERVICE", "UNION"})
_PATH = frozenset("/|^*+?!")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CONTROL = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


def rewritten(text: str, search: Search) -> str:
    """The query with each use of mg:matches replaced by what the search finds; a query without one as it is.

    >>> query = "PREFIX mg: <https://w3id.org/malgraf/ontology#> SELECT ?g { ?g mg:matches 'bostad'@sv ; mg:partOf ?p }"
    >>> rewritten(query, lambda text, language: [Hit(iri=f"urn:{text}:{language}", kind="Goal", score=0.5)])
    'PREFIX mg: <https://w3id.org/malgraf/ontology#> SELECT ?g { VALUES ?g { <urn:bostad:sv> } ?g mg:partOf ?p }'

    Raises QuerySyntaxError, with its line and column, for a use that cannot be.
    """
    if "matches" not in text:
        return text
    read = _Query(text)
    statements = list(read.statements())
    uses = [use for statement in statements for use in statement.uses]
    if len(uses) > MOST_USES:
        raise read.error(uses[MOST_USES].place, f"one query may use mg:matches {MOST_USES} times; ask in two")
    found = {asked: search(*asked)[:MOST_HITS] for asked in dict.fromkeys(use.asked for use in uses)}
    edits = [_Edit(s.before, s.before, "".join(use.values(found[use.asked]) for use in s.uses)) for s in statements]
    gone = [edit for statement in statements for edit in statement.gone]
    return _edited(text, [*edits, *gone, *(read.template(gone) if uses else ())])


def searched(text: str, index: TextIndex) -> str:
    """The query with each use of mg:matches replaced by what has all the words, in a release's index."""
    end = time.monotonic() + SECONDS

    def search(words: str, language: str) -> list[Hit]:
        left = max(end - time.monotonic(), 0.01)
        return [hit for hit in index.search(words, language=language, seconds=left) if not hit.missing]

    return rewritten(text, search)


@dataclass(frozen=True, slots=True)
class _Edit:
    """Characters of a text, from and to, and what stands there instead."""

    start: int
    end: int
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Use:
    """One use: its token, the text and language that are asked for, and the variables that it binds."""

    place: Token
    asked: tuple[str, str]
    variables: tuple[str, ...]

    def values(self, hits: Sequence[Hit]) -> str:
        if len(self.variables) == 1:
            return f"VALUES {self.variables[0]} {{ {' '.join(f'<{hit.iri}>' for hit in hits)} }} "
        rows = " ".join(f"(<{hit.iri}> {hit.score:f})" for hit in hits)
        return f"VALUES ({' '.join(self.variables)}) {{ {rows} }} "


@dataclass(frozen=True, slots=True, kw_only=True)
class _Statement:
    """A statement that searches: where its VALUES go, and what goes away."""

    uses: list[_Use]
    before: int
    gone: list[_Edit]


class _Query:
    """The tokens of a query, read as far as is needed to tell its statements apart."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [token for token in tokens(text) if token.kind not in ("space", "comment")]
        self.ends = _ends(self.tokens)
        self.starts = {end: start for start, end in self.ends.items()}
        self.names = _names(self.tokens)

    def statements(self) -> Iterator[_Statement]:
        """Every statement that searches. Raises QuerySyntaxError."""
        for opening in self.ends:
            if self.tokens[opening].text == "{" and not self._is_data(opening):
                for begin, end in self._statements_of(opening):
                    yield from self._searching(begin, end, opening)

    def template(self, gone: Iterable[_Edit]) -> Iterator[_Edit]:
        """What CONSTRUCT WHERE leaves out: the template, which is the pattern without what searches."""
        words = (
            at for at, token in enumerate(self.tokens) if token.text.upper() == "CONSTRUCT" and token.kind == "word"
        )
        at = next(words, len(self.tokens))
        opening = next((place for place in sorted(self.ends) if place > at and self._text(place) == "{"), at)
        if opening in (at, at + 1):  # no CONSTRUCT, none with a pattern, or one with a template of its own
            return
        inside = self.tokens[opening + 1 : self.ends[opening]]
        kept = [t.text for t in inside if not any(edit.start <= t.start < edit.end for edit in gone)]
        dots = [text for text, before in zip(kept, [".", *kept], strict=False) if (text, before) != (".", ".")]
        end = self.tokens[at].end
        yield _Edit(end, end, f" {{ {' '.join(dots)} }}")

    def error(self, token: Token, what: str) -> QuerySyntaxError:
        """The error of a token, at its line and column."""
        return complaint.at(self.text, token.start, what, wrong="the query cannot search")

    def _text(self, at: int) -> str:
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def _is_data(self, opening: int) -> bool:
        """Whether braces hold the rows of VALUES."""
        return self._text(self.starts.get(opening - 1, opening - 1) - 1).upper() == "VALUES"

    def _statements_of(self, opening: int) -> Iterator[tuple[int, int]]:
        """From where to where the statements of a group are; groups within it are not looked into."""
        at, begin, end = opening + 1, None, self.ends[opening]
        while at < end:
            token = self.tokens[at]
            is_pattern = token.kind == "word" and token.text.upper() in _PATTERNS
            if is_pattern or token.text in ("{", "."):
                if begin is not None:
                    yield begin, at
                begin, at = None, (self._after_pattern(at, end) if is_pattern else self.ends.get(at, at) + 1)
            else:
                begin, at = (at if begin is None else begin), self.ends.get(at, at) + 1
        if begin is not None:
            yield begin, end

    def _after_pattern(self, at: int, end: int) -> int:
        """Where the brackets of FILTER and BIND end, or else where the braces of the pattern begin."""
        wanted = "{([" if self._text(at).upper() in ("FILTER", "BIND") else "{"
        while at < end and self._text(at) not in wanted:
            at = self.ends.get(at, at) + 1
        return self.ends.get(at, at) + 1 if wanted != "{" else at

    def _searching(self, begin: int, end: int, opening: int) -> Iterator[_Statement]:
        """The statement between two tokens, where it searches."""
        first, *segments = self._segments(begin, end)
        places = [segment for segment in segments if self._is_matches(segment.start)]
        self._refuse_hidden(range(begin, end), {segment.start for segment in places})
        if not places:
            return
        if self._text(opening - 1).upper() == "CONSTRUCT":
            raise self.error(
                self.tokens[places[0].start], "mg:matches searches, and a template cannot; put it in WHERE"
            )
        kept = [segment for segment in segments if segment and segment not in places]
        variables = self._variables(first, self.tokens[places[0].start], alone=not kept)
        if self._text(opening - 2).upper() == "GRAPH" and not self._speaks_of(variables[0], opening, begin, end, kept):
            raise self.error(
                self.tokens[places[0].start],
                f"say something else of {variables[0]} in this GRAPH, such as {variables[0]} a ?class: "
                "the search finds things of the whole release",
            )
        yield _Statement(
            uses=[
                _Use(place=self.tokens[place.start], asked=self._asked(place), variables=variables) for place in places
            ],
            before=self.tokens[begin].start,
            gone=list(self._gone(range(begin, end), segments, places, kept)),
        )

    def _speaks_of(self, variable: str, opening: int, begin: int, end: int, kept: Sequence[range]) -> bool:
        """Whether the group says anything of a variable beside the statement that searches."""
        around = (*range(opening + 1, begin), *range(end, self.ends[opening]))
        return bool(kept) or any(self._text(at) == variable for at in around)

    def _segments(self, begin: int, end: int) -> Iterator[range]:
        """The subject of a statement, and each predicate with its objects."""
        start = self.ends.get(begin, begin) + 1
        yield range(begin, start)
        at = start
        while at < end:
            if self._text(at) == ";":
                yield range(start, at)
                start = at + 1
            at = self.ends.get(at, at) + 1
        yield range(start, end)

    def _gone(
        self, whole: range, segments: Sequence[range], places: Sequence[range], kept: Sequence[range]
    ) -> Iterator[_Edit]:
        """What searches, and the semicolons before what is kept, or the whole statement where nothing is."""
        if not kept:
            yield _Edit(self.tokens[whole.start].start, self.tokens[whole.stop - 1].end)
            return
        lead = kept[0].start
        if segments[0].start < lead:
            yield _Edit(self.tokens[segments[0].start].start, self.tokens[lead].start)
        for place in places:
            if place.start > lead:
                yield _Edit(self.tokens[place.start].start, self.tokens[place.stop - 1].end)

    def _is_matches(self, at: int) -> bool:
        return self._text(at) in self.names

    def _refuse_hidden(self, statement: range, places: set[int]) -> None:
        """Raises QuerySyntaxError for a use in a path or in square brackets; naming the term is no use."""
        for at in statement:
            if not self._is_matches(at) or at in places:
                continue
            around = {self._text(at - 1), self._text(at + 1)}
            if (
                around & _PATH
                or around == {"(", ")"}
                or (at + 1 < len(self.tokens) and self.tokens[at + 1].kind == "string")
            ):
                raise self.error(self.tokens[at], f"mg:matches stands alone after a variable here: {_EXAMPLE}")

    def _variables(self, subject: range, place: Token, *, alone: bool) -> tuple[str, ...]:
        """The variable before mg:matches, or the two in brackets."""
        named = [self.tokens[at] for at in subject]
        if named[0].text == "(":
            named = named[1:-1]
            if not alone:
                raise self.error(place, "end the search with a dot, and begin what follows with the variable again")
        if len(named) == 2 and named[0].text == named[1].text:  # noqa: PLR2004 - the thing and its score
            raise self.error(place, f"the thing and its score are two variables: {_EXAMPLE}")
        if len(named) not in (1, 2) or any(token.kind != "variable" for token in named):
            raise self.error(place, f"mg:matches finds things for a variable: {_EXAMPLE}")
        return tuple(token.text for token in named)

    def _asked(self, place: range) -> tuple[str, str]:
        """The text after mg:matches and its language."""
        _, *given = (self.tokens[at] for at in place)
        if not given or given[0].kind != "string" or [token.kind for token in given[1:]] not in ([], ["language"]):
            raise self.error(given[0] if given else self.tokens[place.start], f"mg:matches takes one text: {_EXAMPLE}")
        language = given[1].text[1:].lower() if given[1:] else ""
        if language.partition("-")[0] not in ("", *LANGUAGES):
            raise self.error(given[1], f"the texts are searched in {' and '.join(LANGUAGES)}, or in both without a tag")
        return _unquoted(given[0].text), language


_EXAMPLE = '?goal mg:matches "bostad", or (?goal ?score) mg:matches "bostad"@sv'


def _ends(found: Sequence[Token]) -> dict[int, int]:
    """Where each bracket is closed, in the order in which they are; those that nothing closes are not there."""
    opened: list[int] = []
    ends = {}
    for at, token in enumerate(found):
        if token.text in _OPENING:
            opened.append(at)
        elif token.text in _CLOSING and opened and _OPENING[found[opened[-1]].text] == token.text:
            ends[opened.pop()] = at
    return ends


def _names(found: Sequence[Token]) -> set[str]:
    """How this query may write the predicate: as its IRI, and with every prefix that leads there."""
    names = {}
    for keyword, prefix, iri in zip(found, found[1:], found[2:], strict=False):
        space = iri.text[1:-1]
        if keyword.text.upper() == "PREFIX" and iri.kind == "iri":
            names[prefix.text] = prefix.text + _MATCHES.removeprefix(space) if _MATCHES.startswith(space) else ""
    return {f"<{_MATCHES}>", *filter(None, names.values())}


def _unquoted(string: str) -> str:
    quotes = 3 if string[:3] in ('"""', "'''") else 1
    return _ESCAPE.sub(_character, string[quotes:-quotes])


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2] or "0", 16)
    if escape[3]:
        return _CONTROL.get(escape[3], escape[3])
    return chr(code) if code <= 0x10FFFF else ""  # noqa: PLR2004 - the last code point of Unicode


def _edited(text: str, edits: Iterable[_Edit]) -> str:
    """The text with its edits; what goes away leaves its line ends."""
    done, at = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start >= at:
            done += [text[at : edit.start], edit.text, "\n" * text.count("\n", edit.start, edit.end)]
            at = edit.end
    return "".join([*done, text[at:]])
