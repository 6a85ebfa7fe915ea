"""Dates as pages write them: `14 września 2023, 10:21`, `2023年9月13日`, `Oct. 3, 2022`.

A line is read as its runs of digits and the gaps between them, in one walk without search. There is
no clock and no guess: where two readings are days of the calendar, there is no value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from newsparse.parts import Span
from newsparse.recognizers.clock import clock_after, clock_before
from newsparse.recognizers.date_forms import RUN, Line, Order, Reading
from newsparse.recognizers.line_words import HEAD


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date within a text."""

    value: str | None
    """ISO 8601: the date, with time and offset where the page states them; `None` if ambiguous."""
    span: Span
    """The date's text within the input, its time and zone included."""
    text: str = ""
    """That text."""
    order: Order | None = None
    """The order it is written in; `None` if ambiguous."""
    named: bool = False
    """The month has its name."""
    readings: tuple[tuple[Order | None, str], ...] = ()
    """What an ambiguous date may mean, as `03/04/2023`; empty where there is one reading."""

    @property
    def ambiguous(self) -> bool:
        """Whether more than one reading is a day."""
        return bool(self.readings)

    def read_as(self, order: Order | None) -> str | None:
        """The value, an ambiguous one in the order that is known from elsewhere."""
        return self.value or next((value for way, value in self.readings if way is order), None)


def parse_date(text: str) -> DateFound | None:
    """The first date with a year in a short line, `None` if there is none.

    >>> found = parse_date("Published: 13 Sep 2023 08:15 GMT+7")
    >>> found.value, found.span
    ('2023-09-13T08:15+07:00', Span(start=11, end=34))
    >>> [parse_date(hit).value for hit in ("14 września 2023, 10:21", "2023年9月13日", "13/9/2023")]
    ['2023-09-14T10:21', '2023-09-13', '2023-09-13']
    >>> unsure = parse_date("03/04/2023")  # 3 April or March 4?
    >>> unsure.value, [value for _, value in unsure.readings], unsure.read_as(Order.DAY_FIRST)
    (None, ['2023-04-03', '2023-03-04'], '2023-04-03')
    >>> [parse_date(miss) for miss in ("September 14", "31 February 2023", "5 minutes ago", "")]
    [None, None, None, None]
    """
    return next(find_dates(text), None)


def find_dates(text: str) -> Iterator[DateFound]:
    """Every date of a short line, in order.

    >>> [found.value for found in find_dates("3 May 2023 | Updated 5 May 2023")]
    ['2023-05-03', '2023-05-05']
    >>> list(find_dates("Page 3 of 14")), list(find_dates("23 Safar 1445"))
    ([], [])
    """
    yield from _dates_of(text[:HEAD])


@lru_cache(256)  # bylines and timestamps are read on the same lines; bounded by HEAD
def _dates_of(text: str) -> tuple[DateFound, ...]:
    if not RUN.search(text):
        return ()
    line = Line(text)
    dates = []
    index = floor = 0
    while index < len(line.runs):
        reading = line.read(index) if line.runs[index][0] >= floor else None
        if reading is None or not (days := line.possible(reading)):
            index += 1
            continue
        found = _found(line, reading, days, floor)
        dates.append(found)
        index, floor = reading.last + 1, found.span.end
    return tuple(dates)


def _found(line: Line, reading: Reading, days: dict[date, Order | None], floor: int) -> DateFound:
    start, end = reading.start, line.runs[reading.last][1]
    if line.text[end : end + 1] in ("日", "일", "号", "號"):
        end += 1
    following = reading.last + 1 < len(line.runs)
    clock = clock_after(line.text, end, line.original) if following else None
    if clock is None and reading.first:
        clock = clock_before(line.text, start, floor, line.original)
    if clock is not None:
        start, end = min(start, clock.start), max(end, clock.end)
    values = [(way, clock.on(day) if clock else day.isoformat()) for day, way in days.items()]
    span, written = Span(start, end), line.original[start:end]
    if len(values) > 1:
        return DateFound(None, span, written, named=reading.named, readings=tuple(values))
    return DateFound(values[0][1], span, written, values[0][0], reading.named)
