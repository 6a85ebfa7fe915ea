"""An element tree into lines of text, one line a block element.

The *moments* of a page are the beginnings and the ends of its elements in document order. A text
may follow each, and some break the line: a line is the texts between two breaks.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from lxml import etree

from newsparse.blocks.apart import stand_apart
from newsparse.blocks.elements import UNREAD, Elements, read_elements
from newsparse.blocks.markup import Ints, Markup
from newsparse.blocks.rows import Tables

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
    pieces = _pieces(elements, moments, filled, between)
    edges = (
        np.searchsorted(between[filled], between[starts], side).tolist()
        for side in ("left", "right")
    )
    lines = [
        " ".join("".join(pieces[first:last]).split()) for first, last in zip(*edges, strict=True)
    ]
    passed = np.cumsum(moments.breaks == BLOCK)
    ended = np.append(-1, passed[runs[firsts[1:] - 1]])
    gaps = np.where(passed[starts] > ended, BLOCK, BREAK).tolist()
    first_runs = firsts.tolist()
    if "tr" in elements.tags:
        owners = moments.owners[starts].tolist()
        columns = elements.tags, elements.parents, elements.ends
        joints = Tables(*columns, lines, owners, gaps).joints()
        kept = [line for line in range(len(lines)) if line not in joints]
        lines = _joined(lines, joints, kept)
        gaps, first_runs = [gaps[line] for line in kept], [first_runs[line] for line in kept]
    return Flat(lines, gaps, _markup(elements, moments, runs, first_runs))


def _pieces(elements: Elements, moments: _Moments, filled: list[int], between: Ints) -> list[str]:
    """The texts that are not empty, with white space before those that stand apart."""
    pieces = [moments.texts[at] for at in filled]
    owners, lines = moments.owners[filled], between[filled]
    opened = (lines[1:] == lines[:-1]) & (owners[1:] > owners[:-1])
    for at in np.flatnonzero(opened).tolist():
        before, after = pieces[at], pieces[at + 1]
        if not (before[-1].isspace() or after[0].isspace()) and _apart(
            elements, before, int(owners[at]), after, int(owners[at + 1])
        ):
            pieces[at + 1] = f" {after}"
    return pieces


def _apart(elements: Elements, before: str, left: int, after: str, right: int) -> bool:
    """Whether the text of one element and that of a later one behind it are words apart."""
    closed, opened = [], []
    while left != right:
        if left < right:
            opened.append(right)
            right = elements.parents[right]
        else:
            closed.append(left)
            left = elements.parents[left]
    sides = closed, opened
    tags = [{elements.tags[place] for place in places} for places in sides]
    links = [{*filter(None, [elements.hrefs[place] for place in places])} for places in sides]
    if links[0] == links[1] != set():
        tags[0].discard("a")  # a link broken in two
    block = elements.tags[elements.blocks[left]]
    return block != "pre" and stand_apart(before, after, tags[0], tags[1], elements.tags[left])


def _joined(lines: list[str], joints: dict[int, str], kept: list[int]) -> list[str]:
    """The lines that are kept, each with those after it that have a joint."""
    parts = [joints.get(line, "") + text for line, text in enumerate(lines)]
    return ["".join(parts[first:last]) for first, last in pairwise([*kept, len(parts)])]


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
