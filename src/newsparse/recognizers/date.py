"""Dates as pages write them: `14 września 2023, 10:21`, `2023年9月13日`, `Oct. 3, 2022`.

A line is read as its runs of digits and the gaps between them. Every form is a rule on two or three
neighbouring runs and the gaps' words, so reading is one walk without search. Names of months come
from `data/months.tsv` (Unicode CLDR), the words around them from `data/timestamp_words.tsv`. There
is no clock and no guess: where two readings are days of the calendar, there is no value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from newsparse.article import Span
from newsparse.data import read_table
from newsparse.recognizers.clock import clock_after, clock_before
from newsparse.recognizers.line_words import GAP, HEAD, WORD, fold, weekdays, words_of

_FIRST_YEAR, _LAST_YEAR = 1500, 2100
_BUDDHIST_YEARS, _BUDDHIST_ERA = range(2400, 2644), 543


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date within a text."""

    value: str | None
    """ISO 8601: the date, with time and offset where the page states them; `None` if ambiguous."""
    span: Span
    """The date's text within the input, its time and zone included."""
    ambiguous: bool = False
    """More than one reading is a day, as in `03/04/2023`."""


def parse_date(text: str) -> DateFound | None:
    """The first date with a year in a short line, `None` if there is none.

    >>> parse_date("Published: 13 Sep 2023 08:15 GMT+7")
    DateFound(value='2023-09-13T08:15+07:00', span=Span(start=11, end=34), ambiguous=False)
    >>> [parse_date(hit).value for hit in ("14 września 2023, 10:21", "2023年9月13日", "13/9/2023")]
    ['2023-09-14T10:21', '2023-09-13', '2023-09-13']
    >>> parse_date("03/04/2023")  # 3 April or March 4?
    DateFound(value=None, span=Span(start=0, end=10), ambiguous=True)
    >>> [parse_date(miss) for miss in ("September 14", "31 February 2023", "5 minutes ago", "")]
    [None, None, None, None]
    """
    return next(find_dates(text), None)


def find_dates(text: str) -> Iterator[DateFound]:
    """Every date of a short line, in order.

    >>> [found.value for found in find_dates("3 May 2023 | Updated 5 May 2023")]
    ['2023-05-03', '2023-05-05']
    >>> list(find_dates("Page 3 of 14"))
    []
    """
    if not _RUN.search(text, 0, HEAD):
        return
    line = _Line(text[:HEAD])
    index = floor = 0
    while index < len(line.runs):
        reading = line.read(index) if line.runs[index][0] >= floor else None
        if reading is None or not (days := line.possible(reading)):
            index += 1
            continue
        found = _found(line, reading, days, floor)
        yield found
        index, floor = reading.last + 1, found.span.end


@cache
def _months(ordinal: bool = False) -> dict[str, frozenset[int]]:
    """Numbers by folded name.

    In Croatian listopad is October, in Polish and Czech November; Croatian always puts a dot after
    the day (`ordinal`), Polish never.
    """
    rows = [
        (fold(row["name"]), int(row["number"]), row["language"]) for row in read_table("months.tsv")
    ]
    never = "pl" if ordinal else "hr"
    usual = {name for name, _, language in rows if language != never}
    numbers: dict[str, frozenset[int]] = {}
    for name, number, language in rows:
        if language != never or name not in usual:
            numbers[name] = numbers.get(name, frozenset()) | {number}
    return numbers


# A year that runs into a time, `202310:21`, is a slip of flattening: the year is cut off.
_RUN = re.compile(r"(?<!\d)(?:19|20)\d\d(?=\d{1,2}(?::\d\d| min))|\d+")
_GLUED = re.compile(r"(?<=[a-zß-ÿ])(?=[A-Z])")  # UpdatedSep 14
_GLUED_PREFIXES = ("ב", "เดือน", "ខែ")  # written without a space before the month
_SEPARATORS = {"-": "-", "–": "-", "‐": "-", "/": "/", "⁄": "/", ".": ".", "•": "•"}
_YEAR_SIGNS = frozenset(("年", "년", "оны"))
_MONTH_SIGNS = frozenset(("月", "월", "-р сарын", "-р сар", "р сарын"))
_MONTH_WORDS = frozenset(("tháng", "thg"))  # Vietnamese numbers its months
_YEAR_BEFORE_DAY = frozenset(("gada", "жылғы", "жыл", "yil", "yili", "йил", "йили"))


@dataclass(frozen=True, slots=True)
class _Reading:
    """The runs `first` to `last` as a date: every (year, month, day) they may mean."""

    start: int
    first: int
    last: int
    dates: tuple[tuple[int, int, int], ...]


class _Line:
    """A folded line as its runs of digits and the gaps before, between and after them."""

    __slots__ = ("gaps", "original", "runs", "text")

    def __init__(self, original: str) -> None:
        self.original = original
        self.text = fold(original)
        self.runs = [match.span() for match in _RUN.finditer(self.text)]
        ends = [0, *(end for _, end in self.runs)]
        starts = [*(start for start, _ in self.runs), len(self.text)]
        self.gaps = [self.text[end:start] for end, start in zip(ends, starts, strict=True)]

    def width(self, index: int) -> int:
        """The digits of a run; 0 past the last."""
        return self.runs[index][1] - self.runs[index][0] if index < len(self.runs) else 0

    def number(self, index: int) -> int:
        return int(self.text[slice(*self.runs[index])])

    def read(self, index: int) -> _Reading | None:
        """The date whose first run this is, if it is written like one."""
        width = self.width(index)
        if width == 4:
            return self._signed(index) or self._numeric(index) or self._year_first(index)
        if width in (1, 2):
            if self.width(index + 1) == 4:
                return self._day_month(index) or self._month_day(index)
            return self._signed(index) or self._numeric(index)
        return None

    def possible(self, reading: _Reading) -> list[date]:
        """The readings that are days; a weekday beside them decides between several."""
        days = sorted({day for parts in reading.dates if (day := _day(*parts))})
        if len(days) > 1:
            words = _words(self.gaps[reading.first])[-2:] + _words(self.gaps[reading.last + 1])[:1]
            stated = {weekdays()[word] for word in words if word in weekdays()}
            days = [day for day in days if day.isoweekday() in stated] or days
        return days

    def _reading(self, index: int, last: int, *dates: tuple[int, int, int]) -> _Reading:
        return _Reading(self.runs[index][0], index, last, dates)

    def _signed(self, index: int) -> _Reading | None:
        """2023年9月13日, 14 tháng 9 năm 2023."""
        if not self.width(index + 2) or self.width(index + 1) > 2:
            return None
        first, second = self.gaps[index + 1].strip(), self.gaps[index + 2].strip()
        a, b, c = (self.number(index + step) for step in range(3))
        if self.width(index) == 4 and first in _YEAR_SIGNS and second in _MONTH_SIGNS:
            return self._reading(index, index + 2, (a, b, c))
        plain = len(second) < 8 and words_of("filler").issuperset(_words(second))
        if self.width(index + 2) == 4 and first in _MONTH_WORDS and plain:
            return self._reading(index, index + 2, (c, b, a))
        return None

    def _numeric(self, index: int) -> _Reading | None:
        """13.09.2023, 2023-09-13, 9/13/2023, 31/12/99."""
        if self.width(index + 1) not in (1, 2) or not self.width(index + 2):
            return None
        separator = _SEPARATORS.get(self.gaps[index + 1].strip())
        other = _SEPARATORS.get(self.gaps[index + 2].strip())
        if separator is None or other != separator or self._is_part(index):
            return None
        a, b, c = (self.number(index + step) for step in range(3))
        widths = tuple(self.width(index + step) for step in range(3))
        orders: list[tuple[int, int, int]] = []
        if widths[0] == 4 and widths[2] <= 2:
            orders = [(a, b, c)]
        elif widths[2] == 4 and widths[0] <= 2:
            # No locale of the CLDR writes the month first between dots.
            orders = [(c, b, a)] if separator == "." and b <= 12 else [(c, b, a), (c, a, b)]
        elif widths == (2, 2, 2):
            orders = [(_century(c), b, a), (_century(c), a, b), (_century(a), b, c)]
        return self._reading(index, index + 2, *orders) if orders else None

    def _is_part(self, index: int) -> bool:
        """Whether the numbers continue a path, a version, a telephone number or an amount."""
        before, after = self.gaps[index], self.gaps[index + 3]
        inside = before[-1:] in tuple("/.,#=_&$€£-") and not before[-2:-1].isalpha()
        more = after in ("/", ".", "-") and index + 3 < len(self.runs)
        return bool(before and inside) or more

    def _day_month(self, index: int) -> _Reading | None:
        """14 September 2023, 3 de octubre de 2022."""
        months = _months_in(self.gaps[index + 1])
        day, year = self.number(index), self.number(index + 1)
        dates = [(year, month, day) for month in sorted(months)]
        return self._reading(index, index + 1, *dates) if dates else None

    def _month_day(self, index: int) -> _Reading | None:
        """September 14, 2023."""
        between = self.gaps[index + 1]
        if len(between) > 8 or not words_of("filler").issuperset(_words(between)):
            return None
        end = self.runs[index][0]
        words = list(WORD.finditer(self.original, max(end - len(self.gaps[index]), end - GAP), end))
        while words and fold(words[-1][0]) in words_of("filler"):
            words.pop()
        if not words:
            return None
        name = _GLUED.split(words[-1][0])[-1]
        name = name[next((i for i, letter in enumerate(name) if letter.isalpha()), 0) :]
        months = _months().get(fold(name), frozenset())
        dates = tuple(
            (self.number(index + 1), month, self.number(index)) for month in sorted(months)
        )
        return _Reading(words[-1].end() - len(name), index, index + 1, dates) if dates else None

    def _year_first(self, index: int) -> _Reading | None:
        """2023. szeptember 14., 2023-Sep-13, 2023. gada 14. septembris."""
        if self.width(index + 1) not in (1, 2):
            return None
        gap = self.gaps[index + 1]
        months = _months_in(gap)
        if not months and _YEAR_BEFORE_DAY.intersection(_words(gap)):
            months = _months().get(next(iter(_words(self.gaps[index + 2])), ""), frozenset())
        dates = [(self.number(index), month, self.number(index + 1)) for month in sorted(months)]
        return self._reading(index, index + 1, *dates) if dates else None


def _words(gap: str) -> list[str]:
    return WORD.findall(gap)


@lru_cache(1024)
def _months_in(gap: str) -> frozenset[int]:
    """The month that a gap names, if it says nothing else."""
    if len(gap) > GAP:
        return frozenset()
    names = _months(gap.startswith("."))
    if months := names.get(gap.strip(" .,-/")):
        return months
    words = [word for word in _words(gap) if word not in words_of("filler")]
    if months := names.get(" ".join(words)) or names.get(".".join(words)):
        return months
    # Arabic papers write both names: سبتمبر / أيلول
    numbers = [names.get(_unglued(word), frozenset()) for word in words]
    return frozenset.intersection(*numbers) if numbers else frozenset()


def _unglued(word: str) -> str:
    return next((word.removeprefix(p) for p in _GLUED_PREFIXES if word.startswith(p)), word)


def _century(year: int) -> int:
    """The pivot of POSIX `strptime`: 69 to 99 are of the 20th century."""
    return year + (1900 if year >= 69 else 2000)


def _day(year: int, month: int, day: int) -> date | None:
    if year in _BUDDHIST_YEARS:
        year -= _BUDDHIST_ERA
    try:
        return date(year, month, day) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    except ValueError:
        return None


def _found(line: _Line, reading: _Reading, days: list[date], floor: int) -> DateFound:
    start, end = reading.start, line.runs[reading.last][1]
    if line.text[end : end + 1] in ("日", "일", "号", "號"):
        end += 1
    clock = clock_after(line.text, end) if reading.last + 1 < len(line.runs) else None
    if clock is None and reading.first:
        clock = clock_before(line.text, start, floor)
    if clock is not None:
        start, end = min(start, clock.start), max(end, clock.end)
    if len(days) > 1:
        return DateFound(None, Span(start, end), ambiguous=True)
    return DateFound(clock.on(days[0]) if clock else days[0].isoformat(), Span(start, end))
