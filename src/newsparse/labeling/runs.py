"""Runs of running text: stretches of a page that hold sentences, and the longest of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from newsparse.labeling.batch import Mask
from newsparse.labeling.words import Ints

REACHES = (1, 3, 8)
"""Over how many blocks without sentences a run may go on: within a paragraph's neighbours, over an
inline box, over a whole widget."""

_MOST = 200  # words of one block that count


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of a batch of pages, as columns over its blocks."""

    words: Ints
    """Words of the run that each block stands in, or beside (the run before first); 0 for none."""
    longest: Ints
    """Words of the longest run of the block's page."""
    main: Mask
    """Running text of the first of the page's longest runs."""


def runs_of_text(running: Mask, words: Ints, page_of: Ints, reach: int) -> Runs:
    """The runs that go on over at most `reach` blocks without running text."""
    rows = np.flatnonzero(running)
    if not len(rows):
        nothing = np.zeros(len(running), dtype=np.int64)
        return Runs(nothing, nothing, np.zeros(len(running), dtype=np.bool_))
    opens = np.ones(len(rows), dtype=np.bool_)
    opens[1:] = (np.diff(rows) > reach + 1) | (np.diff(page_of[rows]) > 0)
    run = np.cumsum(opens) - 1
    mass = np.bincount(run, weights=np.minimum(words[rows], _MOST)).astype(np.int64)
    page_of_run = page_of[rows[opens]]
    longest = np.zeros(int(page_of[-1]) + 1, dtype=np.int64)
    np.maximum.at(longest, page_of_run, mass)
    is_main = np.zeros(len(mass), dtype=np.bool_)
    candidates = np.flatnonzero(mass == longest[page_of_run])
    is_main[candidates[np.unique(page_of_run[candidates], return_index=True)[1]]] = True
    main = np.zeros(len(running), dtype=np.bool_)
    main[rows] = is_main[run]
    blocks = np.arange(len(running))
    last = np.searchsorted(rows, blocks, side="right") - 1
    beside = np.zeros(len(running), dtype=np.int64)
    for near in (np.minimum(last + 1, len(rows) - 1), np.maximum(last, 0)):
        close = (np.abs(rows[near] - blocks) <= reach) & (page_of[rows[near]] == page_of)
        beside = np.where(close, mass[run[near]], beside)
    return Runs(beside, longest[page_of], main)
