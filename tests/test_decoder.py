"""The decoder against plain enumeration, with small weights written here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsparse.labeling.decode import CLEANED, LEAST, LEAST_CLEANED, Decoded, decode
from newsparse.labeling.model import LABEL_OF_STATE, LABELS, Scores
from newsparse.taxonomy import BODY_LABELS, STATES, Label, Part, may_begin, may_end, may_follow

FEW = (Label.TICKER, Label.NAV, Label.BODY)
"""Enough labels for every move between parts, few enough to try all sequences of five blocks."""

NO_PAGES = np.zeros(0, dtype=np.float32)
seeds = st.integers(0, 2**32 - 1)


def random_scores(seed: int, blocks: int, labels: Sequence[Label] = LABELS) -> Scores:
    """Random scores that single precision holds exactly; other labels than these are far behind."""
    random = np.random.default_rng(seed)
    states = random.integers(-4 * 64, 4 * 64 + 1, (blocks, len(STATES))) / 64
    states[:, [state.label not in labels for state in STATES]] = -1e6
    edges = random.integers(-4 * 64, 4 * 64 + 1, (blocks, 2)) / 64
    return Scores(states.astype(np.float32), edges.astype(np.float32), NO_PAGES)


def favouring(*labels: Label, by: float = 8.0) -> Scores:
    states = np.zeros((len(labels), len(STATES)), dtype=np.float32)
    for block, label in enumerate(labels):
        states[block, [state.label is label for state in STATES]] = by
    return Scores(states, np.zeros((len(labels), 2), dtype=np.float32), NO_PAGES)


def decode_one(scores: Scores) -> Decoded:
    return decode(scores, np.array([0, len(scores.states)]))


def best_labels(*labels: Label) -> list[Label]:
    decoded = decode_one(favouring(*labels))
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


def score(path: Sequence[int], scores: Scores) -> float:
    total = sum(float(scores.states[block, state]) for block, state in enumerate(path))
    story = [block for block, state in enumerate(path) if STATES[state].part is Part.ARTICLE]
    if story:
        total += float(scores.edges[story[0], 0]) + float(scores.edges[story[-1], 1])
    return total


@given(seeds, st.integers(1, 40))
def test_body_is_what_is_body_in_most_of_what_the_page_may_be(seed: int, blocks: int) -> None:
    decoded = decode_one(random_scores(seed, blocks))
    labels = [LABELS.index(label) for label in BODY_LABELS]
    likely = decoded.probabilities[:, labels].sum(axis=1)
    likely /= likely.max()
    cleaned = (likely >= LEAST).mean() >= CLEANED
    body = (likely >= (LEAST_CLEANED if cleaned else LEAST)) & (decoded.bodied[0] > 0.5)
    found = [STATES[state].label for state in decoded.states.tolist()]
    if body.sum() > 1 and found[body.argmax()] is Label.HEADLINE:  # the first may be it
        body[body.argmax()] = False
    assert [label in BODY_LABELS for label in found] == body.tolist()


@pytest.mark.parametrize(("menus", "kept"), [(0, True), (12, False)])
def test_a_doubtful_line_is_text_on_a_page_that_was_cleaned(menus: int, *, kept: bool) -> None:
    scores = favouring(*[BODY] * 4, NAV, *[BODY] * 4, *[NAV] * menus, by=6.0)
    doubtful = [state.label is BODY for state in STATES]
    scores.states[4, doubtful] = 6.0  # as likely as not
    scores.states[4, [state.label is NAV for state in STATES]] = 6.5
    labels = [STATES[state].label for state in decode_one(scores).states.tolist()]
    assert (labels[4] is BODY) is kept


@given(seeds, st.integers(1, 40))
def test_a_block_has_the_best_label_of_its_part(seed: int, blocks: int) -> None:
    scores = random_scores(seed, blocks)
    for block, state in enumerate(decode_one(scores).states.tolist()):
        if STATES[state].label is Label.HEADLINE:
            continue  # may be the only likely one
        like = [
            number
            for number, other in enumerate(STATES)
            if other.part is STATES[state].part
            and (other.label in BODY_LABELS) is (STATES[state].label in BODY_LABELS)
        ]
        assert scores.states[block, state] == scores.states[block, like].max()


@given(seeds, st.integers(1, 5))
@settings(max_examples=40)
def test_probabilities_are_those_of_all_legal_labellings(seed: int, blocks: int) -> None:
    scores = random_scores(seed, blocks, FEW)
    paths = list(sequences(blocks, FEW))
    weights = np.exp([score(path, scores) for path in paths])
    weights /= weights.sum()
    expected = np.zeros((blocks, len(LABELS)))
    for path, weight in zip(paths, weights, strict=True):
        expected[np.arange(blocks), LABEL_OF_STATE[list(path)]] += weight
    decoded = decode_one(scores)
    np.testing.assert_allclose(decoded.probabilities, expected, rtol=0, atol=1e-9)
    bodied = [any(STATES[state].part is Part.ARTICLE for state in path) for path in paths]
    np.testing.assert_allclose(decoded.bodied, [weights[bodied].sum()], rtol=0, atol=1e-9)


@given(seeds, st.integers(1, 60))
def test_every_labelling_is_in_legal_order(seed: int, blocks: int) -> None:
    decoded = decode_one(random_scores(seed, blocks))
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
    np.testing.assert_allclose(decoded.probabilities.sum(axis=1), 1, rtol=0, atol=1e-9)


@given(seeds, st.lists(st.integers(0, 12), min_size=1, max_size=6))
def test_a_batch_is_decoded_as_its_pages_alone(seed: int, lengths: list[int]) -> None:
    scores = random_scores(seed, sum(lengths))
    bounds = np.concatenate(([0], np.cumsum(lengths)))
    together = decode(scores, bounds)
    for page, (low, high) in enumerate(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)):
        alone = decode_one(Scores(scores.states[low:high], scores.edges[low:high], NO_PAGES))
        assert together.states[low:high].tolist() == alone.states.tolist()
        np.testing.assert_allclose(together.bodied[page], alone.bodied[0], rtol=0, atol=1e-12)
        np.testing.assert_allclose(
            together.probabilities[low:high], alone.probabilities, rtol=0, atol=1e-12
        )


def test_no_pages_and_empty_pages_have_no_labels() -> None:
    nothing = random_scores(0, 0)
    assert len(decode(nothing, np.array([0])).states) == 0
    assert decode(nothing, np.array([0, 0, 0])).bodied.tolist() == [0, 0]


BODY, NAV, TICKER = Label.BODY, Label.NAV, Label.TICKER


def test_a_ticker_after_the_body_is_something_else() -> None:
    assert best_labels(TICKER, BODY, NAV) == [TICKER, BODY, NAV]
    assert TICKER not in best_labels(BODY, BODY, TICKER)[1:]
    assert best_labels(BODY, BODY, TICKER)[:2] == [BODY, BODY]


def test_what_stands_between_bodies_is_part_of_the_article() -> None:
    decoded = decode_one(favouring(NAV, BODY, NAV, BODY, NAV))
    parts = [STATES[state].part for state in decoded.states.tolist()]
    assert parts == [Part.LEADING, *[Part.ARTICLE] * 3, Part.TRAILING]


def test_the_first_and_the_last_block_of_the_body_count_as_such() -> None:
    scores = favouring(NAV, BODY, BODY, BODY, NAV, by=2.0)
    scores.edges[2, 0] = scores.edges[2, 1] = 50.0
    parts = [STATES[state].part for state in decode_one(scores).states.tolist()]
    assert parts == [Part.LEADING, Part.LEADING, Part.ARTICLE, Part.TRAILING, Part.TRAILING]


def test_the_likeliest_headline_is_taken_where_there_is_no_surer_one() -> None:
    scores = favouring(TICKER, TICKER, BODY, BODY)
    scores.states[1, [state.label is Label.HEADLINE for state in STATES]] = 7.5
    labels = [STATES[state].label for state in decode_one(scores).states.tolist()]
    assert labels == [TICKER, Label.HEADLINE, BODY, BODY]


def test_what_was_taken_for_the_first_heading_may_be_the_headline() -> None:
    headline = [state.label is Label.HEADLINE for state in STATES]
    scores = favouring(Label.HEADING, Label.CAPTION, BODY, BODY)
    scores.states[0, headline] = 7.5
    states = [STATES[state] for state in decode_one(scores).states.tolist()]
    assert [state.label for state in states] == [Label.HEADLINE, Label.CAPTION, BODY, BODY]
    assert [state.part for state in states] == [Part.LEADING] * 2 + [Part.ARTICLE] * 2
    alone = favouring(NAV, BODY, NAV)
    alone.states[1, headline] = 7.5
    assert BODY in [STATES[state].label for state in decode_one(alone).states.tolist()]


def test_a_page_without_a_likely_headline_has_none() -> None:
    assert Label.HEADLINE not in best_labels(TICKER, TICKER, BODY, BODY)


def test_a_page_that_may_have_either_of_two_bodies_does_not_lose_both() -> None:
    scores = favouring(BODY, BODY, NAV, NAV, BODY, BODY, by=4.0)
    scores.edges[:] = -3.0
    scores.edges[[0, 4], 0] = scores.edges[[1, 5], 1] = 9.0
    scores.states[2:4, [state.part is Part.ARTICLE for state in STATES]] = -30.0
    labels = [STATES[state].label for state in decode_one(scores).states.tolist()]
    assert BODY in labels
    assert BODY not in labels[2:4]


@pytest.mark.parametrize(("label", "bodied"), [(BODY, True), (NAV, False)])
def test_a_page_has_a_body_where_that_is_likelier(label: Label, *, bodied: bool) -> None:
    decoded = decode_one(favouring(label, label, label))
    assert (decoded.bodied[0] > 0.5) is np.bool_(bodied)
    assert (STATES[int(decoded.states[0])].part is Part.ARTICLE) is bodied


@pytest.mark.parametrize("by", [50.0, 400.0, 10_000.0])
def test_probabilities_of_a_contradictory_page_are_numbers(by: float) -> None:
    # Whichever of the two gives way, it does so many times over.
    scores = favouring(*[TICKER, BODY] * 20, by=by)
    probabilities = decode_one(scores).probabilities
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=0, atol=1e-9)
