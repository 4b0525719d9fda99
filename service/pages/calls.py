"""Calls: how a query is asked from curl, Python and R, as code that runs as it stands.

The page is told the code with a place for the query, so that its script can write it anew for each key pressed; how
each language quotes is known in two places therefore, here and in `service/web/src/editor/calls.js`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from graph.engine import syntax

Answer = Literal["table", "graph", "truth"]
QUERY = "{query}"

_ACCEPT: dict[Answer, str] = {
    "table": "text/csv",
    "graph": "text/turtle",
    "truth": "application/sparql-results+json",
}
_CURL = """\
curl '{endpoint}' \\
  -H 'Accept: {accept}' \\
  --data-urlencode 'query={query}'
"""
_PYTHON = '''\
{imports}
from urllib.parse import urlencode
from urllib.request import Request, urlopen
{packages}
query = """
{query}
"""
body = urlencode({{"query": query}}).encode()
with urlopen(Request("{endpoint}", body, {{"Accept": "{accept}"}})) as answer:
    {read}
'''
_PYTHON_READS: dict[Answer, tuple[str, str, str]] = {
    "table": ("", "\nimport pandas\n", "print(pandas.read_csv(answer))"),
    "graph": ("", "\nimport rdflib\n", 'print(len(rdflib.Graph().parse(answer, format="turtle")), "triples")'),
    "truth": ("import json", "", 'print(json.load(answer)["boolean"])'),
}
_R = """\
library(httr2)

query <- r"---(
{query}
)---"
answer <- request("{endpoint}") |>
  req_headers(Accept = "{accept}") |>
  req_body_form(query = query) |>
  req_perform()
{read}
"""
_R_READS: dict[Answer, str] = {
    "table": "read.csv(text = resp_body_string(answer))",
    "graph": 'writeLines(resp_body_string(answer), "answer.ttl")',
    "truth": "resp_body_json(answer)$boolean",
}
_QUOTES: Mapping[str, Callable[[str], str]] = {
    "curl": lambda query: query.replace("'", "'\\''"),
    "Python": lambda query: query.replace("\\", "\\\\").replace('"""', '\\"\\"\\"'),
    "R": lambda query: query,
}


def answers(query: str) -> Answer:
    """What a query answers with: a table, a graph, or yes or no.

    >>> answers("ASK { ?s ?p ?o }"), answers("DESCRIBE <urn:x>"), answers("SELECT")
    ('truth', 'graph', 'table')
    """
    form = syntax.form(query)
    return "graph" if form in ("construct", "describe") else "truth" if form == "ask" else "table"


def codes(endpoint: str) -> dict[str, dict[str, str]]:
    """The code of each language for each kind of answer, with a place for the query."""
    return {language: {kind: write(kind, endpoint) for kind in _ACCEPT} for language, write in _WRITERS.items()}


def written(query: str, endpoint: str) -> dict[str, str]:
    r"""The code of each language that asks a query.

    >>> print(written("ASK { ?s ?p 'x' }", "https://example.org/sparql")["curl"])
    curl 'https://example.org/sparql' \
      -H 'Accept: application/sparql-results+json' \
      --data-urlencode 'query=ASK { ?s ?p '\''x'\'' }'
    <BLANKLINE>
    """
    kind = answers(query)
    return {
        language: code[kind].replace(QUERY, _QUOTES[language](query.strip()))
        for language, code in codes(endpoint).items()
    }


def _curl(kind: Answer, endpoint: str) -> str:
    return _CURL.format(endpoint=endpoint, accept=_ACCEPT[kind], query=QUERY)


def _python(kind: Answer, endpoint: str) -> str:
    imports, packages, read = _PYTHON_READS[kind]
    values = {"endpoint": endpoint, "accept": _ACCEPT[kind], "imports": imports, "packages": packages, "read": read}
    return _PYTHON.format(**values, query=QUERY).lstrip()


def _r(kind: Answer, endpoint: str) -> str:
    return _R.format(endpoint=endpoint, accept=_ACCEPT[kind], read=_R_READS[kind], query=QUERY)


_WRITERS: dict[str, Callable[[Answer, str], str]] = {"curl": _curl, "Python": _python, "R": _r}
