"""The labeller in PyTorch: the package's network and decoder, trained, exported as integers."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

from newsparse.labeling import model as shipped
from newsparse.labeling.cues import CUES, GRAIN
from newsparse.taxonomy import BODY_LABELS, STATES, Part
from training.corpus import LABELS
from training.samples import Sample

WORD_SIZE, CHANNELS, SIGNALS = 16, 64, 24
STEPS = (1, 2, 0, 4, 8)
"""Distances of the neighbours that each layer looks at; 0 is the look at the whole page."""
BATCH_BLOCKS, PEAK_RATE = 4_000, 0.005
CHANNEL_DROPOUT, VECTOR_DROPOUT, WORD_DROPOUT = 0.25, 0.25, 0.25
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
        self.words = torch.from_numpy(np.concatenate([s.words for s in samples])).long()
        self.owners = torch.from_numpy(
            np.concatenate([s.owners + row * self.size[1] for row, s in enumerate(samples)])
        ).long()


class Chain(torch.nn.Module):
    """The network of `newsparse.labeling.model` under the decoder of `newsparse.labeling.decode`.

    `features` are columns that come with each block: the cues, and the evidence of the HTML if a
    teacher is trained.
    """

    def __init__(self, features: int, vocabulary: int) -> None:
        super().__init__()
        inputs = features + 2 * WORD_SIZE
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
        words = self._vectors(batch)
        mean = (words * inside).sum(dim=1, keepdim=True) / batch.lengths[:, None, None]
        inputs = torch.cat((batch.features, words, mean.expand_as(words)), dim=2)
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

    def _vectors(self, batch: Batch) -> torch.Tensor:
        words, owners = batch.words, batch.owners
        if self.training:  # words drop out, so that no label hangs on one of them
            kept = torch.rand(len(words)) >= WORD_DROPOUT
            words, owners = words[kept], owners[kept]
        pages, blocks = batch.size
        total = torch.zeros(pages * blocks, WORD_SIZE)
        total = total.index_add(0, owners, self.embedding(words))
        count = torch.bincount(owners, minlength=pages * blocks).clamp_min(1)
        vectors = (total / count[:, None]).view(pages, blocks, WORD_SIZE)
        return functional.dropout(vectors, VECTOR_DROPOUT, self.training)

    def _dropped(self, channels: torch.Tensor) -> torch.Tensor:
        """Whole channels of a page dropped: neighbours would tell a block's lost one."""
        if not self.training:
            return channels
        kept = torch.rand(channels.shape[0], 1, channels.shape[2]) >= CHANNEL_DROPOUT
        return channels * kept.float() / (1 - CHANNEL_DROPOUT)

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


def train(samples: list[Sample], vocabulary: int, *, epochs: int, seed: int) -> Chain:
    """Fit a chain by AdamW on whole pages; the same samples and seed give the same chain."""
    torch.manual_seed(seed)
    shuffled = random.Random(seed)
    chain = Chain(samples[0].features.shape[1], vocabulary)
    optimizer = torch.optim.AdamW(chain.parameters(), lr=PEAK_RATE, weight_decay=0.01)
    steps = len(_batches(samples, random.Random(seed)))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=PEAK_RATE, total_steps=epochs * (steps + steps // 10), pct_start=0.15
    )
    for epoch in range(epochs):
        total = blocks = 0
        for chosen in _batches(samples, shuffled):
            batch = Batch(chosen)
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


def arrays(chain: Chain, known: npt.NDArray[np.uint64]) -> dict[str, npt.NDArray[np.generic]]:
    """The chain as the arrays that `newsparse.labeling.model.read_model` reads."""

    def whole(values: torch.Tensor) -> npt.NDArray[np.int16]:
        rounded = (values.detach() * shipped.WEIGHT_GRAIN).round()
        return rounded.clamp(-32768, 32767).to(torch.int16).numpy()

    def dense(name: str, layer: torch.nn.Linear) -> dict[str, npt.NDArray[np.generic]]:
        return {name: whole(layer.weight.T), f"{name}_bias": whole(layer.bias)}

    embedding = (chain.embedding.weight.detach() * GRAIN).round().clamp(-127, 127)
    found: dict[str, npt.NDArray[np.generic]] = {
        "cues": np.array(list(CUES)),
        "steps": np.array(STEPS),
        "temperature": np.array(TEMPERATURE),
        "known": known,
        "embedding": embedding.to(torch.int8).numpy(),
        "direct": whole(chain.direct.weight.T),
        **dense("enter", chain.enter),
        **dense("page_signals", chain.page_signals),
        **dense("page", chain.page),
        "leave": whole(_by_state(chain.leave.weight).T),
        "leave_bias": whole(_by_state(chain.leave.bias) + functional.pad(chain.bias, (0, 2))),
    }
    for number, mix in enumerate(chain.mixes):
        found |= dense(f"mix{number}", mix)
    for number, signals in chain.signals.items():
        found |= dense(f"signals{number}", signals)
    return found
