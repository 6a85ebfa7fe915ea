"""An element tree into lines of text, one line a block element.

The *moments* of a page are the beginnings and the ends of its elements in document order. A text
may follow each, and some break the line: a line is the texts between two breaks.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import numpy as np
from lxml import etree

from newsparse.blocks.elements import UNREAD, Elements, read_elements
from newsparse.blocks.markup import Ints, Markup

_CELL = 120  # characters up to which a cell is data; longer ones lay out the page
_BLANK_LINE = re.compile(r"\n[^\S\n]*+\n")
BREAK, BLOCK = 0, 1
"""What stands before a line: a line break, or the edge of a block element."""
_NEITHER = -1


@dataclass(frozen=True, slots=True)
class Flat:
    """A page's text in lines, with its elements."""

    texts: list[str]
    """Lines with white space folded; none is empty."""
    gaps: list[int]
    """`BREAK` or `BLOCK` before each line."""
    markup: Markup


@dataclass(frozen=True, slots=True)
class _Moments:
    """The beginnings and ends of the elements of a page."""

    begins: Ints
    """The moment at which each element begins."""
    ends: Ints
    texts: list[str]
    """By moment: the text up to the next one."""
    owners: Ints
    """By moment: the element that the text stands in."""
    breaks: Ints
    """By moment: `BREAK` or `BLOCK` if it breaks the line, else `_NEITHER`."""


@dataclass(slots=True)
class _Lines:
    """The lines of a page, rows of tables joined."""

    texts: list[str] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)
    runs: list[int] = field(default_factory=list)
    """First run of text of each line."""

    def join_cells(self, first: int) -> None:
        """The lines from a number on as one, if they are the short cells of a row."""
        cells = self.texts[first:]
        if len(cells) > 1 and max(map(len, cells)) <= _CELL:
            self.texts[first:] = ["\t".join(cells)]
            del self.gaps[first + 1 :], self.runs[first + 1 :]


def flatten(root: etree._Element, unread: AbstractSet[str] = UNREAD) -> Flat:
    r"""The lines of a tree and its elements as columns.

    >>> flat = flatten(etree.HTML("<p>Rain <b>fell</b> all day.<p>It<br>stopped.<style>x</style>"))
    >>> flat.texts, flat.gaps
    (['Rain fell all day.', 'It', 'stopped.'], [1, 1, 0])
    >>> flatten(etree.HTML("<table><tr><td>Oslo<td>4 mm<tr><td>Bergen<td>31 mm</table>")).texts
    ['Oslo\t4 mm', 'Bergen\t31 mm']
    """
    elements = read_elements(root, unread)
    moments = _moments(elements)
    texts = moments.texts
    filled = [at for at, text in enumerate(texts) if text]
    runs = np.array([at for at in filled if not texts[at].isspace()], dtype=np.int64)
    between = np.cumsum(moments.breaks != _NEITHER)  # a number for what stands between two breaks
    firsts = np.flatnonzero(np.diff(between[runs], prepend=-1))
    starts = runs[firsts]
    pieces = [texts[at] for at in filled]
    edges = (
        np.searchsorted(between[filled], between[starts], side).tolist()
        for side in ("left", "right")
    )
    lines = [
        " ".join("".join(pieces[first:last]).split()) for first, last in zip(*edges, strict=True)
    ]
    passed = np.cumsum(moments.breaks == BLOCK)
    ended = np.append(-1, passed[runs[firsts[1:] - 1]])
    gaps = np.where(passed[starts] > ended, BLOCK, BREAK)
    found = _Lines(lines, gaps.tolist(), firsts.tolist())
    rows = [place for place, tag in enumerate(elements.tags) if tag == "tr"]
    if rows:
        found = _with_rows(found, starts, moments.begins[rows], moments.ends[rows])
    return Flat(found.texts, found.gaps, _markup(elements, moments, runs, found.runs))


def _moments(elements: Elements) -> _Moments:
    """Before an element begins, all before it have begun, and ended but for those around it."""
    order = np.arange(len(elements.tags))
    depths, parents = _column(elements.depths), _column(elements.parents)
    begins, ends = 2 * order - depths, 2 * _column(elements.ends) - 1 - depths
    texts = [""] * (2 * len(order))
    for moments, follow in ((begins, elements.texts), (ends, elements.tails)):
        for at, text in zip(moments.tolist(), follow, strict=True):
            texts[at] = text or ""
    owners = np.empty_like(order, shape=len(texts))
    owners[begins], owners[ends] = order, parents
    breaks = np.full_like(owners, _NEITHER)
    breaking = _column(elements.blocks) == order
    single = np.array([tag == "br" for tag in elements.tags])
    breaks[begins[breaking]] = np.where(single, BREAK, BLOCK)[breaking]
    breaks[ends[breaking & ~single]] = BLOCK
    found = _Moments(begins, ends, texts, owners, breaks)
    return _with_blank_lines(elements, found) if "pre" in elements.tags else found


def _with_blank_lines(elements: Elements, moments: _Moments) -> _Moments:
    """Lines of preformatted text end where a blank one stands in it."""
    owners = moments.owners.tolist()
    parts = [
        _BLANK_LINE.split(text) if elements.tags[elements.blocks[owner]] == "pre" else [text]
        for text, owner in zip(moments.texts, owners, strict=True)
    ]
    counts = np.array([len(part) for part in parts])
    firsts = np.cumsum(counts) - counts
    breaks = np.full(counts.sum(), BLOCK)
    breaks[firsts] = moments.breaks
    return _Moments(
        firsts[moments.begins],
        firsts[moments.ends],
        [text for part in parts for text in part],
        np.repeat(moments.owners, counts),
        breaks,
    )


def _with_rows(lines: _Lines, starts: Ints, begins: Ints, ends: Ints) -> _Lines:
    """The lines, of which each starts at a moment, with those of each row of a table joined."""
    edges = sorted([(at, False) for at in begins.tolist()] + [(at, True) for at in ends.tolist()])
    reached = np.searchsorted(starts, [at for at, _ in edges]).tolist()
    found, rows, line = _Lines(), list[int](), 0
    for reach, (_, ended) in zip([*reached, len(starts)], [*edges, (0, False)], strict=True):
        found.texts += lines.texts[line:reach]
        found.gaps += lines.gaps[line:reach]
        found.runs += lines.runs[line:reach]
        line = reach
        if ended:
            found.join_cells(rows.pop())
        else:
            rows.append(len(found.texts))
    return found


def _markup(elements: Elements, moments: _Moments, runs: Ints, firsts: list[int]) -> Markup:
    sizes = [len(moments.texts[at]) for at in runs.tolist()]
    return Markup(
        tags=elements.tags,
        names=elements.names,
        hrefs=elements.hrefs,
        parents=_column(elements.parents),
        ends=_column(elements.ends),
        depths=_column(elements.depths),
        around=_column(elements.around),
        within=_column(elements.within),
        blocks=_column(elements.blocks),
        boxes=_column(elements.boxes),
        owners=moments.owners[runs],
        sizes=_column(sizes),
        runs=_column([*firsts, len(sizes)]),
    )


def _column(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int64)
