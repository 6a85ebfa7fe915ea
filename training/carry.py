"""What the HTML of a page tells, for the blocks of a flattening of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from newsparse.blocks.page import Page
from newsparse.labeling.cues import CUES
from training.align import align, page_words
from training.samples import Bag, Counted, Named, Names

Ints = npt.NDArray[np.int64]
_LEAST = 0.6  # of the words of text or HTML, the shorter; cells of tables run together in some


def with_evidence(counted: Counted, text: Page, told: Counted, html: Page) -> Counted | None:
    """What is counted of a flattening, with the evidence and names of the HTML it came from.

    A block has those of the HTML's block that most of its words come from, and zeros if none is
    aligned. `None` where too little of the two agrees.
    """
    found = origins(text, html)
    if found is None or told.named is None:
        return None
    evidence = told.cues[:, len(CUES) :]
    carried = np.where((found >= 0)[:, None], evidence[np.maximum(found, 0)], 0)
    names = Names(*(_carried(bag, found, len(html)) for bag in _bags(told.named.names)))
    return replace(
        counted,
        cues=np.hstack((counted.cues, carried.astype(np.float16))),
        named=Named(told.named.words, names),
    )


def _bags(names: Names) -> tuple[Bag, Bag]:
    return names.near, names.far


def origins(text: Page, html: Page) -> Ints | None:
    """For each block of a text the block of the HTML that most of its words are from, else -1."""
    old, new = page_words(html), page_words(text)
    pairs = align(old.words, new.words, _LEAST)
    if pairs is None:
        return None
    keys = new.owner[pairs[1]].astype(np.int64) * len(html) + old.owner[pairs[0]]
    found, times = np.unique(keys, return_counts=True)
    origins: Ints = np.full(len(text), -1, dtype=np.int64)
    order = np.argsort(times, kind="stable")  # the most frequent is written last
    origins[found[order] // len(html)] = found[order] % len(html)
    return origins


def _carried(bag: Bag, origins: Ints, blocks: int) -> Bag:
    """The words of each block's origin."""
    order = np.argsort(bag.owners, kind="stable")
    bounds = np.searchsorted(bag.owners[order], np.arange(blocks + 1))
    rows = [
        (np.arange(bounds[origin], bounds[origin + 1]), block)
        for block, origin in enumerate(origins.tolist())
        if origin >= 0
    ]
    if not rows:
        nothing = np.array([], dtype=np.int32)
        return Bag(nothing, nothing, nothing.astype(np.float16))
    places = order[np.concatenate([found for found, _ in rows])]
    owners = np.concatenate([np.full(len(found), block) for found, block in rows])
    return Bag(bag.words[places], owners.astype(np.int32), bag.weights[places])
