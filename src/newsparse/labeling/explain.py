"""Why a block got its label: what each cue, here and around, added to the label's lead.

The network is piecewise linear, so its gradient times its input tells how much each input value
contributed to the difference between two scores (Shrikumar et al. 2016, arXiv:1605.01713).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from newsparse.blocks.labelled import Labelling
from newsparse.blocks.page import Page
from newsparse.labeling.cues import cue_matrix
from newsparse.labeling.model import (
    CEILING,
    LABELS,
    Layer,
    Model,
    filtered,
    product,
    settle,
    shipped_model,
)
from newsparse.labeling.table import Floats, tabulate
from newsparse.labeling.words import Ints
from newsparse.taxonomy import Label

WORDS = "opening_words"
"""The name under which the word vector's share stands among the cues."""

_SHOWN = 12  # cues told of a block
_LEAST = 0.005


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a block got its label rather than the runner-up."""

    cues: tuple[tuple[str, float], ...]
    """Cues with what each added to the label's lead, strongest first; `cue[-1]` is the cue of the
    block before."""
    alternatives: tuple[tuple[Label, float], ...]
    """The other labels with their probabilities, most likely first."""


def reasons(page: Page, labelling: Labelling, model: Model | None = None) -> list[Reasons]:
    """The reasons for the label of each block of a page."""
    model = model or shipped_model()
    table = tabulate([page])
    inputs = model.inputs(cue_matrix(table), table)
    reach = sum(len(layer.taps) // 2 * layer.step for layer in model.layers)
    found = []
    for block, state in enumerate(labelling.states):
        chosen = LABELS.index(state.label)
        ranked = np.argsort(-labelling.probabilities[block], kind="stable").tolist()
        others = [label for label in ranked if label != chosen]
        low, high = max(0, block - reach), min(len(page), block + reach + 1)
        lead = _Lead(model, inputs[low:high], block - low)
        parts = inputs[low:high] * lead.gradient(chosen, others[0])
        found.append(
            Reasons(
                _strongest(parts, block - low, model.cues),
                tuple(
                    (LABELS[label], round(float(labelling.probabilities[block, label]), 3))
                    for label in others[:4]
                ),
            )
        )
    return found


def _strongest(parts: Floats, block: int, cues: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    """The largest parts by cue and distance; the dimensions of the word vector count as one."""
    shares = np.concatenate(
        (parts[:, : len(cues)], parts[:, len(cues) :].sum(axis=1, keepdims=True)), axis=1
    )
    names = (*cues, WORDS)
    order = np.argsort(-np.abs(shares), axis=None, kind="stable")[:_SHOWN]
    strongest = []
    for row, column in zip(*np.unravel_index(order, shares.shape), strict=True):
        value = round(float(shares[row, column]), 3)
        if abs(value) >= _LEAST:
            distance = int(row) - block
            name = names[column] + (f"[{distance:+d}]" if distance else "")
            strongest.append((name, value))
    return tuple(strongest)


class _Lead:
    """The lead of one label over another at one block, as a function of the inputs around it."""

    def __init__(self, model: Model, inputs: Floats, block: int) -> None:
        self._model = model
        self._block = block
        self._bounds: Ints = np.array([0, len(inputs)])
        self._entered = product(inputs, model.enter) + model.enter_bias
        self._channels = model.activations(inputs, self._bounds)

    def gradient(self, label: int, rival: int) -> Floats:
        """The derivative by every input, shape `(blocks, inputs)`."""
        model = self._model
        slope = np.zeros_like(self._channels[0])
        slope[self._block] = model.leave[:, label] - model.leave[:, rival]
        for number in range(len(model.layers) - 1, -1, -1):
            slope = self._through(model.layers[number], number, slope)
        slope = slope * ((self._entered > 0) & (self._entered < CEILING))
        gradient = slope @ model.enter.T
        gradient[self._block] += model.direct[:, label] - model.direct[:, rival]
        return gradient

    def _through(self, layer: Layer, number: int, slope: Floats) -> Floats:
        before, after = self._channels[number], self._channels[number + 1]
        mixed = product(settle(filtered(before, layer, self._bounds)), layer.mix) + layer.bias
        slope = slope * (after < CEILING)
        inner = (slope * ((mixed > 0) & (mixed < CEILING))) @ layer.mix.T
        mirrored = Layer(layer.step, layer.taps[::-1], layer.mix, layer.bias)
        return slope + filtered(inner, mirrored, self._bounds)
