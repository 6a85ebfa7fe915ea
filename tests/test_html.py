"""What a user sees of HTML: the same article from every shape of the input, and from bad input."""

from __future__ import annotations

import codecs
import json
import pickle
import time
from collections.abc import Callable
from dataclasses import replace

import lxml.html
import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

import newsparse
from newsparse import Article, Document, Flag, Label, Options, PageType
from newsparse.parts import fold
from tests.markup import markups
from tests.test_linear_time import LEAST, MOST, seconds

STORY = (
    "The old mill by the river opened its doors again on Monday, ten years after the fire.",
    "Grain was milled by noon – and the first bread, “still warm”, was sold by the evening.",
    "“We had given it up”, said Ana Lopes, who has lived across the river for forty years.",
    "The council paid four million euros for the roof and a new wheel, it said in a statement.",
)
PAGE = f"""<!doctype html><html lang="en"><head><title>Old mill reopens – The Courier</title>
<meta property="og:title" content="Old mill reopens">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Old mill reopens",
"datePublished": "2024-03-04T08:00:00Z", "author": {{"@type": "Person", "name": "Ana Lopes"}}}}
</script></head><body><nav><ul><li><a href="/">Home</a></li><li><a href="/n">News</a></li></ul>
</nav><article><h1>Old mill reopens</h1>
<p class="byline">By <a rel="author" href="/ana">Ana Lopes</a></p>
{"".join(f"<p>{paragraph}</p>" for paragraph in STORY)}</article>
<aside><h2>Related news</h2><a href="/x">Ferry resumes after nine days</a></aside>
<footer>© 2024 The Courier</footer></body></html>"""
RUSSIAN = """<html lang="ru"><head><title>Мельница открылась</title></head><body>
<h1>Старая мельница открылась</h1><p>МОСКВА, 4 марта - Старая мельница у реки снова открылась в
понедельник, через десять лет после пожара, который уничтожил её крышу и колесо.</p>
<p>К полудню смололи первое зерно, а к вечеру продали первый хлеб, сообщила администрация.</p>
</body></html>"""
TEXT = "Ferry sinks\n\nHANOI: The ferry sank on Monday in the harbour, the police said."


def without_charset_flags(article: Article) -> Article:
    flags = tuple(flag for flag in article.flags if flag is not Flag.ENCODING_GUESSED)
    return replace(article, flags=flags)


SHAPES: dict[str, Callable[[str], object]] = {
    "UTF-8": str.encode,
    "UTF-8 with a mark": lambda html: html.encode("utf-8-sig"),
    "UTF-16 with a mark": lambda html: codecs.BOM_UTF16_LE + html.encode("utf-16-le"),
    "UTF-32 with a mark": lambda html: codecs.BOM_UTF32_BE + html.encode("utf-32-be"),
    "lxml.html": lxml.html.document_fromstring,
    "lxml.etree": etree.HTML,
    "ElementTree": lambda html: lxml.html.document_fromstring(html).getroottree(),
    "soup of lxml": lambda html: BeautifulSoup(html, "lxml"),
    "soup of html.parser": lambda html: BeautifulSoup(html, "html.parser"),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("html", [PAGE, RUSSIAN], ids=["en", "ru"])
def test_every_shape_of_a_page_gives_the_same_article(html: str, shape: str) -> None:
    url = "https://courier.example/2024/03/04/mill"
    expected = newsparse.parse_html(html, url=url)
    found = newsparse.parse_html(SHAPES[shape](html), url=url)
    assert without_charset_flags(found) == without_charset_flags(expected)


def test_what_is_no_html_is_refused_by_name() -> None:
    for value in (None, 5, ["<p>"], object()):
        with pytest.raises(TypeError, match=type(value).__name__):
            newsparse.parse_html(value)


def test_a_tree_is_left_as_it_was() -> None:
    tree = lxml.html.document_fromstring(PAGE)
    before = etree.tostring(tree)
    newsparse.parse_html(tree)
    assert etree.tostring(tree) == before


META = '<meta charset="{}">'
EQUIV = '<meta http-equiv="Content-Type" content="text/html; charset={}">'
CHARSETS = {
    "meta": (META.format("windows-1251"), "cp1251", None, None),
    "http-equiv": (EQUIV.format("KOI8-R"), "koi8-r", None, None),
    "XML declaration": ('<?xml version="1.0" encoding="windows-1251"?>', "cp1251", None, None),
    "HTTP": ("", "koi8-r", "koi8-r", None),
    "HTTP against meta": (META.format("windows-1251"), "koi8-r", "koi8-r", None),
    "option against HTTP": ("", "cp1251", "koi8-r", "cp1251"),
    "UTF-8 against a wrong meta": (META.format("windows-1251"), "utf-8", None, None),
    "UTF-8 against a meta of UTF-16": (META.format("utf-16"), "utf-8", None, None),
    "mark against HTTP": ("", "utf-8-sig", "windows-1251", None),
    "unknown HTTP charset": (META.format("windows-1251"), "cp1251", "x-none", None),
    "unknown meta charset": (META.format("x-none"), "utf-8", None, None),
    "a meta far down": ("<!--" + "x" * 900 + "-->" + META.format("cp1251"), "cp1251", None, None),
}
"""What the head says, what the bytes are, what HTTP says, and the option."""


@pytest.mark.parametrize("case", CHARSETS)
def test_bytes_are_decoded_by_the_best_evidence(case: str) -> None:
    head, encoding, charset, option = CHARSETS[case]
    html = RUSSIAN.replace("<head>", f"<head>{head}") if "meta" in head else head + RUSSIAN
    options = Options(encoding=option)
    found = newsparse.parse_html(html.encode(encoding), charset=charset, options=options)
    assert found == newsparse.parse_html(html)


def test_a_guessed_charset_is_flagged() -> None:
    found = newsparse.parse_html(RUSSIAN.encode("cp1251"))
    assert found.flags == (*newsparse.parse_html(RUSSIAN).flags, Flag.ENCODING_GUESSED)
    assert "Старая мельница открылась" in found.source


def test_html_and_text_mix_in_order() -> None:
    documents: list[str | Document] = [
        Document(PAGE, id="a", html=True, url="https://courier.example/mill"),
        TEXT,
        Document(PAGE.encode(), id="b", html=True, published="2024-03-05"),
        Document(TEXT, id="c", title="Ferry sinks"),
        Document("", id="d", html=True),
        Document("<div>" * 3000 + STORY[0], id="e", html=True),
    ] * 30
    found = list(newsparse.parse_many(iter(documents)))
    single = [
        newsparse.parse_html(PAGE, url="https://courier.example/mill"),
        newsparse.parse(TEXT),
        newsparse.parse_html(PAGE.encode(), published="2024-03-05"),
        newsparse.parse(TEXT, title="Ferry sinks"),
        newsparse.parse_html(""),
        newsparse.parse_html("<div>" * 3000 + STORY[0]),
    ]
    assert [article.id for article in found] == ["a", None, "b", "c", "d", "e"] * 30
    assert [replace(article, id=None) for article in found] == single * 30


def test_explanations_of_html_agree_with_the_article() -> None:
    article = newsparse.parse_html(PAGE)
    explained = newsparse.explain(Document(PAGE, html=True))
    assert tuple(one.block for one in explained) == article.blocks
    assert [one.text for one in explained] == [article.text_of(b) for b in article.blocks]
    assert all(one.reasons for one in explained)


def test_a_declared_headline_has_no_place_where_it_is_not_shown() -> None:
    html = PAGE.replace("<h1>Old mill reopens</h1>", "")
    headline = newsparse.parse_html(html).headline
    assert headline is not None
    assert headline.text == "Old mill reopens"
    assert headline.span is None or fold(html[headline.span.slice]) == headline.text


def test_what_is_known_of_the_page_goes_before_what_it_says() -> None:
    article = newsparse.parse_html(PAGE, url="https://courier.example/m", published="2024-03-05")
    assert (article.url, article.published) == ("https://courier.example/m", "2024-03-05")
    assert newsparse.parse_html(PAGE).published == "2024-03-04T08:00:00+00:00"


def tiles(article: Article) -> bool:
    """Whether blocks come in order and leave out white space alone."""
    reached, source = 0, article.source
    for block in article.blocks:
        text = source[block.span.slice]
        if not text or text != text.strip() or source[reached : block.span.start].strip():
            return False
        reached = block.span.end
    return not source[reached:].strip()


def parts_stand_where_they_say(article: Article) -> bool:
    single = [p for p in (article.headline, article.kicker, article.deck, article.dateline) if p]
    boilerplate = [*article.leading, *article.inline, *article.trailing]
    return all(
        part.span is None or fold(article.text_of(part)) == fold(part.text)
        for part in [*single, *article.ticker, *article.body, *boilerplate]
    )


@given(markups)
@example(PAGE)
@example(PAGE.replace("<h1>", "<h1>Town news: "))
@example(PAGE.replace("Old mill reopens</h1>", "Old mill</h1><h1>Reopens</h1>"))
@settings(max_examples=150)
def test_any_soup_is_an_article_that_reads_back(html: str) -> None:
    article = newsparse.parse_html(html)
    assert tiles(article)
    assert parts_stand_where_they_say(article)
    assert newsparse.parse_html(html) == article
    record = json.loads(json.dumps(article.to_dict(spans=True)))
    assert Article.from_dict(record) == article
    plain = article.to_dict()
    assert Article.from_dict(plain).to_dict() == plain


@given(st.lists(markups, max_size=5))
@settings(max_examples=40)
def test_a_batch_gives_what_single_pages_give(pages: list[str]) -> None:
    found = list(newsparse.parse_many(Document(page, html=True) for page in pages))
    assert found == [newsparse.parse_html(page) for page in pages]


@given(markups)
@settings(max_examples=40)
def test_explanations_of_any_soup_agree(html: str) -> None:
    blocks = newsparse.parse_html(html).blocks
    assert tuple(one.block for one in newsparse.explain(Document(html, html=True))) == blocks


@given(st.binary(max_size=300))
@settings(max_examples=60)
def test_bytes_never_raise(data: bytes) -> None:
    assert tiles(newsparse.parse_html(data))


def test_an_article_comes_whole_out_of_another_process() -> None:
    article = newsparse.parse_html(PAGE)
    assert pickle.loads(pickle.dumps(article)) == article  # noqa: S301 (written a line above)


@pytest.mark.parametrize("html", ["", " \n\t\r\n", "<!-- nothing -->", "\0", "<p>", "<p>&nbsp;"])
def test_nothing_is_an_empty_page(html: str) -> None:
    for content in (html, html.encode()):
        article = newsparse.parse_html(content)
        assert article.page_type is PageType.EMPTY
        assert (article.source, article.blocks, article.headline) == ("", (), None)


def test_plain_text_is_one_block() -> None:
    article = newsparse.parse_html("Old mill reopens\n\nThe mill & the river")
    assert article.source == "Old mill reopens The mill & the river"


END = "<p>The end of the page is kept.</p>"
HOSTILE: dict[str, tuple[str, tuple[Flag, ...]]] = {
    "nested boxes": ("<div>" * 100_000 + STORY[0] + "</div>" * 100_000 + END, (Flag.DEGRADED,)),
    "nested boxes, never closed": ("<div>" * 100_000 + END, (Flag.DEGRADED,)),
    "nested inline tags": ("<b><i>" * 50_000 + END, (Flag.DEGRADED,)),
    "scripts in nested boxes": (
        "<div>" * 3000 + "<script>" + "x" * 9 + "</script>" + END + "<script " * 30_000,
        (Flag.DEGRADED,),
    ),
    "open comments in nested boxes": ("<div>" * 3000 + END + "<!--" * 50_000, (Flag.DEGRADED,)),
    "nested tables": ("<table><tr><td>" * 600 + "Oslo" + END, ()),
    "tables in tables in rows": ("<table>" + "<tr><td>a<td>b" * 5_000 + "</table>" + END, ()),
    "nested lists": ("<ul><li>a" * 900 + END, ()),
    "attributes": ("<p " + " ".join(f"a{n}=1" for n in range(20_000)) + ">Text</p>" + END, ()),
    "classes": (f'<p class="{"headline body " * 50_000}">Text</p>{END}', ()),
    "a long attribute": (f"<a href='{'x' * 2_000_000}'>Text</a>{END}", ()),
    "entities": ("<p>" + "&amp;&eacute;&#8364;" * 50_000 + "</p>" + END, ()),
    "unknown entities": ("<p>" + "&x;&" * 100_000 + "</p>" + END, ()),
    "NULs": ("<p>a\0b" * 2_000 + END, (Flag.BINARY,)),
    "lone surrogates": ("<p>\ud800 \udc00" * 500 + END, ()),
    "one long node": ("<p>" + STORY[0] * 60_000 + "</p>" + END, ()),
    "huge JSON-LD": (
        '<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"'
        + STORY[0] * 30_000
        + '"}</script>'
        + END,
        (),
    ),
    "many scripts": ("<script>{</script>" * 20_000 + END, ()),
    "stray end tags": ("</p></div></b>" * 30_000 + END, ()),
    "unclosed paragraphs": ("<p>a<p>" * 3_000 + END, ()),
    "crossed tags": ("<b><p></b></p>" * 3_000 + END, ()),
    "open comments": (END + "<!--" * 100_000, ()),
    "open tags": (END + "<a href='" * 100_000, ()),
    "many documents": ("<html><body><p>a</p></body></html>" * 1_000 + END, ()),
    "unique tags": ("".join(f"<t{n}>" for n in range(1_500)) + END, ()),
    "processing instructions": ("<?x ?>" * 50_000 + END, ()),
    "doctypes": ("<!doctype html>" * 30_000 + END, ()),
    "breaks": ("<br>" * 50_000 + END, ()),
    "templates": ("<template>" * 1_500 + "</template>" * 1_500 + END, ()),
}
"""Pages that break parsers, all with a last sentence, and the flags that they come with."""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_ends_in_an_article_with_its_text(name: str) -> None:
    html, flags = HOSTILE[name]
    start = time.process_time()
    article = newsparse.parse_html(html)
    assert time.process_time() - start < 10
    assert article.source.endswith("The end of the page is kept.")
    assert set(flags) <= set(article.flags)
    assert (Flag.DEGRADED in article.flags) == (Flag.DEGRADED in flags)
    assert tiles(article)


LINEAR = {
    "paragraphs": f"<p>{STORY[0]}</p>",
    "menus": "<li><a href=/news class='nav item'>News</a></li>",
    "rows": "<tr><td>Oslo<td>4 mm</tr>",
    "inline tags": "<b>a</b> <i>b</i> ",
    "breaks": "rain<br>",
    "boxes of a kind": "<div class=card><h3>Ferry sinks</h3><span>2 h ago</span></div>",
    "entities": "&amp;&nosuch;",
    "early ends": "<p>a</p></html>",
    "end tags": "</div></p>",
    "comments": "<!-- x -->a",
    "JSON-LD": '<script type="application/ld+json">{"@type":"NewsArticle"}</script>',
    "meta tags": '<meta property="article:tag" content="mill">',
    "times": "<time datetime=2024-03-01>1 March</time>",
    "authors": "<a rel=author class=byline>Ana Lopes</a>",
    "ids": "<p id=a class=b>",
}


@pytest.mark.parametrize("shape", LINEAR)
def test_a_page_is_parsed_in_linear_time(shape: str) -> None:
    short = LINEAR[shape] * (16_000 // len(LINEAR[shape]))
    newsparse.parse_html(short)
    long = seconds(newsparse.parse_html, short * 4, times=2)
    assert long < LEAST or long < MOST * max(seconds(newsparse.parse_html, short), LEAST / 4)


def test_labels_of_an_ordinary_page() -> None:
    article = newsparse.parse_html(PAGE)
    labels = {article.text_of(block): block.label for block in article.blocks}
    assert [part.text for part in article.body] == list(STORY)
    assert labels["Home"] is Label.NAV
    assert (article.language, article.authors) == ("en", ("Ana Lopes",))
