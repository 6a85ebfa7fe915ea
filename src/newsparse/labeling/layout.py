"""Cues of position and surroundings: where a block stands and what stands around it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from newsparse.labeling.runs import REACHES
from newsparse.labeling.table import MAIN, BlockTable
from newsparse.labeling.words import Ints

Column = npt.NDArray[np.generic]

CUES: dict[str, Callable[[BlockTable], Column]] = {}


def _cue(function: Callable[[BlockTable], Column]) -> Callable[[BlockTable], Column]:
    CUES[function.__name__] = function
    return function


def _sizes(t: BlockTable) -> Ints:
    """Blocks on the page of each block."""
    return np.diff(t.bounds)[t.page_of]


def _rank(t: BlockTable) -> Ints:
    return np.arange(len(t)) - t.bounds[t.page_of]


def _running_words(t: BlockTable) -> Ints:
    """Words of running text in each block; long blocks count for no more than 200."""
    return np.where(t.running, np.minimum(t.words, 200), 0)


def _before(t: BlockTable, values: Ints) -> Ints:
    """Sum of a column over the earlier blocks of the same page."""
    total = np.concatenate(([0], np.cumsum(values)))
    return total[:-1] - total[t.bounds[t.page_of]]


def _around(t: BlockTable, values: Ints, radius: int) -> Ints:
    """Sum of a column over the blocks at most `radius` away on the same page."""
    total = np.concatenate(([0], np.cumsum(values)))
    rows = np.arange(len(t))
    low = np.maximum(rows - radius, t.bounds[t.page_of])
    high = np.minimum(rows + radius + 1, t.bounds[t.page_of + 1])
    return total[high] - total[low]


def _page_sum(t: BlockTable, values: Ints) -> Ints:
    total = np.concatenate(([0], np.cumsum(values)))
    return (total[t.bounds[1:]] - total[t.bounds[:-1]])[t.page_of]


def _distance(t: BlockTable, backward: bool) -> Ints:
    """Blocks to the nearest running text before (or after), at most 64."""
    rows = np.arange(len(t))
    mark = t.running
    if backward:
        last = np.maximum.accumulate(np.where(mark, rows, -1))
        last = np.concatenate(([-1], last[:-1])) if len(t) else last
        found = last >= t.bounds[t.page_of]
        return np.where(found, np.minimum(rows - last, 64), 64)
    upcoming = np.minimum.accumulate(np.where(mark, rows, len(t))[::-1])[::-1]
    upcoming = np.concatenate((upcoming[1:], [len(t)])) if len(t) else upcoming
    found = upcoming < t.bounds[t.page_of + 1]
    return np.where(found, np.minimum(upcoming - rows, 64), 64)


def _from_top(low: int, high: int) -> Callable[[BlockTable], Column]:
    return lambda t: (_rank(t) >= low) & (_rank(t) <= high)


def _from_bottom(low: int, high: int) -> Callable[[BlockTable], Column]:
    return lambda t: (_sizes(t) - 1 - _rank(t) >= low) & (_sizes(t) - 1 - _rank(t) <= high)


for _low, _high in ((0, 0), (1, 1), (2, 4), (5, 10), (11, 30)):
    CUES[f"from_top_{_low}" if _low == _high else f"from_top_{_low}_to_{_high}"] = _from_top(
        _low, _high
    )
for _low, _high in ((0, 0), (1, 3), (4, 10), (11, 30)):
    CUES[f"from_bottom_{_low}" if _low == _high else f"from_bottom_{_low}_to_{_high}"] = (
        _from_bottom(_low, _high)
    )


@_cue
def position(t: BlockTable) -> Column:
    """Place on the page, from 0 at the top to 1 at the bottom."""
    return _rank(t) / np.maximum(_sizes(t) - 1, 1)


@_cue
def blank_before(t: BlockTable) -> Column:
    """A blank line stands before."""
    return t.gaps > 0


@_cue
def wide_gap_before(t: BlockTable) -> Column:
    """Two or more blank lines stand before."""
    return t.gaps > 1


@_cue
def blank_after(t: BlockTable) -> Column:
    """A blank line stands after."""
    after = np.append(t.gaps[1:], 0)
    return (after > 0) & (_rank(t) < _sizes(t) - 1)


@_cue
def blank_lines_usual(t: BlockTable) -> Column:
    """Blank lines stand between most blocks of the page."""
    return 2 * _page_sum(t, (t.gaps > 0).astype(np.int64)) > _sizes(t)


@_cue
def indented(t: BlockTable) -> Column:
    """White space before the block on its line."""
    return np.minimum(t.indents, 8) / 4


@_cue
def running_before(t: BlockTable) -> Column:
    """Share of the page's running text that stands before."""
    words = _running_words(t)
    return 2 * _before(t, words) / np.maximum(_page_sum(t, words), 1)


@_cue
def any_running_before(t: BlockTable) -> Column:
    """Running text of fifteen words and more stands before."""
    return _before(t, _running_words(t)) >= 15


@_cue
def no_running_after(t: BlockTable) -> Column:
    """No running text stands after."""
    words = _running_words(t)
    return np.asarray(_page_sum(t, words) - _before(t, words) == words)


@_cue
def page_running(t: BlockTable) -> Column:
    """Logarithm of the page's running words."""
    return np.log2(_page_sum(t, _running_words(t)) + 1) / 4


@_cue
def page_blocks(t: BlockTable) -> Column:
    """Logarithm of the page's number of blocks."""
    return np.log2(_sizes(t) + 1) / 4


def _density(radius: int) -> Callable[[BlockTable], Column]:
    return lambda t: np.log2(_around(t, _running_words(t), radius) / (2 * radius + 1) + 1) / 2


def _short_share(radius: int) -> Callable[[BlockTable], Column]:
    def share(t: BlockTable) -> Column:
        ones = np.ones(len(t), dtype=np.int64)
        short = (t.words <= 4).astype(np.int64)
        return 2 * _around(t, short, radius) / np.maximum(_around(t, ones, radius), 1)

    return share


for _radius in (1, 2, 5, 10, 20):
    CUES[f"running_within_{_radius}"] = _density(_radius)
for _radius in (2, 5, 10):
    CUES[f"short_within_{_radius}"] = _short_share(_radius)


@_cue
def after_running(t: BlockTable) -> Column:
    """How far above the nearest running text stands (logarithm of blocks)."""
    return np.log2(_distance(t, backward=True)) / 2


@_cue
def before_running(t: BlockTable) -> Column:
    """How far below the nearest running text stands (logarithm of blocks)."""
    return np.log2(_distance(t, backward=False)) / 2


@_cue
def longer_than_usual(t: BlockTable) -> Column:
    """Longer than the blocks around it."""
    ones = np.ones(len(t), dtype=np.int64)
    mean = _around(t, np.minimum(t.words, 200), 5) / np.maximum(_around(t, ones, 5), 1)
    return np.asarray(np.clip(np.log2((t.words + 1) / (mean + 1)), -2, 2))


def _run_share(reach: int) -> Callable[[BlockTable], Column]:
    return lambda t: 2 * t.runs[reach].words / np.maximum(t.runs[reach].longest, 1)


def _run_size(reach: int) -> Callable[[BlockTable], Column]:
    return lambda t: np.log2(t.runs[reach].words + 1) / 4


for _reach in REACHES:
    CUES[f"run_share_{_reach}"] = _run_share(_reach)
    CUES[f"run_size_{_reach}"] = _run_size(_reach)


@_cue
def in_main_run(t: BlockTable) -> Column:
    """Running text of the page's longest run."""
    return t.runs[MAIN].main


@_cue
def before_main_run(t: BlockTable) -> Column:
    """How far above the page's longest run (logarithm of blocks; 0 in it and after it)."""
    rows = np.arange(len(t))
    first = np.minimum.accumulate(np.where(t.runs[MAIN].main, rows, len(t))[::-1])[::-1]
    ahead = (first < t.bounds[t.page_of + 1]) & (_main_before(t) == 0)
    return np.where(ahead, np.log2(np.minimum(first - rows, 256) + 1) / 2, 0)


@_cue
def after_main_run(t: BlockTable) -> Column:
    """How far below the page's longest run (logarithm of blocks; 0 in it and before it)."""
    rows = np.arange(len(t))
    last = np.maximum.accumulate(np.where(t.runs[MAIN].main, rows, -1))
    past = _main_before(t) == _page_sum(t, t.runs[MAIN].main.astype(np.int64))
    past &= last >= t.bounds[t.page_of]
    return np.where(past, np.log2(np.minimum(rows - last, 256) + 1) / 2, 0)


def _main_before(t: BlockTable) -> Ints:
    """Blocks of the page's longest run up to and with each block."""
    main = t.runs[MAIN].main.astype(np.int64)
    return _before(t, main) + main


def _shape(t: BlockTable) -> Ints:
    """A number for what a block looks like: its first and last characters and its size."""
    size = np.minimum(np.log2(t.words + 1), 7).astype(np.int64)
    return (t.first.astype(np.int64) * 32 + t.last) * 8 + size


def _alike(t: BlockTable, distance: int) -> Ints:
    """How many of the two blocks at a distance, before and after, look like the block."""
    shape = _shape(t) + (t.page_of << 16)
    found = np.zeros(len(t), dtype=np.int64)
    if len(t) > distance:
        alike = shape[distance:] == shape[:-distance]
        found[distance:] += alike
        found[:-distance] += alike
    return found


def _same_shape(distance: int) -> Callable[[BlockTable], Column]:
    return lambda t: _alike(t, distance)


for _apart in (1, 2, 3, 4):
    CUES[f"same_shape_{_apart}"] = _same_shape(_apart)


@_cue
def same_shape_within_10(t: BlockTable) -> Column:
    """How many of the ten blocks before and after look like it: items of a list do."""
    return np.asarray(sum(_alike(t, distance) for distance in range(1, 11))) / 5
