"""Elements that are marked as naming the author: `rel=author`, author and byline classes.

Read only where nothing else declares a person, or an outlet other than the site itself: the marks
are looser than declarations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

from newsparse.blocks.metadata.elements import text_of
from newsparse.blocks.metadata.values import Found

SOURCE = "author element"
# Attributes are found faster than elements that have them.
_MARKS = etree.XPath(
    "descendant::a/@rel[. = 'author']"
    " | descendant::*/@class[contains(., 'uthor') or contains(., 'yline')]"
)
_SKIPPED = frozenset(("script", "style", "link", "meta", "body", "html", "img", "svg", "button"))
_MOST, _LONGEST, _HEIGHT, _MOST_NAMES = 60, 160, 12, 4
_WORDS = re.compile(r"[a-z]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAMES = ("author", "authors", "byline", "bylines")
_OTHER = frozenset((
    "comment", "comments", "commentlist", "reply", "related", "recommended", "footer", "sidebar",
    "card", "teaser", "popular", "latest", "more", "quote", "photo", "image", "testimonial",
    "review", "reviews", "carousel", "widget", "nav", "menu", "box",
))  # fmt: skip
_PARTS = frozenset(("bio", "description", "title", "role", "job", "date", "social", "image", "img",
                    "avatar", "photo", "twitter", "email", "links", "about", "time", "info",
                    "meta", "count", "position", "text", "follow"))  # fmt: skip


def from_author_elements(root: HtmlElement) -> Iterator[Found]:
    """The texts of the plainest of the elements marked as the author, in page order."""
    found: list[tuple[int, str]] = []
    for mark in _MARKS(root)[:_MOST]:
        element = mark.getparent()
        if element.tag in _SKIPPED or (rank := _rank(element)) is None or _elsewhere(element):
            continue
        if text := text_of(element, _LONGEST):
            found.append((rank, text))
    plainest = min((rank for rank, _ in found), default=0)
    texts = dict.fromkeys(text for rank, text in found if rank == plainest)
    yield from (Found("authors", text, SOURCE) for text in list(texts)[:_MOST_NAMES])


def _rank(element: HtmlElement) -> int | None:
    """0 for a name or a link to the author, 1 for a byline, 2 for a box; `None` for its parts."""
    if element.get("rel") == "author":
        return 0
    words = _words(element)
    if words.intersection(_NAMES):
        if "name" in words and not words & (_PARTS - {"title"}):
            return 0
        return None if words & _PARTS else 1 if len(element) < 4 else 2
    return None


def _words(element: HtmlElement) -> frozenset[str]:
    marks = f"{element.get('class') or ''} {element.get('id') or ''}"
    return frozenset(_WORDS.findall(_CAMEL.sub(" ", marks).lower()))


def _elsewhere(element: HtmlElement) -> bool:
    for height, above in enumerate(element.iterancestors()):
        if height > _HEIGHT or above.tag in ("article", "main", "body"):
            return False
        if above.tag in ("aside", "footer", "nav") or (height < 6 and _words(above) & _OTHER):
            return True
    return False
