"""Flattened text into blocks: one a line, lines that a flattener broke apart joined again."""

from __future__ import annotations

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
    rows: list[tuple[int, int, int, int]] = []
    position, blank = 0, 0
    for line in source.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            indent = line.index(stripped[0]) if line[0] != stripped[0] else 0
            start = position + indent
            rows.append((start, start + len(stripped), blank if rows else 0, indent))
            blank = 0
        else:
            blank += 1
        position += len(line)
    columns = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return columns[0], columns[1], columns[2], columns[3]
