"""Releases: the list of what was published when, and the page of each, with its files and how it is cited."""

from __future__ import annotations

import asyncio
import hashlib
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from graph import description, statements
from graph.description import RELEASE
from graph.release import Release
from graph.rows import Row
from service.caching import MAX_AGE, exact
from service.citation import EDITORS, LICENCE, cited
from service.cited import Cited
from service.envelope import envelope, following, refuse_unknown
from service.files import by_plan, files
from service.forms import PAGE, TABLE, Drawn, Form, form
from service.manifests import manifest
from service.metadata import of_release
from service.negotiate import CSV, DOCUMENTS, XLSX
from service.pages.plain import numbers
from service.pages.publications import around, changed, described, every, made, posts, row, state
from service.parameters import Limit, PageNumber
from service.served import Served, Service

router = APIRouter()

YAML = "application/yaml"
_A_PAGE = 50


async def _listing(request: Request, served: Service) -> Form:
    return form(request, served, TABLE, asked=state(served))


async def _showing(request: Request, served: Service, found: Cited) -> Form:
    return form(request, served, PAGE, asked=found.digest + state(served))


Listing = Annotated[Form, Depends(_listing)]
Showing = Annotated[Form, Depends(_showing)]


@router.get("/releases")
@router.get("/releases.{suffix}")
async def releases(
    request: Request, served: Service, form: Listing, limit: Limit = _A_PAGE, page: PageNumber = 1
) -> Response:
    """Every publication, the newest first: what it changed, and whether it can still be had."""
    refuse_unknown(request)
    found, offset = every(served), (page - 1) * limit
    part = found[offset : offset + limit]
    answer: Row = {
        **envelope(served),
        "id": served.address("/releases"),
        "total": len(found),
        "items": [row(served, each) for each in part],
    }
    answer |= following(request, served, page if offset + limit < len(found) else 0)
    rows = [row(served, each) for each in found] if form.media_type in (CSV, XLSX) else []
    drawn: Drawn = {
        "page": page,
        "last": max(1, -(-len(found) // limit)),
        "limit": "" if limit == _A_PAGE else limit,
        "part": [(each, changed(served, each)) for each in part],
        "current": served.release.digest,
    }
    return await form.shown("releases.html", answer, rows=rows, draw=lambda: drawn)


@router.get("/release/{digest}")  # noqa: FAST003 - cited takes it
@router.get("/release/{digest}.{suffix}")
async def release(request: Request, served: Service, found: Cited, form: Showing) -> Response:
    """A release: when it was published, what it holds and changed, its files, and how it is cited."""
    refuse_unknown(request)
    address = f"/release/{found.digest}"
    listed = files(served, found)
    told = described(served, found, listed, RELEASE + found.digest)
    form.point(['</releases>; rel="collection"', *posts(form, found, address, listed)])
    if form.media_type in DOCUMENTS:
        return await asyncio.to_thread(_document, form, found, told)
    answer: Row = {**envelope(served), **told}
    return await form.shown("release.html", answer, draw=lambda: _drawn(form, found))


@router.get("/releases/{digest}/CITATION.cff")  # noqa: FAST003 - as above
async def citation(request: Request, served: Service, found: Cited) -> Response:
    """How the release is cited, in the Citation File Format."""
    content = cited(served, found).cff.encode()
    published = served.history.first_of(found.digest)
    tag, when = hashlib.sha256(content).hexdigest(), published.at if published else None
    return Response(content, headers=exact(request, tag, keep=MAX_AGE, changed=when), media_type=YAML)


def _document(form: Form, found: Release, told: Row) -> Response:
    """The release as RDF: what it says of itself, counted, and when it was published after which."""
    served, folder = form.served, f"/releases/{found.digest}"
    endpoint, dump = served.address(f"{folder}/sparql"), served.address(f"{folder}/dataset.nq")
    void = description.of_dataset(description.read(found.void), found.digest, endpoint=endpoint, dump=dump)
    said = {**told, **_provenance(served, found, told)}
    content = description.written(void | frozenset(statements.triples(said)), form.media_type)
    return Response(content, headers=form.headers, media_type=form.media_type)


def _provenance(served: Served, found: Release, told: Row) -> Row:
    """Who has made it of what, and when, in PROV's words."""
    said: Row = {"prov:wasAttributedTo": {"id": EDITORS}}
    published, before = served.history.first_of(found.digest), str(told.get("previousVersion", ""))
    earlier = served.history.first_of(before.removeprefix(RELEASE))
    if published:
        said["prov:generatedAtTime"] = {"@value": published.at.isoformat(), "@type": "xsd:dateTime"}
    if published and earlier and earlier.number < published.number:  # one that came back is made of nothing after it
        said["prov:wasRevisionOf"] = {"id": before}
    return {**said, "dcterms:publisher": {"id": served.publisher.agent.iri}} if served.publisher else said


def _drawn(form: Form, found: Release) -> Drawn:
    served = form.served
    latest, before, after = around(served, found)
    whole = files(served, found)
    return {
        "published": made(served, latest),
        "before": before,
        "after": after,
        "changed": changed(served, latest),
        "again": [each.version for each in reversed(every(served)) if each.digest == found.digest][1:],
        "counts": numbers(manifest(found)["counts"]),
        "citation": cited(served, found),
        "licence": LICENCE,
        "files": [file for file in whole if file.dump.compressed],
        "tables": [file for file in whole if not file.dump.compressed],
        "plans": len(by_plan(found).keys() - {""}),
        "current": found.digest == served.release.digest,
        "metadata": of_release(served, found, form.language),
    }
