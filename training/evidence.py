"""What the HTML of a page tells of the blocks of its flattened text: columns for a teacher model.

The text of the HTML is aligned word by word with the blocks; a block's evidence is the mean over
its aligned words of what is known of the element that each stands in. A block without one has zeros
in these columns.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from newsparse.blocks.page import Page
from training.align import align, page_words, words_of
from training.declared import DECLARED, agreement, declared, split
from training.dom import parse, read_tree
from training.traits import TRAITS, traits

Floats = npt.NDArray[np.float32]

_LEAST = 0.6  # of the words of page or HTML, the shorter; cells of tables run together in some

EVIDENCE: tuple[str, ...] = (*TRAITS, *DECLARED, "aligned")
"""The names of the columns."""


def evidence(html: str, page: Page) -> Floats | None:
    """A row for each block of a page, a column for each of `EVIDENCE`, all between 0 and 2.

    `None` where the HTML cannot be read or too little of it and the page agree.
    """
    root = parse(html)
    if root is None:
        return None
    tree = read_tree(root)
    told, shown = words_of(tree.texts), page_words(page)
    pairs = align(told.words, shown.words, _LEAST)
    if pairs is None:
        return None
    elements, blocks = tree.owners[told.owner[pairs[0]]], shown.owner[pairs[1]]
    # Aligned words come in order, so that the words of a block are a run.
    found, starts, counts = np.unique(blocks, return_index=True, return_counts=True)
    table = np.zeros((len(page), len(EVIDENCE)), dtype=np.float32)
    table[found, : len(TRAITS)] = np.add.reduceat(traits(tree)[elements], starts) / counts[:, None]
    said = agreement(declared(root), split(shown, len(page)))
    table[:, len(TRAITS) : -1] = said
    table[found, -1] = counts / np.bincount(shown.owner, minlength=len(page))[found]
    return table
