"""Pages as careless dumps give them: wrapped, without blank lines, in one case, cut short.

Each change makes a page of a page and tells which block each new block came from, so that labels,
or whatever is known of blocks, go along. The labeller trains on such pages, and
`benchmarks/robustness.py` measures what they cost.
"""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from newsparse.blocks.page import Ints, Page
from newsparse.blocks.text import page_from_text
from newsparse.taxonomy import BODY_LABELS, Label
from training.samples import Mask, surely

_LEAST_CHROME = 2  # blocks of a menu worth removing
_SENTENCE_MARKS = re.compile(r"""(?<![.!?…؟।])[.!?…؟।]++(?=["'”’»)]*+(?:\s|$))|[。！？]++""")
_MENUS = (Label.NAV, Label.SHARE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: the white space before it, its text, the number of its block."""

    before: str
    text: str
    block: int


@dataclass(frozen=True, slots=True)
class Changed:
    """A page made of another one."""

    page: Page
    origin: Ints
    """For each block the block of the other page that it came from."""


Change = Callable[[Sequence[Line]], Iterable[Line]]


def lines_of(page: Page) -> list[Line]:
    r"""The lines of a page.

    >>> lines_of(page_from_text("Old mill\n\n reopens"))
    [Line(before='', text='Old mill', block=0), Line(before='\n\n ', text='reopens', block=1)]
    """
    found: list[Line] = []
    end = 0
    for block in range(len(page)):
        start = int(page.starts[block])
        for number, text in enumerate(page.text(block).splitlines()):
            line = text.strip()
            if line:
                start = page.source.index(line, end if number else start)
                found.append(Line(page.source[end:start], line, block))
                end = start + len(line)
    return found


def change(page: Page, how: Change) -> Changed:
    """The page whose lines are what `how` makes of this one's lines; its title stays."""
    pieces: list[str] = []
    places, blocks = [], []
    length = 0
    for line in how(lines_of(page)):
        pieces += [line.before, line.text]
        places.append(length + len(line.before))
        blocks.append(line.block)
        length = places[-1] + len(line.text)
    made = page_from_text("".join(pieces), title=page.title)
    first = np.searchsorted(np.array(places), made.starts, side="right") - 1
    return Changed(made, np.array(blocks, dtype=np.int64)[first])


def wrapped(lines: Sequence[Line], width: int) -> Iterator[Line]:
    r"""Lines broken at so many columns, as mailers and terminals do.

    >>> [line.text for line in wrapped([Line("", "The mill by the river", 0)], 12)]
    ['The mill by', 'the river']
    """
    for line in lines:
        before = line.before
        room = max(width - len(before) + before.rfind("\n") + 1, width // 2)  # beside the indent
        for piece in textwrap.wrap(line.text, room, break_long_words=False, break_on_hyphens=False):
            yield Line(before, piece, line.block)
            before = "\n"


def without_blanks(lines: Sequence[Line]) -> Iterator[Line]:
    """No blank line is left; indents stay."""
    for line in lines:
        _, broken, indent = line.before.rpartition("\n")
        yield replace(line, before=broken + indent)


def doubled_blanks(lines: Sequence[Line]) -> Iterator[Line]:
    """Every line break twice."""
    return (replace(line, before=line.before.replace("\n", "\n\n")) for line in lines)


def upper(lines: Sequence[Line]) -> Iterator[Line]:
    """All in upper case."""
    return (replace(line, text=line.text.upper()) for line in lines)


def lower(lines: Sequence[Line]) -> Iterator[Line]:
    """All in lower case."""
    return (replace(line, text=line.text.lower()) for line in lines)


def unmarked(lines: Sequence[Line]) -> Iterator[Line]:
    """Sentences without their closing marks, as Thai is written.

    >>> [line.text for line in unmarked([Line("", "It opened. At 3.15 p.m. it shut!", 0)])]
    ['It opened At 3.15 p.m it shut']
    """
    texts = ((line, _SENTENCE_MARKS.sub("", line.text)) for line in lines)
    return (replace(line, text=text) for line, text in texts)


def cut(lines: Sequence[Line], last: int) -> Iterator[Line]:
    """Nothing after the middle of a block, as feeds and size limits cut pages off."""
    for line in lines:
        if line.block < last:
            yield line
        elif line.block == last:
            half = line.text[: len(line.text) // 2].rstrip()
            yield replace(line, text=half or line.text)
            return


def without(lines: Sequence[Line], blocks: Mask) -> Iterator[Line]:
    """Only the lines of blocks that are not to go."""
    return (line for line in lines if not blocks[line.block])


_PLAIN: dict[str, tuple[Change, ...]] = {
    "wraps": tuple(partial(wrapped, width=width) for width in range(56, 104, 4)),
    "case": (upper, lower),
    "marks": (unmarked,),
}
KINDS = (*_PLAIN, "cuts", "menus")
"""What `Augmenter` chooses from; blank lines not: the flattenings differ in them already."""


class Augmenter:
    """Changes pages as chance has it; the same seed makes the same changes."""

    def __init__(self, seed: int, kinds: Sequence[str] = KINDS) -> None:
        self._random = random.Random(seed)
        self._kinds = kinds

    def augment(self, page: Page, allowed: Mask) -> Changed | None:
        """The page with one change; `None` where there is nothing to change it by.

        What may be cut or removed is told by the states that its blocks may have.
        """
        how = self._pick(self._random.choice(self._kinds), allowed)
        made = None if how is None else change(page, how)
        return made if made and len(made.page) else None

    def _pick(self, kind: str, allowed: Mask) -> Change | None:
        pick = self._random
        if kind in _PLAIN:
            return pick.choice(_PLAIN[kind])
        body = np.flatnonzero(surely(allowed, BODY_LABELS))
        if len(body) < 2:
            return None
        if kind == "cuts":
            return partial(cut, last=int(pick.choice(body[1:])))
        gone = surely(allowed, _MENUS)
        side = pick.choice((slice(body[0], None), slice(body[-1]), slice(0)))
        gone[side] = False  # the menus before the article go, those after it, or all
        return partial(without, blocks=gone) if gone.sum() >= _LEAST_CHROME else None
