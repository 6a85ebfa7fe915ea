"""How far blocks say what their page declares of itself: title, summary, authors and the like."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from newsparse.blocks.page import Page
from newsparse.labeling.batch import Batch
from newsparse.labeling.characters import class_table, code_points
from newsparse.labeling.words import Hashes, find_words, sequence_hashes
from newsparse.provenance import Candidate

Floats = npt.NDArray[np.float32]

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


def agreement(batch: Batch, pages: Sequence[Page]) -> Floats:
    """A row for each block, a column for each of `AGREEMENT`."""
    table: Floats = np.zeros((len(batch), len(AGREEMENT)), dtype=np.float32)
    for number, page in enumerate(pages):
        low, high = batch.bounds[number : number + 2].tolist()
        if page.declared and high > low:
            _compare(batch, page, low, table[low:high])
    return table


def _compare(batch: Batch, page: Page, low: int, rows: Floats) -> None:
    first, last = batch.first_word[[low, low + len(rows)]].tolist()
    hashes = batch.hashes[first:last]
    owners = batch.block_of_word[first:last] - low
    counts = np.maximum(np.bincount(owners, minlength=len(rows)), 1)
    stated = _stated(page.declared or ())
    for column, (_, fields) in enumerate(_ROLES):
        texts = [words for field in fields for words in stated.get(field, ())]
        if not texts:
            continue
        shared = np.bincount(owners[np.isin(hashes, np.concatenate(texts))], minlength=len(rows))
        rows[:, column] = shared / counts
        shortest = max(min(map(len, texts)), 1)
        rows[:, len(_ROLES) + column] = np.minimum(shared / shortest, 1)
    body = [sequence_hashes(words, _RUN) for words in stated.get("article_body", ())]
    known = np.concatenate(body) if body else np.array([], dtype=np.uint64)
    if len(known) >= _LEAST_BODY and len(hashes) >= _RUN:
        runs = sequence_hashes(hashes, _RUN)
        inside = owners[: len(runs)] == owners[_RUN - 1 :]
        owner, said = owners[: len(runs)][inside], np.isin(runs[inside], known)
        every = np.maximum(np.bincount(owner, minlength=len(rows)), 1)
        rows[:, -2] = np.bincount(owner[said], minlength=len(rows)) / every
        rows[:, -1] = np.bincount(owner[~said], minlength=len(rows)) / every


def _stated(declared: Sequence[Candidate]) -> dict[str, list[Hashes]]:
    """The words of each different text by the field that it is declared for."""
    told = {(each.field, each.value): None for each in declared if each.field in _READ}
    if not told:
        return {}
    codes = code_points("".join([value + "\n" for _, value in told]))
    found = find_words(codes, class_table()[codes])
    ends = np.cumsum([len(value) + 1 for _, value in told], dtype=np.int64)
    texts: dict[str, list[Hashes]] = {}
    cuts = np.searchsorted(found.starts, ends)[:-1]
    for (field, _), words in zip(told, np.split(found.hashes, cuts), strict=True):
        texts.setdefault(field, []).append(words)
    return texts
