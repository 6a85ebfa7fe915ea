"""What holds for every page, whatever stands on it."""

from __future__ import annotations

import json
import pickle

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import newsparse
from newsparse import Article, Label
from newsparse.parts import fold
from tests.pages import any_unicode, pages

several = st.lists(pages, max_size=6)


@given(pages)
def test_blocks_tile_the_source(text: str) -> None:
    article = newsparse.parse(text)
    assert article.source == text
    reached = 0
    for block in article.blocks:
        assert not text[reached : block.span.start].strip()
        assert len(block.span) > 0
        assert article.text_of(block) == text[block.span.start : block.span.end]
        assert article.text_of(block).strip() == article.text_of(block)
        reached = block.span.end
    assert not text[reached:].strip()


@given(pages)
def test_every_part_reads_as_its_span_does(text: str) -> None:
    article = newsparse.parse(text)
    single = [p for p in (article.headline, article.kicker, article.deck, article.dateline) if p]
    boilerplate = [*article.leading, *article.inline, *article.trailing]
    for part in [*single, *article.ticker, *article.body, *boilerplate]:
        assert fold(article.text_of(part)) == fold(part.text)
        assert part.text.strip()


@given(pages)
def test_nothing_is_lost(text: str) -> None:
    article = newsparse.parse(text)
    body = " ".join(part.text for part in article.body)
    labelled = [b for b in article.blocks if b.label in (Label.BODY, Label.HEADING)]
    blocks = " ".join(article.text_of(block) for block in labelled)
    bullets = str.maketrans("", "", "•*+")  # a list item's text begins after its bullet
    assert body.translate(bullets).split() == blocks.translate(bullets).split()


@given(pages)
def test_the_same_page_gives_the_same_article(text: str) -> None:
    assert newsparse.parse(text) == newsparse.parse(text)


@given(several)
def test_a_batch_gives_what_single_pages_give(texts: list[str]) -> None:
    assert list(newsparse.parse_many(texts)) == [newsparse.parse(text) for text in texts]


SPEECH = "the mayor spoke at length about the cost of it all."
REPEATED = f"""The council approved the new harbour plan on Monday after a long debate.
The council met for three hours on Monday to weigh the plan, the engineers, and
{SPEECH}
{SPEECH}"""
"""A paragraph over two lines whose second line stands once more after it."""


@given(pages)
@example(REPEATED)
def test_a_record_with_spans_reads_back_as_the_article(text: str) -> None:
    article = newsparse.parse(text)
    record = json.loads(json.dumps(article.to_dict(spans=True)))
    assert Article.from_dict(record) == article


@given(pages)
def test_a_record_without_spans_reads_back_as_the_record(text: str) -> None:
    record = newsparse.parse(text).to_dict()
    assert Article.from_dict(record).to_dict() == record


@given(pages)
def test_an_article_comes_whole_out_of_another_process(text: str) -> None:
    article = newsparse.parse(text)
    assert pickle.loads(pickle.dumps(article)) == article  # noqa: S301 (written a line above)


@given(pages)
def test_white_space_is_folded(text: str) -> None:
    assert fold(text) == " ".join(text.split())


@given(st.binary(max_size=300))
@settings(max_examples=60)
def test_bytes_never_raise(data: bytes) -> None:
    article = newsparse.parse(data)
    assert all(len(block.span) for block in article.blocks)


@given(any_unicode)
def test_a_dateline_opens_its_paragraph(text: str) -> None:
    dateline = newsparse.parse_dateline(text)
    assert dateline is None or text.startswith(dateline.text)


@given(pages)
@settings(max_examples=50)
def test_explanations_agree_with_the_article(text: str) -> None:
    article = newsparse.parse(text)
    explained = newsparse.explain(text)
    assert tuple(one.block for one in explained) == article.blocks
    assert [one.text for one in explained] == [article.text_of(b) for b in article.blocks]


@pytest.mark.parametrize("line", ["x", "a b", "line 7", "• Sports"])
def test_filler_without_a_sentence_is_no_article(line: str) -> None:
    assert newsparse.parse(f"{line}\n" * 100).page_type is not newsparse.PageType.ARTICLE


def test_a_dateline_is_its_span_with_the_space_that_closes_it() -> None:
    article = newsparse.parse(
        "Rain floods market\n\nHANOI: The mill by the river opened on Monday, after ten years."
    )
    assert article.dateline is not None
    assert article.text_of(article.dateline) == article.dateline.text == "HANOI: "
