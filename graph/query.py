"""Named queries: the questions in graph/queries, each a SPARQL text with a summary and the values it takes.

A file runs as it stands: each value has a block `VALUES ?name { UNDEF }`, SPARQL's own way to bind, and giving the
value, or several, puts RDF terms there, spelt by the RDF library; words to search for put a `mg:matches` there
instead. So a bound query is a text that any SPARQL client can run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from pyoxigraph import Literal, NamedNode

from graph.errors import ParameterError, UnknownQueryError
from graph.namespaces import ID, PLAN_BASE, SDG
from graph.resources import shipped

Values = Mapping[str, str | Sequence[str]]
"""What is given to a query: for each name a value, or several of which any will do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A value that a query takes: its name, the variable that it binds, its kind, and what it does."""

    name: str
    variable: str
    kind: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedQuery:
    """A question: what it answers in both languages, its SPARQL, and the values it takes."""

    name: str
    summary: str
    summary_sv: str
    text: str
    parameters: tuple[Parameter, ...]

    def bind(self, values: Values, *, limit: int | None = None, offset: int = 0) -> str:
        """The SPARQL text with these values bound. Raises ParameterError for a value or name it does not take."""
        given = {self._parameter(name): value for name, value in values.items()}
        terms = {parameter.variable: _terms(parameter, value) for parameter, value in given.items()}
        searched = {parameter.variable for parameter in given if parameter.kind == "words"}

        def bound(block: re.Match[str]) -> str:
            if block["name"] in searched:
                return f"{block['names']} mg:matches {terms[block['name']]} ."
            return f"VALUES {block['names']} {{ {terms[block['name']]} }}" if block["name"] in terms else block[0]

        text = _BLOCK.sub(bound, self.text)
        return text if limit is None else f"{text}LIMIT {limit:d} OFFSET {offset:d}\n"

    def _parameter(self, name: str) -> Parameter:
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        known = ", ".join(parameter.name for parameter in self.parameters) or "none"
        raise ParameterError(f"{self.name} takes no {name}; it takes: {known}")


def names() -> list[str]:
    """The names of all queries, sorted."""
    return sorted(path.stem for path in shipped("graph", "queries").glob("*.rq"))


@cache
def load(name: str) -> NamedQuery:
    """The query of a name.

    >>> load("plans").summary
    'Every plan, with its municipality, its period and what it holds'
    """
    if name not in names():
        near = get_close_matches(name, names(), n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(names())}"
        raise UnknownQueryError(f'no query is named "{name}"; {hint}')
    text = shipped("graph", "queries", f"{name}.rq").read_text(encoding="utf-8")
    return NamedQuery(
        name=name,
        summary=header(text, "summary"),
        summary_sv=header(text, "summary-sv"),
        text=body(text),
        parameters=tuple(Parameter(**match.groupdict()) for match in _PARAMETER.finditer(text)),
    )


def header(text: str, name: str) -> str:
    """What the header `#+ name: ...` of a `.rq` file says, or "" where it has none.

    >>> header("#+ summary: All plans", "summary")
    'All plans'
    """
    return next((line.partition(": ")[2] for line in text.splitlines() if line.startswith(f"#+ {name}: ")), "")


def body(text: str) -> str:
    """A `.rq` file without its headers: the SPARQL."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#+"))


_BLOCK = re.compile(r"VALUES (?P<names>\(?\?(?P<name>\w+)(?: \?\w+\))?) \{ \(?UNDEF(?: UNDEF\))? \}")
_PARAMETER = re.compile(
    r"^#\+ param: \?(?P<variable>\w+) (?P<name>\w+) \((?P<kind>\w+)\) (?P<description>.+)$", re.MULTILINE
)

_PLAN_PART = r"[a-z0-9-]+/[a-z0-9-]+(/[a-z0-9-]+)*"
_KINDS = {
    "municipality": (r"\d{4}", ID + "municipality/", "a four-digit municipality code such as 1440"),
    "county": (r"\d{2}", ID + "county/", "a two-digit county code such as 14"),
    "sdg": (r"\d{1,2}(\.[0-9a-d]{1,2})?", SDG, "an SDG goal or target such as 11 or 11.7"),
    "plan": (r"[a-z0-9-]+/[a-z0-9-]+", PLAN_BASE, "a plan such as ale/strategisk-plan"),
    "cluster": (r"(plans|goals)/\d+", ID + "cluster/", "a cluster such as goals/1"),
    "part": (_PLAN_PART, PLAN_BASE, "a plan, or a goal or focus area of one"),
    "element": (_PLAN_PART, PLAN_BASE, "a goal or focus area such as ale/strategisk-plan/lust-att-lara"),
    "iri": (r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", "", "an absolute IRI"),
}


def _terms(parameter: Parameter, value: str | Sequence[str]) -> str:
    """The terms of a value with blanks between; no term at all where there is no value, so that nothing is found."""
    several = (value,) if isinstance(value, str) else value
    if parameter.kind == "words" and len(several) != 1:
        raise ParameterError(f"{parameter.name} is one text; it was given {len(several)}")
    return " ".join(dict.fromkeys(_term(parameter, each) for each in several))


def _term(parameter: Parameter, value: str) -> str:
    """A value as an RDF term in SPARQL's spelling; a name may be given whole, as an IRI, or by its last part."""
    if parameter.kind in ("text", "words"):
        return str(Literal(value))
    if parameter.kind == "flag":
        return _flag(parameter, value)
    pattern, space, what = _KINDS[parameter.kind]
    name = value.removeprefix(space)
    try:
        if re.fullmatch(pattern, name):
            return str(NamedNode(space + name))
    except ValueError:  # the pattern lets through what is no IRI after all, such as a lone %
        pass
    raise ParameterError(f'{parameter.name} is {what}, not "{value}"')


def _flag(parameter: Parameter, value: str) -> str:
    if value not in ("true", "false"):
        raise ParameterError(f'{parameter.name} is true or false, not "{value}"')
    return value if value == "true" else "UNDEF"
