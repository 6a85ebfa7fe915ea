"""Vectors of the words in the names of elements: what classes and ids say of the text in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
        near, far, counts = self._of_elements(scene)
        markup = scene.markup
        total, count = near[markup.parents[scene.blocks]], counts[markup.parents[scene.blocks]]
        rooted = scene.blocks == 0
        total[rooted], count[rooted] = 0, 0
        element, climbing = scene.elements, np.ones(len(scene.elements), dtype=np.bool_)
        while climbing.any():
            total += np.where(climbing[:, None], near[element], 0)
            count = count + np.where(climbing, counts[element], 0)
            climbing &= element != scene.blocks
            element = markup.parents[element]
        mean = total / np.maximum(count, 1)[:, None].astype(np.float32) * np.float32(NEAR_SCALE)
        return np.asarray(np.rint(np.concatenate((mean, self._above(scene, far)), axis=1)))

    def _above(self, scene: Scene, far: Floats) -> Floats:
        """The far vectors of the elements above each block, each level counting less."""
        blocks, which = np.unique(scene.blocks, return_inverse=True)
        found: Floats = np.zeros((len(blocks), far.shape[1]), dtype=np.float32)
        element, weight = blocks, np.float32(FAR_SCALE)
        for _ in range(LEVELS):
            climbing = element != 0
            element = scene.markup.parents[element]
            found[climbing] += far[element[climbing]] * weight
            weight *= np.float32(DECAY)
        return found[which.reshape(-1)]

    def _of_elements(self, scene: Scene) -> tuple[Floats, Floats, Ints]:
        """The sums of near and far vectors of each element's names, and how many there are."""
        rows = [self._words(*look) for look in scene.look_names]
        counts = np.fromiter(map(len, rows), np.int64, len(rows))
        places = np.fromiter((word for row in rows for word in row), np.int64, counts.sum())
        ends = np.cumsum(counts)
        near, far = (
            _sums(table[places], ends - counts, ends)[scene.looks]
            for table in (self.near, self.far)
        )
        return near, far, counts[scene.looks]

    def _words(self, tag: str, name: str) -> tuple[int, ...]:
        """The places of the known words in an element's tag and name."""
        read = self._read.get((tag, name))
        if read is None:
            if len(self._read) > _MOST_READ:
                self._read.clear()
            places = map(self.known.get, name_words(tag, name))
            read = self._read[tag, name] = tuple([p for p in places if p is not None])
        return read


def _sums(rows: Floats, starts: Ints, ends: Ints) -> Floats:
    """The rows of each stretch added up; whole numbers, so that running totals are exact."""
    totals = np.zeros((len(rows) + 1, rows.shape[1]), dtype=np.float32)
    np.cumsum(rows, axis=0, out=totals[1:])
    return np.asarray(totals[ends] - totals[starts])


_MOST_READ = 1 << 16
"""Elements whose words are remembered: sites repeat their names from page to page."""


def read_names(arrays: Mapping[str, npt.NDArray[np.generic]]) -> Names:
    """The vectors as `training/chain.py` writes them."""

    def rows(name: str) -> Floats:
        return np.asarray(arrays[name], dtype=np.float32)

    known = {str(word): place for place, word in enumerate(arrays["names"])}
    return Names(known, rows("names_near"), rows("names_far"))
