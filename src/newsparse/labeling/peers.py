"""Running text that looks alike in the markup of its page: where most of the body is, all is body.

A body is cut short where a network, which sees a few blocks around, takes a list of other stories
in its midst for its end. But the page marks up the paragraphs after it as it does those before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Doubles = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

LEAST = 0.4
"""Share of a page's likely body from which on the look of its paragraphs is that of the body."""


@dataclass(frozen=True, slots=True)
class Peers:
    """The running text of a batch, by look."""

    looks: Ints
    """A number for each block, the same for those of one page that look alike."""
    page_of: Ints
    weights: Doubles
    """Words of each block that is a paragraph of running text with few links; of others 0."""

    def raised(self, likely: Doubles) -> Doubles:
        """How likely each block is body, where those that look like the body surely are."""
        held = self.weights * likely
        whole = np.maximum(np.bincount(self.page_of, held), 1)[self.page_of]
        # Rounded, so that the last bit of a sum cannot decide.
        share = np.round(np.bincount(self.looks, held)[self.looks] / whole, 9)
        return np.where((self.weights > 0) & (share >= LEAST), 1.0, likely)
