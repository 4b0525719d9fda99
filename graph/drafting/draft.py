"""A draft of a plan file: a document read, its structure found, its links suggested, and written beside its text."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from pathlib import Path

from graph import personal
from graph.drafting import dating, writing
from graph.drafting.municipality import Municipality
from graph.drafting.suggestions import suggestions
from graph.drafting.writing import Heading
from graph.errors import DocumentError, InputError
from graph.ingest import reading, structure
from graph.ingest.document import Document
from graph.ingest.outline import Outline
from graph.ingest.suggesting import warm
from graph.judging import draft as drafts
from graph.judging.draft import Draft
from graph.judging.journal import Journal
from graph.judging.names import slug
from graph.judging.quotes import Source
from graph.judging.scalars import written
from graph.judging.suggested import suggested
from graph.yamlnodes import SIZE_LIMIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person says of the document that is drafted: what is "" is taken from the document."""

    municipality: Municipality
    title: str = ""
    address: str = ""
    most: int = 5
    """Suggestions of an element, at most; what the document states itself comes besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A draft that is made and not yet saved: its plan file, the text it quotes, and what it was made of."""

    draft: Draft
    text: str
    document: Document
    outline: Outline


def made(document: Path, wish: Wish, folder: Path) -> Made:
    """Read a document and draft its plan file, which will stand in `folder/<municipality>/<plan>.yaml`.

    Raises DocumentError where it cannot be read, has a person's identity number, or neither areas nor goals.
    """
    warming = threading.Thread(target=warm, daemon=True)  # the dictionary loads while another process reads
    warming.start()
    read = reading.read(document)
    _refuse_private(document, read)
    outline = structure.outline(read)
    if not any(True for _ in outline.all_areas()) and not outline.goals:
        what = "has no goals and no focus areas that could be found"
        raise DocumentError(
            f"{document}: {what}; give the plan itself, or write its plan file by hand (CONTRIBUTING.md)"
        )
    if not (wish.title or outline.title):
        raise DocumentError(f'{document}: has no title that could be found; write --plan "The title on the plan"')
    warming.join()
    heading = _heading(read, outline, wish, folder)
    path = folder / Path(heading.plan).with_suffix(".yaml")
    bare = drafts.read(path, writing.written_out(heading, outline), checked=False)
    full = suggested(bare, suggestions(bare, read.text, wish.most), Source(text=read.text))
    if len(full.encode("utf-8")) > SIZE_LIMIT:
        what = f"would be a plan file of more than {SIZE_LIMIT} bytes, which is no plan"
        raise DocumentError(f"{document}: {what}; give the plan alone, without its annexes")
    return Made(draft=drafts.read(path, full), text=read.text, document=read, outline=outline)


def saved(made: Made, *, replacing: bool = False) -> tuple[Path, Path]:
    """Write a draft and, beside it, the text that it quotes; the paths of both.

    Raises InputError where another file has one of the names, which may be somebody's work; nothing is written then.
    """
    path, text = made.draft.path, made.draft.path.with_name(made.draft.file)
    for place, content in ((text, made.text), (path, made.draft.text)):
        if not replacing and _differs(place, content):
            what = "is there already, maybe with somebody's work"
            raise InputError(f"{place}: {what}; judge that, give another --plan or --to, or write --replace")
    path.parent.mkdir(parents=True, exist_ok=True)
    _put(text, made.text)
    if path.exists():
        Journal.open(path).save(made.draft.text, "nytt utkast")  # what it replaces can be brought back by undo
    else:
        _put(path, made.draft.text)
    return path, text


def renewed(draft: Draft, source: Source, most: int) -> Draft:
    """A draft with new suggestions in place of those that nobody has judged; what is judged stays as it is."""
    return drafts.read(draft.path, suggested(draft, suggestions(draft, source.text, most), source))


def _refuse_private(path: Path, read: Document) -> None:
    """Raise DocumentError where a document, whose text would be saved and quoted, has persons' identity numbers."""
    if personal.places(path.name):
        raise DocumentError("the name of the file has a personal identity number; give the file another name")
    found = personal.places(read.text)
    if found:
        those = [f"{_where(read, place.start)} ({place.shown})" for place in found[:_SHOWN]]
        rest = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        what = f"has personal identity numbers, which are not published: {', '.join(those)}{rest}"
        raise DocumentError(f"{path}: {what}; strike them in the document, and give it again")


_SHOWN = 10  # places that are told


def _where(read: Document, place: int) -> str:
    """A place of a document's text, as a person looks it up: pages are parted by form feeds."""
    page = read.text.rfind("\f", 0, place) + 1 if read.pages else 0
    line = f"line {read.text.count(chr(10), page, place) + 1}"
    return f"page {read.text.count(chr(12), 0, place) + 1}, {line}" if read.pages else line


def _heading(read: Document, outline: Outline, wish: Wish, folder: Path) -> Heading:
    title = wish.title or outline.title
    content = read.text.encode("utf-8")
    is_text = hashlib.sha256(content).hexdigest() == read.sha256
    origin = () if is_text else (f"Texten är utläst ur {written(_shown(read.name))} (SHA-256 {read.sha256}).",)
    plan = f"{wish.municipality.folder}/{slug(title)}"
    return Heading(
        plan=plan,
        title=title,
        municipality=wish.municipality.code,
        file=read.name if is_text and _is_free(folder / wish.municipality.folder, read) else f"{Path(plan).name}.txt",
        sha256=hashlib.sha256(content).hexdigest(),
        period=dating.period(read.text),
        dates=tuple(dating.days(read.text).items()),
        address=wish.address,
        remarks=(
            "Utkast av malgraf draft. Maskinens förslag är inga fakta förrän en människa har godkänt dem.",
            *origin,
        ),
    )


def _is_free(folder: Path, read: Document) -> bool:
    """Whether a text may keep its name beside the plan file, for which it must not be taken."""
    is_plain = read.name == _shown(read.name) and Path(read.name).suffix.lower() not in {".yaml", ".yml"}
    return is_plain and not _differs(folder / read.name, read.text)


def _differs(place: Path, content: str) -> bool:
    return place.exists() and place.read_bytes() != content.encode("utf-8")


def _shown(name: str) -> str:
    """A file's name as it can be written: Linux takes any bytes for one, line breaks among them."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in name)


def _put(path: Path, text: str) -> None:
    """Write a file as a whole or not at all."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(text.encode("utf-8"))
    beside.replace(path)
