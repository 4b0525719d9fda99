"""A gold document as a PDF, set as such documents are: running header and footer, columns, hyphens, ruled tables.

reportlab (BSD) sets it, with the font that it brings and embeds; pyphen has the hyphens. Both are for development only.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from html import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer, Table

from tests.gold.golden import GoldBlock, GoldDocument, depths

_MARGIN, _GUTTER, _EDGE = 62, 24, 34
_SIZES = {"h1": 19, "h2": 14, "h3": 11.5, "h4": 10.5}
_BODY = 9.5
_LANGUAGES = {"sv": "sv_SE", "en": "en_GB", "nb": "nb_NO", "da": "da_DK"}


def pdf(document: GoldDocument) -> bytes:
    """The bytes of the file, the same each time."""
    for name, file in (("Vera", "Vera.ttf"), ("VeraBd", "VeraBd.ttf")):
        pdfmetrics.registerFont(TTFont(name, file))
    pdfmetrics.registerFontFamily("Vera", normal="Vera", bold="VeraBd", italic="Vera", boldItalic="VeraBd")
    written = io.BytesIO()
    size = landscape(A4) if document.is_wide else A4
    template = BaseDocTemplate(written, pagesize=size, title=document.title, invariant=1)
    template.addPageTemplates([PageTemplate(frames=_frames(document, size), onPage=_running(document, size))])
    template.build(list(_flow(document, _width(document, size))))
    return written.getvalue()


def _width(document: GoldDocument, size: tuple[float, float]) -> float:
    inner = size[0] - 2 * _MARGIN
    return float((inner - _GUTTER * (document.columns - 1)) / document.columns)


def _frames(document: GoldDocument, size: tuple[float, float]) -> list[Frame]:
    width, high = _width(document, size), size[1] - 2 * _MARGIN
    lefts = (_MARGIN + column * (width + _GUTTER) for column in range(document.columns))
    return [
        Frame(left, _MARGIN, width, high, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
        for left in lefts
    ]


def _running(document: GoldDocument, size: tuple[float, float]) -> Callable[[Canvas, BaseDocTemplate], None]:
    def draw(canvas: Canvas, template: BaseDocTemplate) -> None:
        canvas.setFont("Vera", 8)
        canvas.drawString(_MARGIN, size[1] - _EDGE, document.header)
        canvas.drawRightString(size[0] - _MARGIN, _EDGE, document.footer.format(page=template.page))

    return draw


def _flow(document: GoldDocument, width: float) -> Iterator[Flowable]:
    for block, depth, number in depths(document):
        if block.look == "table":
            yield _table(document, block, width)
            yield Spacer(1, 10)
        elif depth:
            bullet = f"{number}." if number else "•"
            yield Paragraph(escape(block.text), _style(document, "li", depth), bulletText=bullet)
        else:
            said = escape(block.text)
            yield Paragraph(f"<b>{said}</b>" if block.look == "bold" else said, _style(document, block.look))


def _style(document: GoldDocument, look: str, depth: int = 0) -> ParagraphStyle:
    size = _SIZES.get(look, _BODY)
    heads = look in _SIZES
    style = ParagraphStyle(
        look,
        fontName="VeraBd" if heads else "Vera",
        fontSize=size,
        leading=1.35 * size,
        spaceBefore=size if heads else 0,
        spaceAfter=2 if depth else 6,
        leftIndent=16 * depth,
        bulletIndent=16 * depth - 11,
        bulletFontName="Vera",
        bulletFontSize=size,
        keepWithNext=heads or look == "bold",
        textColor=HexColor("#1d4f7c" if heads else "#000000"),
        alignment=TA_JUSTIFY if document.hyphenate and not heads else TA_LEFT,
    )
    if document.hyphenate and not heads:
        style.hyphenationLang = _LANGUAGES.get(document.language, "sv_SE")
        style.uriWasteReduce = 0
    return style


def _table(document: GoldDocument, block: GoldBlock, width: float) -> Table:
    style = _style(document, "cell")
    rows = [[Paragraph(f"<b>{escape(name)}</b>", style) for name in block.header]]
    rows += [[Paragraph(escape(cell), style) for cell in row] for row in block.rows]
    table = Table(rows, colWidths=_widths(block, width), repeatRows=1)
    grid = ("GRID", (0, 0), (-1, -1), 0.5, HexColor("#777777"))
    table.setStyle([grid, ("BACKGROUND", (0, 0), (-1, 0), HexColor("#dde6ee")), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    return table


def _widths(block: GoldBlock, width: float) -> list[float]:
    """Of the columns: as their texts weigh, but each as wide as its longest word."""
    columns = [[row[place] for row in (block.header, *block.rows)] for place in range(len(block.header))]
    longest = [
        max(stringWidth(word, "VeraBd", _BODY) for said in column for word in said.split()) for column in columns
    ]
    least = [word + 14 for word in longest]
    weights = [max(len(said) for said in column) for column in columns]
    spare = max(width - sum(least), 0)
    return [narrow + spare * weight / sum(weights) for narrow, weight in zip(least, weights, strict=True)]
