"""Whether a page writes `03/04/2023` for 3 April or for March 4, from its other dates."""

from __future__ import annotations

from collections.abc import Iterable

from newsparse.recognizers.date import find_dates
from newsparse.recognizers.date_forms import Order

_MONTH_FIRST_LANGUAGES = frozenset(("en", "fil", "haw", "chr", "ee", "es-pr", "es-us", "es-pa"))
"""Languages of which some region writes the month first (CLDR short date formats)."""


def order_of(texts: Iterable[str], ambiguous: str, language: str | None = None) -> Order | None:
    """The order of the numbers of an ambiguous date, `None` where the page does not tell.

    Other dates with the same separator tell it; else names of months after their days, as no
    country writes `3 April 2023` and `4/3/2023`; else the page's language. Names before the days,
    `April 3, 2023`, tell nothing: in India and Nigeria `03/04/2023` is still in April.

    >>> order_of(["13/04/2023", "5 min"], "03/04/2023"), order_of(["4/13/2023"], "03/04/2023")
    (<Order.DAY_FIRST: 'dmy'>, <Order.MONTH_FIRST: 'mdy'>)
    >>> order_of(["3 April 2023"], "03/04/2023"), order_of([], "03/04/2023", "pt")
    (<Order.DAY_FIRST: 'dmy'>, <Order.DAY_FIRST: 'dmy'>)
    >>> order_of(["April 3, 2023"], "03/04/2023"), order_of(["13.4.2023"], "03/04/2023", "en")
    (None, None)
    """
    separator = next((mark for mark in ambiguous if mark in "/.-"), "/")
    numeric: set[Order] = set()
    named: set[Order] = set()
    for text in texts:
        for found in find_dates(text):
            if found.order in (None, Order.YEAR_FIRST):
                continue
            if found.named:
                named.add(found.order)
            elif separator in text[found.span.slice]:
                numeric.add(found.order)
    if numeric:
        return numeric.pop() if len(numeric) == 1 else None
    if named == {Order.DAY_FIRST}:
        return Order.DAY_FIRST
    spoken = (language or "en").lower().replace("_", "-")
    known = spoken in _MONTH_FIRST_LANGUAGES or spoken.partition("-")[0] in _MONTH_FIRST_LANGUAGES
    return None if known else Order.DAY_FIRST
