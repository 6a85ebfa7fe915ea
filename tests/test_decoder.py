"""The decoder against plain enumeration, with small weights written here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsparse.labeling.decode import Decoded, decode
from newsparse.labeling.model import FORBIDDEN, LABEL_OF_STATE, LABELS, Model, read_model
from newsparse.taxonomy import BODY_LABELS, STATES, Label, Part, may_begin, may_end, may_follow

if TYPE_CHECKING:
    from newsparse.labeling.table import Floats

FEW = (Label.TICKER, Label.NAV, Label.BODY)
"""Enough labels for every move between parts, few enough to try all sequences of five blocks."""

seeds = st.integers(0, 2**32 - 1)


def toy_model(seed: int | None = None) -> Model:
    """Random scores of states and moves; none but the legal order without a seed."""
    random = np.random.default_rng(seed)
    high = 0 if seed is None else 3 * 256
    states = len(STATES)

    def weights(*shape: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
        return random.integers(-high, high + 1, shape)

    nothing = np.zeros((0, 0))
    return read_model(
        {
            "cues": np.zeros(0, dtype=np.str_),
            "steps": np.zeros(0),
            "embedding": nothing,
            "enter": nothing,
            "enter_bias": np.zeros(0),
            "leave": np.zeros((0, len(LABELS))),
            "direct": np.zeros((0, len(LABELS))),
            "bias": weights(states),
            "transitions": weights(states, states),
            "begin": weights(states),
            "end": weights(states),
        }
    )


def emissions_of(seed: int, blocks: int, labels: Sequence[Label] = LABELS) -> Floats:
    """Random scores that single precision holds exactly; other labels than these are out."""
    random = np.random.default_rng(seed)
    scores = random.integers(-4 * 64, 4 * 64 + 1, (blocks, len(LABELS))) / 64
    scores[:, [label not in labels for label in LABELS]] = FORBIDDEN
    return scores.astype(np.float32)


def favouring(*labels: Label, by: float = 8.0) -> Floats:
    scores = np.zeros((len(labels), len(LABELS)), dtype=np.float32)
    for block, label in enumerate(labels):
        scores[block, LABELS.index(label)] = by
    return scores


def decode_one(emissions: Floats, model: Model) -> Decoded:
    return decode(emissions, np.array([0, len(emissions)]), model)


def best_labels(*labels: Label) -> list[Label]:
    decoded = decode_one(favouring(*labels), toy_model())
    return [STATES[state].label for state in decoded.states.tolist()]


def sequences(blocks: int, labels: Sequence[Label]) -> Iterator[tuple[int, ...]]:
    """Every legal sequence of states."""
    usable = [number for number, state in enumerate(STATES) if state.label in labels]

    def longer(head: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if len(head) == blocks:
            if may_end(STATES[head[-1]]):
                yield head
            return
        for state in usable:
            if may_follow(STATES[head[-1]], STATES[state]) if head else may_begin(STATES[state]):
                yield from longer((*head, state))

    return longer(())


def score(path: Sequence[int], emissions: Floats, model: Model) -> float:
    total = float(model.begin[path[0]]) + float(model.end[path[-1]])
    for block, state in enumerate(path):
        total += float(emissions[block, LABEL_OF_STATE[state]]) + float(model.bias[state])
        if block:
            total += float(model.transitions[path[block - 1], state])
    return total


@given(seeds, st.integers(1, 5))
@settings(max_examples=40)
def test_the_path_is_the_best_of_all_legal_ones(seed: int, blocks: int) -> None:
    model, emissions = toy_model(seed), emissions_of(seed, blocks, FEW)
    decoded = decode_one(emissions, model)
    found = tuple(decoded.states.tolist())
    scores = {path: score(path, emissions, model) for path in sequences(blocks, FEW)}
    assert scores[found] == max(scores.values())

    def best(bodyless: bool) -> float:
        parts = {path: {STATES[state].part for state in path} for path in scores}
        return max(scores[p] for p in scores if (parts[p] == {Part.LEADING}) is bodyless)

    assert decoded.bodyless[0] == best(bodyless=True) - best(bodyless=False)


@given(seeds, st.integers(1, 5))
@settings(max_examples=40)
def test_probabilities_are_those_of_all_legal_paths(seed: int, blocks: int) -> None:
    model, emissions = toy_model(seed), emissions_of(seed, blocks, FEW)
    paths = list(sequences(blocks, FEW))
    weights = np.exp([score(path, emissions, model) for path in paths])
    expected = np.zeros((blocks, len(LABELS)))
    for path, weight in zip(paths, weights / weights.sum(), strict=True):
        expected[np.arange(blocks), LABEL_OF_STATE[list(path)]] += weight
    probabilities = decode_one(emissions, model).label_probabilities
    np.testing.assert_allclose(probabilities, expected, rtol=0, atol=1e-9)


@given(seeds, st.integers(1, 60))
def test_every_labelling_is_in_legal_order(seed: int, blocks: int) -> None:
    decoded = decode_one(emissions_of(seed, blocks), toy_model(seed))
    states = [STATES[state] for state in decoded.states.tolist()]
    assert may_begin(states[0])
    assert may_end(states[-1])
    assert all(may_follow(a, b) for a, b in pairwise(states))
    parts = [state.part for state in states]
    assert parts == sorted(parts, key=list(Part).index)
    labels = [state.label for state in states]
    story = [
        label for state, label in zip(states, labels, strict=True) if state.part is Part.ARTICLE
    ]
    assert not story or {story[0], story[-1]} <= BODY_LABELS
    if story:
        assert Label.TICKER not in labels[labels.index(story[0]) :]
    np.testing.assert_allclose(decoded.label_probabilities.sum(axis=1), 1, rtol=0, atol=1e-9)


@given(seeds, st.lists(st.integers(0, 12), min_size=1, max_size=6))
def test_a_batch_is_decoded_as_its_pages_alone(seed: int, lengths: list[int]) -> None:
    model, emissions = toy_model(seed), emissions_of(seed, sum(lengths))
    bounds = np.concatenate(([0], np.cumsum(lengths)))
    together = decode(emissions, bounds, model)
    for page, (low, high) in enumerate(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)):
        alone = decode_one(emissions[low:high], model)
        assert together.states[low:high].tolist() == alone.states.tolist()
        assert together.bodyless[page] == alone.bodyless[0]
        np.testing.assert_allclose(
            together.label_probabilities[low:high], alone.label_probabilities, rtol=0, atol=1e-12
        )


def test_no_pages_and_empty_pages_have_no_labels() -> None:
    nothing = emissions_of(0, 0)
    assert len(decode(nothing, np.array([0]), toy_model()).states) == 0
    assert decode(nothing, np.array([0, 0, 0]), toy_model()).bodyless.tolist() == [0, 0]


BODY, NAV, TICKER = Label.BODY, Label.NAV, Label.TICKER


def test_a_ticker_after_the_body_is_something_else() -> None:
    assert best_labels(TICKER, BODY, NAV) == [TICKER, BODY, NAV]
    assert TICKER not in best_labels(BODY, BODY, TICKER)[1:]
    assert best_labels(BODY, BODY, TICKER)[:2] == [BODY, BODY]


def test_what_stands_between_bodies_is_part_of_the_article() -> None:
    decoded = decode_one(favouring(NAV, BODY, NAV, BODY, NAV), toy_model())
    parts = [STATES[state].part for state in decoded.states.tolist()]
    assert parts == [Part.LEADING, *[Part.ARTICLE] * 3, Part.TRAILING]


@pytest.mark.parametrize(("label", "sign"), [(BODY, -1), (NAV, 1)])
def test_bodyless_is_positive_where_no_body_is_likelier(label: Label, sign: int) -> None:
    scores = favouring(label, label, label)
    assert np.sign(decode_one(scores, toy_model()).bodyless[0]) == sign


@pytest.mark.parametrize("by", [50.0, 150.0, 400.0])
def test_probabilities_of_a_contradictory_page_are_numbers(by: float) -> None:
    # Whichever of the two gives way, it does so many times over.
    scores = favouring(*[TICKER, BODY] * 20, by=by)
    probabilities = decode_one(scores, toy_model()).label_probabilities
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=0, atol=1e-9)
