"""The decoder: the likeliest body of each page, a label for every block, and how sure both are.

A page is *leading* blocks, then the article from its first to its last block of body text, then
*trailing* blocks; or it has no body and all of it is leading. Within a part each block is free to
take any label of the part, for the network has seen its surroundings. So the weight of a labelling
splits into those of its blocks and of its first and last body block, and the probability of every
block over all runs from one block to another comes from cumulative sums: there is no recursion
block by block.

A page that likely has a body has it where most of what the page may be has it (posterior decoding;
the single best labelling bets on one run and loses 0.6 points of body F1). What is body settles the
parts. Nearly every article has a headline: where no block is one, the likeliest is.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Self

import numpy as np
import numpy.typing as npt

from newsparse.labeling.model import LABEL_OF_STATE, LABELS, Scores
from newsparse.labeling.peers import Peers
from newsparse.labeling.words import Ints
from newsparse.taxonomy import BODY_LABELS, STATES, Label, Part, State

Doubles = npt.NDArray[np.float64]


def _columns(part: Part, *, body: bool = False) -> slice:
    """The states of a part, or those of body text in it; they stand side by side."""
    found = [
        number
        for number, state in enumerate(STATES)
        if state.part is part and (not body or state.label in BODY_LABELS)
    ]
    return slice(found[0], found[-1] + 1)


_LEADING, _ARTICLE, _TRAILING = map(_columns, Part)
_BODY = _columns(Part.ARTICLE, body=True)  # what the first and the last block of the body may be
_CHOICES = (_LEADING, _ARTICLE, _TRAILING, _BODY)
_OF_BODY = _CHOICES.index(_BODY)
_BODY_LABELS = LABEL_OF_STATE[_BODY]

LEAST = 0.5
"""From which share of the surest block's probability on a block is body; by cross-validation, where
0.4 to 0.6 differ little."""

CLEANED, LEAST_CLEANED = 0.6, 0.15
"""A page with this share of its blocks in the body was cleaned before it was dumped: what was kept
there is text, in doubt, and the second figure takes the place of `LEAST`."""

LEAST_HEADLINE = 0.1
"""Probability from which the likeliest headline is taken where a page with a body has none else, be
it what was taken for the body's first heading."""

_HEADLINE = STATES.index(State(Part.LEADING, Label.HEADLINE))

_MAY_BE = np.zeros((len(STATES), len(_CHOICES)), dtype=np.bool_)
for _number, _rows in enumerate(_CHOICES):
    _MAY_BE[_rows, _number] = True
_MAY_BE[_BODY, 1] = False  # of the article part, what is not body


@dataclass(frozen=True, slots=True)
class Decoded:
    """The labelling of a batch; blocks of all pages one after the other."""

    states: Ints
    """Index into `STATES` for each block."""
    probabilities: Doubles
    """Probability of each label for each block, shape `(blocks, labels)`."""
    bodied: Doubles
    """Probability that the page has a body, for each page."""


def decode(
    scores: Scores, bounds: Ints, temperature: float = 1.0, peers: Peers | None = None
) -> Decoded:
    """The labelling of each page; `bounds` are the rows where pages begin.

    Scores are divided by `temperature` before probabilities are made of them: a network is surer of
    itself than it is right (Guo et al. 2017, arXiv:1706.04599). `peers` are the running text of
    pages with markup.
    """
    states = scores.states.T.astype(np.float64)
    edges = scores.edges.T.astype(np.float64) / temperature
    best = np.stack([states[rows].max(axis=0) for rows in _CHOICES])
    weights = [
        np.exp((states[rows] - top) / temperature) for rows, top in zip(_CHOICES, best, strict=True)
    ]
    sums = np.stack([weight.sum(axis=0) for weight in weights])
    summed = best / temperature + np.log(sums)
    shares: Doubles = np.zeros_like(sums)
    bodied: Doubles = np.zeros(len(bounds) - 1)
    pages = [(page, slice(*edge)) for page, edge in enumerate(pairwise(bounds.tolist()))]
    for page, rows in pages:
        if rows.start < rows.stop:
            shares[:, rows], bodied[page] = _Runs.of(summed[:, rows], edges[:, rows]).shares()
    probabilities = _label_probabilities(weights, shares / sums)
    # Rounded, so that the last bit of a sum cannot decide.
    likely = np.round(probabilities[:, _BODY_LABELS].sum(axis=1), 9)
    if peers is not None:
        likely = peers.raised(likely)
    choice: Ints = np.zeros(len(likely), dtype=np.int64)
    for page, rows in pages:
        if bodied[page] > 0.5:
            choice[rows] = _parts(likely[rows] / likely[rows].max())
    found = _best(states, choice)
    headlines = probabilities[:, LABEL_OF_STATE[_HEADLINE]]
    for page, rows in pages:
        if bodied[page] <= 0.5 or (found[rows] == _HEADLINE).any():
            continue
        body = np.flatnonzero(choice[rows] == _OF_BODY)
        headline = _likeliest_headline(headlines[rows], body)
        if headline is None:
            continue
        if headline == body[0]:
            moved = slice(rows.start + body[0], rows.start + body[1])
            found[moved] = _best(states[:, moved], np.zeros_like(choice[moved]))
        found[rows.start + headline] = _HEADLINE
    return Decoded(found, probabilities, bodied)


def _best(states: Doubles, choice: Ints) -> Ints:
    """The best state of each block within its choice."""
    found: Ints = np.where(_MAY_BE[:, choice], states, -np.inf).argmax(axis=0)
    return found


def _likeliest_headline(likely: Doubles, body: Ints) -> int | None:
    """The likeliest headline of a page: a block before the body, or its first if it has others."""
    before = likely[: body[0] + (len(body) > 1)]
    if not (before >= LEAST_HEADLINE).any():
        return None
    return int(before.argmax())


def _parts(likely: Doubles) -> Ints:
    """For each block of a page its part, by number, or `_OF_BODY` for the body itself.

    `likely` is how probable each block is body, compared with the surest one.
    """
    body = likely >= LEAST
    if body.mean() >= CLEANED:
        body = likely >= LEAST_CLEANED
    places = np.flatnonzero(body)
    choice: Ints = np.zeros(len(likely), dtype=np.int64)
    choice[places[0] :] = 1
    choice[places[-1] :] = 2
    choice[places] = _OF_BODY
    return choice


def _label_probabilities(weights: list[Doubles], shares: Doubles) -> Doubles:
    """From the weights of the states of each choice, and the shares of choices, to labels."""
    found: Doubles = np.zeros((len(LABELS), shares.shape[1]))
    for rows, weight, share in zip(_CHOICES, weights, shares, strict=True):
        found[LABEL_OF_STATE[rows]] += weight * share
    return found.T


@dataclass(frozen=True, slots=True)
class _Runs:
    """All bodies that a page may have: every run from a first to a last block."""

    first: Doubles
    """Score of each block as the first: all up to it, less what the article part would add."""
    last: Doubles
    """Score of each block as the last, all from the page's first block on taken as article."""
    single: Doubles
    """Score of the page whose body is that one block."""
    none: float
    """Score of the page without a body."""

    @classmethod
    def of(cls, choices: Doubles, edges: Doubles) -> Self:
        """From the score of each block as leading, article, trailing and as an edge."""
        leading, article, trailing, edge = choices
        begin, end = edges
        before = np.cumsum(leading) - leading
        inside = np.cumsum(article)
        after = np.cumsum(trailing[::-1])[::-1] - trailing
        return cls(
            first=before - inside + edge + begin,
            last=inside - article + edge + end + after,
            single=before + edge + begin + end + after,
            none=float(before[-1] + leading[-1]),
        )

    def shares(self) -> tuple[Doubles, float]:
        """The probability of each choice for each block, and that of there being a body."""
        ends, begins = self.single.copy(), self.single.copy()
        ends[1:] = np.logaddexp(ends[1:], np.logaddexp.accumulate(self.first)[:-1] + self.last[1:])
        begins[:-1] = np.logaddexp(
            begins[:-1], np.logaddexp.accumulate(self.last[::-1])[::-1][1:] + self.first[:-1]
        )
        total = np.logaddexp(np.logaddexp.reduce(ends), self.none)
        single, begun, ended = np.exp(np.stack((self.single, begins, ends)) - total)
        edge = begun + ended - single
        begun, over = np.cumsum(begun), np.cumsum(ended)
        inside = begun - over - (edge - ended)
        shares = np.stack((1 - begun, inside, over - ended, edge))
        return np.maximum(shares, 0.0), float(over[-1])
