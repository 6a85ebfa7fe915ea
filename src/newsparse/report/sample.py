"""Which pages of a run are shown: the same ones in whatever order, in bounded memory."""

from __future__ import annotations

import hashlib
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_BANDS = 10
"""Tenths of confidence, among which a spread divides its pages as evenly as they come."""

_Page = TypeVar("_Page")


class Sample(Generic[_Page]):
    """Keeps at most `size` of the pages offered.

    A spread takes from every band of confidence the pages whose lines hash lowest; where there is
    one too many, the fullest band gives way, of equals the surest. A band that gave way is never
    short again, so what is kept does not depend on the order. `worst` takes the least sure.

    >>> sample = Sample(2)
    >>> for sure in (0.93, 0.97, 0.91, 0.12):
    ...     sample.offer(sure, str(sure).encode(), lambda sure=sure: sure)
    >>> len(sample.pages), sample.pages[-1]
    (2, 0.12)
    """

    def __init__(self, size: int, worst: bool = False) -> None:
        self._size = size
        self._worst = worst
        self._offered = 0
        self._bands: list[list[list[Any]]] = [[] for _ in range(_BANDS)]

    def offer(self, confidence: float, line: bytes, make: Callable[[], _Page]) -> None:
        """Keep a page unless others go before it; it is made only if it is kept."""
        if not self._size:
            return
        band = 0 if self._worst else min(int(confidence * _BANDS), _BANDS - 1)
        digest = int.from_bytes(hashlib.blake2b(line, digest_size=8).digest())
        # A heap gives its least first, which here is the first to go; no two ranks are equal.
        rank = (-confidence if self._worst else 0.0, -digest, -self._offered)
        entry: list[Any] = [rank, None]
        self._offered += 1
        heappush(self._bands[band], entry)
        if sum(map(len, self._bands)) > self._size and heappop(self._fullest()) is entry:
            return
        entry[1] = make()

    def _fullest(self) -> list[list[Any]]:
        return max(reversed(self._bands), key=len)

    @property
    def pages(self) -> list[_Page]:
        """The pages kept, in the order they were offered in."""
        kept = sorted((entry for band in self._bands for entry in band), key=lambda e: -e[0][2])
        return [page for _, page in kept]
