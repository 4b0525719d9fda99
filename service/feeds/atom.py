"""Atom (RFC 4287): what each publication changed, newest first, for people who follow the plans in a reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from graph.description import RELEASE
from graph.history import Publication
from graph.signs import for_xml
from service.languages import PREFIXES, Language, at
from service.texts import figure, marked, texts

MEDIA_TYPE = "application/atom+xml"
PATH = "/changes.atom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """A plan that a publication changed, with its address here unless it is gone."""

    title: str
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A publication, what it changed in a sentence, and in which plans."""

    publication: Publication
    notes: str
    plans: tuple[Touched, ...]


def feed(entries: Iterable[Entry], language: Language, base: str, author: str) -> bytes:
    """The feed as XML, each address below the one of the host."""
    told = list(entries)
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": language})
    _text(root, "id", base + at(PATH, language))
    _text(root, "title", texts(language).gettext(TITLE))
    _text(root, "updated", _time(told[0].publication.at if told else _NEVER))
    _link(root, "self", base + at(PATH, language), MEDIA_TYPE, language)
    for other in PREFIXES:
        if other != language:
            _link(root, "alternate", base + at(PATH, other), MEDIA_TYPE, other)
    _link(root, "alternate", base + at("/releases", language), "text/html", language)
    _text(SubElement(root, "author"), "name", author)
    for entry in told:
        _entry(SubElement(root, "entry"), entry, language, base)
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return content


TITLE = marked("What changes in the plans of Målgraf")
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed was updated that tells nothing: RFC 4287 wants a time in any case."""
_MOST_PLANS = 50


def _entry(entry: Element, told: Entry, language: Language, base: str) -> None:
    said, publication = texts(language).gettext, told.publication
    _text(entry, "id", f"{RELEASE}{publication.digest}#{publication.number}")
    _text(entry, "title", said(marked("Release %(version)s")) % {"version": publication.version})
    _text(entry, "updated", _time(publication.at))
    page = base + at(f"/release/{publication.digest}", language)
    _link(entry, "alternate", page, "text/html", language)
    _text(entry, "summary", told.notes)
    content = SubElement(entry, "content", {"type": "xhtml"})
    shown = SubElement(content, "div", {"xmlns": "http://www.w3.org/1999/xhtml"})
    _text(shown, "p", told.notes)
    if publication.withdrawn:
        _text(shown, "p", said(marked("The release has been withdrawn.")))
    if told.plans:
        _plans(shown, told.plans, language, base)


def _plans(shown: Element, plans: tuple[Touched, ...], language: Language, base: str) -> None:
    """The plans as a list, each a link where it is still here."""
    items = SubElement(shown, "ul")
    for plan in plans[:_MOST_PLANS]:
        item = SubElement(items, "li", {"lang": "sv", "xml:lang": "sv"})
        if plan.path:
            item = SubElement(item, "a", {"href": base + at(plan.path, language)})
        item.text = for_xml(plan.title)
    if (more := len(plans) - _MOST_PLANS) > 0:
        _text(items, "li", texts(language).gettext(marked("and %(number)s more")) % {"number": figure(more, language)})


def _text(above: Element, name: str, text: str) -> None:
    SubElement(above, name).text = for_xml(text)


def _link(above: Element, relation: str, address: str, media_type: str, language: Language) -> None:
    SubElement(above, "link", {"rel": relation, "href": address, "type": media_type, "hreflang": language})


def _time(when: datetime) -> str:
    return when.isoformat().replace("+00:00", "Z")
