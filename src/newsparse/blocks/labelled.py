"""What the labeller says of a page: the labels of its blocks and a verdict on the whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newsparse.taxonomy import Flag, Label, PageType, State

_COLUMN = {label: column for column, label in enumerate(Label)}


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
    probabilities: npt.NDArray[np.float64]
    """Probability of each label for each block, shape `(blocks, labels)`."""
    verdict: Verdict

    def confidences(self) -> list[float]:
        """For each block the probability that its label is right, three digits."""
        columns = [_COLUMN[state.label] for state in self.states]
        chosen = self.probabilities[np.arange(len(columns)), columns]
        return [round(value, 3) for value in chosen.tolist()]
