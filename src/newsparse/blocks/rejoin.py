"""Which lines go on from the line before: hard wraps and sentences broken at inline tags."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from newsparse.blocks.page import Ints

Mask = npt.NDArray[np.bool_]

_CLOSING = frozenset(".,;:!?)]}%…’”»。，；：！？）】」』、؟،।")
_OPENING = frozenset("([{“‘«„（【「『")
_ENDING = frozenset('.!?…。！？؟۔।॥։።။។"”’»」』)）')
_MARKS = frozenset("•*-–—·▪■◦●○►▸>+#|")
_MIN_WIDTH, _MAX_WIDTH = 40, 132  # columns at which mailers, wire feeds and terminals wrap
_RUNNING = 40  # characters from which an unfinished line is a sentence and not a menu item


def continues(source: str, starts: Ints, ends: Ints, gaps: Ints, indents: Ints) -> Mask:
    """For each line, whether it is one block with the line before it."""
    joined = np.zeros(len(starts), dtype=np.bool_)
    if len(starts) < 2:
        return joined
    columns = ends - starts + indents
    width = wrap_width(source, starts, ends, columns)
    if width:
        joined |= _wrapped(source, starts, columns, gaps, width)
    joined |= _broken(source, starts, ends, gaps)
    return joined


def wrap_width(source: str, starts: Ints, ends: Ints, columns: Ints) -> int:
    """The column at which the page is hard-wrapped, 0 when it is not.

    A wrapped page has no longer line than its width (words longer than that apart), and many lines
    come close to it.
    """
    for i in np.flatnonzero(columns > _MAX_WIDTH)[:20]:
        if " " in source[starts[i] : ends[i]]:
            return 0
    lengths = columns[columns <= _MAX_WIDTH]
    width = int(lengths.max(initial=0))
    full = int((lengths > width - 12).sum())
    return width if width >= _MIN_WIDTH and full >= 4 and full * 5 >= len(lengths) else 0


def _wrapped(source: str, starts: Ints, columns: Ints, gaps: Ints, width: int) -> Mask:
    """Lines whose first word had no room left on the line before."""
    joined = np.zeros(len(starts), dtype=np.bool_)
    for i in range(1, len(starts)):
        if gaps[i] or source[starts[i]] in _MARKS:
            continue
        word = source[starts[i] : starts[i] + width].split(None, 1)[0]
        joined[i] = columns[i - 1] + 1 + len(word) > width
    heads = [source[i] for i in starts[joined].tolist()]
    lower, upper = sum(map(str.islower, heads)), sum(map(str.isupper, heads))
    # Wrapped sentences go on in lower case more often than not; lists of headlines do not.
    return joined if lower >= upper else np.zeros_like(joined)


def _broken(source: str, starts: Ints, ends: Ints, gaps: Ints) -> Mask:
    """Lines that a flattener cut off inside a sentence, at a link or a bold word.

    A line that begins with a closing mark cannot stand alone. Only where a page has such lines are
    its lines that begin in lower case, after an unfinished one, taken for pieces as well.
    """
    heads = [source[i] for i in starts.tolist()]
    joined = np.zeros(len(starts), dtype=np.bool_)
    certain = [
        i
        for i, head in enumerate(heads)
        if head in _CLOSING
        and i
        and not gaps[i]
        and (ends[i] - starts[i] == 1 or source[starts[i] + 1].isspace())
        and heads[i - 1] not in _CLOSING
    ]
    if not certain:
        return joined
    joined[certain] = True
    lengths, close = (ends - starts).tolist(), gaps.tolist()
    running = 0  # characters of the block so far
    for i in range(1, len(heads)):
        running = running + lengths[i - 1] if joined[i - 1] else lengths[i - 1]
        unfinished = source[ends[i - 1] - 1] not in _ENDING
        if not joined[i] and not close[i] and unfinished and heads[i].islower():
            joined[i] = max(running, lengths[i]) >= _RUNNING
        if joined[i] and i > 1 and not joined[i - 1] and not close[i - 1]:
            before = source[ends[i - 2] - 1]
            inline = lengths[i - 1] < _RUNNING and lengths[i - 2] >= 2 * _RUNNING
            joined[i - 1] = inline and before not in _ENDING and before != ":"
    return joined
