"""Headings of the first rank, `h1`: which of them may be the article's, and what they read."""

from __future__ import annotations

from lxml import etree
from lxml.html import HtmlElement

from newsparse.blocks.metadata.values import plain

_LONGEST = 600  # characters
_HEIGHT = 4  # the heading and the elements above it that may be a list of links
_BESIDE = frozenset(("nav", "aside", "footer"))
_BREADCRUMB = "breadcrumb"
_BREAKS = frozenset(("br", "div", "p", "li", "h2", "h3", "h4", "h5", "h6"))
# Class names by which Bootstrap, WordPress, Drupal and others hide words from the eye.
_UNSEEN = ("sr-only", "visually-hidden", "visuallyhidden", "screen-reader", "element-invisible")


def is_beside(heading: HtmlElement) -> bool:
    """Whether a heading is the last step of a breadcrumb, or stands in a box beside the article."""
    above: HtmlElement | None = heading
    for _ in range(_HEIGHT):
        if above is None:
            return False
        if above.tag in _BESIDE or _BREADCRUMB in (above.get("class") or "").lower():
            return True
        above = above.getparent()
    return False


def heading_text(heading: HtmlElement) -> str | None:
    """The words of a heading as they are seen, without the date in it; `None` for more than a line.

    >>> from lxml.html import fromstring
    >>> heading_text(fromstring("<h1><small>Harbour</small><br>Old mill reopens</h1>"))
    'Harbour Old mill reopens'
    >>> heading_text(fromstring("<h1><time>3 May</time> Old mill reopens<p>by Sok Dara</p></h1>"))
    'Old mill reopens by Sok Dara'
    """
    pieces: list[str] = []
    length = 0
    walk = etree.iterwalk(heading, events=("start", "end", "comment"))
    for event, element in walk:
        if event == "start" and _is_unread(element):
            walk.skip_subtree()
            continue
        if element is heading and event == "end":
            break
        piece = (element.text if event == "start" else element.tail) or ""
        pieces.append(f" {piece}" if element.tag in _BREAKS else piece)
        length += len(piece)
        if length > _LONGEST * 4:
            return None
    return plain("".join(pieces), _LONGEST)


def _is_unread(element: HtmlElement) -> bool:
    """Whether it is a date, or words for readers by ear; marks between words are read."""
    if element.tag == "time":
        return True
    names = (element.get("class") or "").lower()
    if not any(name in names for name in _UNSEEN):
        return False
    return any(map(str.isalpha, "".join(element.itertext())))
