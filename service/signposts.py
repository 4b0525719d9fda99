"""Signposts: what the header Link of a document says of its thing, so that a machine need not read the page.

The relations of signposting.org: how to cite it, where it is described for programs, of what kind it is, of what it is
a part, and under which licence.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.description import RELEASE
from graph.namespaces import CC0, ID, ONTOLOGY, PLAN_BASE, SHAPES, plan_of
from service.negotiate import DOCUMENTS, HTML, SUFFIX_OF

_SDO = "https://schema.org/"
_SCHEMES = {ID + "county": "AdministrativeArea", ID + "municipality": "GovernmentOrganization"}
_OTHERS = {ONTOLOGY: "DefinedTermSet", SHAPES: "CreativeWork", **dict.fromkeys(_SCHEMES, "DefinedTermSet")}


def signposts(iri: str, address: str, media_type: str, *, dataset: str = "") -> str:
    """The links of a document, at an address without a suffix and in some form, of the thing with this IRI.

    `dataset` is what the catalogue has a plan as, where there is a catalogue.

    >>> signposts(PLAN_BASE + "ale/plan", "/plan/ale/plan", "text/turtle").split(", ")[1]
    '<https://w3id.org/malgraf/id/plan/ale/plan>; rel="cite-as"'
    """
    return ", ".join(_links(iri, address, media_type, dataset))


def _links(iri: str, address: str, media_type: str, dataset: str) -> Iterator[str]:
    yield f'<{iri}>; rel="describes"'
    yield f'<{iri}>; rel="cite-as"'
    yield f'<{CC0}>; rel="license"'
    if kind := _kind(iri):
        yield f'<{_SDO}{kind}>; rel="type"'
    if whole := _whole(iri) or dataset:
        yield f'<{whole}>; rel="collection"'
    if media_type == HTML:
        yield f'<{_SDO}AboutPage>; rel="type"'
        for each in DOCUMENTS:
            yield f'<{address}.{SUFFIX_OF[each]}>; rel="describedby"; type="{each}"'


def _kind(iri: str) -> str:
    """The class of schema.org that a thing is in, where one is apt.

    >>> _kind(PLAN_BASE + "ale/plan"), _kind(PLAN_BASE + "ale/plan/goal"), _kind(ID + "municipality/1440")
    ('CreativeWork', '', 'GovernmentOrganization')
    """
    if iri.startswith(PLAN_BASE):
        return "" if _whole(iri) else "CreativeWork"
    if iri.startswith(RELEASE):
        return "Dataset"
    return _OTHERS.get(iri) or _SCHEMES.get(iri.rpartition("/")[0], "")


def _whole(iri: str) -> str:
    """What a thing is one of: the plan for what stands in it, the list for a municipality or a county; else "".

    >>> _whole(PLAN_BASE + "ale/plan/goal/alignments/4.1").removeprefix(PLAN_BASE)
    'ale/plan'
    """
    if iri.startswith(PLAN_BASE):
        return plan if (plan := plan_of(iri)) != iri else ""
    above = iri.rpartition("/")[0]
    return above if above in _SCHEMES else ""
