"""What a block has in common with the rest of its page, and with the title that came with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from newsparse.blocks.page import Page
from newsparse.labeling.batch import Batch, Mask
from newsparse.labeling.words import (
    HashIndex,
    Ints,
    mix,
    page_salts,
    sequence_hashes,
    words_of,
)

_OPENING = 3  # words of a block that are looked for elsewhere on its page
_LONG_WORD = 5  # letters from which a spaced word is taken to carry a topic


def copies(batch: Batch) -> Ints:
    """Other blocks of the page with the same words in the same order."""
    found = np.zeros(len(batch), dtype=np.int64)
    filled = np.flatnonzero(batch.word_counts)
    if len(filled):
        placed = mix(batch.hashes + mix(batch.word_ranks.astype(np.uint64)))
        number = np.add.reduceat(placed, batch.first_word[:-1][filled])
        number ^= page_salts(batch.page_of)[filled]
        _, inverse, total = np.unique(number, return_inverse=True, return_counts=True)
        found[filled] = total[inverse] - 1
    return found


def echoed_openings(batch: Batch) -> tuple[Mask, Mask]:
    """Blocks whose opening words stand in an earlier block, and in a later one."""
    above, below = np.zeros((2, len(batch)), dtype=np.bool_)
    opening = np.flatnonzero(batch.word_counts >= _OPENING)
    if not len(opening):
        return above, below
    runs = sequence_hashes(batch.hashes, _OPENING)
    inside = batch.block_of_word[: len(runs)] == batch.block_of_word[_OPENING - 1 :]
    owner = batch.block_of_word[: len(runs)][inside]
    runs = runs[inside] ^ page_salts(batch.page_of)[owner]
    _, firsts, inverse = np.unique(runs, return_index=True, return_inverse=True)
    lasts = np.zeros(len(firsts), dtype=np.int64)
    np.maximum.at(lasts, inverse, owner)
    which = inverse[np.searchsorted(owner, opening)]
    above[opening] = owner[firsts][which] < opening
    below[opening] = lasts[which] > opening
    return above, below


@dataclass(frozen=True, slots=True)
class Topics:
    """The long words of each block, and how many of them the page's running text holds too."""

    words: Ints
    elsewhere: Ints
    before: Ints
    """Held by earlier running text."""
    after: Ints
    often: Ints
    """Held by two or more other blocks of running text."""
    main: Ints
    """Held by the page's longest run of running text, the block itself apart."""


def topics(batch: Batch, running: Mask, main: Mask) -> Topics:
    """What the long words of each block have in common with the page's running text.

    `main` are the blocks of the page's longest run of it. A dense character says little: it is
    taken together with the one after it.
    """
    hashes = batch.hashes
    if len(hashes) > 1:
        pairs = np.append(sequence_hashes(hashes, 2), hashes[-1:])
        hashes = np.where(batch.dense, pairs, hashes)
    long = batch.dense | (batch.word_lengths >= _LONG_WORD)
    owner = batch.block_of_word[long]
    unique, word = np.unique(hashes[long] ^ page_salts(batch.page_of)[owner], return_inverse=True)
    here = running[owner]
    blocks = np.int64(len(batch) + 1)
    holders = np.unique(word[here] * blocks + owner[here])
    held = np.bincount(holders // blocks, minlength=len(unique))
    # Sorted by word and block: the first and the last holder of a word stand at its edges.
    edges = np.concatenate(([0], np.cumsum(held)))
    padded = np.append(holders % blocks, 0)
    first = np.where(held > 0, padded[edges[:-1]], blocks)
    last = np.where(held > 0, padded[edges[1:] - 1], -1)
    others = held[word] - here
    within = np.bincount(holders[main[holders % blocks]] // blocks, minlength=len(unique))

    def count(mask: Mask) -> Ints:
        return np.bincount(owner[mask], minlength=len(batch))

    return Topics(
        words=np.bincount(owner, minlength=len(batch)),
        elsewhere=count(others > 0),
        before=count(first[word] < owner),
        after=count(last[word] > owner),
        often=count(others > 1),
        main=count(within[word] > (here & main[owner])),
    )


def title_words(batch: Batch, pages: Sequence[Page]) -> tuple[Ints, Ints]:
    """Words of each block that stand in its page's given title, and the title's words."""
    hashes, owner = words_of([page.title or "" for page in pages])
    salts = page_salts(np.arange(len(pages)))
    index = HashIndex.of(np.unique(hashes ^ salts[owner]))
    found, _ = index.find(batch.hashes ^ salts[batch.page_of[batch.block_of_word]])
    total = np.bincount(owner, minlength=len(pages))
    return batch.words_where(found), total[batch.page_of]
