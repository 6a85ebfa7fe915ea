"""The decoder: the best legal sequence of labels for each page, and how sure it is.

Works on a batch of pages at once, one step for the t-th block of all of them. Sums of exact scores
and maxima do not depend on the batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from newsparse.labeling.model import FORBIDDEN, LABEL_OF_STATE, Model
from newsparse.labeling.table import Floats
from newsparse.labeling.words import Ints
from newsparse.taxonomy import STATES, Part

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Decoded:
    """The labelling of a batch; blocks of all pages one after the other."""

    states: Ints
    """Index into `STATES` for each block."""
    label_probabilities: Doubles
    """Probability of each label for each block, shape `(blocks, labels)`."""
    bodyless: Floats
    """For each page, by how much the best labelling without a body beats the best with one."""


_RESCALE = 8  # steps between rescalings: scores of so few steps stay within double precision
_FLOOR = -40.0  # a state that far behind has no probability worth telling
_IN_LEADING = np.array([state.part is Part.LEADING for state in STATES])


def decode(emissions: Floats, bounds: Ints, model: Model) -> Decoded:
    """The best legal labelling of each page; `bounds` are the rows where pages begin."""
    batch = _Batch.of(bounds)
    scores = (emissions[:, LABEL_OF_STATE] + model.bias)[batch.rows]
    states = np.empty(len(scores), dtype=np.int64)
    bodyless = np.zeros(len(bounds) - 1, dtype=np.float32)
    states[batch.rows], bodyless[batch.pages] = _viterbi(scores, batch, model)
    by_state = np.empty(scores.shape)
    by_state[batch.rows] = _marginals(scores, batch, model)
    labels = np.zeros((len(scores), emissions.shape[1]))
    for state, label in enumerate(LABEL_OF_STATE.tolist()):
        labels[:, label] += by_state[:, state]
    return Decoded(states, labels, bodyless)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Pages side by side, from the longest to the shortest, and their blocks step by step.

    Step `t` holds the `t`-th block of every page that is that long: always the first ones.
    """

    pages: Ints
    """The pages that have blocks, in that order."""
    rows: Ints
    """For each block in order of steps its row in the block table."""
    steps: list[slice]
    """The blocks of each step."""

    @classmethod
    def of(cls, bounds: Ints) -> _Batch:
        lengths = np.diff(bounds)
        pages = np.argsort(-lengths, kind="stable")
        pages = pages[lengths[pages] > 0]
        lengths = lengths[pages]
        longest = int(lengths[0]) if len(lengths) else 0
        active = np.searchsorted(-lengths, -np.arange(longest), side="left")
        offsets = np.concatenate(([0], np.cumsum(active)))
        step = np.repeat(np.arange(longest), active)
        rows = bounds[pages[np.arange(len(step)) - offsets[step]]] + step
        return cls(pages, rows, [slice(a, b) for a, b in pairwise(offsets.tolist())])


def _viterbi(scores: Floats, batch: _Batch, model: Model) -> tuple[Ints, Floats]:
    """The best state of each block, and for each page the lead of having no body.

    `scores` are in order of steps; so are the states.
    """
    reached = np.empty_like(scores)
    final = np.empty((len(batch.pages), scores.shape[1]), dtype=np.float32)
    moves = model.transitions[:, None, :]
    best = final
    for number, step in enumerate(batch.steps):
        count = step.stop - step.start
        if number:
            best = np.maximum.reduce(best[:count].T[:, :, None] + moves, axis=0)
            best += scores[step]
            if number % _RESCALE == 0:  # keeps sums exact on pages of any length
                best -= best.max(axis=1, keepdims=True)
        else:
            best = scores[step] + model.begin
        reached[step] = best
        final[:count] = best
    final += model.end
    states = np.zeros(len(scores), dtype=np.int64)
    current = final.argmax(axis=1) if len(final) else np.zeros(0, dtype=np.int64)
    into = np.ascontiguousarray(model.transitions.T)
    for number in range(len(batch.steps) - 1, -1, -1):
        step = batch.steps[number]
        count = step.stop - step.start
        states[step] = current[:count]
        if number:
            start = batch.steps[number - 1].start
            before = reached[start : start + count]
            current[:count] = (before + into[current[:count]]).argmax(axis=1)
    without = np.where(_IN_LEADING, final, FORBIDDEN).max(axis=1)
    with_body = np.where(_IN_LEADING, FORBIDDEN, final).max(axis=1)
    return states, without - with_body


def _marginals(scores: Floats, batch: _Batch, model: Model) -> Doubles:
    """Probability of each state for each block, by the forward-backward recursions.

    `scores` are in order of steps; so are the probabilities.
    """
    behind = scores - scores.max(axis=1, keepdims=True, initial=FORBIDDEN)
    factors = np.exp(np.maximum(behind, _FLOOR), dtype=np.float64)
    moves = np.exp(model.transitions, dtype=np.float64)
    forward = np.empty_like(factors)
    alpha = np.exp(model.begin, dtype=np.float64)[None]
    for number, step in enumerate(batch.steps):
        if number:
            alpha = alpha[: step.stop - step.start] @ moves
        alpha = alpha * factors[step]
        if number % _RESCALE == 0:
            alpha /= alpha.max(axis=1, keepdims=True)
        forward[step] = alpha
    backward = np.empty_like(factors)
    into = np.ascontiguousarray(moves.T)
    beta = np.tile(np.exp(model.end, dtype=np.float64), (len(batch.pages), 1))
    for number in range(len(batch.steps) - 1, -1, -1):
        step = batch.steps[number]
        count = step.stop - step.start
        backward[step] = beta[:count]
        ahead = (beta[:count] * factors[step]) @ into
        if number % _RESCALE == 0:
            ahead /= ahead.max(axis=1, keepdims=True)
        beta[:count] = ahead
    joint = forward * backward
    return np.asarray(joint / np.maximum(joint.sum(axis=1, keepdims=True), 1e-300))
