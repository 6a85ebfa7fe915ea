"""What is counted in each block by itself: characters, marks, years, set phrases, datelines."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from newsparse.labeling.batch import Batch, Mask
from newsparse.labeling.characters import CLASS_COUNT, CharClass, Classes
from newsparse.labeling.phrases import HEAD, KINDS, covered, phrase_table
from newsparse.labeling.words import SALTS, Hashes, Ints, sequence_hashes
from newsparse.recognizers.dateline import parse_dateline

_TAIL = 4  # words at the end of a block that tokens are made of, beside its first `HEAD` ones
_PAIR, _LAST, _FIRST = SALTS[:3]
_OPENINGS = 8  # blocks of running text from the top of a page among which datelines are looked for
_DATE_MARKS = np.array([ord(mark) for mark in "./-–年月"], dtype=np.uint32)
_CLOSING_MARKS = 3  # closing quotes and brackets that may follow the end of a sentence


def character_counts(batch: Batch) -> Ints:
    """Characters of each class, shape `(blocks, CLASS_COUNT)`."""
    cells = batch.block_of_char * CLASS_COUNT + batch.classes
    counts = np.bincount(cells, minlength=len(batch) * CLASS_COUNT).reshape(-1, CLASS_COUNT)
    counts[:, CharClass.SPACE] -= 1  # the line feed after each block
    return counts


def first_classes(batch: Batch) -> Classes:
    """The class of each block's first character."""
    return np.asarray(batch.classes[batch.starts])


def last_classes(batch: Batch) -> Classes:
    """The class of each block's last character, closing quotes and brackets apart."""
    at = batch.ends - 1
    for _ in range(_CLOSING_MARKS):
        closing = np.isin(batch.classes[at], (CharClass.QUOTE, CharClass.CLOSE))
        at = np.maximum(at - closing, batch.starts)
    return np.asarray(batch.classes[at])


def inner_ends(batch: Batch) -> Ints:
    """Sentence ends with more of their block after them."""
    ends = np.flatnonzero(batch.classes[:-1] == CharClass.TERMINAL)
    after = batch.classes[ends + 1]
    goes_on = ends + 2 < batch.ends[batch.block_of_char[ends]]
    return batch.chars_where(
        ends[(after == CharClass.DENSE) | ((after == CharClass.SPACE) & goes_on)]
    )


def digit_marks(batch: Batch) -> tuple[Ints, Ints]:
    """Single marks between digits: colons, as in 08:15, and those of dates, as in 13.09.2023."""
    digit = batch.classes == CharClass.DIGIT
    between = np.flatnonzero(digit[:-2] & digit[2:] & ~digit[1:-1]) + 1
    colons = between[batch.classes[between] == CharClass.COLON]
    dates = between[np.isin(batch.codes[between], _DATE_MARKS)]
    return batch.chars_where(colons), batch.chars_where(dates)


def years(batch: Batch) -> Ints:
    """Numbers from 1900 to 2099."""
    digits = batch.classes[batch.word_starts] == CharClass.DIGIT
    four = np.flatnonzero((batch.word_lengths == 4) & digits)
    starts = batch.word_starts[four]
    tens, ones = batch.codes[starts] - np.uint32(48), batch.codes[starts + 1] - np.uint32(48)
    century = tens * np.uint32(10) + ones
    return batch.words_where(four[(century == 19) | (century == 20)])


def addresses(batch: Batch) -> Ints:
    """`@` signs and `://` marks."""
    codes = batch.codes
    at = codes == ord("@")
    at[:-2] |= (codes[:-2] == ord(":")) & (codes[1:-1] == ord("/")) & (codes[2:] == ord("/"))
    return batch.chars_where(at)


def phrase_words(batch: Batch) -> Ints:
    """Of each block's first `HEAD` words, how many the phrases of each kind cover."""
    head = batch.word_ranks < HEAD
    owner = batch.block_of_word[head]
    kinds = covered(batch.hashes[head], owner, phrase_table())
    hits = [kinds >> np.uint32(kind) & np.uint32(1) != 0 for kind in range(len(KINDS))]
    return np.stack([np.bincount(owner[hit], minlength=len(batch)) for hit in hits], axis=1)


def tokens(batch: Batch) -> tuple[Hashes, Ints]:
    """Numbers of the words that a block is known by, block after block, and the block of each.

    The first `HEAD` words, their pairs, the first word as such, and the last words of a block that
    has more; pairs, first and last words have numbers of their own.
    """
    rank, owner, hashes = batch.word_ranks, batch.block_of_word, batch.hashes
    head = rank < HEAD
    paired = np.flatnonzero(head[1:] & (rank[1:] > 0))
    pairs = sequence_hashes(hashes, 2)[paired] if len(paired) else hashes[:0]
    last = (rank >= HEAD) & (batch.word_counts[owner] - rank <= _TAIL)
    first = rank == 0
    found = (hashes[head], pairs ^ _PAIR, hashes[last] ^ _LAST, hashes[first] ^ _FIRST)
    blocks = np.concatenate((owner[head], owner[paired], owner[last], owner[first]))
    order = np.argsort(blocks, kind="stable")
    return np.concatenate(found)[order], blocks[order]


def datelines(batch: Batch, running: Mask) -> Mask:
    """Blocks that open with a dateline, among the first of each page that are running text."""
    found = np.zeros(len(batch), dtype=np.bool_)
    candidates = np.flatnonzero(running)
    for low, high in pairwise(np.searchsorted(candidates, batch.bounds).tolist()):
        for block in candidates[low : min(high, low + _OPENINGS)].tolist():
            found[block] = parse_dateline(batch.texts[block]) is not None
    return found
