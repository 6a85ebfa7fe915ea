"""How far blocks say what their page declares of itself: title, summary, authors and the like."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from newsparse.blocks.page import Page
from newsparse.labeling.batch import Batch
from newsparse.labeling.words import (
    Hashes,
    HashIndex,
    Ints,
    page_salts,
    sequence_hashes,
    words_of,
)

Floats = npt.NDArray[np.float32]
Column = npt.NDArray[np.float64]

_ROLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("headline", ("headline",)),
    ("deck", ("deck",)),
    ("authors", ("authors", "outlet")),
    ("section", ("section",)),
    ("tags", ("tags",)),
    ("site", ("site_name",)),
    ("caption", ("image_caption", "image_credit")),
)
"""What is compared, and the metadata fields that declare it."""
_READ = frozenset({"article_body", *(field for _, fields in _ROLES for field in fields)})
_RUN = 4  # words that make a run of the declared body
_LEAST_BODY = 10  # runs of a declared body worth comparing
AGREEMENT: tuple[str, ...] = (
    *(f"said_{role}" for role, _ in _ROLES),
    *(f"whole_{role}" for role, _ in _ROLES),
    "said_body",
    "unsaid_body",
)
"""The names of the columns: what share of the block's words a declared text has, and of that text's
words the block; for the body whether its runs of words stand in the declared one or do not."""


@dataclass(frozen=True, slots=True)
class _Stated:
    """The texts that the pages of a batch declare, each once a field, as words."""

    hashes: Hashes
    texts: Ints
    """By word: its text."""
    fields: list[str]
    """By text: the field that it is declared for."""
    pages: Ints
    """By text: its page."""

    @classmethod
    def by(cls, pages: Sequence[Page]) -> Self:
        """What some pages declare."""
        told = {
            (number, each.field, each.value): None
            for number, page in enumerate(pages)
            for each in page.declared or ()
            if each.field in _READ
        }
        words, texts = words_of([value for *_, value in told])
        places = np.array([number for number, *_ in told], dtype=np.int64)
        return cls(words, texts, [field for _, field, _ in told], places)

    def words_for(self, fields: Collection[str]) -> Ints:
        """The places of the words that are declared for some fields."""
        wanted = np.array([field in fields for field in self.fields], dtype=np.bool_)
        return np.flatnonzero(wanted[self.texts])


def agreement(batch: Batch, pages: Sequence[Page]) -> Floats:
    """A row for each block, a column for each of `AGREEMENT`."""
    rows: Floats = np.zeros((len(AGREEMENT), len(batch)), dtype=np.float32)
    stated = _Stated.by(pages)
    counts = np.maximum(np.diff(batch.first_word), 1)
    salts = page_salts(np.arange(len(pages)))
    words = batch.hashes ^ salts[batch.page_of[batch.block_of_word]]
    for column, (_, fields) in enumerate(_ROLES):
        told = stated.words_for(fields)
        page = stated.pages[stated.texts[told]]
        found, _ = HashIndex.of(np.unique(stated.hashes[told] ^ salts[page])).find(words)
        shared = batch.words_where(found)
        texts, lengths = np.unique(stated.texts[told], return_counts=True)
        shortest = np.full(len(pages), len(stated.hashes) + 1)
        np.minimum.at(shortest, stated.pages[texts], lengths)
        rows[column] = shared / counts
        rows[len(_ROLES) + column] = np.minimum(shared / shortest[batch.page_of], 1)
    rows[-2], rows[-1] = _in_body(batch, stated, salts)
    return np.ascontiguousarray(rows.T)


def _in_body(batch: Batch, stated: _Stated, salts: Hashes) -> tuple[Column, Column]:
    """What share of each block's runs of words stands in the declared body, and does not.

    Nothing on pages that declare next to none.
    """
    body = stated.words_for({"article_body"})
    owner, runs = _runs_of(stated.hashes[body], stated.texts[body])
    page = stated.pages[owner]
    read = np.bincount(page, minlength=len(salts)) >= _LEAST_BODY
    known = HashIndex.of(np.unique(runs ^ salts[page]))
    owner, runs = _runs_of(batch.hashes, batch.block_of_word)
    page = batch.page_of[owner]
    owner, runs = owner[read[page]], (runs ^ salts[page])[read[page]]
    every = np.bincount(owner, minlength=len(batch))
    said = np.bincount(owner[known.find(runs)[0]], minlength=len(batch))
    whole = np.maximum(every, 1)
    return said / whole, (every - said) / whole


def _runs_of(hashes: Hashes, texts: Ints) -> tuple[Ints, Hashes]:
    """The runs of words that stand in one text: its number, and a number for the run."""
    runs = sequence_hashes(hashes, _RUN)
    inside = texts[: len(runs)] == texts[_RUN - 1 :] if len(runs) else np.zeros(0, dtype=np.bool_)
    return texts[: len(runs)][inside], runs[inside]
