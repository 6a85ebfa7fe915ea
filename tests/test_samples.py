"""Pages as the trainer takes them, made from the package's own cues and words."""

from __future__ import annotations

import random

import numpy as np
from training.carry import with_evidence
from training.corpus import LABELS, Example
from training.samples import (
    count,
    labelled,
    name_vocabulary,
    sample,
    vocabulary,
    with_headline,
    with_labels,
)
from training.thinning import thinned

from newsparse.blocks.html import page_from_html
from newsparse.blocks.text import page_from_text
from newsparse.labeling.cues import CUES
from newsparse.taxonomy import STATES, Label, Part

HTML = (
    '<body><nav class="top-menu"><a href="/">Home</a></nav><h1>Old mill reopens</h1>'
    '<div class="story-text"><p>The mill by the river opened.</p></div><p>Related News</p>'
)
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


def test_where_one_block_is_the_headline_no_other_is() -> None:
    told = with_headline(np.ones((3, len(STATES)), dtype=np.bool_), 1)
    headline = np.array([state.label is Label.HEADLINE for state in STATES])
    assert (told == [~headline, headline, ~headline]).all()


def test_a_flattening_takes_evidence_and_names_from_the_html_it_came_from() -> None:
    html = page_from_html(HTML)
    told = count(html, "a")
    assert told.named is not None
    found = with_evidence(count(PAGE, "a"), PAGE, told, html)
    assert found is not None
    assert found.named is not None
    assert (found.cues[:, len(CUES) :] == told.cues[:, len(CUES) :]).all()
    body = found.named.names.far
    words = {found.named.words[word] for word in body.words[body.owners == 2].tolist()}
    assert "story-text" in words
    assert "top-menu" not in words
    assert with_evidence(count(OTHER, "a"), page_from_text("Nothing alike"), told, html) is None


def test_a_model_knows_the_names_of_enough_sites() -> None:
    pages = [count(page_from_html(HTML), site) for site in ("a", "b", "c")]
    known = name_vocabulary(pages)
    assert {"story-text", "story", "text", "<p>"} <= set(known)
    assert name_vocabulary(pages[:2]) == ()
    places = {word: place for place, word in enumerate(known)}
    made = sample(pages[0], vocabulary(pages), np.ones((4, len(STATES)), bool), names=places)
    assert made.names is not None
    near = made.names.near
    assert {known[word] for word in near.words[near.owners == 0].tolist()} >= {"<a>", "top-menu"}


def test_a_thinned_page_keeps_the_ends_of_its_body() -> None:
    labels = [Label.NAV] * 20 + [Label.BODY] * 10 + [Label.RELATED] * 20
    page = page_from_text("\n\n".join(f"Line number {number}" for number in range(50)))
    one = Example("1", "site", "block", page, np.array([LABELS.index(label) for label in labels]))
    whole = sample(count(page, "a"), vocabulary([count(page, "a")] * 3), labelled(one))
    body = np.array([state.label is Label.BODY for state in STATES])
    lengths = set()
    for seed in range(30):
        less = thinned(whole, 0.3, random.Random(seed))
        lengths.add(len(less))
        places = np.flatnonzero(less.allowed[:, body].any(axis=1))
        assert (less.features[places[[0, -1]]] == whole.features[[20, 29]]).all()
        assert len(less.words.owners) == 0 or less.words.owners.max() < len(less)
    assert min(lengths) < len(whole)
    assert thinned(whole, 0.0, random.Random(1)) is whole
