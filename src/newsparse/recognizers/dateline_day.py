"""The day that the date of a dateline means: `Sept 13` names no year, `29日` no month."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from newsparse.recognizers.date import parse_date
from newsparse.recognizers.dateline_date import month_number, weekday_number
from newsparse.recognizers.line_words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

_YEAR = re.compile(r"(?<!\d)(?:19|20|25)\d\d(?!\d)")
_DAY = re.compile(r"(\d{1,2})日?")
_MONTH = re.compile(r"([^\W\d_]+)\.?,?\s+(?:del?\s+)?(\d{4})")
_HAN = re.compile(r"\d{1,2}月\d{1,2}日")
_FIRST_YEAR = 1500
_YEARS_BACK = 8
"""29 February comes again after eight years at the latest."""


@dataclass(frozen=True, slots=True)
class ResolvedDate:
    """A dateline's date as a calendar date."""

    value: str
    """ISO 8601: `2023-09-13`, of a month `2023-09`."""
    precision: Literal["day", "month"]


def resolve_date(written: str, reference: str | None = None) -> ResolvedDate | None:
    """The day that a dateline's date means, `None` when it cannot be told.

    `reference` is the page's publication date in ISO 8601. What a date leaves out is such that it
    falls as near to the reference as can be, at the latest on the day after it (time zones);
    without a reference nothing is filled in.

    >>> resolve_date("Dec. 30", "2024-01-02").value, resolve_date("29日", "2024-03-01").value
    ('2023-12-30', '2024-02-29')
    >>> resolve_date("Monday", "2023-09-13").value, resolve_date("Jan. 2024").precision
    ('2023-09-11', 'month')
    >>> resolve_date("Sept 13"), resolve_date("Feb 30", "2024-03-01"), resolve_date("soon", "2024")
    (None, None, None)
    """
    plain = fold(written).strip(" .,")
    if _YEAR.search(plain):
        return _stated(plain)
    try:
        latest = date.fromisoformat((reference or "")[:10]) + timedelta(days=1)
    except (ValueError, OverflowError):
        return None
    if latest.year < _FIRST_YEAR:
        return None
    if weekday := weekday_number(plain):
        day = latest - timedelta(days=(latest.isoweekday() - weekday) % 7)
        return ResolvedDate(day.isoformat(), "day")
    days = (_stated(text) for text in _completed(plain, latest))
    return next((day for day in days if day and day.value <= latest.isoformat()), None)


def _stated(text: str) -> ResolvedDate | None:
    """The date of a text that names the year."""
    if found := parse_date(text):
        return ResolvedDate(found.value[:10], "day") if found.value else None
    month = _MONTH.fullmatch(text)
    number = month_number(month.group(1)) if month else None
    return ResolvedDate(f"{month.group(2)}-{number:02d}", "month") if month and number else None


def _completed(plain: str, latest: date) -> Iterator[str]:
    """The date with each year, or month and year, that it may mean, the latest first."""
    if day := _DAY.fullmatch(plain):
        for back in range(12):
            year, month = divmod(latest.year * 12 + latest.month - 1 - back, 12)
            yield f"{year}-{month + 1:02d}-{int(day.group(1)):02d}"
        return
    han = _HAN.search(plain)
    for year in range(latest.year, latest.year - _YEARS_BACK - 1, -1):
        if han:
            yield f"{year}年{han.group()}"
        else:
            yield f"{year}년 {plain}" if "월" in plain else f"{plain} {year}"
