"""The date of a dateline: the slot as written, and the day it means."""

from __future__ import annotations

import re
from functools import cache

from newsparse.data import read_table
from newsparse.recognizers.names import fold_name
from newsparse.recognizers.wire_slots import LETTER, MARK, Slot

_YEAR = r"(?:19|20)\d\d(?!\d)"
_MONTH_FIRST = re.compile(
    rf"({LETTER}++)\.?+\s?+(\d{{1,2}})(?:st|nd|rd|th)?+(?!\d)(?:,?+\s(?:{_YEAR}))?+"
)
_DAY_FIRST = re.compile(
    rf"(\d{{1,2}})(?:\.|º|°|er|st|nd|rd|th)?+\s?+(?:de\s|of\s|di\s|d['’]|ב)?+"
    rf"((?:{LETTER}\.){{2}}|{LETTER}{MARK}*+)(?:\s({LETTER}{MARK}*+))?+"
)
_YEAR_AFTER = re.compile(rf"\.?,?+\s(?:del?\s)?+{_YEAR}(?:\s?г\.?|\sроку)?+")
_YEAR_FIRST = re.compile(rf"{_YEAR}\.?+\s({LETTER}{MARK}*+)\s\d{{1,2}}\.?+(?:,\s({LETTER}++))?+")
_NUMERIC = re.compile(
    rf"\d{{1,2}}[./-]\d{{1,2}}[./-]{_YEAR}|{_YEAR}-\d\d-\d\d(?!\d)|(\d\d?/\d\d?)(?=\s\()"
)
_WEEKDAY = re.compile(rf"({LETTER}++)(?:,?\s++|(?=\s?+\())")


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
        if (found := _YEAR_FIRST.match(head, at)) and month_number(found.group(1)):
            named = found.group(2) and weekday_number(found.group(2))
            end = found.end() if named or not found.group(2) else found.start(2) - 2
            return Slot(head[at:end], at, end)
        found = _DAY_FIRST.match(head, at)
        return _day_first(head, at, found) if found else None
    if first.isalpha() and (found := _MONTH_FIRST.match(head, at)) and month_number(found.group(1)):
        return Slot(found.group(), at, found.end())
    return _weekday_first(head, at)


def _weekday_first(head: str, at: int) -> Slot | None:
    """`Monday, Jan. 5`, or `Monday` alone before an agency in brackets."""
    found = _WEEKDAY.match(head, at)
    if not found or not weekday_number(found.group(1)):
        return None
    dated = read_date(head, found.end()) if found.end() > found.end(1) else None
    if dated:
        return Slot(head[at : dated.end], at, dated.end)
    signed = head[found.end(1) :].lstrip().startswith("(")
    return Slot(found.group(1), at, found.end(1)) if signed else None


def _day_first(head: str, at: int, found: re.Match[str]) -> Slot | None:
    if found.group(3) and month_number(f"{found.group(2)} {found.group(3)}"):
        end = found.end(3)
    elif month_number(found.group(2)):
        end = found.end(2)
    else:
        return None
    if year := _YEAR_AFTER.match(head, end):
        end = year.end()
    elif len(found.group(2)) <= 4 and head[end : end + 3].startswith(
        (". (", ".,", ". -", ". –", ". —")
    ):
        end += 1
    return Slot(head[at:end], at, end)


@cache
def _numbers(table: str) -> dict[str, int]:
    return {fold_name(row["name"]): int(row["number"]) for row in read_table(table)}


def month_number(word: str) -> int | None:
    """The number of the month that a word, less its dot, names in some language.

    >>> month_number("Sept."), month_number("ноября"), month_number("percent")
    (9, 11, None)
    """
    return _numbers("months.tsv").get(fold_name(word.rstrip(".")))


def weekday_number(word: str) -> int | None:
    """The number, from 1 for Monday, of the weekday that a word names in some language.

    >>> weekday_number("Monday"), weekday_number("Everyday")
    (1, None)
    """
    return _numbers("weekdays.tsv").get(fold_name(word.rstrip(".")))
