"""Web pages: what is text and what stands beside it."""

from __future__ import annotations

import pytest

from graph.ingest import html
from graph.ingest.document import Kind
from graph.ingest.pieces import Piece, assemble
from graph.sourcetext import one_line


def read(body: str) -> list[Piece]:
    return list(html.read(f"<!doctype html><html><body>{body}</body></html>".encode())[1])


def said(body: str) -> list[tuple[Kind, str]]:
    return [(piece.kind, one_line(piece.source)) for piece in read(body)]


@pytest.mark.parametrize(
    "beside",
    [
        "<nav><ul><li><a href=/>Start</a></ul></nav>",
        "<footer>Besöksadress</footer>",
        "<header><a href=/>Ale kommun</a></header>",
        "<div class='sv-cookie-banner'>Vi använder kakor</div>",
        "<div id=breadcrumbs><a>Start</a> <a>Mål</a></div>",
        "<section class=comments><h2>Kommentarer</h2></section>",
        "<div class=contactBlock>Kontaktcenter</div>",
        "<div role=navigation>Meny</div>",
        "<aside>Relaterat</aside>",
        "<figure><figcaption>Skolan</figcaption></figure>",
        "<button>Lyssna</button>",
    ],
)
def test_what_a_page_calls_navigation_and_the_like_is_an_aside(beside: str) -> None:
    text = "<p>" + "Vi ska minska utsläppen. " * 9 + "</p>"
    pieces = read(f"<div><h1>Mål</h1>{text}{beside}</div>")
    assert [piece.kind for piece in pieces][2:] == [Kind.ASIDE] * (len(pieces) - 2)
    assert len(pieces) > 2


def test_all_outside_of_the_main_element_is_an_aside_but_for_the_title() -> None:
    assert said("<div>Meny</div><div><h1>Plan</h1></div><main><p>Vi ska.</p></main><div>Fot</div>") == [
        (Kind.ASIDE, "Meny"),
        (Kind.HEADING, "Plan"),
        (Kind.PARAGRAPH, "Vi ska."),
        (Kind.ASIDE, "Fot"),
    ]


def test_what_holds_most_of_the_text_is_never_an_aside_by_its_name() -> None:
    assert said("<div class='page menu'><h1>Mål</h1><p>Vi ska minska utsläppen.</p></div>")[1][0] is Kind.PARAGRAPH


def test_lists_have_depths_and_the_markers_that_a_browser_shows() -> None:
    pieces = read("<ol start=3><li>Tre<ul><li><p>Ett</p></ul><li value=7>Sju<li>Åtta</ol><ol type=a><li>A</ol>")
    assert [(piece.marker, piece.level, piece.source) for piece in pieces] == [
        ("3.", 1, "Tre"),
        ("•", 2, "Ett"),
        ("7.", 1, "Sju"),
        ("8.", 1, "Åtta"),
        ("a.", 1, "A"),
    ]


def test_headings_in_bold_links_and_buttons_are_whole() -> None:
    assert said("<h2><button><b>En</b> <a href=/>trygg</a></button> uppväxt</h2>") == [
        (Kind.HEADING, "En trygg uppväxt")
    ]


def test_a_bold_paragraph_is_bold_and_one_with_a_bold_word_is_not() -> None:
    pieces = read("<p><b>Mål</b></p><p><strong>Mål:</strong> fler jobb</p><p style='font-weight: bold'>Mål</p>")
    assert [piece.bold for piece in pieces] == [True, False, True]


def test_bullets_typed_between_breaks_are_items() -> None:
    pieces = read("<p>Vi ska<br>• öka<br>• minska</p>")
    assert [(piece.kind, piece.source) for piece in pieces] == [
        (Kind.PARAGRAPH, "Vi ska"),
        (Kind.ITEM, "öka"),
        (Kind.ITEM, "minska"),
    ]


def test_cells_that_span_stand_at_their_first_row_and_have_the_headers_above() -> None:
    pieces = read(
        "<table><tr><th>Område<th colspan=2>Värde</tr><tr><td rowspan=2>Skola<td>1<td>2</tr><tr><td>3<td>4</tr></table>"
    )
    cells = [(piece.row, piece.column, piece.header, piece.source) for piece in pieces if piece.kind is Kind.CELL]
    assert cells == [
        (2, 1, "Område", "Skola"),
        (2, 2, "Värde", "1"),
        (2, 3, "Värde", "2"),
        (3, 2, "Värde", "3"),
        (3, 3, "Värde", "4"),
    ]


def test_a_table_that_only_frames_text_is_text() -> None:
    assert said("<table><tr><td><h2>Mål</h2><p>Vi ska.</p></td></tr></table>") == [
        (Kind.HEADING, "Mål"),
        (Kind.PARAGRAPH, "Vi ska."),
    ]


def test_what_nobody_sees_is_not_read() -> None:
    unseen = (
        "<script>x</script><style>x</style><p hidden>x</p><p style='display:none'>x</p><!-- x --><template>x</template>"
    )
    assert said(f"<p>Mål</p>{unseen}") == [(Kind.PARAGRAPH, "Mål")]


def test_entities_soft_hyphens_and_hard_blanks_are_as_they_are_read() -> None:
    assert said("<p>Kommun&shy;full&shy;m&auml;ktige&nbsp;ska &lt;minska&gt;</p>") == [
        (Kind.PARAGRAPH, "Kommunfullmäktige ska <minska>")
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "iso-8859-1"])
def test_a_page_is_decoded_as_it_says(encoding: str) -> None:
    page = f"<html><head><meta charset={encoding}><title>Mål</title></head><body><p>Nå målen åäö</p></body></html>"
    title, pieces = html.read(page.encode(encoding))
    assert (title, pieces[0].source) == ("Mål", "Nå målen åäö")


def test_the_title_is_the_first_heading_before_the_name_of_the_page() -> None:
    page = b"<html><head><title>Plan - Ale</title></head><body><h1>Plan</h1></body></html>"
    assert html.read(page)[0] == "Plan"


def test_the_text_has_blank_lines_between_blocks_and_tabs_between_cells() -> None:
    text, blocks = assemble(read("<h1>Mål</h1><ul><li>Ett<li>Två</ul><table><tr><td>a<td>b<tr><td>c<td>d</table>"))
    assert text == "Mål\n\n• Ett\n• Två\n\na\tb\nc\td"
    assert [text[block.start : block.end] for block in blocks] == ["Mål", "Ett", "Två", "a", "b", "c", "d"]
