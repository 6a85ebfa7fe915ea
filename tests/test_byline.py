"""Bylines: the table of cases, and what must hold for any line."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsparse.data import read_table
from newsparse.recognizers.byline import parse_byline, ties
from newsparse.recognizers.byline_tokens import may_open
from tests.tables import cases


@pytest.mark.parametrize("row", cases("bylines.tsv", "text"))
def test_the_people_credited_are_named(row: dict[str, str]) -> None:
    people = tuple(name for name in row["people"].split(";") if name)
    assert parse_byline(row["text"].replace("\\n", "\n")) == people


PIECES = st.lists(
    st.sampled_from(
        ["By", "by", "von", "and", "Jane", "DOE", "Staff", "Reuters", "de", "记者", "张三", "\n"]
    )
    | st.sampled_from([*" |,.:'@-()1", " ", " "])
)


@given(st.one_of(st.text(max_size=400), PIECES.map(" ".join), PIECES.map("".join)))
def test_any_line_gives_distinct_names(line: str) -> None:
    people = parse_byline(line)
    assert people == parse_byline(line)
    assert len(set(people)) == len(people)
    for name in people:
        assert name == name.strip()
        assert name
        assert not any(mark in name for mark in "@|,;:\n")


@pytest.mark.parametrize(
    "unit",
    ["by ", "A", "Aa", "a@", "(", "[", "Jane Doe, ", "记者", "www.", "- ", "By\n", "¹", "\n"],
)
def test_time_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        line = unit * size
        start = time.perf_counter()
        parse_byline(line)
        may_open(line)
        ties(line, line)
        return time.perf_counter() - start

    seconds(100)
    short = min(seconds(100) for _ in range(5))
    long = min(seconds(100_000) for _ in range(3))
    assert long < 200 * short + 0.05


def test_byline_words_are_in_form() -> None:
    rows = read_table("byline_words.tsv")
    assert {row["kind"] for row in rows} == {"prefix", "role", "outlet", "conjunction"}
    assert len({row["language"] for row in rows if row["kind"] == "prefix"}) >= 30
    keys = [(row["language"], row["kind"], row["phrase"]) for row in rows]
    assert len(keys) == len(set(keys))
    assert all(row["phrase"] == row["phrase"].strip() for row in rows)
