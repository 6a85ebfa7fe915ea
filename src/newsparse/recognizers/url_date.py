"""The day in a page's address: `/2023/09/13/ferry-sinks`.

It is evidence for a date on the page, not one by itself: where the page shows none, the address is
right on only 22 of 25 development pages (stories are moved, addresses are made before the day).
"""

from __future__ import annotations

import re
from datetime import date

_DAY = re.compile(r"(?<![\d-])((?:19|20)\d\d)([/-])(\d\d?)\2(\d\d?)(?![\d-])")
_HEAD = 500


def parse_url_date(url: str) -> str | None:
    """The day that an address states, ISO 8601.

    >>> parse_url_date("https://paper.example/world/2023/09/13/ferry-sinks.html")
    '2023-09-13'
    >>> [parse_url_date(miss) for miss in ("https://paper.example/2023/09/", "/2023/31/13/", "")]
    [None, None, None]
    """
    found = _DAY.search(url[:_HEAD])
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[3]), int(found[4])).isoformat()
    except ValueError:
        return None
