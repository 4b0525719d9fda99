"""A process that asks an engine elsewhere, one query at a time, and may be killed at any moment.

    ENGINE=ADDRESS python -I -m graph.engine.asker DIGEST SECONDS MEMORY FD

It is a worker as its pool sees it, so that the deadline, the queue, the limits and the end of a query are those of our
own workers; and whatever a hostile engine sends is read where it can do no harm. Before a query it makes sure, at most
once a second, that the engine still holds the release of this digest: another one's answers must not pass for it.
"""

from __future__ import annotations

import os
import re
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from itertools import pairwise
from typing import IO

from graph.engine import endpoint, jsonld, reading, sandbox, syntax, worker
from graph.engine.address import Address
from graph.engine.answer import Form, Query
from graph.engine.endpoint import Endpoint, Parameters
from graph.engine.holding import Holding, held
from graph.engine.sandbox import AddressSpace
from graph.errors import BusyError, ForbiddenQueryError, QuerySyntaxError

NOTHING = "urn:malgraf:nothing"
"""A graph that is nowhere: it says to every engine that a part of the dataset is empty."""

_FOREIGN = re.compile(r"<?(bif|sql):|.*\\u", re.IGNORECASE)  # spelt out, or so that it cannot be told
_TRUSTED_SECONDS = 1.0
_MILLISECONDS = 1000


class Asker:
    """An engine, and the release that it is believed to hold."""

    def __init__(self, engine: Endpoint, digest: str, seconds: float) -> None:
        self._engine = engine
        self._digest = digest
        self._seconds = seconds
        self._holding = Holding()
        self._confirmed = -_TRUSTED_SECONDS
        self._open = ExitStack()

    def evaluate(self, query: Query) -> tuple[Form, worker.Write]:
        """Begin to ask; the rest is done by what is returned."""
        self._open.close()
        form = _form(query)
        reading.refuse_format(form, query.media_type)
        _refuse_foreign(query.text)
        self._confirm()
        accept = endpoint.GRAPHS if form in ("construct", "describe") else endpoint.RESULTS
        base = f"BASE <{query.base}>" if query.base else ""
        text = f"{self._exclusions(query)}{base}\n{query.text}"
        asked = self._engine.ask(text, accept, self._parameters(query), written=query.written or query.text)
        response = self._open.enter_context(asked)
        kind, pieces = endpoint.media_type(response), endpoint.pieces(response)
        if kind == "application/sparql-results+json" and self._is_virtuoso():
            pieces = reading.repaired(pieces)
        return form, partial(self._write, pieces, kind, form, query.media_type)

    def _write(self, pieces: Iterator[bytes], kind: str, form: Form, media_type: str, output: IO[bytes]) -> None:
        with self._open:
            reading.rewrite(pieces, kind, form, media_type, output)

    def _parameters(self, query: Query) -> Parameters:
        """The dataset, and the time in the words of an engine that takes it in these."""
        named = dict[str, tuple[str, ...]]()
        if query.default_graphs or query.named_graphs:  # Virtuoso takes what is not named for all there is
            named["default-graph-uri"] = query.default_graphs or (NOTHING,)
            named["named-graph-uri"] = query.named_graphs or (NOTHING,)
        if self._is_virtuoso():
            named["timeout"] = (str(int((query.seconds or self._seconds) * _MILLISECONDS)),)
        return named

    def _exclusions(self, query: Query) -> str:
        """What keeps Virtuoso's own graphs out, except where it would lose a graph that the text names by that."""
        if not self._is_virtuoso() or query.default_graphs or query.named_graphs or _names_graphs(query.text):
            return ""
        kinds = ("default-graph-exclude", "named-graph-exclude")
        return "".join(f"DEFINE input:{kind} <{name}> " for name in sorted(self._holding.others) for kind in kinds)

    def _confirm(self) -> None:
        if time.monotonic() - self._confirmed < _TRUSTED_SECONDS:
            return
        self._holding = held(self._engine)
        if self._holding.digest != self._digest:
            what = f"release {self._holding.digest[:12]}" if self._holding.digest else "no whole release"
            raise BusyError(
                f"{self._engine.address.url}: the engine holds {what}, and this service serves {self._digest[:12]}; "
                "load it with: malgraf release --to, or serve the other one",
            )
        self._confirmed = time.monotonic()

    def _is_virtuoso(self) -> bool:
        return self._engine.software.startswith("Virtuoso")


def main(digest: str, seconds: str, memory: str, descriptor: str) -> None:
    """Serve until the other side hangs up."""
    connection = socket.socket(fileno=int(descriptor))
    sandbox.die_with_parent()
    jsonld.read_context()
    sandbox.leave_no_core()
    sandbox.gain_no_privilege()
    mapped = AddressSpace.watch()
    sandbox.limit_memory(mapped.size() + int(memory))
    asker = Asker(Endpoint(Address.unpack(os.environ.pop("ENGINE"))), digest, float(seconds))
    worker.serve(connection, asker.evaluate, mapped, int(memory))


def _form(query: Query) -> Form:
    """The form of a query. Raises QuerySyntaxError where it has none: some engines know other first words."""
    form = syntax.form(query.text)
    if form is None or form == "update":
        raise QuerySyntaxError("the query does not parse: it begins with SELECT, ASK, CONSTRUCT or DESCRIBE")
    return form


def _refuse_foreign(text: str) -> None:
    """Raises ForbiddenQueryError for functions of Virtuoso, of which `bif:http_get` asks any address for anybody."""
    for token in syntax.tokens(text):
        if (token.kind in ("iri", "name") and _FOREIGN.match(token.text)) or token.text == "\\":
            raise ForbiddenQueryError(
                f"{token.text} could reach out of the engine, which is not allowed here; leave it out"
            )


def _names_graphs(text: str) -> bool:
    """Whether the text has FROM, or GRAPH before a name."""
    told = [token for token in syntax.tokens(text) if token.kind not in ("space", "comment")]
    return any(
        token.text.upper() == "FROM" or (token.text.upper() == "GRAPH" and following.kind in ("iri", "name"))
        for token, following in pairwise(told)
        if token.kind == "word"
    )


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except BrokenPipeError:
        os._exit(1)  # the parent has left; nobody waits for a tidy end
