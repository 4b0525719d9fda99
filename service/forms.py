"""Forms: what a page shows, as HTML, JSON, JSON-LD or RDF, and where it is a table as CSV or a workbook.

A page and its data have one address: `/plans` is what a browser takes, `/plans.csv` the same rows for a spreadsheet.
The form is settled before anything is evaluated, so that who has the answer already gets 304.
"""

from __future__ import annotations

import asyncio
import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import Response

from graph.errors import NotFoundError
from graph.rows import Cell, Row, flat
from graph.sheets import table
from graph.statements import written
from service import html
from service.caching import Headers, fresh
from service.languages import Language, bare, language
from service.linking import WORKBOOKS
from service.negotiate import CSV, DOCUMENTS, HTML, JSON, SUFFIX_OF, SUFFIXES, XLSX, preferred
from service.problems import NotAcceptableError
from service.served import Served, Service

Drawn = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The form in which a client takes an answer: a media type, with the headers that go with it."""

    request: Request
    served: Served
    media_type: str
    headers: Headers

    @property
    def language(self) -> Language:
        """The language of the page."""
        return language(self.request.url.path)

    async def shown(
        self,
        template: str,
        answer: Row,
        *,
        rows: Sequence[Row] = (),
        draw: Callable[[], Drawn] = dict,
    ) -> Response:
        """The answer in this form. `rows` are what a table holds, `draw` gives what only the page shows."""
        match self.media_type:
            case "text/html":
                return self.page(template, answer=answer, **draw())
            case "application/json" | "application/ld+json":
                return self._file(json.dumps(answer, ensure_ascii=False).encode())
            case "text/csv":
                return self._file(_csv(rows))
            case kind if kind == XLSX:
                digest, cells = self.served.release.digest, [flat(row) for row in rows]
                return self._file(await WORKBOOKS.run(lambda: table(cells, digest)))
        return self._file(await asyncio.to_thread(written, answer, self.media_type))

    def page(self, template: str, **values: object) -> Response:
        """The page of a template, which says at its foot which release it shows."""
        served = {"digest": self.served.release.digest, "publisher": self.served.publisher}
        return html.page(template, self.request, self.headers, **served, **values)

    def point(self, links: Iterable[str]) -> None:
        """Say in the header Link where else to go: see service/signposts.py."""
        self.headers["Link"] = ", ".join((*links, self.headers["Link"]))

    def _file(self, content: bytes) -> Response:
        return Response(content, headers=self.headers, media_type=self.media_type)


def form(request: Request, served: Served, offered: Sequence[str], asked: str = "") -> Form:
    """The form that the suffix of an address names or the client prefers, of those that are offered.

    `asked` is what the answer depends on beside the release.

    Raises NotFoundError, NotAcceptableError, and NotModifiedError where the client has the answer.
    """
    media_type = _chosen(request, offered)
    address, suffix = split(bare(request.url.path))
    address = "/index" if address == "/" else address
    said = (served.settings, served.publisher, served.history)  # pages say them all
    shown = repr(said) if media_type == HTML else ""
    headers = fresh(request, served.release, media_type, asked=asked + shown)
    headers["Link"] = _alternates(request, address, offered)
    if media_type == XLSX or (media_type == CSV and suffix):
        name = f"malgraf{address.replace('/', '-')}-{served.release.digest[:12]}.{SUFFIX_OF[media_type]}"
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return Form(request=request, served=served, media_type=media_type, headers=headers)


def split(path: str) -> tuple[str, str]:
    """A path and the suffix of a form at its end: codes of Agenda 2030 have dots too, so only known ones count.

    >>> split("/sdg/11.7"), split("/sdg/11.7.ttl"), split("/plans.csv")
    (('/sdg/11.7', ''), ('/sdg/11.7', 'ttl'), ('/plans', 'csv'))
    """
    stem, dot, suffix = path.rpartition(".")
    return (stem, suffix) if dot and suffix in SUFFIXES else (path, "")


PAGE = (HTML, JSON, *DOCUMENTS)
TABLE = (*PAGE, CSV, XLSX)


async def _only(request: Request, served: Service) -> Form:
    return form(request, served, (HTML,))


async def _page(request: Request, served: Service) -> Form:
    return form(request, served, PAGE)


async def _table(request: Request, served: Service) -> Form:
    return form(request, served, TABLE)


OnlyPage = Annotated[Form, Depends(_only)]
"""The form of a page that has no data of its own."""
PageForm = Annotated[Form, Depends(_page)]
"""The form of a page that shows one thing."""
TableForm = Annotated[Form, Depends(_table)]
"""The form of a page that shows rows."""


def _chosen(request: Request, offered: Sequence[str]) -> str:
    suffix = str(request.path_params.get("suffix", "")) or split(request.url.path)[1]
    if not suffix:
        found = preferred(request.headers.get("accept"), offered)
        if found is None:
            raise NotAcceptableError(f"there are: {', '.join(offered)}")
        return found
    if SUFFIXES.get(suffix) not in offered:
        names = ", ".join(f".{SUFFIX_OF[media_type]}" for media_type in offered)
        raise NotFoundError(f"there is no .{suffix[:40]} of this; there are: {names}")
    return SUFFIXES[suffix]


def _alternates(request: Request, address: str, offered: Sequence[str]) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    forms = [(SUFFIX_OF[media_type], media_type) for media_type in offered if media_type != HTML]
    return ", ".join(f'<{address}.{name}{query}>; rel="alternate"; type="{kind}"' for name, kind in forms)


def _csv(rows: Sequence[Row]) -> bytes:
    """The rows as the SPARQL endpoint gives them as CSV: a column for each value, named like the query's."""
    cells: list[dict[str, Cell]] = [flat(row) for row in rows]
    columns = list(dict.fromkeys(column for row in cells for column in row))
    file = StringIO(newline="")
    writer = csv.DictWriter(file, columns)
    writer.writeheader()
    writer.writerows(cells)
    return file.getvalue().encode()
