"""Which parts of a web page stand beside its text: by the elements, roles and names of classes that say so.

A name alone is weak evidence: a part that holds much of what the page says is never one, whatever it is called.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

_ELEMENTS = frozenset({"nav", "aside", "footer", "figcaption", "dialog", "form", "button", "address"})
_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu", "menubar"}
)
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|submenu|linkmenu|cookies?|consent|gdpr|breadcrumbs?|brodsmulor|sidebar"
    r"|share|sharing|social|comments?|kommentar(?:er)?|contacts?|kontakt|pagination|pager|toc|skip|skiplink"
    r"|site-?footer|page-?footer|site-?header|related|relaterat|byline|login|search|feedback|print|readspeaker)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])")
_MOST = 0.4
"""The part of the page's text that something named as an aside has at most."""
_UNSEEN = frozenset({"script", "style", "template", "head", "noscript"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Regions:
    """What is known of a page as a whole: how long its texts are, and which element is its main one."""

    lengths: dict[etree._Element, int]
    main: etree._Element | None
    beside: frozenset[etree._Element]
    """The elements that stand directly beside the main one, or beside one around it."""

    def is_aside(self, element: etree._Element) -> bool:
        """Whether an element is navigation, a footer or the like."""
        if element.tag in {"html", "body", "main"} or element.get("role") == "main":
            return False
        if element in self.beside:
            return True
        return _says_aside(element) and self._is_minor(element)

    def _is_minor(self, element: etree._Element) -> bool:
        whole = max((length for length in self.lengths.values()), default=0)
        return self.lengths.get(element, 0) <= _MOST * whole


def find(root: etree._Element) -> Regions:
    """Look over a page before it is read."""
    lengths = _lengths(root)
    main = _main(root, lengths)
    return Regions(lengths=lengths, main=main, beside=frozenset(_beside(main)) if main is not None else frozenset())


def _lengths(root: etree._Element) -> dict[etree._Element, int]:
    lengths: dict[etree._Element, int] = {}
    for _, element in etree.iterwalk(root, events=("end",)):
        if isinstance(element.tag, str) and element.tag not in _UNSEEN:
            children = sum(lengths.get(child, 0) + len((child.tail or "").strip()) for child in element)
            lengths[element] = len((element.text or "").strip()) + children
    return lengths


def _main(root: etree._Element, lengths: dict[etree._Element, int]) -> etree._Element | None:
    """The one element that the page calls its main content, or the article that has most of its text."""
    found = [element for element in root.iter() if element.tag == "main" or element.get("role") == "main"]
    articles = [element for element in root.iter("article") if 2 * lengths.get(element, 0) > lengths.get(root, 0)]
    candidates = found[:1] if found else articles[:1]
    return next((element for element in candidates if lengths.get(element)), None)


def _beside(main: etree._Element) -> list[etree._Element]:
    """What is outside of the main element; but for the title of the page, where that stands before it."""
    path = {main, *main.iterancestors()}
    titled = main.find(".//h1") is not None
    parents = [element for element in path if element is not main]
    outside = [child for parent in parents for child in parent if child not in path and isinstance(child.tag, str)]
    return [element for element in outside if titled or not (element.tag == "h1" or element.find(".//h1") is not None)]


def _says_aside(element: etree._Element) -> bool:
    if element.tag == "button" and any(element.find(f".//h{level}") is not None for level in range(1, 7)):
        return False  # it opens what is folded below the heading in it
    if element.tag in _ELEMENTS or element.get("role") in _ROLES:
        return True
    if element.tag == "header":
        return element.find(".//h1") is None and next(element.iterancestors("main", "article"), None) is None
    names = _CAMEL.sub("-", f"{element.get('class', '')} {element.get('id', '')}")
    return _NAMES.search(names) is not None
