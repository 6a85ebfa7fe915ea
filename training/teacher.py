"""What models of HTML are sure of on a page without labels, for the lines of its flattenings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from newsparse.blocks.page import Page
from newsparse.labeling.cues import cue_units
from newsparse.labeling.decode import decode
from newsparse.labeling.model import Model, Scores
from newsparse.labeling.table import tabulate
from training.carry import origins
from training.samples import Mask

Labels = npt.NDArray[np.int8]
"""Index into `LABELS` by teacher and block, or `UNSURE`; shape `(teachers, blocks)`."""

UNSURE = -1
SURE = 0.7
"""Probability from which a teacher's label is taken for true."""
_EXCLUDED = np.float32(-1e4)  # the score of a state that a block is known not to have


def sure_labels(page: Page, allowed: Mask, teachers: Sequence[Model]) -> Labels:
    """The labels of the blocks of a page of HTML, each within the states it is known to have."""
    table = tabulate([page])
    cues = cue_units(table)
    peers = table.marked.peers if table.marked else None
    found = np.full((len(teachers), len(page)), UNSURE, dtype=np.int8)
    for row, teacher in zip(found, teachers, strict=True):
        said = teacher.own_scores(table, cues)
        scores = Scores(np.where(allowed, said.states, _EXCLUDED), said.edges, said.articles)
        likely = decode(scores, table.bounds, peers=peers).probabilities
        row[:] = np.where(likely.max(axis=1) >= SURE, likely.argmax(axis=1), UNSURE)
    return found


def carried(labels: Labels, html: Page, text: Page) -> Labels:
    """The labels for a flattening: each block has those of the block most of its words are from."""
    found = origins(text, html)
    if found is None:
        return np.full((len(labels), len(text)), UNSURE, dtype=np.int8)
    return np.where(found >= 0, labels[:, np.maximum(found, 0)], UNSURE).astype(np.int8)
