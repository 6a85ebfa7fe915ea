"""Metadata of hostile pages: nothing raises, nothing hangs, what else is there is kept."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsparse import Metadata
from newsparse.blocks.metadata import declared
from newsparse.blocks.metadata.json_text import read_json
from newsparse.metadata import choose
from newsparse.recognizers.iso_date import iso_date

KEYS = st.sampled_from([
    "@type", "@id", "@graph", "headline", "name", "author", "creator", "datePublished", "image",
    "dateModified", "publisher", "mainEntity", "mainEntityOfPage", "keywords", "articleSection",
    "inLanguage", "isAccessibleForFree", "hasPart", "url", "articleBody", "description", "@value",
])  # fmt: skip
TYPES = st.sampled_from(["NewsArticle", "Article", "WebPage", "WebSite", "Person", "VideoObject"])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | TYPES
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=25,
)


def page(*scripts: str, head: str = "", body: str = "") -> lxml.html.HtmlElement:
    tags = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    return lxml.html.document_fromstring(
        f"<html><head>{head}{tags}</head><body>{body}</body></html>"
    )


def metadata(root: lxml.html.HtmlElement) -> Metadata:
    return choose(declared(root, "https://bay.example/2023/09/14/mill"))


@settings(deadline=None)
@given(VALUES)
def test_any_json_ld_is_read(value: Any) -> None:
    root = page(json.dumps(value).replace("<", " "))
    assert all(candidate.value for candidate in declared(root, None))
    told = metadata(root)
    for field in ("headline", "published", "modified", "type", "access"):
        assert sum(c.chosen for c in told.candidates if c.field == field) <= 1


@settings(deadline=None)
@given(VALUES, st.integers(0, 200))
def test_cut_json_never_raises(value: Any, length: int) -> None:
    read_json(json.dumps({"@type": "NewsArticle", "x": value})[:length])


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from('{}[]",:\\/*ab1 \n<!-;\u00ad'), max_size=60))
def test_no_json_never_raises(text: str) -> None:
    for value in read_json(text):
        assert isinstance(value, dict | list)


@settings(deadline=None)
@given(
    st.text(max_size=60)
    | st.from_regex(
        r"(19|20)\d\d-[01]\d-[0-3]\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?"
    )
)
def test_dates_are_days(text: str) -> None:
    value = iso_date(text)
    if value is not None:
        assert value.isascii()
        assert 1990 <= datetime.fromisoformat(value).year <= 2100
        assert iso_date(value) == value


GOOD = '{"@type":"NewsArticle","headline":"Mill burns","datePublished":"2023-09-14"}'


@pytest.mark.parametrize(
    "bad",
    [
        "[" * 200_000,
        '{"@graph":' * 100_000 + "1" + "}" * 100_000,
        '{"a": ' + "9" * 5000 + "}",
        '{"@type":"NewsArticle","headline":"' + "x" * 3_000_000 + '"}',
        json.dumps({"@graph": [{"@type": "Person", "name": "x"}] * 50_000}),
        '{"a":"\\ud800"}',
        "\x00{",
        "<!--" * 10_000,
    ],
    ids=["arrays", "objects", "digits", "long", "many", "surrogate", "nul", "comments"],
)
def test_a_bad_script_costs_nothing_else(bad: str) -> None:
    told = metadata(page(bad, GOOD, head="<title>Mill burns</title>"))
    assert (told.headline, told.published) == ("Mill burns", "2023-09-14")


ADVERSARIAL: dict[str, Callable[[int], str]] = {
    "unterminated comments": lambda n: "{" + "/*" * n,
    "escaped quotes": lambda n: "{" + '\\"' * n,
    "quotes": lambda n: '{"' + '" ' * n,
    "empty objects": lambda n: "{}" * n + "x",
    "commas and spaces": lambda n: "{" + ", " * n + '"',
    "spaces": lambda n: '{"a"' + " " * n + "x",
    "tags": lambda n: json.dumps({"@type": "Article", "headline": "<a" * n}),
}


@pytest.mark.parametrize("name", ADVERSARIAL)
def test_reading_json_is_linear(name: str) -> None:
    def seconds(size: int) -> float:
        text = ADVERSARIAL[name](size)
        start = time.process_time()
        read_json(text)
        return time.process_time() - start

    small = min(seconds(20_000) for _ in range(3))
    assert min(seconds(160_000) for _ in range(2)) < 8 * max(small, 0.004) * 3


@pytest.mark.parametrize(
    "body",
    [
        "<span itemprop=articleBody>" * 3000 + "x" * 100_000,
        "<h1>" * 3000,
        "<time datetime=2020-01-01>" * 3000,
        '<div itemscope itemtype="http://schema.org/Article"><i itemprop=headline>' * 1500,
        '<a rel=author class="byline author-name">' * 3000 + "x",
    ],
    ids=["bodies", "headings", "times", "items", "authors"],
)
def test_deep_and_repeated_marks_end(body: str) -> None:
    start = time.process_time()
    metadata(page(GOOD, body=body))
    assert time.process_time() - start < 5


def test_repeated_tags_are_listed_once() -> None:
    tags = (
        '<meta property="og:title" content="Mill burns"><meta name="keywords" content="a,a">' * 500
    )
    told = metadata(page(head=tags))
    assert [c.field for c in told.candidates if c.source == "open graph"] == ["headline"]
    assert told.tags == ("a",)
