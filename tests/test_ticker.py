"""Tickers: the table of cases, and what must hold for any line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsparse.parts import fold
from newsparse.recognizers.ticker import is_strip, split_ticker
from tests.tables import cases


@pytest.mark.parametrize("row", cases("tickers.tsv", "line"))
def test_a_ticker_is_taken_apart(row: dict[str, str]) -> None:
    items = " ## ".join(item.text for item in split_ticker(row["line"]))
    assert (items, is_strip(row["line"])) == (row["items"], row["is_strip"] == "yes")


PIECES = st.lists(
    st.sampled_from(["BREAKING", "Latest News:", "速報：", "Ferry", "sinks", "4", "港", "ท่าเรือ"])
    | st.sampled_from(["|", "||", "•", "*", "/", " - ", "–", ":", "【", "】", "\t", "\u00a0", " "])
)
LINES = st.one_of(st.text(max_size=300), PIECES.map(" ".join), PIECES.map("".join))


@given(LINES)
def test_items_are_verbatim_in_order_and_hold_a_letter(line: str) -> None:
    reached = 0
    for item in split_ticker(line):
        assert item.span is not None
        assert reached <= item.span.start < item.span.end <= len(line)
        reached = item.span.end
        verbatim = line[item.span.slice]
        assert verbatim == verbatim.strip()
        assert fold(verbatim) == item.text
        assert any(not c.isdigit() and (c.isalnum() or ord(c) > 127) for c in item.text)


@given(LINES)
def test_a_headline_alone_is_no_strip(line: str) -> None:
    assert not is_strip(line) or len(split_ticker(line)) >= 2
