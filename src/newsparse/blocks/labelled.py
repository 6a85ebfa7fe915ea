"""What the labeller says of a page: the labels of its blocks and a verdict on the whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newsparse.taxonomy import Flag, PageType, State


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the page is as a whole."""

    page_type: PageType
    confidence: float
    """0..1, three digits."""
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Labelling:
    """The labels of one page."""

    states: tuple[State, ...]
    """Part and label of each block."""
    confidences: list[float]
    """Probability that the label of each block is right, three digits."""
    probabilities: npt.NDArray[np.float64]
    """Probability of each label for each block, shape `(blocks, labels)`."""
    verdict: Verdict
