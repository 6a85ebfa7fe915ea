"""The set phrases of boilerplate ("Related News", "すべての権利") and where blocks use them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from newsparse.data import read_table
from newsparse.labeling.words import Hashes, HashIndex, Ints, phrase_hashes, sequence_hashes

Bits = npt.NDArray[np.uint32]

KINDS = (
    "ticker", "nav", "byline", "timestamp", "share", "caption", "promo", "related", "tags",
    "credit", "comments", "legal", "consent", "error", "paywall", "liveblog", "gallery",
    "month", "weekday",
)  # fmt: skip
"""What a phrase can speak for: labels, kinds of pages, and the words of dates."""

HEAD = 12
"""Words of a block that are looked at: set phrases open a block or are all of it."""


@dataclass(frozen=True, slots=True)
class PhraseTable:
    """Hashes of phrases, sorted, by number of words, each with the bits of its kinds."""

    by_length: dict[int, tuple[HashIndex, Bits]]
    openings: HashIndex
    """The first words of all phrases."""


@cache
def phrase_table() -> PhraseTable:
    """The shipped table: `phrases.tsv`, with the names of months and weekdays."""
    named = [(row["phrase"], row["label"]) for row in read_table("phrases.tsv")]
    named += [(row["name"], "month") for row in read_table("months.tsv")]
    named += [(row["name"], "weekday") for row in read_table("weekdays.tsv")]
    lengths, openings, numbers = phrase_hashes([phrase for phrase, _ in named])
    bits = np.array([1 << KINDS.index(kind) for _, kind in named], dtype=np.uint32)
    by_length = {}
    for length in range(1, min(int(lengths.max()), HEAD) + 1):
        same = lengths == length
        unique, place = np.unique(numbers[same], return_inverse=True)
        kinds = np.zeros(len(unique), dtype=np.uint32)
        np.bitwise_or.at(kinds, place, bits[same])
        by_length[length] = (HashIndex.of(unique), kinds)
    return PhraseTable(by_length, HashIndex.of(np.unique(openings)))


def covered(hashes: Hashes, block_of_word: Ints, table: PhraseTable) -> Bits:
    """For each word, the kinds of the phrases that it is part of; phrases stay inside a block."""
    kinds = np.zeros(len(hashes), dtype=np.uint32)
    opens, _ = table.openings.find(hashes)
    for length, (index, bits) in table.by_length.items():
        starts = opens[: np.searchsorted(opens, len(hashes) - length, side="right")]
        starts = starts[block_of_word[starts] == block_of_word[starts + length - 1]]
        if not len(starts):
            break
        found, place = index.find(sequence_hashes(hashes, length)[starts])
        hits, hit_bits = starts[found], bits[place]
        for offset in range(length):
            kinds[hits + offset] |= hit_bits
    return kinds
