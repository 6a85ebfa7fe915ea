"""Labels carried over from one flattening of a page to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import LCSseq

from newsparse.blocks.page import Page
from newsparse.labeling.characters import class_table, code_points
from newsparse.labeling.words import Hashes, find_words

Ints = npt.NDArray[np.int64]

_MOST_WORDS = 20_000  # pages longer than this are left out: alignment is quadratic at worst
_SHARED = 0.8  # of the words of the shorter text


@dataclass(frozen=True, slots=True)
class Worded:
    """The words of some texts in order, with the number of the text each stands in."""

    words: Hashes
    owner: Ints


def words_of(texts: Sequence[str]) -> Worded:
    """The words of texts; none reaches from one text into the next."""
    codes = code_points("".join([text + "\n" for text in texts]))
    found = find_words(codes, class_table()[codes])
    ends = np.cumsum([len(text) + 1 for text in texts])
    return Worded(found.hashes, np.searchsorted(ends, found.starts, side="right"))


def page_words(page: Page) -> Worded:
    """The words of a page with the block of each."""
    return words_of([page.text(block) for block in range(len(page))])


def align(old: Hashes, new: Hashes, least: float = _SHARED) -> tuple[Ints, Ints] | None:
    """Places of the words that two texts share, by their longest common subsequence.

    `None` where one is empty or too long, or where fewer than `least` of the shorter are shared.
    """
    shorter, longer = sorted((len(old), len(new)))
    if not shorter or longer > _MOST_WORDS:
        return None
    codes = LCSseq.opcodes(old.tolist(), new.tolist())
    same = [code for code in codes if code.tag == "equal"]
    if sum(code.src_end - code.src_start for code in same) < least * shorter:
        return None
    left = [np.arange(code.src_start, code.src_end) for code in same]
    right = [np.arange(code.dest_start, code.dest_end) for code in same]
    return np.concatenate(left), np.concatenate(right)


def transfer(labels: Ints, source: Page, target: Page) -> Ints | None:
    """Labels of one flattening for the blocks of another, `None` where too little agrees.

    A block takes the label that most of its aligned words have, and a block without any that of
    the block before.
    """
    old, new = page_words(source), page_words(target)
    pairs = align(old.words, new.words)
    if pairs is None:
        return None
    votes: list[dict[int, int]] = [{} for _ in range(len(target))]
    given = labels[old.owner[pairs[0]]].tolist()
    for label, block in zip(given, new.owner[pairs[1]].tolist(), strict=True):
        votes[block][label] = votes[block].get(label, 0) + 1
    found = np.zeros(len(target), dtype=np.int64)
    last = int(labels[0])
    for number, counts in enumerate(votes):
        if counts:
            last = max(counts, key=lambda key: counts[key])
        found[number] = last
    return found
