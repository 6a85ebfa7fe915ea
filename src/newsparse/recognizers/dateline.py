"""Recognize the dateline that opens a paragraph: place, date, agency and writer of a story.

Most paragraphs are told apart by their first marks. The readers of the others are imported when
one comes, for their patterns take 50 ms to compile.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsparse.parts import Dateline
    from newsparse.recognizers.resolution import Written

REACH = 200
"""Characters of a paragraph that are looked at: the longest dateline known takes 110."""
_NEAR = 80
"""Characters within which a dateline's first mark must stand."""
_MARK = re.compile(r"[—–―‒:៖।()/\[\]?|]|-[-\s]|\s-|[.,]\s?\d{1,2}\s|\s\d{1,2}[,.]\s|-$|\.-")
_EAST = re.compile(
    r"\s*+(?:[【［〔〈（]|[\[(（]?+\s*+[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff0-9０-９])"
)
_EAST_MARK = re.compile(
    r"[电電讯訊]|消息|[快综綜報报][讯訊合导導道]"
    r"|[=＝／/]|[】〕\]）)］]"
)
_EAST_DASH = re.compile(r"[—–―:：(（-]")
_ALONE = 32
"""Characters of a paragraph that may be nothing but a place."""
_SOON = 24
"""Characters within which a dash or colon must stand that follows a Chinese or Korean place."""
_LOWER_ALLOWED = 4
"""Letters of a lower-case word in a place or date (`de`, `upon`) unless digits precede."""


def parse_dateline(paragraph: str, *, country: str | None = None) -> Dateline | None:
    """The dateline at the very beginning of a paragraph, its `text` the exact prefix.

    `country` is the publisher's (ISO 3166-1 alpha-2): it decides between places of one name where
    the dateline leaves that open.

    The forms are those of the wire services (`corpus/dateline_forms.tsv`); which places stand
    alone, and in which country, follows the AP Stylebook and GeoNames.

    >>> found = parse_dateline("PHNOM PENH, Sept 13 (AFP) - The river rose again.")
    >>> found.text, found.places, found.country_code, found.agency, found.date
    ('PHNOM PENH, Sept 13 (AFP) - ', ('Phnom Penh',), 'KH', 'AFP', 'Sept 13')
    >>> parse_dateline("新华社北京8月12日电（记者罗沙）法院").authors
    ('罗沙',)
    >>> parse_dateline("DEAR ABBY: My sister-in-law") is None
    True
    >>> parse_dateline("Paris - the city of light - is full.") is None
    True
    """
    found = _read(paragraph[:REACH], len(paragraph))
    if found is None:
        return None
    from newsparse.recognizers.resolution import locate

    return locate(found, country)


def _read(head: str, length: int) -> Written | None:
    if _EAST.match(head):
        found = _east_asian(head) if _may_be_east_asian(head, length) else None
        if found or head.lstrip()[:1] > "\u2e7f":
            return found
    mark = _MARK.search(head, 0, _NEAR)
    if mark is None:
        return _wire(head) if length < _ALONE else None
    return _wire(head) if _may_open(head, mark.start()) else None


def _east_asian(head: str) -> Written | None:
    from newsparse.recognizers.east_asian import read_east_asian

    return read_east_asian(head)


def _wire(head: str) -> Written | None:
    from newsparse.recognizers.wire import read_wire

    return read_wire(head)


def _may_be_east_asian(head: str, length: int) -> bool:
    marked = _EAST_MARK.search(head, 0, _NEAR) or _EAST_DASH.search(head, 0, _SOON)
    return marked is not None or length < _SOON


def _may_open(head: str, end: int) -> bool:
    """Whether what stands before the first mark has the shape of places and dates, not prose."""
    words = head[:end].split()
    if len(words) > 10:
        return False
    if len(words) < 3:
        return True
    dated = False
    for word in words:
        if word[0].islower() and len(word) > _LOWER_ALLOWED and not dated:
            return False
        dated = dated or word[0].isdigit()
    return True
