"""The labeller in PyTorch: the package's network and decoder, trained, exported as integers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

from newsparse.labeling import model as shipped
from newsparse.labeling.cues import CUES, GRAIN
from newsparse.labeling.marked import COLUMNS
from newsparse.labeling.names import FAR_SCALE, NEAR_SCALE
from newsparse.taxonomy import BODY_LABELS, STATES, Part
from training.corpus import LABELS
from training.samples import Bag, Sample
from training.thinning import thinned

WORD_SIZE, NAME_SIZE, CHANNELS, SIGNALS = 16, 16, 64, 24
STEPS = (1, 2, 0, 4, 8)
"""Distances of the neighbours that each layer looks at; 0 is the look at the whole page."""
BATCH_BLOCKS, PEAK_RATE = 4_000, 0.005
TEMPERATURE = 1.3
"""Fitted on pages of sites left out of training: `benchmarks.calibration`."""
_EXCLUDED = -1e4  # the score of a state that a block is known not to have
_PARTS = tuple(Part)
_LABEL_OF_STATE = torch.tensor([LABELS.index(state.label) for state in STATES])
_PART_OF_STATE = torch.tensor([len(LABELS) + _PARTS.index(state.part) for state in STATES])
_EDGES = slice(len(LABELS) + len(_PARTS), None)


def _where(part: Part, *, body: bool = False) -> torch.Tensor:
    return torch.tensor([s.part is part and (not body or s.label in BODY_LABELS) for s in STATES])


_LEADING, _ARTICLE, _TRAILING = map(_where, Part)
_EDGE = _where(Part.ARTICLE, body=True)


class Tensors(NamedTuple):
    """A bag of words: each with its block and what it counts."""

    words: torch.Tensor
    owners: torch.Tensor
    weights: torch.Tensor

    def thinned(self, share: float) -> Tensors:
        """The bag without a share of its words, chosen at random."""
        kept = torch.rand(len(self.words)) >= share
        return Tensors(*(column[kept] for column in self))


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a chain is trained; shares are what is left out at random."""

    epochs: int
    channels: float = 0.25
    """Share of the channels of a page that each layer adds."""
    vectors: float = 0.25
    """Share of the entries of mean vectors."""
    words: float = 0.25
    """Share of words, so that no label hangs on one of them."""
    names: float = 0.25
    """Share of the words in the names of elements."""
    thinned: float = 0.0
    """Share of blocks outside the body, and inside it, that a page loses on average."""


class Batch:
    """Some pages side by side, padded to the longest."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        self.lengths = torch.tensor([len(sample) for sample in samples])
        self.size = (len(samples), int(self.lengths.max()))
        self.inside = torch.arange(self.size[1])[None] < self.lengths[:, None]
        self.features = torch.zeros(*self.size, samples[0].features.shape[1])
        self.allowed = torch.ones(*self.size, len(STATES), dtype=torch.bool)
        for row, sample in enumerate(samples):
            self.features[row, : len(sample)] = torch.from_numpy(sample.features).float()
            self.allowed[row, : len(sample)] = torch.from_numpy(sample.allowed)
        known = [float("nan") if s.article is None else float(s.article) for s in samples]
        self.articles = torch.tensor(known)
        self.words = self._bag([sample.words for sample in samples])
        named = [sample.names for sample in samples if sample.names]
        self.near = self._bag([names.near for names in named]) if named else None
        self.far = self._bag([names.far for names in named]) if named else None

    def _bag(self, bags: Sequence[Bag]) -> Tensors:
        """The bags of the pages as one, for blocks numbered through all padded pages."""
        owners = [bag.owners + row * self.size[1] for row, bag in enumerate(bags)]
        return Tensors(
            torch.from_numpy(np.concatenate([bag.words for bag in bags])).long(),
            torch.from_numpy(np.concatenate(owners)).long(),
            torch.from_numpy(np.concatenate([bag.weights for bag in bags])).float(),
        )


class Chain(torch.nn.Module):
    """The network of `newsparse.labeling.model` under the decoder of `newsparse.labeling.decode`.

    `features` are columns that come with each block: the cues, and the evidence of the HTML if
    there is any; `names` how many words in the names of elements are known, if any.
    """

    def __init__(self, features: int, vocabulary: int, recipe: Recipe, names: int = 0) -> None:
        super().__init__()
        self.recipe = recipe
        inputs = features + 2 * WORD_SIZE + (2 * NAME_SIZE if names else 0)
        if names:
            self.near = torch.nn.Embedding(names, NAME_SIZE)
            self.far = torch.nn.Embedding(names, NAME_SIZE)
            for embedding in (self.near, self.far):
                torch.nn.init.normal_(embedding.weight, std=0.1)
        self.embedding = torch.nn.Embedding(vocabulary, WORD_SIZE)
        torch.nn.init.normal_(self.embedding.weight, std=0.1)
        self.enter = torch.nn.Linear(inputs, CHANNELS)
        self.signals = torch.nn.ModuleDict(
            {str(i): torch.nn.Linear(CHANNELS, SIGNALS) for i, step in enumerate(STEPS) if not step}
        )
        self.mixes = torch.nn.ModuleList(
            [torch.nn.Linear(3 * CHANNELS if step else 2 * SIGNALS, CHANNELS) for step in STEPS]
        )
        # A block looks like a label wherever it stands, and like a part whatever its label.
        self.leave = torch.nn.Linear(CHANNELS, len(LABELS) + len(_PARTS) + 2)
        self.bias = torch.nn.Parameter(torch.zeros(len(STATES)))
        self.page_signals = torch.nn.Linear(CHANNELS, SIGNALS)
        self.page = torch.nn.Linear(SIGNALS, 1)
        self.direct = torch.nn.Linear(inputs, len(LABELS), bias=False)
        torch.nn.init.zeros_(self.direct.weight)

    def forward(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Scores of states, of edges, and of the page as an article.

        Shapes `(pages, blocks, states)`, `(pages, blocks, 2)` and `(pages,)`.
        """
        inside = batch.inside[:, :, None].float()
        words = self._mean(self.embedding, batch.words, batch.size, self.recipe.words)
        mean = (words * inside).sum(dim=1, keepdim=True) / batch.lengths[:, None, None]
        told = (batch.features, *self._names(batch))
        inputs = torch.cat((*told, words, mean.expand_as(words)), dim=2)
        channels = self._bounded(self.enter(inputs)) * inside
        for number, (step, mix) in enumerate(zip(STEPS, self.mixes, strict=True)):
            if step:
                padded = functional.pad(channels, (0, 0, step, step))
                count = channels.shape[1]
                seen = torch.cat([padded[:, k * step : k * step + count] for k in range(3)], dim=2)
            else:
                sent = self._bounded(self.signals[str(number)](channels)) * inside
                above = sent.cummax(dim=1).values
                below = sent.flip(1).cummax(dim=1).values.flip(1)
                seen = torch.cat(
                    (
                        functional.pad(above, (0, 0, 1, 0))[:, :-1],
                        functional.pad(below, (0, 0, 0, 1))[:, 1:],
                    ),
                    dim=2,
                )
            added = self._dropped(self._bounded(mix(seen))) * inside
            channels = (channels + added).clamp(max=shipped.CEILING)
        found = self.leave(channels)
        labels = found[:, :, _LABEL_OF_STATE] + self.direct(inputs)[:, :, _LABEL_OF_STATE]
        states = labels + found[:, :, _PART_OF_STATE] + self.bias
        # The page is judged by what labels its blocks; judging must not change the labels.
        sent = self._bounded(self.page_signals(channels.detach())) * inside
        return states, found[:, :, _EDGES], self.page(sent.amax(dim=1))[:, 0]

    def _names(self, batch: Batch) -> list[torch.Tensor]:
        """The vectors of the names of elements, as `newsparse.labeling.names` makes them."""
        if batch.near is None or batch.far is None:
            return []
        lost = self.recipe.names
        near = self._mean(self.near, batch.near, batch.size, lost) * NEAR_SCALE
        bag = batch.far.thinned(lost) if self.training else batch.far
        pages, blocks = batch.size
        total = torch.zeros(pages * blocks, NAME_SIZE)
        total = total.index_add(0, bag.owners, self.far(bag.words) * bag.weights[:, None])
        far = total.view(pages, blocks, NAME_SIZE) * FAR_SCALE
        return [near, functional.dropout(far, self.recipe.vectors, self.training)]

    def _mean(
        self, embedding: torch.nn.Embedding, bag: Tensors, size: tuple[int, int], lost: float
    ) -> torch.Tensor:
        """The mean vector of each block's words."""
        if self.training:
            bag = bag.thinned(lost)
        pages, blocks = size
        total = torch.zeros(pages * blocks, embedding.embedding_dim)
        total = total.index_add(0, bag.owners, embedding(bag.words))
        count = torch.bincount(bag.owners, minlength=pages * blocks).clamp_min(1)
        vectors = (total / count[:, None]).view(pages, blocks, -1)
        return functional.dropout(vectors, self.recipe.vectors, self.training)

    def _dropped(self, channels: torch.Tensor) -> torch.Tensor:
        """Whole channels of a page dropped: neighbours would tell a block's lost one."""
        if not self.training:
            return channels
        lost = self.recipe.channels
        kept = torch.rand(channels.shape[0], 1, channels.shape[2]) >= lost
        return channels * kept.float() / (1 - lost)

    @staticmethod
    def _bounded(values: torch.Tensor) -> torch.Tensor:
        return values.clamp(0, shipped.CEILING)

    def loss(self, batch: Batch) -> torch.Tensor:
        """Negative log-likelihood of what is known of each page."""
        states, edges, pages = self(batch)
        states, edges = states.double(), edges.double()
        known = states.masked_fill(~batch.allowed, _EXCLUDED)
        every = _log_weight(states, edges, batch.inside)
        told = ~batch.articles.isnan()
        judged = functional.binary_cross_entropy_with_logits(pages[told], batch.articles[told])
        labels = every - _log_weight(known, edges, batch.inside)
        return labels if not told.any() else labels + judged


def _log_weight(states: torch.Tensor, edges: torch.Tensor, inside: torch.Tensor) -> torch.Tensor:
    """The logarithm of the summed weights of all legal labellings of each page.

    As `newsparse.labeling.decode` does, by cumulative sums over all runs from a first to a last
    block of the body.
    """
    leading, article, trailing, edge = (
        states[:, :, rows].logsumexp(dim=2) * inside
        for rows in (_LEADING, _ARTICLE, _TRAILING, _EDGE)
    )
    before = leading.cumsum(dim=1) - leading
    within = article.cumsum(dim=1)
    after = trailing.sum(dim=1, keepdim=True) - trailing.cumsum(dim=1)
    nothing = torch.full_like(before, -1e9)
    first = torch.where(inside, before - within + edge + edges[:, :, 0], nothing)
    last = within - article + edge + edges[:, :, 1] + after
    reached = functional.pad(first.logcumsumexp(dim=1), (1, 0), value=-1e9)[:, :-1]
    single = before + edge + edges.sum(dim=2) + after
    bodied = torch.where(inside, torch.logaddexp(reached + last, single), nothing)
    return torch.logaddexp(bodied.logsumexp(dim=1), leading.sum(dim=1))


def train(
    samples: list[Sample], vocabulary: int, recipe: Recipe, *, seed: int, names: int = 0
) -> Chain:
    """Fit a chain by AdamW on whole pages; the same samples and seed give the same chain."""
    torch.manual_seed(seed)
    shuffled = random.Random(seed)
    chain = Chain(samples[0].features.shape[1], vocabulary, recipe, names)
    optimizer = torch.optim.AdamW(chain.parameters(), lr=PEAK_RATE, weight_decay=0.01)
    steps = len(_batches(samples, random.Random(seed)))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer,
        max_lr=PEAK_RATE,
        total_steps=recipe.epochs * (steps + steps // 10),
        pct_start=0.15,
    )
    for epoch in range(recipe.epochs):
        total = blocks = 0
        for chosen in _batches(samples, shuffled):
            batch = Batch([thinned(sample, recipe.thinned, shuffled) for sample in chosen])
            lost = chain.loss(batch).sum()
            count = int(batch.lengths.sum())
            optimizer.zero_grad()
            (lost / count).backward()
            torch.nn.utils.clip_grad_norm_(chain.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total, blocks = total + lost.item(), blocks + count
        print(f"epoch {epoch + 1}: loss {total / blocks:.4f} a block", flush=True)
    return chain.eval()


def _batches(samples: list[Sample], shuffled: random.Random) -> list[list[Sample]]:
    """Batches in random order, each of pages of about one length and of so many blocks."""
    batches: list[list[Sample]] = [[]]
    for sample in sorted(samples, key=lambda s: len(s) * shuffled.uniform(0.7, 1.4)):
        longest = max(map(len, [*batches[-1], sample]))
        if batches[-1] and longest * (len(batches[-1]) + 1) > BATCH_BLOCKS:
            batches.append([])
        batches[-1].append(sample)
    shuffled.shuffle(batches)
    return batches


def _by_state(scored: torch.Tensor) -> torch.Tensor:
    """What labels, parts and edges are scored by, for states and edges."""
    states = scored[_LABEL_OF_STATE] + scored[_PART_OF_STATE]
    return torch.cat((states, scored[_EDGES]))


def arrays(
    chain: Chain, known: npt.NDArray[np.uint64], named: Sequence[str] = ()
) -> dict[str, npt.NDArray[np.generic]]:
    """The chain as the arrays that `newsparse.labeling.model.read_model` reads.

    `named` are the words in names of elements, if it knows any.
    """

    def whole(values: torch.Tensor) -> npt.NDArray[np.int16]:
        rounded = (values.detach() * shipped.WEIGHT_GRAIN).round()
        return rounded.clamp(-32768, 32767).to(torch.int16).numpy()

    def dense(name: str, layer: torch.nn.Linear) -> dict[str, npt.NDArray[np.generic]]:
        return {name: whole(layer.weight.T), f"{name}_bias": whole(layer.bias)}

    def vectors(embedding: torch.nn.Embedding) -> npt.NDArray[np.int8]:
        return (embedding.weight.detach() * GRAIN).round().clamp(-127, 127).to(torch.int8).numpy()

    found: dict[str, npt.NDArray[np.generic]] = {
        "cues": np.array([*CUES, *(COLUMNS if named else ())]),
        "steps": np.array(STEPS),
        "temperature": np.array(TEMPERATURE),
        "known": known,
        "embedding": vectors(chain.embedding),
        "direct": whole(chain.direct.weight.T),
        **dense("enter", chain.enter),
        **dense("page_signals", chain.page_signals),
        **dense("page", chain.page),
        "leave": whole(_by_state(chain.leave.weight).T),
        "leave_bias": whole(_by_state(chain.leave.bias) + functional.pad(chain.bias, (0, 2))),
    }
    if named:
        found |= {
            "names": np.array(named),
            "names_near": vectors(chain.near),
            "names_far": vectors(chain.far),
        }
    for number, mix in enumerate(chain.mixes):
        found |= dense(f"mix{number}", mix)
    for number, signals in chain.signals.items():
        found |= dense(f"signals{number}", signals)
    return found
