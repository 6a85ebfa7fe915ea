"""Words as 64-bit numbers: found, lower-cased and hashed with array operations, for any script.

Integer arithmetic wraps and does not round, so a word has the same number on every machine, alone
or in a batch of pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from newsparse.labeling.characters import (
    WORD_CLASSES,
    CharClass,
    Classes,
    Codes,
    class_table,
    code_points,
    lower_table,
)

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
Mask = npt.NDArray[np.bool_]

_LONGEST = 64  # characters of a word that count towards its hash
_MIX = np.uint64(0x9E3779B97F4A7C15)
_FOLD = np.uint64(29)
_SIEVE_BITS = 18  # 256 KB: as much as a core keeps near
_REST = np.uint64(64 - _SIEVE_BITS)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order; a dense character is a word of its own."""

    starts: Ints
    """Offset of the first character of each word."""
    lengths: Ints
    hashes: Hashes
    """A number for each word, the same for the same letters in any case."""


def mix(hashes: Hashes) -> Hashes:
    """Scramble numbers so that close inputs lie far apart (splitmix64's finalizer, shortened)."""
    hashes = (hashes ^ (hashes >> _FOLD)) * _MIX
    return hashes ^ (hashes >> _FOLD)


_POWERS = mix(mix(np.arange(1, _LONGEST + 1, dtype=np.uint64))) | np.uint64(1)
SALTS = mix(mix(np.arange(101, 109, dtype=np.uint64)))
"""Numbers that keep apart what is hashed for different ends."""


@dataclass(frozen=True, slots=True)
class HashIndex:
    """Numbers to be found again among many others, most of which are none of them."""

    hashes: Hashes
    """Sorted, each once."""
    sieve: Mask
    """For each beginning (the first `_SIEVE_BITS` bits) whether any of the numbers has it."""

    @classmethod
    def of(cls, hashes: Hashes) -> Self:
        """The index of sorted numbers."""
        sieve = np.zeros(1 << _SIEVE_BITS, dtype=np.bool_)
        sieve[hashes >> _REST] = True
        return cls(hashes, sieve)

    def find(self, values: Hashes) -> tuple[Ints, Ints]:
        """Where the values are that the index holds, and where it holds each of them."""
        maybe = np.flatnonzero(self.sieve[values >> _REST])
        place = np.searchsorted(self.hashes, values[maybe])
        place[place == len(self.hashes)] = 0
        found = self.hashes[place] == values[maybe] if len(self.hashes) else place > 0
        return maybe[found], place[found]


def find_words(codes: Codes, classes: Classes) -> Words:
    """The words of a text given as code points with their classes."""
    lettered = classes < WORD_CLASSES
    dense = classes == CharClass.DENSE
    opens = lettered.copy()
    opens[1:] &= ~lettered[:-1] | dense[1:] | dense[:-1]
    letters = np.flatnonzero(lettered)
    if not len(letters):
        nothing = np.zeros(0, dtype=np.int64)
        return Words(nothing, nothing, nothing.astype(np.uint64))
    starts = np.flatnonzero(opens)
    word_of_letter = np.cumsum(opens[letters]) - 1
    place = np.minimum(letters - starts[word_of_letter], _LONGEST - 1)
    values = mix(lower_table()[codes[letters]].astype(np.uint64) + np.uint64(1)) * _POWERS[place]
    firsts = np.searchsorted(letters, starts)
    lengths = np.diff(np.append(firsts, len(letters)))
    return Words(starts, lengths, mix(np.add.reduceat(values, firsts)))


def words_of(texts: Sequence[str]) -> tuple[Hashes, Ints]:
    """The words of some texts, one text after the other, and the text of each word."""
    codes = code_points("".join([text + "\n" for text in texts]))
    words = find_words(codes, class_table()[codes])
    ends = np.cumsum([len(text) + 1 for text in texts], dtype=np.int64)
    return words.hashes, np.searchsorted(ends, words.starts, side="right")


def page_salts(pages: Ints) -> Hashes:
    """A number for each of some pages of a batch, to keep the words of pages apart."""
    return mix(pages.astype(np.uint64) + np.uint64(1))


def sequence_hashes(hashes: Hashes, length: int) -> Hashes:
    """A number for each run of `length` words, at the place of its first word."""
    count = len(hashes) - length + 1
    total = np.zeros(max(count, 0), dtype=np.uint64)
    for offset in range(length if count > 0 else 0):
        total += hashes[offset : offset + count] * _POWERS[offset]
    return mix(total)


def phrase_hashes(phrases: Sequence[str]) -> tuple[Ints, Hashes, Hashes]:
    """How many words each phrase has, its first word, and what `sequence_hashes` makes of it."""
    hashes, owner = words_of(phrases)
    counts = np.bincount(owner, minlength=len(phrases))
    firsts = np.concatenate(([0], np.cumsum(counts)))[:-1]
    openings = np.append(hashes, np.uint64(0))[firsts]
    numbers = np.zeros(len(phrases), dtype=np.uint64)
    for length in range(1, int(counts.max(initial=0)) + 1):
        same = counts == length
        numbers[same] = sequence_hashes(hashes, length)[firsts[same]]
    return counts, openings, numbers
