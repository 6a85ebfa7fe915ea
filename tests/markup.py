"""Made-up markup for property tests: news pages gone wrong, and soups of tags."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.pages import any_unicode, lines

_TAGS = (
    *("p", "div", "span", "b", "a", "li", "ul", "table", "tr", "td", "h1", "h2", "br", "pre"),
    *("article", "main", "figure", "figcaption", "blockquote", "time", "form", "select", "title"),
    *("html", "head", "body", "script", "style", "template", "noscript", "svg", "frameset"),
    *("noframes", "iframe", "ruby", "rt", "x-card", "o:p", "textarea", "plaintext", "math"),
)
_ATTRIBUTES = (
    *("", "", "", ' class="article-body lead"', " id=content", " hidden", ' style="display:none"'),
    *(' href="/2024/03/01/mill"', " itemprop=articleBody", " datetime=2024-03-01", " rel=author"),
    *(" shadowrootmode=open", ' role="main', " x='\"", " property=og:title content=Mill"),
)
_MARKS = (
    "<!-- x",
    "-->",
    "<!doctype html>",
    "<?xml ?>",
    "<![CDATA[",
    "]]>",
    "<",
    "</",
    "&amp",
    "&#",
)
_JSON = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Mill"}</script>'

_opened = st.builds("<{}{}>".format, st.sampled_from(_TAGS), st.sampled_from(_ATTRIBUTES))
_closed = st.builds("</{}>".format, st.sampled_from(_TAGS))
_parts = st.one_of(_opened, _opened, _closed, lines, st.sampled_from((*_MARKS, _JSON)))
_soups = st.builds("".join, st.lists(_parts, max_size=40))

markups = st.one_of(_soups, _soups, any_unicode)
"""Tags opened and closed at random with lines of news between, and arbitrary text."""
