"""The plain slots of a dateline: runs of words and dates as written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from newsparse.recognizers.gazetteer import is_month, is_weekday

if TYPE_CHECKING:
    from collections.abc import Iterator


class Slot(NamedTuple):
    """A stretch of the head that fills one slot."""

    text: str
    start: int
    end: int


_LETTER = r"[^\W\d_\u3000-\u9fff\uac00-\ud7af]"
_MARK = r"[^\s\d,،.:;!?\"“”«»()\[\]{}/|—–―\-=…·&'’ʼ]"
_WORD = re.compile(
    rf"(?:(?:St|ST|Ste|STE|Ft|FT|Mt|MT|TP|W|N|S)\.(?=\s?{_LETTER})|(?:{_LETTER}\.){{2,4}}+"
    rf"|{_LETTER}{_MARK}*+(?:[-.'’ʼ]{_LETTER}{_MARK}*+)*+['’]?+|&)"
)
_GAP = re.compile(r"[ \u00a0]{0,6}+")
_YEAR = r"(?:19|20)\d\d(?!\d)"
_MONTH_FIRST = re.compile(
    rf"({_LETTER}++)\.?+\s?+(\d{{1,2}})(?:st|nd|rd|th)?+(?!\d)(?:,?+\s(?:{_YEAR}))?+"
)
_DAY_FIRST = re.compile(
    rf"(\d{{1,2}})(?:\.|º|°|er|st|nd|rd|th)?+\s?+(?:de\s|of\s|di\s|d['’])?+"
    rf"({_LETTER}{_MARK}*+)(?:\s({_LETTER}{_MARK}*+))?+"
)
_YEAR_AFTER = re.compile(rf"\.?,?+\s(?:del?\s)?+{_YEAR}(?:\s?г\.?|\sроку)?+")
_NUMERIC = re.compile(
    rf"\d{{1,2}}[./-]\d{{1,2}}[./-]{_YEAR}|{_YEAR}-\d\d-\d\d(?!\d)|(\d\d?/\d\d?)(?=\s\()"
)
_WEEKDAY = re.compile(rf"({_LETTER}++)(?:,?\s++|(?=\s?+\())")


def words_from(head: str, at: int, most: int) -> Iterator[Slot]:
    """Runs of one, two, … `most` words that begin at a position, shortest first.

    >>> [slot.text for slot in words_from("ST. JOSEPH, Mich.", 0, 3)]
    ['ST.', 'ST. JOSEPH']
    """
    end = at
    for count in range(most):
        gap = _GAP.match(head, end) if count else None
        begin = gap.end() if gap else end
        found = _WORD.match(head, begin) if begin > end or not count else None
        if not found:
            return
        end = found.end()
        yield Slot(head[at:end], at, end)


def read_date(head: str, at: int) -> Slot | None:
    """The date, as written, that begins at a position: a day with a month's name, or figures.

    >>> read_date("Sept. 13, 2023 (AFP)", 0).text, read_date("18 окт - РИА", 0).text
    ('Sept. 13, 2023', '18 окт')
    >>> read_date("Apollo 13", 0) is None
    True
    """
    first = head[at : at + 1]
    if first.isdigit():
        if found := _NUMERIC.match(head, at):
            return Slot(found.group(), at, found.end())
        found = _DAY_FIRST.match(head, at)
        return _day_first(head, at, found) if found else None
    if first.isalpha() and (found := _MONTH_FIRST.match(head, at)) and is_month(found.group(1)):
        return Slot(found.group(), at, found.end())
    return _weekday_first(head, at)


def _weekday_first(head: str, at: int) -> Slot | None:
    """`Monday, Jan. 5`, or `Monday` alone before an agency in brackets."""
    found = _WEEKDAY.match(head, at)
    if not found or not is_weekday(found.group(1)):
        return None
    dated = read_date(head, found.end()) if found.end() > found.end(1) else None
    if dated:
        return Slot(head[at : dated.end], at, dated.end)
    signed = head[found.end(1) :].lstrip().startswith("(")
    return Slot(found.group(1), at, found.end(1)) if signed else None


def _day_first(head: str, at: int, found: re.Match[str]) -> Slot | None:
    if found.group(3) and is_month(f"{found.group(2)} {found.group(3)}"):
        end = found.end(3)
    elif is_month(found.group(2)):
        end = found.end(2)
    else:
        return None
    if year := _YEAR_AFTER.match(head, end):
        end = year.end()
    elif len(found.group(2)) <= 4 and head[end : end + 3].startswith((". (", ".,")):
        end += 1
    return Slot(head[at:end], at, end)
