"""What the markup of a batch of pages tells, counted once: beside the block table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from newsparse.blocks.markup import joined
from newsparse.blocks.page import Page
from newsparse.labeling.agreement import AGREEMENT, agreement
from newsparse.labeling.batch import Batch
from newsparse.labeling.evidence import EVIDENCE, evidence
from newsparse.labeling.peers import Peers
from newsparse.labeling.scene import Ints, Scene

Floats = npt.NDArray[np.float32]

COLUMNS: tuple[str, ...] = (*EVIDENCE, *AGREEMENT)
"""The names of the columns of evidence."""
_LOOK = 4
"""Elements from a block's own upwards that make its look."""
_RUNNING_WORDS = 15
_MOST_LINKED = 0.3
_LINKED = EVIDENCE.index("share_a")
_PARAGRAPH = EVIDENCE.index("kind_p")


@dataclass(frozen=True, slots=True)
class Marked:
    """The elements of the pages, and a row of evidence for each block of the batch."""

    scene: Scene
    evidence: Floats
    """Shape `(blocks, COLUMNS)`."""
    peers: Peers

    @classmethod
    def of(cls, batch: Batch, pages: Sequence[Page], words: Ints, copies: Ints) -> Self | None:
        """The markup of some pages; `None` if they have none.

        `words` are those of each block, `copies` the other blocks of its page that say the same.
        """
        markups = [page.markup for page in pages if page.markup is not None]
        if not markups:
            return None
        scene = Scene(joined(markups) if len(markups) > 1 else markups[0])
        told = evidence(scene)
        running = (told[:, _PARAGRAPH] > 0) & (words >= _RUNNING_WORDS) & (copies == 0)
        running &= told[:, _LINKED] < _MOST_LINKED
        return cls(
            scene,
            np.hstack((told, agreement(batch, pages))),
            Peers(_looks(scene), batch.page_of, np.where(running, words, 0).astype(np.float64)),
        )


def _looks(scene: Scene) -> Ints:
    """A number for each block of the batch, the same for those of a page that look alike."""
    # What a second `article` of the page holds is another story.
    element, path = scene.blocks, scene.nearest(scene.having({"article"}))[scene.blocks]
    for _ in range(_LOOK):
        path = path * len(scene.look_names) + scene.looks[element]
        path = np.unique(path, return_inverse=True)[1].reshape(-1)
        element = scene.markup.parents[element]
    return path
