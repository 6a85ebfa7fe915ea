"""Markup into lines: the rows of `fixtures/html_blocks.jsonl`, and what holds for any markup.

A row has a `name`, the `html` and the `text` of the page: a line a block, a blank line between
block elements. One that comes out `wrong` says how, and must leave that key when it comes right.
"""

from __future__ import annotations

import json
from pathlib import Path

import lxml.html
import numpy as np
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from lxml import etree

from newsparse.blocks.html import page_from_html, tree_or_text
from newsparse.blocks.page import Page
from newsparse.taxonomy import Flag
from tests.markup import markups

ROWS: list[dict[str, str]] = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "fixtures" / "html_blocks.jsonl")
    .read_text("utf-8")
    .split("\n")
    if line
]
XHTML = """<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Mill</title>
<script>if (a &lt; b) no()</script></head><body><p>The <b>mill</b><br/>reopened.</p></body>
</html>"""


def cases() -> list[object]:
    fails = pytest.mark.xfail(strict=True)
    return [
        pytest.param(row, id=row["name"], marks=[fails] if "wrong" in row else []) for row in ROWS
    ]


@pytest.mark.parametrize("row", cases())
def test_markup_comes_as_lines(row: dict[str, str]) -> None:
    assert page_from_html(row["html"]).source == row["text"]


def test_names_of_rows_are_their_own() -> None:
    names = [row["name"] for row in ROWS]
    assert len(set(names)) == len(names)


def test_comments_and_instructions_of_a_tree_are_no_text() -> None:
    tree = lxml.html.fromstring("<div>The <!-- old --> mill<?x y?> reopened</div>")
    assert page_from_html(tree).source == "The mill reopened"


def test_what_follows_an_element_is_not_of_its_page() -> None:
    tree = lxml.html.fromstring("<div><p>One</p>two</div>")
    assert page_from_html(tree[0]).source == "One"


def test_a_tree_of_xhtml_is_read_as_html() -> None:
    page = page_from_html(etree.XML(XHTML))
    assert (page.source, page.title) == ("The mill\nreopened.", "Mill")


def test_a_whole_document_is_its_root() -> None:
    tree = lxml.html.fromstring("<p>One</p>").getroottree()
    assert tree_or_text(tree) is tree.getroot()
    assert tree_or_text(etree.ElementTree()) == ""


def test_a_soup_is_its_text() -> None:
    assert tree_or_text(BeautifulSoup("<p>One</p>", "html.parser")) == "<p>One</p>"


def check(page: Page) -> None:
    """Blocks tile the source, and the columns of the markup agree with each other."""
    between = [0, *page.ends.tolist()]
    for block, start in enumerate(page.starts.tolist()):
        text = page.text(block)
        assert text == text.strip() != ""
        assert page.source[between[block] : start] == ("\n\n"[: page.gaps[block] + 1] * bool(block))
    assert page.source[between[-1] :] == ""
    markup = page.markup
    if markup is None:  # nothing to read, or text that stands in no element
        assert len(page) == 0 or {Flag.DEGRADED, Flag.EMBEDDED} & {*page.flags}
        return
    places = np.arange(len(markup))
    assert len(markup.runs) == len(page) + 1
    assert (np.diff(markup.runs) > 0).all()
    assert markup.runs[-1] == len(markup.owners) == len(markup.sizes)
    assert (markup.sizes > 0).all()
    assert (markup.owners < len(markup)).all()
    assert ((markup.parents < places) | (places == 0)).all()
    assert ((markup.ends > places) & (markup.ends <= markup.ends[markup.parents])).all()
    assert (markup.blocks <= places).all()
    assert (markup.boxes <= places).all()
    assert (np.diff(markup.depths) <= 1).all()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["name"]))
def test_columns_of_a_row_agree(row: dict[str, str]) -> None:
    check(page_from_html(row["html"]))


@given(markups)
def test_columns_of_any_markup_agree(html: str) -> None:
    check(page_from_html(html))
