"""The model: cues and words of blocks to scores, seen with their neighbours and the whole page.

A small convolutional network over the blocks of a page:

    cues, words ──► channels ──► layers: each block with its neighbours ──► scores of states
             │                     ▲                                         and of edges
             │                     └─ context: what stands anywhere above and below
             └──────────────── directly ────────────────────────────────────► labels

Inference needs NumPy alone. All values are integers in single precision (cues and activations in
units of 1/`GRAIN`, weights multiples of 1/`WEIGHT_GRAIN`), so that every sum is exact: the order of
additions, hence the batch, the number of threads and the machine, cannot change a score.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from newsparse.data import resource
from newsparse.labeling.cues import GRAIN, cue_units, in_units
from newsparse.labeling.names import Names, read_names
from newsparse.labeling.table import BlockTable, Floats
from newsparse.labeling.words import HashIndex, Ints
from newsparse.taxonomy import STATES, Label

WEIGHT_GRAIN = 256
_CACHED_BLOCKS = 1_000
READER_SHARE = 0.3
"""What the reader of text counts on a page with markup; by cross-validation, .3 to .5 are alike."""
CEILING = 16.0
"""Activations are clipped here."""
LABELS = tuple(Label)
LABEL_OF_STATE: Ints = np.array([LABELS.index(state.label) for state in STATES])


@dataclass(frozen=True, slots=True)
class Dense:
    """A matrix and what is added to its product."""

    weights: Floats
    """Shape `(inputs, outputs)`."""
    bias: Floats
    """In units of 1/`GRAIN`."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One look at the neighbours: the block `step` before, the block, and the one `step` after."""

    step: int
    """Distance between the blocks looked at (dilation)."""
    mix: Dense
    """The three blocks' channels to channels, shape `(3 * channels, channels)`."""


@dataclass(frozen=True, slots=True)
class Context:
    """One look at the whole page: the strongest signals anywhere above and anywhere below."""

    signals: Dense
    """Channels to signals."""
    mix: Dense
    """Signals above and below to channels, shape `(2 * signals, channels)`."""


@dataclass(frozen=True, slots=True)
class Words:
    """The vectors of known words; a word that stood on too few sites in training has none."""

    known: HashIndex
    """Numbers of the tokens (`BlockTable.tokens`)."""
    embedding: Floats
    """A vector for each, shape `(tokens, size)`, in units of 1/`GRAIN`."""

    def vectors(self, table: BlockTable) -> Floats:
        """The mean vector of each block's known tokens, shape `(blocks, size)`."""
        found, place = self.known.find(table.tokens)
        owner = table.token_blocks[found]
        total: Floats = np.zeros((len(table), self.embedding.shape[1]), dtype=np.float32)
        count = np.bincount(owner, minlength=len(table))
        filled = np.flatnonzero(count)
        if len(filled):
            firsts = np.concatenate(([0], np.cumsum(count[filled])[:-1]))
            total[filled] = np.add.reduceat(self.embedding[place], firsts, axis=0)
        divisor: Floats = np.maximum(count, 1).astype(np.float32)
        return np.asarray(np.rint(total / divisor[:, None]), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Scores:
    """What the network says of some blocks."""

    states: Floats
    """Score of each state, shape `(blocks, states)`."""
    edges: Floats
    """Score of the block as the first and as the last of the body, shape `(blocks, 2)`."""
    articles: Floats
    """For each page how much speaks for a news article (log-odds)."""

    def mixed(self, others: Scores, share: float) -> Scores:
        """The mean of these scores and others, which have a share in it."""
        pairs = (
            (self.states, others.states),
            (self.edges, others.edges),
            (self.articles, others.articles),
        )
        mix = np.float32(share)
        return Scores(*(own + (other - own) * mix for own, other in pairs))


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the network."""

    cues: tuple[str, ...]
    """Names of the cues, and of the evidence if it reads pages with markup; in the order of the
    columns."""
    names: Names | None
    """The vectors of the words in the names of elements; `None` for a model of text."""
    words: Words
    enter: Dense
    """Inputs to channels."""
    layers: tuple[Layer | Context, ...]
    leave: Dense
    """Channels to states and edges, shape `(channels, states + 2)`."""
    direct: Floats
    """Inputs to labels, shape `(inputs, labels)`."""
    temperature: float
    """What scores are divided by to make probabilities of them."""
    page_signals: Dense
    page: Dense
    """The strongest of each signal on a page to its score as an article."""
    reader: Model | None = None
    """The model of text that one of markup asks too: it errs on other pages."""

    def scores(self, table: BlockTable) -> Scores:
        """What the network, and the reader if there is one, say of the blocks of a table."""
        cues = cue_units(table)
        own = self.own_scores(table, cues)
        if self.reader is None:
            return own
        return own.mixed(self.reader.own_scores(table, cues), READER_SHARE)

    def own_scores(self, table: BlockTable, cues: Floats) -> Scores:
        """What the network alone says, given the cues of the table in units of 1/`GRAIN`."""
        inputs = self.inputs(table, cues)
        found = [
            self._scores_of(inputs[bounds[0] : bounds[-1]], bounds - bounds[0])
            for bounds in _groups(table.bounds)
        ]
        return Scores(
            np.concatenate([scores.states for scores in found]),
            np.concatenate([scores.edges for scores in found]),
            np.concatenate([scores.articles for scores in found]),
        )

    def _scores_of(self, inputs: Floats, bounds: Ints) -> Scores:
        [channels] = deque(self.activations(inputs, bounds), maxlen=1)
        found = self.score_channels(inputs, channels)
        sent = strongest(signals_of(channels, self.page_signals), bounds)
        articles = product(sent, self.page.weights)[:, 0] + self.page.bias[0]
        articles /= GRAIN
        return Scores(found[:, : len(STATES)], found[:, len(STATES) :], articles)

    def score_channels(self, inputs: Floats, channels: Floats) -> Floats:
        """Scores of states, then of edges, from the inputs and the last layer's channels."""
        found = product(channels, self.leave.weights)
        found += self.leave.bias
        found[:, : len(STATES)] += product(inputs, self.direct)[:, LABEL_OF_STATE]
        found /= GRAIN
        return found

    def inputs(self, table: BlockTable, cues: Floats) -> Floats:
        """Cues, mean word vector of the block, mean of those of the page; in units of 1/`GRAIN`.

        For pages with markup, evidence and vectors of names stand after the cues.
        """
        words = self.words.vectors(table)
        told = self._told(table)
        return np.concatenate((cues, *told, words, page_means(words, table.bounds)), axis=1)

    def _told(self, table: BlockTable) -> list[Floats]:
        if self.names is None or table.marked is None:
            return []
        marked = table.marked
        return [in_units(marked.evidence.copy()), self.names.vectors(marked.scene)]

    def activations(self, inputs: Floats, bounds: Ints) -> Iterator[Floats]:
        """The channels after the entrance and after each layer, each `(blocks, channels)`."""
        entered = product(inputs, self.enter.weights)
        entered += self.enter.bias
        channels = rectified(entered)
        yield channels
        for layer in self.layers:
            if isinstance(layer, Layer):
                added = mixed_with_neighbours(channels, layer, bounds)
            else:
                seen = above_and_below(channels, layer.signals, bounds)
                added = product(seen, layer.mix.weights)
            added += layer.mix.bias
            added = rectified(added)
            added += channels
            channels = np.minimum(added, CEILING * GRAIN, out=added)
            yield channels


def _groups(bounds: Ints) -> list[Ints]:
    """Bounds of pages that a core's cache holds with what the network makes of them."""
    groups, first = [], 0
    for page in range(1, len(bounds)):
        if bounds[page] - bounds[first] >= _CACHED_BLOCKS or page == len(bounds) - 1:
            groups.append(bounds[first : page + 1])
            first = page
    return groups or [bounds]


def product(rows: Floats, weights: Floats) -> Floats:
    """The matrix product, by stretches of rows that OpenBLAS multiplies in the calling thread.

    From about 2^18 multiplications on it wakes a thread a core, and idle ones spin for
    milliseconds: more than a page takes. newsparse scales by processes.
    """
    stretch = max(1, (1 << 18) // weights.size)
    result = np.empty((len(rows), weights.shape[1]), dtype=np.float32)
    for low in range(0, len(rows), stretch):
        np.matmul(rows[low : low + stretch], weights, out=result[low : low + stretch])
    return result


def rectified(values: Floats) -> Floats:
    """The positive part, rounded to whole units and bounded; takes the place of the values."""
    np.rint(values, out=values)
    return np.clip(values, 0.0, CEILING * GRAIN, out=values)


def mixed_with_neighbours(channels: Floats, layer: Layer, bounds: Ints) -> Floats:
    """The product of a layer's weights and the channels of the block and its two neighbours.

    Zeros stand beyond the page.
    """
    step, count = layer.step, len(channels)
    above, itself, below = np.split(layer.mix.weights, 3)
    total = product(channels, itself)
    if count > step:
        down, up = product(channels, above), product(channels, below)
        for low, high in pairwise(bounds.tolist()):  # what would reach the next page or the last
            down[max(high - step, low) : high] = 0
            up[low : min(low + step, high)] = 0
        total[step:] += down[:-step]
        total[:-step] += up[step:]
    return total


def signals_of(channels: Floats, signals: Dense) -> Floats:
    """What each block sends to the rest of its page."""
    return rectified(product(channels, signals.weights) + signals.bias)


def strongest(sent: Floats, bounds: Ints) -> Floats:
    """The strongest of each signal on each page, zeros for a page without blocks."""
    found: Floats = np.zeros((len(bounds) - 1, sent.shape[1]), dtype=np.float32)
    filled = np.flatnonzero(np.diff(bounds))
    if len(filled):
        found[filled] = np.maximum.reduceat(sent, bounds[filled])
    return found


def above_and_below(channels: Floats, signals: Dense, bounds: Ints) -> Floats:
    """The strongest of each signal above each block on its page, and below it.

    Shape `(blocks, 2 * signals)`; zeros where nothing stands.
    """
    sent = signals_of(channels, signals)
    size = sent.shape[1]
    seen: Floats = np.zeros((len(sent), 2 * size), dtype=np.float32)
    for low, high in pairwise(bounds.tolist()):
        if high - low > 1:
            np.maximum.accumulate(sent[low : high - 1], out=seen[low + 1 : high, :size])
            np.maximum.accumulate(sent[high - 1 : low : -1], out=seen[low : high - 1, size:][::-1])
    return seen


def page_means(vectors: Floats, bounds: Ints) -> Floats:
    """The mean of each page's vectors, at each of its blocks."""
    sizes = np.diff(bounds)
    filled = np.flatnonzero(sizes)
    means = np.add.reduceat(vectors, bounds[filled]) if len(filled) else vectors
    return np.repeat(np.rint(means / sizes[filled, None].astype(np.float32)), sizes[filled], axis=0)


@cache
def shipped_model(*, markup: bool = False) -> Model:
    """The model in the package for pages of text or of markup, read once a process."""
    reader = shipped_model() if markup else None
    name = "weights_html.npz" if markup else "weights.npz"
    with resource(name).open("rb") as file, np.load(file) as arrays:
        return read_model(dict(arrays), reader)


def read_model(arrays: Mapping[str, npt.NDArray[np.generic]], reader: Model | None = None) -> Model:
    """A model from its arrays, as `training/chain.py` writes them.

    Layers are numbered from 0 on; `steps` holds the step of each, 0 for a look at the whole page.
    """

    def weights(name: str) -> Floats:
        return np.asarray(arrays[name], dtype=np.float32) / np.float32(WEIGHT_GRAIN)

    def dense(name: str) -> Dense:
        return Dense(weights(name), weights(f"{name}_bias") * np.float32(GRAIN))

    return Model(
        cues=tuple(str(name) for name in arrays["cues"]),
        names=read_names(arrays) if "names" in arrays else None,
        words=Words(
            HashIndex.of(np.asarray(arrays["known"], dtype=np.uint64)),
            np.asarray(arrays["embedding"], dtype=np.float32),
        ),
        enter=dense("enter"),
        layers=tuple(
            Layer(step, dense(f"mix{i}"))
            if step
            else Context(dense(f"signals{i}"), dense(f"mix{i}"))
            for i, step in enumerate(arrays["steps"].tolist())
        ),
        leave=dense("leave"),
        direct=weights("direct"),
        temperature=float(arrays["temperature"]),
        page_signals=dense("page_signals"),
        page=dense("page"),
        reader=reader,
    )
