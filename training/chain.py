"""The labeller in PyTorch: the same network and chain, trained, then exported as integers."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import torch

from newsparse.labeling import model as shipped
from newsparse.labeling.cues import CUES, cue_matrix
from newsparse.labeling.model import word_buckets
from newsparse.labeling.table import tabulate
from newsparse.taxonomy import (
    BODY_LABELS,
    STATES,
    Label,
    Part,
    State,
    may_begin,
    may_end,
    may_follow,
)
from training.corpus import LABELS, Example, Partial

BUCKETS, WORD_SIZE = 1 << 13, 16
CHANNELS, WIDTH, STEPS = 48, 5, (1, 2, 4, 8)
BATCH, PEAK_RATE = 16, 0.006
_EXCLUDED = -1e4  # the score of a state that a block is known not to have
_STATE_INDEX = {state: index for index, state in enumerate(STATES)}
_LABEL_OF_STATE = torch.tensor([LABELS.index(state.label) for state in STATES])
_LEGAL = torch.tensor([[may_follow(a, b) for b in STATES] for a in STATES])


@dataclass(frozen=True, slots=True)
class Sample:
    """One page ready for training."""

    cues: torch.Tensor
    """Shape `(blocks, cues)`."""
    buckets: torch.Tensor
    """Hashed opening words and pairs of all blocks."""
    owners: torch.Tensor
    """The block of each."""
    allowed: torch.Tensor
    """States that each block may have, shape `(blocks, states)`."""
    certain: bool
    """Each block has one state only."""

    def __len__(self) -> int:
        return len(self.cues)


def gold_states(labels: npt.NDArray[np.int64]) -> list[int]:
    """The decoder states of a labelled page; a label illegal in its part becomes chrome."""
    names = [LABELS[label] for label in labels]
    body = [i for i, label in enumerate(names) if label in BODY_LABELS]
    texts = [i for i, label in enumerate(names) if label is Label.BODY]
    first, last = (body[0], body[-1]) if texts else (len(names), len(names))
    states = []
    for i, label in enumerate(names):
        part = Part.LEADING if i < first else Part.ARTICLE if i <= last else Part.TRAILING
        found = _STATE_INDEX.get(State(part, label))
        states.append(_STATE_INDEX[State(part, Label.NAV)] if found is None else found)
    return states


def allowed_states(known: npt.NDArray[np.int8]) -> torch.Tensor:
    """The states that blocks may have of which only the part in the body is known."""
    in_body = torch.tensor([state.label in BODY_LABELS for state in STATES])
    return torch.stack([torch.ones_like(in_body), in_body, ~in_body])[
        torch.from_numpy(known).long()
    ]


def sample(example: Example | Partial) -> Sample:
    table = tabulate([example.page])
    buckets, owners = word_buckets(table, BUCKETS)
    if isinstance(example, Partial):
        allowed = allowed_states(example.known)
    else:
        states = torch.tensor(gold_states(example.labels))
        allowed = torch.nn.functional.one_hot(states, len(STATES)).bool()
    return Sample(
        torch.from_numpy(cue_matrix(table)),
        torch.from_numpy(buckets),
        torch.from_numpy(owners),
        allowed,
        certain=isinstance(example, Example),
    )


class Chain(torch.nn.Module):
    """The network of `newsparse.labeling.model` with the decoder's chain on top of it."""

    def __init__(self, dropout: float = 0.3) -> None:
        super().__init__()
        size = len(CUES) + WORD_SIZE
        self.embedding = torch.nn.Embedding(BUCKETS, WORD_SIZE)
        torch.nn.init.normal_(self.embedding.weight, std=0.1)
        self.enter = torch.nn.Linear(size, CHANNELS)
        self.taps = torch.nn.ParameterList(
            [torch.nn.Parameter(0.3 * torch.randn(WIDTH, CHANNELS)) for _ in STEPS]
        )
        self.mixes = torch.nn.ModuleList([torch.nn.Linear(CHANNELS, CHANNELS) for _ in STEPS])
        self.leave = torch.nn.Linear(CHANNELS, len(LABELS), bias=False)
        self.direct = torch.nn.Linear(size, len(LABELS), bias=False)
        torch.nn.init.zeros_(self.direct.weight)
        self.dropout = torch.nn.Dropout(dropout)
        self.bias = torch.nn.Parameter(torch.zeros(len(STATES)))
        self.moves = torch.nn.Parameter(torch.zeros(len(STATES), len(STATES)))
        self.begin = torch.nn.Parameter(torch.zeros(len(STATES)))
        self.end = torch.nn.Parameter(torch.zeros(len(STATES)))

    def scores(self, batch: list[Sample]) -> torch.Tensor:
        """Label scores of all blocks of the batch, one page after the other."""
        cues = torch.cat([s.cues for s in batch])
        lengths = [len(s) for s in batch]
        first = np.concatenate(([0], np.cumsum(lengths)))
        owners = torch.cat([s.owners + int(low) for s, low in zip(batch, first, strict=False)])
        buckets = torch.cat([s.buckets for s in batch])
        if self.training:  # words drop out, so that no label hangs on one of them
            kept = torch.rand(len(buckets)) > 0.15
            owners, buckets = owners[kept], buckets[kept]
        total = torch.zeros(len(cues), WORD_SIZE).index_add(0, owners, self.embedding(buckets))
        count = torch.bincount(owners, minlength=len(cues)).clamp_min(1)
        inputs = torch.cat((cues, self.dropout(total / count[:, None])), dim=1)
        channels = self.enter(inputs).clamp(0, shipped.CEILING)
        for step, taps, mix in zip(STEPS, self.taps, self.mixes, strict=True):
            reach = WIDTH // 2 * step
            gap = channels.new_zeros(reach, CHANNELS)
            pieces = [p for page in channels.split(lengths) for p in (page, gap)]
            padded = torch.cat([gap, *pieces])
            places = torch.cat(
                [
                    torch.arange(low, high) + reach * (page + 1)
                    for page, (low, high) in enumerate(pairwise(first.tolist()))
                ]
            )
            seen = sum(
                padded[places + (tap - WIDTH // 2) * step] * taps[tap] for tap in range(WIDTH)
            )
            channels = channels + self.dropout(mix(seen).clamp(0, shipped.CEILING))
            channels = channels.clamp(max=shipped.CEILING)
        return self.leave(channels) + self.direct(inputs)

    def masked(self) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Moves, begins and ends with the illegal ones forbidden."""
        low = torch.tensor(shipped.FORBIDDEN)
        begins = torch.tensor([may_begin(state) for state in STATES])
        ends = torch.tensor([may_end(state) for state in STATES])
        return (
            torch.where(_LEGAL, self.moves, low),
            torch.where(begins, self.begin, low),
            torch.where(ends, self.end, low),
        )

    def loss(self, batch: list[Sample]) -> torch.Tensor:
        """Mean negative log-likelihood per block of what is known of the batch."""
        batch = sorted(batch, key=lambda s: -len(s))
        lengths = [len(s) for s in batch]
        moving = self.masked()
        scores = self.scores(batch)[:, _LABEL_OF_STATE] + self.bias
        allowed = torch.cat([s.allowed for s in batch])
        starts = torch.tensor([0, *np.cumsum(lengths)[:-1].tolist()])
        if all(s.certain for s in batch):
            ends = starts + torch.tensor(lengths) - 1
            known = self._path(scores, allowed.int().argmax(dim=1), (starts, ends), moving)
        else:
            known = self._partition(
                scores.masked_fill(~allowed, _EXCLUDED), starts, lengths, moving
            )
        return (self._partition(scores, starts, lengths, moving) - known) / len(scores)

    @staticmethod
    def _path(
        scores: torch.Tensor,
        gold: torch.Tensor,
        bounds: tuple[torch.Tensor, torch.Tensor],
        moving: tuple[torch.Tensor, torch.Tensor, torch.Tensor],
    ) -> torch.Tensor:
        """The score of one sequence of states for each page, summed."""
        starts, ends = bounds
        moves, begin, end = moving
        inner = torch.ones(len(gold), dtype=torch.bool)
        inner[starts] = False
        at = torch.nonzero(inner)[:, 0]
        return (
            scores.gather(1, gold[:, None]).sum()
            + moves[gold[at - 1], gold[at]].sum()
            + begin[gold[starts]].sum()
            + end[gold[ends]].sum()
        )

    @staticmethod
    def _partition(
        scores: torch.Tensor,
        starts: torch.Tensor,
        lengths: list[int],
        moving: tuple[torch.Tensor, torch.Tensor, torch.Tensor],
    ) -> torch.Tensor:
        """The logarithm of the summed weights of all sequences of states, summed over pages."""
        moves, begin, end = moving
        factor = moves.exp()
        alpha = scores[starts] + begin
        total = scores.new_zeros(())
        active = len(lengths)
        for step in range(1, lengths[0] + 1):
            going = active
            while going and lengths[going - 1] <= step:
                going -= 1
            if going < active:
                total = total + torch.logsumexp(alpha[going:active] + end, dim=1).sum()
                active = going
            if active:
                alpha = alpha[:active]
                top = alpha.max(dim=1, keepdim=True).values
                reach = (alpha - top).exp() @ factor
                alpha = top + reach.clamp_min(1e-30).log() + scores[starts[:active] + step]
        return total


def train(examples: list[Sample], *, epochs: int, seed: int) -> Chain:
    """Fit a chain by AdamW on whole pages; the same samples and seed give the same chain."""
    torch.manual_seed(seed)
    shuffled = random.Random(seed)
    chain = Chain()
    optimizer = torch.optim.AdamW(chain.parameters(), lr=PEAK_RATE, weight_decay=0.01)
    count = -(-len(examples) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=PEAK_RATE, total_steps=epochs * count, pct_start=0.15
    )
    for epoch in range(epochs):
        losses = []
        for batch in _batches(examples, shuffled):
            optimizer.zero_grad()
            loss = chain.loss(batch)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(chain.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}", flush=True)
    return chain.eval()


def _batches(examples: list[Sample], shuffled: random.Random) -> list[list[Sample]]:
    """Batches in random order, each of pages of about one length.

    A batch takes as many steps as its longest page has blocks.
    """
    order = sorted(examples, key=lambda s: (s.certain, len(s) * shuffled.uniform(0.7, 1.4)))
    batches = [order[low : low + BATCH] for low in range(0, len(order), BATCH)]
    shuffled.shuffle(batches)
    return batches


def arrays(chain: Chain) -> dict[str, npt.NDArray[np.generic]]:
    """The chain as the arrays that `newsparse.labeling.model.read_model` reads."""

    def whole(values: torch.Tensor) -> npt.NDArray[np.int16]:
        rounded = (values.detach() * shipped.WEIGHT_GRAIN).round()
        return rounded.clamp(-32768, 32767).to(torch.int16).numpy()

    found: dict[str, npt.NDArray[np.generic]] = {
        "cues": np.array(list(CUES)),
        "steps": np.array(STEPS),
        "embedding": whole(chain.embedding.weight),
        "enter": whole(chain.enter.weight.T),
        "enter_bias": whole(chain.enter.bias),
        "leave": whole(chain.leave.weight.T),
        "direct": whole(chain.direct.weight.T),
        "bias": whole(chain.bias),
        "transitions": whole(chain.moves),
        "begin": whole(chain.begin),
        "end": whole(chain.end),
    }
    for i, (taps, mix) in enumerate(zip(chain.taps, chain.mixes, strict=True)):
        found[f"taps{i}"] = whole(taps)
        found[f"mix{i}"] = whole(mix.weight.T)
        found[f"mix_bias{i}"] = whole(mix.bias)
    return found
