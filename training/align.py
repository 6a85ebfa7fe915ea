"""Labels carried over from one flattening of a page to another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import LCSseq

from newsparse.blocks.page import Page
from newsparse.labeling.characters import class_table, code_points
from newsparse.labeling.words import find_words

Ints = npt.NDArray[np.int64]

_MOST_WORDS = 20_000  # pages longer than this are left out: alignment is quadratic at worst


@dataclass(frozen=True, slots=True)
class _Text:
    """The words of a page with the block of each."""

    words: npt.NDArray[np.uint64]
    block: Ints


def _words(page: Page) -> _Text:
    texts = [page.text(block) + "\n" for block in range(len(page))]
    codes = code_points("".join(texts))
    found = find_words(codes, class_table()[codes])
    ends = np.cumsum([len(text) for text in texts])
    return _Text(found.hashes, np.searchsorted(ends, found.starts, side="right"))


def transfer(labels: Ints, source: Page, target: Page) -> Ints | None:
    """Labels of one flattening for the blocks of another, `None` where too little agrees.

    Words are aligned by their longest common subsequence; a block takes the label that most of its
    aligned words have, and a block without any that of the block before.
    """
    old, new = _words(source), _words(target)
    if not len(old.words) or max(len(old.words), len(new.words)) > _MOST_WORDS:
        return None
    votes: list[dict[int, int]] = [{} for _ in range(len(target))]
    matched = 0
    pairs = LCSseq.opcodes(old.words.tolist(), new.words.tolist())
    for code in pairs:
        if code.tag != "equal":
            continue
        matched += code.src_end - code.src_start
        for shift in range(code.src_end - code.src_start):
            label = int(labels[old.block[code.src_start + shift]])
            block = votes[int(new.block[code.dest_start + shift])]
            block[label] = block.get(label, 0) + 1
    if matched < 0.8 * min(len(old.words), len(new.words)):
        return None
    found = np.zeros(len(target), dtype=np.int64)
    last = int(labels[0])
    for number, counts in enumerate(votes):
        if counts:
            last = max(counts, key=lambda key: counts[key])
        found[number] = last
    return found
