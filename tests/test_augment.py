"""Pages changed as careless dumps give them, and what is known of their blocks going along."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from training.augment import (
    KINDS,
    Augmenter,
    Change,
    change,
    cut,
    doubled_blanks,
    lines_of,
    lower,
    unmarked,
    upper,
    without,
    without_blanks,
    wrapped,
)
from training.corpus import LABELS, Example
from training.samples import labelled

from newsparse.blocks.page import Page
from newsparse.blocks.text import page_from_text
from newsparse.taxonomy import STATES, Label, Part
from tests.pages import pages

TEXT = """\
Home

  Sport
Old mill reopens

The mill by the river Aar opened its doors again on Monday, after nine years of repairs.

"We had no hope left," said Ana Roth. A second wheel follows in May!

Share
Contact
© 2023 The Aar Post"""
LABELLED = (
    *(Label.NAV, Label.NAV, Label.HEADLINE, Label.BODY, Label.BODY),
    *(Label.SHARE, Label.NAV, Label.LEGAL),
)
PAGE = page_from_text(TEXT, title="Old mill reopens")
WHOLE = labelled(Example("1", "site", "block", PAGE, np.array([*map(LABELS.index, LABELLED)])))


def texts(page: Page) -> list[str]:
    return [page.text(block) for block in range(len(page))]


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        (partial(cut, last=3), ["Home", "Sport", "Old mill reopens", "The mill by the river Aar"]),
        (upper, ["HOME", "SPORT", "OLD MILL REOPENS", "THE MILL BY THE RIVER AAR"]),
        (lower, ["home", "sport", "old mill reopens", "the mill by the river aar"]),
        (partial(without, blocks=np.arange(8) < 2), ["Old mill reopens", "The mill by"]),
    ],
)
def test_a_change_keeps_the_order_of_what_it_leaves(how: Change, expected: list[str]) -> None:
    found = texts(change(PAGE, how).page)
    assert [text[: len(start)] for text, start in zip(found, expected, strict=False)] == expected


def test_a_page_cut_short_ends_inside_a_block() -> None:
    made = change(PAGE, partial(cut, last=3))
    assert made.origin.tolist() == [0, 1, 2, 3]
    assert PAGE.text(3).startswith(made.page.text(3))
    assert len(made.page.text(3)) < len(PAGE.text(3))


def test_blank_lines_go_and_come() -> None:
    assert change(PAGE, without_blanks).page.gaps.tolist() == [0] * 8
    assert change(PAGE, doubled_blanks).page.gaps.tolist() == [0, 3, 1, 3, 3, 3, 1, 1]
    assert change(PAGE, without_blanks).page.indents.tolist() == [0, 2, 0, 0, 0, 0, 0, 0]


def test_wrapped_lines_keep_to_the_width_and_know_their_block() -> None:
    made = change(PAGE, partial(wrapped, width=30))
    assert 20 < max(map(len, made.page.source.splitlines())) <= 30
    counts = np.bincount(made.origin)
    assert counts[3] >= 3
    assert counts[[0, 1, 2, 5, 6, 7]].tolist() == [1] * 6


def test_sentence_marks_go_and_other_marks_stay() -> None:
    found = texts(change(PAGE, unmarked).page)
    assert found[4] == '"We had no hope left," said Ana Roth A second wheel follows in May'
    chinese = change(page_from_text("他来了。真的!\n3.5%"), unmarked)
    assert texts(chinese.page) == ["他来了真的", "3.5%"]


@given(pages)
def test_lines_put_together_again_are_the_page(text: str) -> None:
    page = page_from_text(text)
    same = change(page, iter)
    assert texts(same.page) == texts(page)
    assert same.origin.tolist() == list(range(len(page)))
    assert [line.block for line in lines_of(page)] == sorted(line.block for line in lines_of(page))


@given(pages)
def test_wraps_and_blanks_lose_no_word_and_no_order(text: str) -> None:
    page = page_from_text(text)
    for how in (partial(wrapped, width=30), without_blanks, doubled_blanks):
        made = change(page, how)
        assert made.page.source.split() == page.source.split()
        assert (np.diff(made.origin) >= 0).all()
        assert set(made.origin.tolist()) <= set(range(len(page)))


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_known_of_blocks_goes_along(kind: str) -> None:
    made = Augmenter(1, [kind]).augment(PAGE, WHOLE)
    assert made is not None
    assert made.page.title == PAGE.title
    for block, row in enumerate(WHOLE[made.origin]):
        text = made.page.text(block).casefold().split()
        assert text[0].strip(".!") in PAGE.text(int(made.origin[block])).casefold()
        assert row.sum() == 1


def test_menus_go_and_the_article_stays() -> None:
    augmenter = Augmenter(1, ["menus"])
    kept = set()
    for _ in range(20):
        made = augmenter.augment(PAGE, WHOLE)
        assert made is not None
        kept.add(tuple(made.origin.tolist()))
    assert kept == {(2, 3, 4, 5, 6, 7), (0, 1, 2, 3, 4, 7), (2, 3, 4, 7)}


def test_nothing_is_cut_where_no_body_is_known() -> None:
    free = np.ones_like(WHOLE)
    for kind in ("cuts", "menus"):
        assert Augmenter(1, [kind]).augment(PAGE, free) is None


def test_the_same_seed_makes_the_same_changes() -> None:
    one, other = Augmenter(5), Augmenter(5)
    for _ in range(10):
        first, second = one.augment(PAGE, WHOLE), other.augment(PAGE, WHOLE)
        assert (first and first.page.source) == (second and second.page.source)


def test_the_body_of_a_cut_page_stays_the_article() -> None:
    made = Augmenter(1, ["cuts"]).augment(PAGE, WHOLE)
    assert made is not None
    last = STATES[WHOLE[made.origin[-1]].argmax()]
    assert (last.part, last.label) == (Part.ARTICLE, Label.BODY)
