"""The lines of a page that its gold text vouches for."""

from __future__ import annotations

import numpy as np
from training.corpus import Known
from training.gold import body_lines, headline_block, snippet_lines

from newsparse.blocks.text import page_from_text

PARAGRAPHS = [
    "The chapel of the flooded village stood dry on Wednesday, its bell frame intact.",
    "Hundreds walked across the cracked bed of the reservoir to see it stand again.",
    "On Wednesday its bell frame intact was what the engineers had hoped to find there.",
    "The ledger will be dried and read at the provincial archive before the year ends.",
]
PAGE = [
    "Home | News | Weather",
    *PARAGRAPHS[:2],
    "Advertisement",
    *PARAGRAPHS[2:],
    "Read the paper of the coast every morning with your breakfast.",
]


def known_of(lines: list[str], paragraphs: list[str]) -> list[Known] | None:
    known = body_lines(page_from_text("\n\n".join(lines)), paragraphs)
    return None if known is None else [Known(value) for value in known.tolist()]


def test_a_phrase_that_stands_twice_in_the_gold_breaks_no_chain() -> None:
    # The third paragraph repeats words of the first: its earliest match stands before the second.
    body, outside = Known.BODY, Known.OUTSIDE
    assert known_of(PAGE, PARAGRAPHS) == [outside, body, body, outside, body, body, outside]


def test_a_teaser_of_the_article_elsewhere_is_not_its_body() -> None:
    known = known_of([PARAGRAPHS[3], *PAGE], PARAGRAPHS)
    assert known is not None
    assert known[0] is Known.OUTSIDE


def test_gold_of_another_page_tells_nothing() -> None:
    assert (
        known_of(PAGE, ["A mill by the river opened its doors on Monday after ten years."]) is None
    )


def test_a_page_without_words_is_told_nothing_about() -> None:
    assert known_of(["", " "], PARAGRAPHS) is None
    assert body_lines(page_from_text("• | •"), PARAGRAPHS) is None


def test_known_has_a_value_for_each_block() -> None:
    page = page_from_text("\n".join(PAGE))
    known = body_lines(page, PARAGRAPHS)
    assert known is not None
    assert known.dtype == np.int8
    assert len(known) == len(page)


def snippets_of(present: list[str], absent: list[str]) -> list[Known] | None:
    known = snippet_lines(page_from_text("\n\n".join(PAGE)), present, absent)
    return None if known is None else [Known(value) for value in known.tolist()]


def test_snippets_tell_of_the_lines_they_stand_in() -> None:
    nothing, body, outside = Known.NOTHING, Known.BODY, Known.OUTSIDE
    told = snippets_of(["FLOODED village  stood"], ["Weather", "advertisement"])
    assert told == [outside, body, nothing, outside, nothing, nothing, nothing]


def test_a_snippet_in_two_lines_or_a_short_one_is_no_word_of_the_body() -> None:
    assert snippets_of(["its bell frame intact", "Home | News"], []) is None


def test_a_line_with_snippets_for_and_against_says_nothing() -> None:
    assert snippets_of(["flooded village"], ["chapel of"]) is None


def test_the_headline_is_the_one_block_before_the_body_that_says_it() -> None:
    page = page_from_text("\n\n".join(["Home", "Chapel rises from  lake", *PARAGRAPHS, "Home"]))
    known = body_lines(page, PARAGRAPHS)
    assert known is not None
    assert headline_block(page, "Chapel Rises from Lake", known) == 1
    assert headline_block(page, "Home", known) == 0
    assert headline_block(page, "", known) is None
    twice = page_from_text("Home\n\nHome\n\n" + "\n\n".join(PARAGRAPHS))
    assert headline_block(twice, "Home", np.zeros(len(twice), dtype=np.int8)) is None
