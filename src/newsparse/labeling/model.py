"""The model: cues and opening words of blocks to label scores, seen with their neighbours.

A small convolutional network over the blocks of a page:

    cues, opening words ──► hidden ──► layers: each mixes a block with its neighbours ──► scores
                      └──────────────────────── directly ───────────────────────────────┘

Inference needs NumPy alone. Weights are multiples of 1/`WEIGHT_GRAIN`, activations are rounded to
multiples of 1/`GRAIN` and bounded, so that every sum is exact in single precision: the order of
additions, hence the batch, the number of threads and the machine, cannot change a score.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from newsparse.data import resource
from newsparse.labeling.cues import GRAIN
from newsparse.labeling.table import BlockTable, Floats
from newsparse.labeling.words import Hashes, Ints, sequence_hashes
from newsparse.taxonomy import STATES, Label, may_begin, may_end, may_follow

WEIGHT_GRAIN = 256
CEILING = 16.0
"""Activations are clipped here."""
FORBIDDEN = -1e9
LABELS = tuple(Label)
LABEL_OF_STATE: Ints = np.array([LABELS.index(state.label) for state in STATES])
_PAIR_SALT = np.uint64(0x5851F42D4C957F2D)


@dataclass(frozen=True, slots=True)
class Layer:
    """One look at the neighbours: a filter for each channel, then a mix of the channels."""

    step: int
    """Distance between the blocks looked at (dilation)."""
    taps: Floats
    """Weight of each neighbour for each channel, shape `(width, channels)`; the middle is the
    block itself."""
    mix: Floats
    """Shape `(channels, channels)`."""
    bias: Floats


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the network, and the decoder's scores of states and of moves between them."""

    cues: tuple[str, ...]
    """Names of the cues, in the order of the columns."""
    embedding: Floats
    """A vector for each bucket of hashed words and pairs of words, shape `(buckets, size)`."""
    enter: Floats
    """Cues and mean word vector to channels, shape `(cues + size, channels)`."""
    enter_bias: Floats
    layers: tuple[Layer, ...]
    leave: Floats
    """Channels to labels, shape `(channels, labels)`."""
    direct: Floats
    """Cues and mean word vector to labels, shape `(cues + size, labels)`."""
    bias: Floats
    """Shape `(states,)`."""
    transitions: Floats
    """Score of state `j` right after state `i`, shape `(states, states)`."""
    begin: Floats
    end: Floats

    def emissions(self, cues: Floats, table: BlockTable) -> Floats:
        """Score of each label for each block, shape `(blocks, labels)`."""
        inputs = self.inputs(cues, table)
        channels = self.activations(inputs, table.bounds)[-1]
        return product(channels, self.leave) + product(inputs, self.direct)

    def inputs(self, cues: Floats, table: BlockTable) -> Floats:
        """Cues beside the mean vector of the opening words."""
        return np.concatenate((cues, word_vectors(table, self.embedding)), axis=1)

    def activations(self, inputs: Floats, bounds: Ints) -> list[Floats]:
        """The channels after the entrance and after each layer, each `(blocks, channels)`."""
        channels = rectified(product(inputs, self.enter) + self.enter_bias)
        found = [channels]
        for layer in self.layers:
            seen = settle(filtered(channels, layer, bounds))
            channels = np.minimum(
                channels + rectified(product(seen, layer.mix) + layer.bias), CEILING
            )
            found.append(channels)
        return found


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


def settle(values: Floats) -> Floats:
    """Values rounded to the grain of activations and bounded."""
    return np.clip(np.round(values * GRAIN) / GRAIN, -CEILING, CEILING)


def rectified(values: Floats) -> Floats:
    """The positive part, rounded and bounded."""
    return np.clip(np.round(values * GRAIN) / GRAIN, 0.0, CEILING)


def filtered(channels: Floats, layer: Layer, bounds: Ints) -> Floats:
    """Each channel's weighted sum over a block's neighbours; zeros stand beyond the page."""
    reach = len(layer.taps) // 2 * layer.step
    pages = len(bounds) - 1
    # Room between the pages, so that no block sees another page.
    places = np.arange(len(channels)) + reach * (1 + np.repeat(np.arange(pages), np.diff(bounds)))
    padded = np.zeros((len(channels) + reach * (pages + 1), channels.shape[1]), dtype=np.float32)
    padded[places] = channels
    total = np.zeros_like(padded)
    for tap, weights in enumerate(layer.taps):
        shift = (tap - len(layer.taps) // 2) * layer.step
        low, high = max(0, -shift), len(padded) - max(0, shift)
        total[low:high] += padded[low + shift : high + shift] * weights
    return np.asarray(total[places])


def word_buckets(table: BlockTable, buckets: int) -> tuple[Ints, Ints]:
    """Buckets of the opening words and of their pairs, and the block of each."""
    block = np.repeat(np.arange(len(table)), table.head_words)
    heads: Hashes = table.heads
    pairs = sequence_hashes(heads, 2)
    inside = block[: len(pairs)] == block[len(block) - len(pairs) :]
    hashes = np.concatenate((heads, pairs[inside] ^ _PAIR_SALT))
    owner = np.concatenate((block, block[: len(pairs)][inside]))
    return (hashes % np.uint64(buckets)).astype(np.int64), owner


def word_vectors(table: BlockTable, embedding: Floats) -> Floats:
    """The mean vector of each block's opening words and pairs, shape `(blocks, size)`."""
    bucket, owner = word_buckets(table, len(embedding))
    order = np.argsort(owner, kind="stable")
    total: Floats = np.zeros((len(table), embedding.shape[1]), dtype=np.float32)
    count = np.bincount(owner, minlength=len(table))
    filled = np.flatnonzero(count)
    if len(filled):
        firsts = np.concatenate(([0], np.cumsum(count[filled])[:-1]))
        total[filled] = np.add.reduceat(embedding[bucket[order]], firsts, axis=0)
    divisor: Floats = np.maximum(count, 1).astype(np.float32)
    return settle(total / divisor[:, None])


@cache
def shipped_model() -> Model:
    """The model in the package, read once a process."""
    with resource("weights.npz").open("rb") as file, np.load(file) as arrays:
        return read_model(dict(arrays))


def read_model(arrays: dict[str, npt.NDArray[np.generic]]) -> Model:
    """A model from its arrays; what the taxonomy forbids is forbidden whatever they say."""

    def weights(name: str) -> Floats:
        return np.asarray(arrays[name], dtype=np.float32) / np.float32(WEIGHT_GRAIN)

    legal = np.array([[may_follow(a, b) for b in STATES] for a in STATES])
    begins = np.array([may_begin(state) for state in STATES])
    ends = np.array([may_end(state) for state in STATES])
    low = np.float32(FORBIDDEN)
    steps = [int(step) for step in arrays["steps"]]
    return Model(
        cues=tuple(str(name) for name in arrays["cues"]),
        embedding=weights("embedding"),
        enter=weights("enter"),
        enter_bias=weights("enter_bias"),
        layers=tuple(
            Layer(step, weights(f"taps{i}"), weights(f"mix{i}"), weights(f"mix_bias{i}"))
            for i, step in enumerate(steps)
        ),
        leave=weights("leave"),
        direct=weights("direct"),
        bias=weights("bias"),
        transitions=np.where(legal, weights("transitions"), low),
        begin=np.where(begins, weights("begin"), low),
        end=np.where(ends, weights("end"), low),
    )
