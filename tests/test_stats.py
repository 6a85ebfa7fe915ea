"""What is counted of a run, and what is told when a file is not what it should be."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from newsparse import Flag, Label, PageType, parse
from newsparse.cli import cli
from newsparse.records import parse_record, read_records
from newsparse.report.sections import sections
from newsparse.report.terminal import table
from newsparse.stats import Counting, Stats, quantile, rounded
from newsparse.tones import TONES, Family
from newsparse.writers.table import COLUMNS
from tests.records import PAGES, as_parquet, body, boilerplate, dateline, line, parsed, record

if TYPE_CHECKING:
    from collections.abc import Iterable

RUN = (
    line(language="en-GB", headline="Mill burns", authors=["A. B."], dateline=dateline("VN")),
    line(language="English", flags=["paywall", "truncated"], dateline=dateline(None), url="u"),
    line(body=body("one two three", "four 旧い水車"), confidence=0.05, published="2021-09-13"),
    line(leading=boilerplate("nav", "nav"), trailing=boilerplate("related", "nav"), deck="Deck"),
    line(page_type="liveblog", body=body("a"), confidence=1.0, source="", blocks=[]),
    line(page_type="index", confidence=0.5, ticker=["One", "Two"]),
)


def counted(lines: Iterable[bytes]) -> Stats:
    counting = Counting()
    for each in lines:
        counting.add(parse_record(each))
    return counting.stats()


def stats(*arguments: object, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(cli, ["stats", *map(str, arguments)], input=stdin)


# ---- counts


def test_everything_is_counted() -> None:
    found = counted(RUN).total
    assert (found.pages, found.with_spans) == (6, 1)
    assert found.languages == {"en": 1, "other": 1, "not stated": 4}
    assert found.flags == {"paywall": 1, "truncated": 1}
    assert found.datelines == {"VN": 1, "unknown": 1}
    assert found.confidence == {18: 3, 1: 1, 19: 1, 10: 1}
    assert found.paragraphs == {2: 1, 1: 1}
    assert found.words == {6: 1, 1: 1}
    assert found.body == {"paragraph": 3}
    assert found.boilerplate == {"nav": 3, "related": 1}
    assert found.boilerplate_pages == {"nav": 1, "related": 1}
    expected = {"headline": 1, "authors": 1, "dateline": 2, "url": 1, "body": 2, "published": 1}
    assert found.fields == expected | {"language": 2, "deck": 1, "ticker": 1}


def test_counts_are_kept_by_page_type() -> None:
    found = counted(RUN)
    assert {each.value: counts.pages for each, counts in found.by_type.items()} == {
        "article": 4,
        "index": 1,
        "liveblog": 1,
    }
    assert found.articles.pages == 5
    assert found.articles.fields.get("ticker") is None


def test_real_pages_are_counted_as_they_were_parsed() -> None:
    articles = [parse(page.read_bytes(), url="u") for page in PAGES]
    found = counted(parsed(spans=True).splitlines(keepends=True))
    assert found.total.pages == found.total.with_spans == len(PAGES)
    types = Counter(article.page_type for article in articles)
    assert {each: counts.pages for each, counts in found.by_type.items()} == types
    flags = Counter(flag.value for article in articles for flag in article.flags)
    assert found.total.flags == flags
    around = Counter(
        part.label.value
        for article in articles
        for part in (*article.leading, *article.inline, *article.trailing)
    )
    assert found.total.boilerplate == around
    assert found.total.fields["headline"] == sum(a.headline is not None for a in articles)


LINES = st.lists(
    st.builds(
        line,
        page_type=st.sampled_from([each.value for each in PageType]),
        confidence=st.floats(0, 1),
        flags=st.lists(st.sampled_from([each.value for each in Flag]), max_size=2),
        language=st.none() | st.sampled_from(["en", "de-AT", "x"]),
        dateline=st.none() | st.sampled_from(["VN", None]).map(dateline),
        body=st.lists(st.text(max_size=40), max_size=5).map(lambda texts: body(*texts)),
        leading=st.lists(st.sampled_from([each.value for each in Label]), max_size=3).map(
            lambda kinds: boilerplate(*kinds)
        ),
    ),
    max_size=12,
)


@given(LINES, LINES)
def test_counts_of_parts_merge_to_those_of_the_whole(one: list[bytes], other: list[bytes]) -> None:
    whole = counted([*one, *other]).to_dict()
    assert (counted(one) | counted(other)).to_dict() == whole
    assert (counted(other) | counted(one)).to_dict() == whole
    assert counted(reversed([*one, *other])).to_dict() == whole


@given(LINES)
def test_every_section_adds_up(lines: list[bytes]) -> None:
    found = counted(lines)
    whole = {"types", "sure", "sure-rest", "languages", "paragraphs", "words"}
    for section in sections(found):
        total = sum(row.count for row in section.rows)
        assert total == section.base if section.key in whole else total >= 0
        assert all(row.count <= section.base for row in section.rows)
    assert all(len(row) <= 80 for row in table(found) if "(" not in row)


@given(st.lists(st.integers(0, 10**6), min_size=1), st.floats(0.01, 1))
def test_a_quantile_is_off_by_its_rounding_only(lengths: list[int], share: float) -> None:
    found = quantile(Counter(map(rounded, lengths)), share)
    exact = sorted(lengths)[max(-int(-share * len(lengths) // 1), 1) - 1]
    assert found == rounded(exact)


def test_languages_and_countries_cannot_grow_without_end() -> None:
    lines = [line(language=f"{n}lang", dateline=dateline(f"C{n}")) for n in range(50)]
    found = counted(lines).total
    assert (found.languages, found.datelines) == ({"other": 50}, {"unknown": 50})


def test_every_label_has_its_tone() -> None:
    assert set(TONES) == set(Label)
    assert {tone.family for tone in TONES.values()} == set(Family)


# ---- lines that are no records

BROKEN = [
    (b"{", "not valid JSON"),
    (b'{"id": "\xff"}', "not valid UTF-8 at byte 9"),
    (b"[" * 100_000, "not readable JSON"),
    (b'{"a": ' + b"9" * 5000 + b"}", "not readable JSON"),
    (b"[1]", "not a JSON object but an array"),
    (b'{"text": "a dump, not yet parsed"}', "no field page_type"),
    (line(page_type="poem"), 'field page_type: "poem" is no PageType'),
    (line(page_type=["article"]), "field page_type"),
    (line(confidence=1.5), "from 0 to 1"),
    (line(confidence=float("nan")), "from 0 to 1"),
    (line(confidence=True), "from 0 to 1"),
    (line(flags="paywall"), "field flags holds a str, not a list"),
    (line(flags=["shiny"]), "no Flag"),
    (line(headline=5), "field headline holds a int, not a str"),
    (line(authors=[5]), "field authors holds a int, not a str"),
    (line(body=[{"kind": "verse", "text": "a"}]), "no BodyKind"),
    (line(body=[{"kind": "quote"}]), "field body holds a part without its text"),
    (line(trailing=["nav"]), "field trailing holds a part without its kind"),
    (line(dateline="HANOI"), "field dateline"),
    (line(dateline={"text": "HANOI", "country_code": 5}), "country_code is not a string"),
]


@pytest.mark.parametrize(("broken", "why"), BROKEN, ids=[why for _, why in BROKEN])
def test_a_broken_line_is_one_message_and_the_rest_is_counted(
    tmp_path: Path, broken: bytes, why: str
) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(RUN[0] + b"\n" + broken.rstrip() + b"\n" + RUN[1])
    result = stats(path, "--json")
    assert result.exit_code == 1
    [told] = result.stderr.splitlines()
    assert told.startswith(f"newsparse: {path}:3: ")
    assert why in told
    found = json.loads(result.stdout)
    assert (found["pages"], found["broken"]) == (2, 1)


def test_a_line_too_long_to_hold_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsparse.readers.lines.MAX_BYTES", 2000)
    monkeypatch.setattr("newsparse.readers.lines.CHUNK", 500)
    path = tmp_path / "out.jsonl"
    path.write_bytes(RUN[0] + line(headline="x" * 7000) + RUN[1])
    assert stats(path, "--json").stderr.startswith(f"newsparse: {path}:2: line is longer than")
    assert json.loads(stats(path, "--json").stdout)["pages"] == 2


@pytest.mark.parametrize(
    ("blocks", "why"),
    [
        ([{"kind": "nav", "start": 0, "end": 9, "confidence": 1.0}], "not within the source"),
        ([{"kind": "nav", "start": "0", "end": 9, "confidence": 1.0}], "holds a str"),
        ([{"kind": "poem", "start": 0, "end": 1, "confidence": 1.0}], "no Label"),
        ([{"kind": "nav", "start": 0, "end": 1}], "without its confidence"),
    ],
)
def test_blocks_that_do_not_fit_are_told(blocks: list[dict[str, Any]], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        _ = parse_record(line(source="Menu", blocks=blocks)).blocks


# ---- files


def packed(kind: str, content: bytes) -> bytes:
    if kind == "gzip":
        return gzip.compress(content[:700]) + gzip.compress(content[700:])
    if kind == "zstd":
        zstd = pytest.importorskip("backports.zstd")
        return bytes(zstd.compress(content[:700]) + zstd.compress(content[700:]))
    return content


@pytest.mark.parametrize("kind", ["plain", "gzip", "zstd"])
@pytest.mark.parametrize("stdin", [False, True])
def test_files_are_read_whatever_they_are_packed_in(tmp_path: Path, kind: str, stdin: bool) -> None:
    content = packed(kind, b"".join(RUN))
    path = tmp_path / "out"
    path.write_bytes(content)
    result = stats("-" if stdin else path, "--json", stdin=content)
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == json.loads(json.dumps(counted(RUN).to_dict()))


@pytest.mark.parametrize("kind", ["gzip", "zstd"])
def test_of_a_file_that_breaks_off_what_stands_before_is_counted(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "out"
    noise = (hashlib.shake_128(b"%d" % number).hexdigest(3000) for number in range(200))
    content = packed(kind, b"".join(line(headline=each) for each in noise))
    for spoiled, why in (
        (content[: len(content) // 2], "cut short"),
        (content[: len(content) // 2] + b"\xff" * len(content), "(corrupt|cut short)"),
    ):
        path.write_bytes(spoiled)
        result = stats(path, "--json")
        assert result.exit_code == 1
        damage, partial = sorted(result.stderr.splitlines(), key=lambda said: "not valid" in said)
        assert re.match(rf"newsparse: {path}: \w+ data are {why}", damage)
        assert re.match(rf"newsparse: {path}:\d+: not valid JSON", partial)
        found = json.loads(result.stdout)
        assert found["broken"] == 2
        assert 50 < found["pages"] < 150


@pytest.mark.parametrize("spans", [False, True])
def test_parquet_gives_the_same_counts_and_the_same_report(tmp_path: Path, spans: bool) -> None:
    lines = tmp_path / "out.jsonl"
    rows = tmp_path / "out.parquet"
    lines.write_bytes(parsed(spans))
    rows.write_bytes(as_parquet(lines.read_bytes()))
    reports = []
    for path in (lines, rows):
        result = stats(path, "--json", "--report", tmp_path / "r.html", "--pages", 3)
        assert (result.exit_code, result.stderr) == (0, "")
        reports.append((tmp_path / "r.html").read_text("utf-8").replace(str(path), "out"))
    assert stats(lines, "--json").stdout == stats(rows, "--json").stdout
    assert reports[0] == reports[1]


def test_of_damaged_parquet_the_other_row_groups_are_counted(tmp_path: Path) -> None:
    content = bytearray(as_parquet(b"".join(RUN[:4])))
    path = tmp_path / "out.parquet"
    content[100:140] = bytes(40)
    path.write_bytes(content)
    result = stats(path)
    assert result.exit_code == 2
    assert re.fullmatch(f"newsparse: {path}:1: the rest of this row group .*\n", result.stderr)
    path.write_bytes(content[:-4])
    assert "not a readable Parquet file" in stats(path).stderr


def test_several_files_are_one_run(tmp_path: Path) -> None:
    for number, each in enumerate(RUN):
        (tmp_path / f"{number}.jsonl").write_bytes(each)
    result = stats(*sorted(tmp_path.iterdir()), "--json")
    assert json.loads(result.stdout) == json.loads(json.dumps(counted(RUN).to_dict()))


def test_what_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    missing, page, folder = tmp_path / "missing", tmp_path / "a.pdf", tmp_path
    page.write_bytes(b"%PDF-1.7 ...")
    text, table = tmp_path / "a.md", tmp_path / "a.csv"
    text.write_text("# Mill burns\n\nThe mill burned.\n")
    table.write_text(",".join(COLUMNS) + "\n" * 3)
    for path, why in (
        (missing, "No such file or directory"),
        (page, "looks like a PDF document, not like JSON Lines or Parquet"),
        (table, "looks like CSV, not like JSON Lines or Parquet"),
        (text, "looks like text, not like JSON Lines or Parquet"),
        (folder, "a folder: name the JSON Lines or Parquet files in it"),
    ):
        result = stats(path, "--report", tmp_path / "r.html")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == f"newsparse: {path}: {why}\n"
    assert not (tmp_path / "r.html").exists()


def test_an_empty_file_is_a_run_of_no_pages() -> None:
    result = stats("-")
    assert (result.exit_code, result.stdout) == (0, "0 pages\n")


def test_records_come_one_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"".join(RUN) + b"{")
    found = read_records([str(path), "missing"])
    assert [type(each).__name__ for each in found] == ["Record"] * 6 + ["ReadError"] * 2


# ---- the table


def test_the_table_tells_the_counts(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"".join(RUN) + b"{}\n")
    result = stats(path)
    assert result.exit_code == 1
    told = re.sub(r" +", " ", result.stdout)
    assert told.startswith("6 pages, 1 line or file unreadable\n")
    for row in (
        "article 4 66.7 %",
        "headline 1 20.0 %",
        "paywall 1 16.7 %",
        "nav 1 16.7 % 3 blocks",
        "Viet Nam 1 16.7 %",
        "Confidence of articles (F1 that the body should come to; 20.0 % below 0.5)",
        "0.05–0.10 1 20.0 %",
    ):
        assert row.replace("Viet Nam", "Vietnam") in told


def test_a_terminal_without_bars_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"".join(RUN))
    program = "from newsparse.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "stats", str(path)],
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"article" in done.stdout


def test_a_hostile_value_cannot_drive_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(line(language="\x1b[2J", flags=["\x1b[2J"]) + line(language="\x1b[2J"))
    result = stats(path)
    assert result.exit_code == 1
    assert "\x1b" not in result.output


def test_the_record_of_the_tests_is_one_that_is_written() -> None:
    assert set(record()) == set(json.loads(parsed(spans=False).splitlines()[0]))
