"""Why a block got its label: what each cue, here and around, added to the label's lead.

The network is piecewise linear, so its gradient times its input tells how much each input value
contributed to the difference between two scores (Shrikumar et al. 2016, arXiv:1605.01713).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from newsparse.blocks.labelled import Labelling
from newsparse.blocks.page import Page
from newsparse.labeling.cues import GRAIN, cue_units
from newsparse.labeling.model import (
    CEILING,
    LABEL_OF_STATE,
    LABELS,
    READER_SHARE,
    Context,
    Layer,
    Model,
    above_and_below,
    shipped_model,
)
from newsparse.labeling.table import BlockTable, Floats, tabulate
from newsparse.taxonomy import STATES, Label

WORDS, PAGE_WORDS, NAMES, ABOVE, BELOW = "words", "page_words", "names", "above", "below"
"""The names among the cues of what the words of the block, those of the page, those in the names of
elements around it, and what stands farther up and down the page have added."""

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
    if not len(page):
        return []
    model = model or shipped_model(markup=page.markup is not None)
    table = tabulate([page])
    traces = [(_Trace(model, table), 1.0)]
    if model.reader is not None:
        own = (traces[0][0], 1 - READER_SHARE)
        traces = [own, (_Trace(model.reader, table), READER_SHARE)]
    found = []
    for block, state in enumerate(labelling.states):
        probabilities = labelling.probabilities[block]
        ranked = np.argsort(-probabilities, kind="stable").tolist()
        others = [label for label in ranked if LABELS[label] is not state.label]
        found.append(
            Reasons(
                _strongest(traces, block, STATES.index(state), others[0]),
                tuple([(LABELS[i], round(float(probabilities[i]), 3)) for i in others[:4]]),
            )
        )
    return found


def _strongest(
    traces: list[tuple[_Trace, float]], block: int, state: int, rival: int
) -> tuple[tuple[str, float], ...]:
    """What added most to a state's lead over a label, over all networks with their shares."""
    shares: dict[str, float] = {}
    for trace, weight in traces:
        for name, value in trace.shares(block, state, rival).items():
            shares[name] = shares.get(name, 0.0) + weight * value
    told = sorted(shares.items(), key=lambda share: (-abs(share[1]), share[0]))[:_SHOWN]
    return tuple([(name, round(value, 3)) for name, value in told if abs(value) >= _LEAST])


class _Trace:
    """A network's way through a page, to be gone back from any block."""

    def __init__(self, model: Model, table: BlockTable) -> None:
        inputs, bounds = model.inputs(table, cue_units(table)), table.bounds
        self._model = model
        self._inputs = inputs
        self._channels = list(model.activations(inputs, bounds))
        self._states = model.score_channels(inputs, self._channels[-1])
        self._reach = sum(layer.step for layer in model.layers if isinstance(layer, Layer))
        self._seen = [
            above_and_below(before, layer.signals, bounds) if isinstance(layer, Context) else None
            for layer, before in zip(model.layers, self._channels, strict=False)
        ]

    def shares(self, block: int, state: int, rival_label: int) -> dict[str, float]:
        """What each cue added to a state's lead over the best state of another label."""
        rivals = np.flatnonzero(rival_label == LABEL_OF_STATE)
        rival = int(rivals[self._states[block, rivals].argmax()])
        low = max(0, block - self._reach)
        window = slice(low, block + self._reach + 1)
        slope, shares = self._back_to_inputs(block, window, (state, rival))
        parts = self._inputs[window] * slope / GRAIN
        cues, size = len(self._model.cues), self._model.words.embedding.shape[1]
        vectors = {
            WORDS: slice(-2 * size, -size),
            PAGE_WORDS: slice(-size, None),
            NAMES: slice(cues, parts.shape[1] - 2 * size),
        }
        for name, columns in vectors.items():
            for row, value in enumerate(parts[:, columns].sum(axis=1).tolist(), low - block):
                shares[_named(name, row)] = value
        for row, column in zip(*np.nonzero(np.abs(parts[:, :cues]) >= _LEAST), strict=True):
            name = _named(self._model.cues[column], int(row) + low - block)
            shares[name] = float(parts[row, column])
        return shares

    def _back_to_inputs(
        self, block: int, window: slice, states: tuple[int, int]
    ) -> tuple[Floats, dict[str, float]]:
        """The lead's derivative by the inputs of a window, and what came from beyond neighbours."""
        model = self._model
        state, rival = states
        channels = [found[window] for found in self._channels]
        here = block - window.start
        slope = np.zeros_like(channels[0])
        slope[here] = model.leave.weights[:, state] - model.leave.weights[:, rival]
        shares = {ABOVE: 0.0, BELOW: 0.0}
        for number in range(len(model.layers) - 1, -1, -1):
            layer, after = model.layers[number], channels[number + 1]
            slope = slope * (after < CEILING * GRAIN)
            back = (slope * (after > channels[number])) @ layer.mix.weights.T
            if isinstance(layer, Layer):
                slope = slope + _from_beside(back, layer.step)
                continue
            seen = self._seen[number]
            assert seen is not None
            above, below = np.split((back * seen[window]).sum(axis=0) / GRAIN, 2)
            shares[ABOVE] += float(above.sum())
            shares[BELOW] += float(below.sum())
        entered = (channels[0] > 0) & (channels[0] < CEILING * GRAIN)
        found = (slope * entered) @ model.enter.weights.T
        found[here] += (
            model.direct[:, LABEL_OF_STATE[state]] - model.direct[:, LABEL_OF_STATE[rival]]
        )
        return found, shares


def _from_beside(slope: Floats, step: int) -> Floats:
    """The derivative by channels from that by what a layer sees of them: above, itself, below."""
    above, itself, below = np.split(slope, 3, axis=1)
    found = itself.copy()
    found[: max(len(found) - step, 0)] += above[step:]
    found[step:] += below[: max(len(found) - step, 0)]
    return found


def _named(cue: str, distance: int) -> str:
    return cue + (f"[{distance:+d}]" if distance else "")
