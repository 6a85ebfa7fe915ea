"""Words as 64-bit numbers: found, lower-cased and hashed with array operations, for any script.

Integer arithmetic wraps and does not round, so a word has the same number on every machine, alone
or in a batch of pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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

_LONGEST = 64  # characters of a word that count towards its hash
_RNG = np.random.Generator(np.random.PCG64(20231113))
_POWERS = _RNG.integers(1, 2**63, _LONGEST, dtype=np.uint64) | np.uint64(1)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_FOLD = np.uint64(29)


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


def sequence_hashes(hashes: Hashes, length: int) -> Hashes:
    """A number for each run of `length` words, at the place of its first word."""
    count = len(hashes) - length + 1
    total = np.zeros(max(count, 0), dtype=np.uint64)
    for offset in range(length if count > 0 else 0):
        total += hashes[offset : offset + count] * _POWERS[offset]
    return mix(total)


def phrase_hashes(phrases: Sequence[str]) -> tuple[Ints, Hashes, Hashes]:
    """How many words each phrase has, its first word, and what `sequence_hashes` makes of it."""
    codes = code_points("".join([phrase + "\n" for phrase in phrases]))
    words = find_words(codes, class_table()[codes])
    ends = np.cumsum([len(phrase) + 1 for phrase in phrases])
    owner = np.searchsorted(ends, words.starts, side="right")
    counts = np.bincount(owner, minlength=len(phrases))
    firsts = np.concatenate(([0], np.cumsum(counts)))[:-1]
    openings = np.append(words.hashes, np.uint64(0))[firsts]
    numbers = np.zeros(len(phrases), dtype=np.uint64)
    for length in range(1, int(counts.max(initial=0)) + 1):
        same = counts == length
        numbers[same] = sequence_hashes(words.hashes, length)[firsts[same]]
    return counts, openings, numbers
