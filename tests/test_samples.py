"""Pages as the trainer takes them, made from the package's own cues and words."""

from __future__ import annotations

import numpy as np
from training.corpus import LABELS, Example
from training.samples import count, labelled, sample, vocabulary, with_labels

from newsparse.blocks.text import page_from_text
from newsparse.taxonomy import STATES, Label, Part

PAGE = page_from_text("Home\n\nOld mill reopens\n\nThe mill by the river opened.\n\nRelated News")
OTHER = page_from_text("Home\n\nMayor opens harbour\n\nThe mayor opened it.\n\nRelated News")


def example(*labels: Label) -> Example:
    return Example("1", "site", "block", PAGE, np.array([LABELS.index(label) for label in labels]))


def test_only_words_of_enough_sites_are_known() -> None:
    pages = [count(page, site) for page in (PAGE, OTHER) for site in ("a", "b", "c")]
    once = count(PAGE, "d")
    assert len(vocabulary([*pages, once])) == len({*pages[0].tokens, *pages[3].tokens})
    assert len(vocabulary([once])) == 0


def test_a_sample_keeps_the_known_words_with_their_blocks() -> None:
    known = np.unique(count(OTHER, "a").tokens)
    made = sample(count(PAGE, "a"), known, labelled(example(*[Label.NAV] * 4)))
    assert len(made) == len(PAGE)
    tokens = count(PAGE, "a")
    expected = [
        (token, block)
        for token, block in zip(tokens.tokens.tolist(), tokens.token_blocks.tolist(), strict=True)
        if token in set(known.tolist())
    ]
    found = zip(known[made.words.words].tolist(), made.words.owners.tolist(), strict=True)
    assert list(found) == expected
    assert {block for _, block in expected} >= {0, 3}


def test_hand_labels_leave_one_state_each() -> None:
    allowed = labelled(example(Label.NAV, Label.HEADLINE, Label.BODY, Label.RELATED))
    assert allowed.sum(axis=1).tolist() == [1, 1, 1, 1]
    states = [STATES[row.argmax()] for row in allowed]
    assert [state.part for state in states] == [
        Part.LEADING,
        Part.LEADING,
        Part.ARTICLE,
        Part.TRAILING,
    ]


def test_a_teacher_narrows_what_is_known_and_never_contradicts_it() -> None:
    allowed = labelled(example(Label.NAV, Label.HEADLINE, Label.BODY, Label.RELATED))
    free = np.ones_like(allowed)
    labels = np.full(4, LABELS.index(Label.PROMO))
    sure = np.array([True, True, False, True])
    assert (with_labels(allowed, labels, sure) == allowed).all()
    told = with_labels(free, labels, sure)
    assert {STATES[state].label for state in np.flatnonzero(told[0])} == {Label.PROMO}
    assert told[2].all()
