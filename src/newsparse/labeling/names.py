"""Vectors of the words in the names of elements: what classes and ids say of the text in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
import numpy.typing as npt

from newsparse.blocks.names import name_words
from newsparse.labeling.scene import Ints, Scene

Floats = npt.NDArray[np.float32]

DECAY = 0.87
"""What the names of an element count for its text, for each level between."""
LEVELS = 17
"""Elements above a block's own that are looked at."""
NEAR_SCALE, FAR_SCALE = 2.0, 0.125
"""Bring both vectors to the size of the other inputs."""


@dataclass(frozen=True, slots=True)
class Names:
    """The vectors of known words; one that stood on too few sites in training has none."""

    known: Mapping[str, int]
    near: Floats
    """For words in the names of the element that text stands in, up to the parent of its block:
    a vector each, in units of 1/`cues.GRAIN`."""
    far: Floats
    """For words in the names of all elements above the block."""
    _read: dict[tuple[str, str], tuple[int, ...]] = field(default_factory=dict, compare=False)

    def vectors(self, scene: Scene) -> Floats:
        """The mean near vector of each block and the fading sum of the far ones, side by side."""
        near, far, counts = self._of_looks(scene.look_names)
        markup, looks = scene.markup, scene.looks
        above = markup.parents[scene.blocks]
        held = above != scene.blocks  # the root stands in nothing
        total, count = near[looks[above]] * held[:, None], counts[looks[above]] * held
        element, climbing = scene.elements, np.arange(len(scene.elements))
        while len(climbing):
            total[climbing] += near[looks[element]]
            count[climbing] += counts[looks[element]]
            inner = element != scene.blocks[climbing]
            element, climbing = markup.parents[element[inner]], climbing[inner]
        mean = total / np.maximum(count, 1)[:, None].astype(np.float32) * np.float32(NEAR_SCALE)
        return np.asarray(np.rint(np.concatenate((mean, self._above(scene, far)), axis=1)))

    def _above(self, scene: Scene, far: Floats) -> Floats:
        """The far vectors of the elements above each block, each level counting less."""
        blocks, which = np.unique(scene.blocks, return_inverse=True)
        found: Floats = np.zeros((len(blocks), far.shape[1]), dtype=np.float32)
        element, climbing, weight = blocks, np.arange(len(blocks)), np.float32(FAR_SCALE)
        for _ in range(LEVELS):
            parent = scene.markup.parents[element]
            climbing, element = climbing[parent != element], parent[parent != element]
            found[climbing] += far[scene.looks[element]] * weight
            weight *= np.float32(DECAY)
        return found[which.reshape(-1)]

    def _of_looks(self, looks: Sequence[tuple[str, str]]) -> tuple[Floats, Floats, Ints]:
        """The sums of near and far vectors of each look's words, and how many there are."""
        rows = [self._words(*look) for look in looks]
        counts = np.fromiter(map(len, rows), np.int64, len(rows))
        places = np.fromiter(chain.from_iterable(rows), np.int64, counts.sum())
        return _sums(self.near[places], counts), _sums(self.far[places], counts), counts

    def _words(self, tag: str, name: str) -> tuple[int, ...]:
        """The places of the known words in an element's tag and name."""
        read = self._read.get((tag, name))
        if read is None:
            if len(self._read) > _MOST_READ:
                self._read.clear()
            places = map(self.known.get, name_words(tag, name))
            read = self._read[tag, name] = tuple([p for p in places if p is not None])
        return read


def _sums(rows: Floats, counts: Ints) -> Floats:
    """The rows of each stretch of so many added up."""
    totals: Floats = np.zeros((len(counts), rows.shape[1]), dtype=np.float32)
    filled = np.flatnonzero(counts)
    if len(filled):
        firsts = np.cumsum(counts[filled]) - counts[filled]
        totals[filled] = np.add.reduceat(rows, firsts, axis=0)
    return totals


_MOST_READ = 1 << 16
"""Elements whose words are remembered: sites repeat their names from page to page."""


def read_names(arrays: Mapping[str, npt.NDArray[np.generic]]) -> Names:
    """The vectors as `training/chain.py` writes them."""

    def rows(name: str) -> Floats:
        return np.asarray(arrays[name], dtype=np.float32)

    known = {str(word): place for place, word in enumerate(arrays["names"])}
    return Names(known, rows("names_near"), rows("names_far"))
