"""A batch of pages as columns of characters and words: what all counting starts from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newsparse.blocks.page import Page
from newsparse.labeling.characters import CharClass, Classes, Codes, class_table, code_points
from newsparse.labeling.words import Hashes, Ints, find_words

Mask = npt.NDArray[np.bool_]

_LIMIT = 1 << 14  # characters of a block that are looked at: half from its start, half from its end


@dataclass(frozen=True, slots=True)
class Batch:
    """The blocks of several pages, one after the other, each followed by a line feed."""

    texts: list[str]
    bounds: Ints
    """Number of the first block of each page, and the number of blocks at the end."""
    page_of: Ints
    """The page of each block."""
    starts: Ints
    """First character of each block, and past its last one, line feed apart."""
    ends: Ints
    codes: Codes
    classes: Classes
    block_of_char: Ints
    hashes: Hashes
    """A number for each word, the same for the same letters in any case."""
    word_starts: Ints
    word_lengths: Ints
    dense: Mask
    """Words that are one character of a script without spaces."""
    block_of_word: Ints
    first_word: Ints
    """Number of the first word of each block, and the number of words at the end."""

    @classmethod
    def of(cls, pages: Sequence[Page]) -> Batch:
        """The batch of some pages."""
        sizes = np.array([len(page) for page in pages], dtype=np.int64)
        texts = [text for page in pages for text in _texts(page)]
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        ends = np.cumsum(lengths + 1) - 1
        codes = code_points("".join([text + "\n" for text in texts]))
        classes = class_table()[codes]
        block_of_char = np.repeat(np.arange(len(texts)), lengths + 1)
        words = find_words(codes, classes)
        block_of_word = block_of_char[words.starts]
        counts = np.bincount(block_of_word, minlength=len(texts))
        return cls(
            texts=texts,
            bounds=np.concatenate(([0], np.cumsum(sizes))),
            page_of=np.repeat(np.arange(len(pages)), sizes),
            starts=ends - lengths,
            ends=ends,
            codes=codes,
            classes=classes,
            block_of_char=block_of_char,
            hashes=words.hashes,
            word_starts=words.starts,
            word_lengths=words.lengths,
            dense=classes[words.starts] == CharClass.DENSE,
            block_of_word=block_of_word,
            first_word=np.concatenate(([0], np.cumsum(counts))),
        )

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def word_counts(self) -> Ints:
        """Words of each block, a dense character counting as one."""
        return np.diff(self.first_word)

    @property
    def word_ranks(self) -> Ints:
        """Place of each word in its block."""
        return np.arange(len(self.hashes)) - self.first_word[self.block_of_word]

    def chars_where(self, mask: Mask | Ints) -> Ints:
        """How many of the characters at these places stand in each block."""
        return np.bincount(self.block_of_char[mask], minlength=len(self))

    def words_where(self, mask: Mask | Ints) -> Ints:
        """How many of these words stand in each block."""
        return np.bincount(self.block_of_word[mask], minlength=len(self))


def _texts(page: Page) -> list[str]:
    source, half = page.source, _LIMIT // 2
    return [
        source[start:end]
        if end - start <= _LIMIT
        else source[start : start + half] + source[end - half : end]
        for start, end in zip(page.starts.tolist(), page.ends.tolist(), strict=True)
    ]
