"""Flattened text into blocks: one a line, lines that a flattener broke apart joined again."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from newsparse.blocks.page import Ints, Page
from newsparse.blocks.rejoin import continues
from newsparse.taxonomy import Flag


def page_from_text(
    source: str,
    *,
    title: str | None = None,
    url: str | None = None,
    flags: tuple[Flag, ...] = (),
) -> Page:
    r"""The page of a flattened text; blocks tile it, white space apart.

    >>> page = page_from_text("Old mill reopens\r\n\r\nThe mill\r\nreopened.")
    >>> [page.text(i) for i in range(len(page))]
    ['Old mill reopens', 'The mill', 'reopened.']
    >>> page.gaps.tolist()
    [0, 1, 0]
    """
    starts, ends, gaps, indents = _lines(source)
    joined = continues(source, starts, ends, gaps, indents)
    first = ~joined
    last = np.append(first[1:], True) if len(first) else first
    return Page(source, starts[first], ends[last], gaps[first], indents[first], title, url, flags)


def _lines(source: str) -> tuple[Ints, Ints, Ints, Ints]:
    """Start, end, blank lines before and indent of every line that holds more than white space."""
    lines = source.splitlines(keepends=True)
    lengths = _lengths(lines)
    indents = lengths - _lengths(map(str.lstrip, lines))
    widths = _lengths(map(str.strip, lines))
    starts = np.cumsum(lengths) - lengths + indents
    written = np.flatnonzero(widths)
    gaps = np.diff(written, prepend=written[:1] - 1) - 1
    return starts[written], (starts + widths)[written], gaps, indents[written]


def _lengths(texts: Iterable[str]) -> Ints:
    return np.fromiter(map(len, texts), np.int64)
