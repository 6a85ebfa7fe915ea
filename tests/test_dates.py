"""Dates and timestamp lines: the table of cases, and what must hold for any line."""

from __future__ import annotations

import re
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsparse
from newsparse.data import read_table
from newsparse.recognizers.date import find_dates, parse_date
from newsparse.recognizers.day_order import order_of
from newsparse.recognizers.line_words import HEAD, fold
from newsparse.recognizers.relative import parse_relative
from newsparse.recognizers.timestamp import parse_timestamp
from newsparse.recognizers.url_date import parse_url_date
from tests.tables import cases

ISO = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d)?)?")


@pytest.mark.parametrize("row", cases("dates.tsv", "text"))
def test_the_first_date_is_found(row: dict[str, str]) -> None:
    found = parse_date(row["text"])
    if row["value"] == "ambiguous":
        assert found is not None
        assert (found.value, found.ambiguous) == (None, True)
    else:
        assert (found.value if found else None) == (row["value"] or None)


@pytest.mark.parametrize("row", cases("timestamps.tsv", "text"))
def test_dates_are_published_or_modified_as_the_line_says(row: dict[str, str]) -> None:
    stamp = parse_timestamp(row["text"].replace("\\n", "\n"))
    assert (stamp.published, stamp.modified) == (row["published"] or None, row["modified"] or None)


@pytest.mark.parametrize("row", cases("relative.tsv", "text"))
def test_a_relative_date_counts_from_its_reference(row: dict[str, str]) -> None:
    assert parse_relative(row["text"], row["reference"]) == (row["day"] or None)


def test_a_span_is_the_text_of_its_date() -> None:
    line = "By Jane | Published: 13 Sep 2023 08:15 GMT+7 | 4 min"
    found = parse_date(line)
    assert found is not None
    assert line[found.span.slice] == "13 Sep 2023 08:15 GMT+7"


def test_only_the_head_of_a_line_is_read() -> None:
    assert parse_date("x" * HEAD + " 14 May 2020") is None


PIECES = st.lists(
    st.sampled_from(
        [*"0123456789 .,-/:()|T+", "May", "2023", "Sept.", "年", "月", "日", "updated", "٣"]
    )
)
LINES = st.one_of(st.text(max_size=400), PIECES.map("".join))


@given(LINES)
def test_any_line_gives_valid_dates_in_order(line: str) -> None:
    found = list(find_dates(line))
    assert found == list(find_dates(line))
    assert len(fold(line)) == len(line)
    position = 0
    for day in found:
        assert position <= day.span.start < day.span.end <= len(line)
        position = day.span.end
        assert (day.value is None) == day.ambiguous
        assert day.value is None or ISO.fullmatch(day.value)
    assert ISO.fullmatch(parse_relative(line, "2023-09-13T10:00") or "2023-09-12")
    stamp = parse_timestamp(line)
    assert {stamp.published, stamp.modified} <= {None, *(day.value for day in found)}


@given(st.dates(date(1605, 1, 1), date(2049, 12, 31)))
def test_an_iso_date_reads_as_itself(day: date) -> None:
    found = parse_date(day.isoformat())
    assert found is not None
    assert found.value == day.isoformat()


@pytest.mark.parametrize(
    "unit",
    ["1", "1 ", "1/1/", "2023 ", "may ", "10:10 ", "( ", "日", "updated ", "1 h", "/2023/", "-"],
)
def test_time_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        line = unit * size
        start = time.perf_counter()
        parse_timestamp(line)
        parse_relative(line, "2023-09-13T10:00")
        parse_url_date(line)
        order_of([line], "03/04/2023")
        list(find_dates(line))
        return time.perf_counter() - start

    seconds(100)
    short = min(seconds(100) for _ in range(5))
    long = min(seconds(100_000) for _ in range(3))
    assert long < 200 * short + 0.05


@pytest.mark.parametrize("table", ["months.tsv", "weekdays.tsv"])
def test_calendar_tables_are_in_form(table: str) -> None:
    rows = read_table(table)
    assert len({row["language"] for row in rows}) >= 60
    last = 12 if table == "months.tsv" else 7
    for row in rows:
        assert 1 <= int(row["number"]) <= last
        assert row["name"] == row["name"].strip()
        assert not row["name"].endswith(".")
        assert row["name"] == row["name"].lower()


def test_timestamp_words_are_in_form() -> None:
    rows = read_table("timestamp_words.tsv")
    kinds = {"modified", "published", "other", "filler", "clock", "zone"}
    assert {row["kind"] for row in rows} == kinds
    assert len({row["language"] for row in rows if row["kind"] == "modified"}) >= 30
    keys = [(row["language"], row["kind"], row["phrase"]) for row in rows]
    assert len(keys) == len(set(keys))


def test_phrases_of_times_before_now_are_in_form() -> None:
    rows = read_table("ago.tsv")
    assert len({row["language"] for row in rows}) >= 60
    for row in rows:
        assert re.fullmatch(r"minute|hour|day|[0-3] days", row["unit"])
        assert row["phrase"].count("{0}") <= (not row["unit"][0].isdigit())
        assert row["phrase"] == row["phrase"].strip().lower()


def test_a_reference_dates_what_the_page_tells_from_it() -> None:
    page = (
        "Ferry sinks off the northern coast\n\nBy Jane Doe\n\nPublished 3 hours ago\n\n"
        + "The ferry sank on its way to the island, the coast guard said on Monday morning.\n\n" * 3
    )
    assert newsparse.parse(page).published is None
    assert newsparse.parse(page, reference="2023-09-13T10:00").published == "2023-09-13"
