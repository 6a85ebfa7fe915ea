"""The block table: what is counted once about every block of a batch of pages.

One row a block, pages one after the other. All counting is integer arithmetic on whole columns, so
a page's rows are the same in any batch. Cues (`cues.py`) are plain functions of this table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newsparse.blocks.page import Page
from newsparse.labeling import counting, echoes
from newsparse.labeling.batch import Batch, Mask
from newsparse.labeling.characters import CharClass, Classes
from newsparse.labeling.echoes import Topics
from newsparse.labeling.marked import Marked
from newsparse.labeling.phrases import HEAD
from newsparse.labeling.runs import REACHES, Runs, runs_of_text
from newsparse.labeling.words import Hashes, Ints

Floats = npt.NDArray[np.float32]

MAIN = 3
"""Reach of the runs of which the page's main one is taken."""

RUNNING_WORDS = 8
"""Script-aware words from which a block that holds a sentence end is running text."""

UNMARKED_WORDS = 30
"""Words from which a block in a script without spaces is running text without a sentence end: Thai,
Lao and Khmer hardly mark one."""


@dataclass(frozen=True, slots=True)
class BlockTable:
    """Counts about each block; `n` blocks, columns of length `n` unless said otherwise."""

    bounds: Ints
    """Row of the first block of each page, and `n` at the end."""
    page_of: Ints
    counts: Ints
    """Characters of each `CharClass`, shape `(n, CLASS_COUNT)`."""
    chars: Ints
    words: Ints
    """Script-aware words: spaced words plus half the dense characters."""
    capitals: Ints
    """Spaced words that begin in upper case."""
    first: Classes
    """Class of the first character."""
    last: Classes
    """Class of the last character, closing quotes and brackets apart."""
    gaps: Ints
    indents: Ints
    inner_ends: Ints
    """Sentence ends inside the block: a terminal with white space or a dense character after it."""
    clock_marks: Ints
    """Digits joined by a colon, as in 08:15."""
    number_marks: Ints
    """Digits joined by a dot, slash or dash, as in 13.09.2023."""
    years: Ints
    """Numbers from 1900 to 2099."""
    addresses: Ints
    """`@` signs and `://` marks."""
    phrase_words: Ints
    """Of the first `HEAD` words, how many a set phrase of each kind covers: `(n, len(KINDS))`."""
    head_words: Ints
    """How many of the first `HEAD` words there are."""
    tokens: Hashes
    """Numbers of what each block is worded with, block after block: its first `HEAD` words, their
    pairs, the first word as such, and the last `TAIL` words of a longer block."""
    token_blocks: Ints
    """The block of each token."""
    copies: Ints
    """Other blocks of the page with the same words."""
    echoed_above: Mask
    """The block's opening words stand in an earlier block."""
    echoed_below: Mask
    topics: Topics
    """What the block's long words have in common with the page's running text."""
    datelines: Mask
    """The block opens with a dateline; looked for in the first running text."""
    in_title: Ints
    """Words of the block that stand in the given title."""
    title_words: Ints
    """Words of the given title (the same for every block of a page; 0 without a title)."""

    running: Mask
    """Running text: several words and a sentence that ends, or many words of unspaced script."""
    runs: dict[int, Runs]
    """The runs of running text by reach."""
    marked: Marked | None
    """What the markup tells; `None` for pages of text."""

    def __len__(self) -> int:
        return len(self.chars)


def tabulate(pages: Sequence[Page]) -> BlockTable:
    """The block table of a batch of pages, all of text or all of markup."""
    batch = Batch.of(pages)
    spaced = batch.words_where(~batch.dense)
    words = spaced + (batch.word_counts - spaced + 1) // 2
    last, inner_ends = counting.last_classes(batch), counting.inner_ends(batch)
    sentence = (last == CharClass.TERMINAL) | (inner_ends > 0)
    counts = counting.character_counts(batch)
    unspaced = 2 * counts[:, CharClass.DENSE] > batch.ends - batch.starts
    unmarked = unspaced & (words >= UNMARKED_WORDS) & (counts[:, CharClass.SEPARATOR] == 0)
    running = ((words >= RUNNING_WORDS) & sentence) | unmarked
    runs = {reach: runs_of_text(running, words, batch.page_of, reach) for reach in REACHES}
    clock_marks, number_marks = counting.digit_marks(batch)
    tokens, token_blocks = counting.tokens(batch)
    echoed_above, echoed_below = echoes.echoed_openings(batch)
    copies = echoes.copies(batch)
    in_title, title_words = echoes.title_words(batch, pages)
    return BlockTable(
        bounds=batch.bounds,
        page_of=batch.page_of,
        counts=counts,
        chars=np.concatenate([page.ends - page.starts for page in pages]),
        words=words,
        capitals=batch.words_where(batch.classes[batch.word_starts] == CharClass.UPPER),
        first=counting.first_classes(batch),
        last=last,
        gaps=np.concatenate([page.gaps for page in pages]),
        indents=np.concatenate([page.indents for page in pages]),
        inner_ends=inner_ends,
        clock_marks=clock_marks,
        number_marks=number_marks,
        years=counting.years(batch),
        addresses=counting.addresses(batch),
        phrase_words=counting.phrase_words(batch),
        head_words=np.minimum(batch.word_counts, HEAD),
        tokens=tokens,
        token_blocks=token_blocks,
        copies=copies,
        echoed_above=echoed_above,
        echoed_below=echoed_below,
        topics=echoes.topics(batch, running, runs[MAIN].main),
        datelines=counting.datelines(batch, running),
        in_title=in_title,
        title_words=title_words,
        running=running,
        runs=runs,
        marked=Marked.of(batch, pages, words, copies),
    )
