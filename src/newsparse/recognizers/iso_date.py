"""Dates as metadata states them, made ISO 8601 with nothing added: no zone, no time, no guess."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime

from newsparse.recognizers.date import parse_date

_FIRST_YEAR, _LAST_YEAR = 1990, 2100  # news on the web; 1970 and 0001 stand for no date
_FARTHEST = 14  # hours from UTC that a zone may be
_ISO = re.compile(
    r"\s*+(?P<year>\d{4})(?P<sep>[-/.]?)(?P<month>\d\d?)(?P=sep)(?P<day>\d\d?)"
    r"(?:(?:\s*+[T ,]\s*+|\s++)(?P<hour>\d\d?):?(?P<minute>\d\d)(?::?(?P<second>\d\d)"
    r"(?P<fraction>[.,]\d{1,9})?)?"
    r"\s*+(?P<zone>Z|UTC|GMT|[+\-−]\d\d:?(?:\d\d)?)?(?:\[[\w/]{1,40}\])?)?(?![\d])",
    re.IGNORECASE | re.ASCII,
)
_WEB = re.compile(  # RFC 5322 and JavaScript: Thu, 14 Sep 2023 08:15:00 GMT+0700
    r"\s*+[A-Za-z]{3,9},?\s++(?:(?P<d1>\d\d?)\s++(?P<m1>[A-Za-z]{3,9})|(?P<m2>[A-Za-z]{3})\s++"
    r"(?P<d2>\d\d?))\s++(?P<year>\d{4})\s++(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
    r"\s*+(?P<zone>(?:GMT|UTC|Z)?(?:[+-]\d\d:?\d\d)?)",
    re.ASCII,
)
_EPOCH = re.compile(r"\s*+(\d{10})(?:\d{3})?\s*+\Z", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def iso_date(text: str) -> str | None:
    """A declared date in ISO 8601 as precise as it is stated; `None` for what is no possible day.

    >>> iso_date("2023-09-14 8:15:00.123 +0700"), iso_date("20230914"), iso_date("1694653200")
    ('2023-09-14T08:15:00.123+07:00', '2023-09-14', '2023-09-14T01:00:00+00:00')
    >>> iso_date("Thu, 14 Sep 2023 08:15:00 GMT"), iso_date("14 września 2023, 10:21")
    ('2023-09-14T08:15:00+00:00', '2023-09-14T10:21')
    >>> [iso_date(miss) for miss in ("2023-02-30", "0001-01-01T00:00:00", "03/04/2023", "soon")]
    [None, None, None, None]
    """
    text = text[:200] if text.isascii() else _with_plain_digits(text[:200])
    if match := _EPOCH.match(text):
        moment = datetime.fromtimestamp(int(match[1]), UTC)
        return moment.isoformat() if _FIRST_YEAR <= moment.year <= _LAST_YEAR else None
    if match := _ISO.match(text):
        if not match["sep"] and len(match["month"] + match["day"]) < 4:
            return None
        return _joined(match, match["year"], match["month"], match["day"])
    if match := _WEB.match(text):
        name = (match["m1"] or match["m2"])[:3].lower()
        if name in _MONTHS:
            month = str(_MONTHS.index(name) + 1)
            return _joined(match, match["year"], month, match["d1"] or match["d2"])
    found = parse_date(text)
    if found is None or found.value is None:
        return None
    return found.value if _FIRST_YEAR <= int(found.value[:4]) <= _LAST_YEAR else None


def _with_plain_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(letter, letter)) for letter in text)


def _joined(match: re.Match[str], year: str, month: str, day: str) -> str | None:
    try:
        told = date(int(year), int(month), int(day))
    except ValueError:
        return None
    if not _FIRST_YEAR <= told.year <= _LAST_YEAR:
        return None
    parts = match.groupdict()
    hour, minute, second = (int(parts[key] or 0) for key in ("hour", "minute", "second"))
    if parts["hour"] is None or hour > 23 or minute > 59:
        return told.isoformat()
    clock = f"{hour:02}:{minute:02}"
    if parts["second"] and second < 60:
        clock += f":{second:02}" + (parts.get("fraction") or "").replace(",", ".")
    return f"{told.isoformat()}T{clock}{_offset(parts['zone'] or '')}"


def _offset(zone: str) -> str:
    """`Z`, `GMT+0700`, `+07` as `+07:00`; nothing where no zone is stated, or none there is."""
    digits = "".join(filter(str.isdigit, zone))
    if not digits:
        return "+00:00" if zone else ""
    hours, minutes = int(digits[:2]), int(digits[2:4] or 0)
    if hours > _FARTHEST or minutes > 59:
        return ""
    sign = "-" if "-" in zone or "−" in zone else "+"
    return f"{sign}{hours:02}:{minutes:02}"
