"""Evidence of the HTML a flattened page came from, on a page written for this test."""

from __future__ import annotations

import numpy as np
import pytest
from training.align import align, words_of
from training.dom import concepts, name_mask
from training.evidence import EVIDENCE, evidence

from newsparse.blocks.page import Page
from newsparse.blocks.text import page_from_text
from newsparse.taxonomy import Label

HTML = """
<html><head><title>Old mill reopens | Harbour Post</title>
<meta property="og:title" content="Old mill reopens">
<meta name="keywords" content="Mills, Harbour">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Old mill reopens",
 "author": [{"@type": "Person", "name": "Ada Quill"}], "datePublished": "2023-05-04T10:00:00Z"}
</script><style>.mill { color: red }</style></head>
<body><header><ul class="main-menu"><li><a href="/">Home</a></li>
<li><a href="/sport/">Sport</a></li><li><a href="/culture/">Culture</a></li></ul></header>
<div class="articleBody"><h1>Old mill reopens</h1><p class="post-author">By Ada Quill</p>
<time>4 May 2023</time>
<figure><img src="mill.jpg"><figcaption>The mill at dusk</figcaption></figure>
<p>The mill at the harbour has ground no flour for forty years, and
few had hoped to see it turn.</p>
<p>On Thursday its wheel turned again while some two hundred people watched from the bank.</p>
<div class="tags"><a href="/tag/mills">Mills</a></div></div>
<aside class="readNext"><a href="/2023/05/a-bridge-for-the-bay">A bridge for the bay</a></aside>
<footer>© Harbour Post</footer></body></html>
"""
TEXT = """Home
Sport
Culture
Old mill reopens
By Ada Quill
4 May 2023
The mill at dusk
The mill at the harbour has ground no flour for forty years, and few had hoped to see it turn.
On Thursday its wheel turned again while some two hundred people watched from the bank.
Mills
A bridge for the bay
© Harbour Post"""


@pytest.fixture(scope="module")
def page() -> Page:
    return page_from_text(TEXT)


@pytest.fixture(scope="module")
def table(page: Page) -> np.ndarray:
    found = evidence(HTML, page)
    assert found is not None
    return found


def test_a_row_a_block_and_a_column_a_name(table: np.ndarray, page: Page) -> None:
    assert table.shape == (len(page), len(EVIDENCE))
    assert table.dtype == np.float32
    assert len(set(EVIDENCE)) == len(EVIDENCE)
    assert table.min() >= 0
    assert table.max() <= 2


@pytest.mark.parametrize(
    ("column", "first_words"),
    [
        ("any:nav", ["Home", "Sport", "Culture", "© Harbour Post"]),
        ("block:h1", ["Old mill reopens"]),
        ("title:shares", ["Old mill reopens"]),
        ("near:byline", ["By Ada Quill"]),
        ("author:holds", ["By Ada Quill"]),
        ("date:holds", ["4 May 2023"]),
        ("near:caption", ["The mill at dusk"]),
        ("near:tags", ["Mills"]),
        ("tag:equals", ["Mills"]),
        ("in:aside", ["A bridge for the bay"]),
        ("near:related", ["A bridge for the bay"]),
        ("link:story", ["A bridge for the bay"]),
        ("link:home", ["Home"]),
        ("image:before", ["The mill at dusk"]),
        ("main:before", ["Home", "Sport", "Culture"]),
    ],
)
def test_what_a_column_tells(
    table: np.ndarray, page: Page, column: str, first_words: list[str]
) -> None:
    strong = np.flatnonzero(table[:, EVIDENCE.index(column)] > 0.6)
    assert [page.text(block) for block in strong.tolist()] == first_words


def test_a_block_the_html_lacks_has_no_traits() -> None:
    page = page_from_text(TEXT + "\nUnheard words stand alone")
    table = evidence(HTML, page)
    assert table is not None
    assert table[-1, EVIDENCE.index("aligned")] == 0
    assert not table[-1, : EVIDENCE.index("title:shares")].any()


@pytest.mark.parametrize("html", ["", "<!-- -->", "<p>Quite another page</p>", "\x00<p\ud800>"])
def test_none_where_html_and_page_do_not_agree(html: str, page: Page) -> None:
    assert evidence(html, page) is None


@pytest.mark.parametrize(
    ("name", "spoken_for"),
    [
        ("main-nav", "nav"),
        ("c-breadcrumbs__item", "nav"),
        ("storyByline", "byline"),
        ("AUTHOR2", "byline"),
        ("mostread", "related"),
        ("most-read", "related"),
        ("cookiebanner", "legal"),
        ("autorenprofil", "byline"),
    ],
)
def test_names_of_elements(name: str, spoken_for: str) -> None:
    assert name_mask(name) >> concepts().names.index(spoken_for) & 1


def test_each_word_of_the_table_is_found() -> None:
    known = concepts()
    missed = [word for word, mask in known.words.items() if name_mask(word) & mask != mask]
    assert not missed


def test_the_table_has_a_row_for_each_label() -> None:
    assert concepts().names[: len(Label)] == tuple(Label)


def test_the_longer_name_hides_its_parts() -> None:
    assert not name_mask("comment-author") >> concepts().names.index("byline") & 1


def test_terms_of_a_post_are_no_names_of_its_parts() -> None:
    terms = "post-7 type-post status-publish category-culture tag-mills"
    assert name_mask(terms) == 0


@pytest.mark.parametrize("name", ["", "no-comments", "x1y2", "navel-gazing"])
def test_names_that_speak_for_no_label(name: str) -> None:
    assert not name_mask(name)


def test_alignment_pairs_equal_words_in_order() -> None:
    old, new = (words_of(texts).words for texts in (["a b", "c d e"], ["b c", "x d e"]))
    pairs = align(old, new)
    assert pairs is not None
    assert pairs[0].tolist() == [1, 2, 3, 4]
    assert pairs[1].tolist() == [0, 1, 3, 4]
