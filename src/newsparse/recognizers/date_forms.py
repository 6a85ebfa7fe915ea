"""The forms of a date: rules on two or three neighbouring runs of digits and the gaps between them.

Names of months come from `data/months.tsv` (Unicode CLDR), the words around them from
`data/timestamp_words.tsv`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache

from newsparse.data import read_table
from newsparse.recognizers.line_words import GAP, WORD, fold, weekdays, words_of

FIRST_YEAR = 1605
"""The first newspaper, the Strasbourg Relation: years before it are of history or of another
calendar (1445, 1402)."""
LAST_YEAR = 2049
"""Later years are far future; Nepal, 57 years ahead of the others, writes them today (2080)."""
_BUDDHIST_YEARS, _BUDDHIST_ERA = range(2400, LAST_YEAR + 544), 543


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


# A year that runs into a time or a day, `202310:21`, `20234 May`, is a slip of flattening: the year
# is cut off.
RUN = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?=\d{1,2}(?::\d\d| min|\.?\s?[^\W\d_]{3}|[./]\d\d?[./]\d))|\d+"
)
_GLUED = re.compile(r"(?<=[a-zß-ÿ])(?=[A-Z])|(?<=[AP]M)(?=[A-Z][a-z])")  # UpdatedSep 14, AMSep 14
_GLUED_PREFIXES = ("ב", "เดือน", "ខែ")  # written without a space before the month
_SEPARATORS = {"-": "-", "–": "-", "‐": "-", "/": "/", "⁄": "/", ".": ".", "•": "•"}
_YEAR_SIGNS = frozenset(("年", "년", "оны"))
_MONTH_SIGNS = frozenset(("月", "월", "-р сарын", "-р сар", "р сарын"))
_MONTH_WORDS = frozenset(("tháng", "thg"))  # Vietnamese numbers its months
_YEAR_BEFORE_DAY = frozenset(("gada", "жылғы", "жыл", "yil", "yili", "йил", "йили"))


Parts = tuple[int, int, int]


class Order(StrEnum):
    """The order in which a date is written."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"
    YEAR_FIRST = "ymd"


@dataclass(frozen=True, slots=True)
class Reading:
    """The runs `first` to `last` as a date: every (year, month, day) they may mean."""

    start: int
    first: int
    last: int
    dates: tuple[tuple[Order, Parts], ...]
    named: bool = False
    """The month has its name."""


class Line:
    """A folded line as its runs of digits and the gaps before, between and after them."""

    __slots__ = ("gaps", "original", "runs", "text")

    def __init__(self, original: str) -> None:
        self.original = original
        self.text = fold(original)
        self.runs = [match.span() for match in RUN.finditer(self.text)]
        ends = [0, *(end for _, end in self.runs)]
        starts = [*(start for start, _ in self.runs), len(self.text)]
        self.gaps = [self.text[end:start] for end, start in zip(ends, starts, strict=True)]

    def width(self, index: int) -> int:
        """The digits of a run; 0 past the last."""
        return self.runs[index][1] - self.runs[index][0] if index < len(self.runs) else 0

    def number(self, index: int) -> int:
        """What the digits of a run say."""
        return int(self.text[slice(*self.runs[index])])

    def read(self, index: int) -> Reading | None:
        """The date whose first run this is, if it is written like one."""
        width = self.width(index)
        if width == 4:
            return self._signed(index) or self._numeric(index) or self._year_first(index)
        if width in (1, 2):
            if self.width(index + 1) == 4:
                return self._day_month(index) or self._month_day(index)
            return self._signed(index) or self._numeric(index)
        return None

    def possible(self, reading: Reading) -> dict[date, Order | None]:
        """The readings that are days; a weekday beside them decides between several.

        The order of `05/05/2023` cannot be told and does not matter.
        """
        days: dict[date, Order | None] = {}
        for order, parts in reading.dates:
            if day := _day(*parts):
                days[day] = None if day in days else order
        if len(days) > 1:
            words = _words(self.gaps[reading.first])[-2:] + _words(self.gaps[reading.last + 1])[:1]
            stated = {weekdays()[word] for word in words if word in weekdays()}
            days = {d: o for d, o in days.items() if d.isoweekday() in stated} or days
        return days

    def _reading(self, index: int, last: int, order: Order, parts: Parts) -> Reading:
        return Reading(self.runs[index][0], index, last, ((order, parts),))

    def _named(
        self, index: int, start: int, order: Order, months: frozenset[int]
    ) -> Reading | None:
        """A date of two numbers and the month's name, which may be of several months."""
        first, second = self.number(index), self.number(index + 1)
        year, day = (first, second) if order is Order.YEAR_FIRST else (second, first)
        dates = tuple((order, (year, month, day)) for month in sorted(months))
        return Reading(start, index, index + 1, dates, named=True) if dates else None

    def _signed(self, index: int) -> Reading | None:
        """2023年9月13日, 14 tháng 9 năm 2023."""
        if not self.width(index + 2) or self.width(index + 1) > 2:
            return None
        first, second = self.gaps[index + 1].strip(), self.gaps[index + 2].strip()
        a, b, c = (self.number(index + step) for step in range(3))
        if self.width(index) == 4 and first in _YEAR_SIGNS and second in _MONTH_SIGNS:
            return self._reading(index, index + 2, Order.YEAR_FIRST, (a, b, c))
        plain = len(second) < 8 and words_of("filler").issuperset(_words(second))
        if self.width(index + 2) == 4 and first in _MONTH_WORDS and plain:
            return self._reading(index, index + 2, Order.DAY_FIRST, (c, b, a))
        return None

    def _numeric(self, index: int) -> Reading | None:
        """13.09.2023, 2023-09-13, 9/13/2023, 31/12/99."""
        if self.width(index + 1) not in (1, 2) or not self.width(index + 2):
            return None
        separator = _SEPARATORS.get(self.gaps[index + 1].strip())
        other = _SEPARATORS.get(self.gaps[index + 2].strip())
        if separator is None or other != separator or self._is_part(index):
            return None
        a, b, c = (self.number(index + step) for step in range(3))
        widths = tuple(self.width(index + step) for step in range(3))
        orders: list[tuple[Order, Parts]] = []
        if widths[0] == 4 and widths[2] <= 2:
            orders = [(Order.YEAR_FIRST, (a, b, c))]
        elif widths[2] == 4 and widths[0] <= 2:
            orders = [(Order.DAY_FIRST, (c, b, a))]
            if separator != "." or b > 12:  # no locale of the CLDR writes month.day.year
                orders.append((Order.MONTH_FIRST, (c, a, b)))
        elif widths == (2, 2, 2):
            orders = [
                (Order.DAY_FIRST, (_century(c), b, a)),
                (Order.MONTH_FIRST, (_century(c), a, b)),
                (Order.YEAR_FIRST, (_century(a), b, c)),
            ]
        return Reading(self.runs[index][0], index, index + 2, tuple(orders)) if orders else None

    def _is_part(self, index: int) -> bool:
        """Whether the numbers continue a path, a version, a telephone number or an amount."""
        before, after = self.gaps[index], self.gaps[index + 3]
        inside = before[-1:] in tuple("/.,#=_&$€£-") and not before[-2:-1].isalpha()
        more = after in ("/", ".", "-") and index + 3 < len(self.runs)
        return bool(before and inside) or more

    def _day_month(self, index: int) -> Reading | None:
        """14 September 2023, 3 de octubre de 2022."""
        months = _months_in(self.gaps[index + 1])
        return self._named(index, self.runs[index][0], Order.DAY_FIRST, months)

    def _month_day(self, index: int) -> Reading | None:
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
        return self._named(index, words[-1].end() - len(name), Order.MONTH_FIRST, months)

    def _year_first(self, index: int) -> Reading | None:
        """2023. szeptember 14., 2023-Sep-13, 2023. gada 14. septembris."""
        if self.width(index + 1) not in (1, 2):
            return None
        gap = self.gaps[index + 1]
        months = _months_in(gap)
        if not months and _YEAR_BEFORE_DAY.intersection(_words(gap)):
            months = _months().get(next(iter(_words(self.gaps[index + 2])), ""), frozenset())
        return self._named(index, self.runs[index][0], Order.YEAR_FIRST, months)


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
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None
