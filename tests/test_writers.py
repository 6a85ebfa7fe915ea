"""Articles as lines of JSON, and where the lines go."""

from __future__ import annotations

import csv
import gzip
import io
import json
import stat
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from newsparse import Document, parse_many
from newsparse.article import Article
from newsparse.extras import zstd
from newsparse.parts import Block, Headline, Span
from newsparse.taxonomy import Label, PageType
from newsparse.writers import OutputOptions, format_of, open_output, open_writer
from newsparse.writers.jsonl import JsonlWriter, json_line
from newsparse.writers.prose import as_markdown
from newsparse.writers.text import all_encodable


def article(text: str) -> Article:
    return Article(
        source=text,
        blocks=(Block(Label.HEADLINE, Span(0, len(text)), 0.5),),
        page_type=PageType.OTHER,
        confidence=0.5,
        headline=Headline(text),
    )


@given(st.text(st.characters(), max_size=60))
def test_a_line_is_one_line_and_gives_the_record_back(text: str) -> None:
    merged = json.loads(json.dumps(text))  # a pair of surrogates is one character to JSON
    written = json_line(article(merged), spans=True)
    assert written.decode().splitlines() == [written.decode()[:-1]]
    assert json.loads(written) == article(merged).to_dict(spans=True)


def test_lone_surrogates_are_escaped_and_letters_are_not() -> None:
    written = json_line(article("\ud800 Straße 新聞 😀 \u2028\x9b2J"))
    assert '"headline": "\\ud800 Straße 新聞 😀 \\u2028\\u009b2J"'.encode() in written


def test_spans_are_written_if_asked_for() -> None:
    stream = io.BytesIO()
    JsonlWriter(stream).write(article("a").to_dict())
    JsonlWriter(stream).write(article("b").to_dict(spans=True))
    short, full = map(json.loads, stream.getvalue().splitlines())
    assert "blocks" not in short
    assert full["blocks"] == [{"kind": "headline", "start": 0, "end": 1, "confidence": 0.5}]


def test_a_file_appears_when_all_is_written(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    with open_output(str(target)) as stream:
        stream.write(b"new\n")
        assert not target.exists()
    assert target.read_bytes() == b"new\n"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt, SystemExit, GeneratorExit])
def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, failure: type[BaseException]
) -> None:
    target = tmp_path / "out.jsonl"
    target.write_bytes(b"old\n")

    def fail() -> None:
        with open_output(str(target)) as stream:
            stream.write(b"new\n")
            raise failure

    with pytest.raises(failure):
        fail()
    assert target.read_bytes() == b"old\n"
    assert list(tmp_path.iterdir()) == [target]


def test_a_replaced_file_keeps_its_permissions_and_its_links(tmp_path: Path) -> None:
    target, link = tmp_path / "out.jsonl", tmp_path / "link.jsonl"
    target.write_bytes(b"old\n")
    target.chmod(0o640)
    link.symlink_to(target)
    with open_output(str(link)) as stream:
        stream.write(b"new\n")
    assert link.is_symlink()
    assert target.read_bytes() == b"new\n"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_devices_are_written_to(tmp_path: Path) -> None:
    with open_output("/dev/null") as stream:
        stream.write(b"gone")
    with pytest.raises(IsADirectoryError), open_output(str(tmp_path)):
        pass
    with pytest.raises(FileNotFoundError), open_output(str(tmp_path / "no" / "out")):
        pass


# ---- formats

PAGES = sorted((Path(__file__).parent.parent / "fixtures" / "pages").glob("*.txt"))


@pytest.fixture(scope="module")
def written_articles() -> list[Article]:
    texts = [page.read_text("utf-8") for page in PAGES]
    texts += ["", "Mill \ud800 burns\n\nHANOI: \ud800 The mill burned on Monday, officials said."]
    documents = [Document(text, id=f"dumps/{n}.txt") for n, text in enumerate(texts)]
    return list(parse_many(documents))


def write(path: Path, articles: list[Article], **options: Any) -> None:
    with open_writer(str(path), OutputOptions(**options)) as writer:
        for each in articles:
            writer.write(each.to_dict(spans=options.get("spans", False)))


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a"])
def test_lines_come_back_from_every_compression(
    tmp_path: Path, written_articles: list[Article], name: str
) -> None:
    write(tmp_path / name, written_articles)
    content = (tmp_path / name).read_bytes()
    if name.endswith(".gz"):
        content = gzip.decompress(content)
    elif name.endswith(".zst"):
        content = zstd().decompress(content)
    records = [json.loads(line) for line in content.split(b"\n")[:-1]]
    assert records == [each.to_dict() for each in written_articles]
    assert list(tmp_path.iterdir()) == [tmp_path / name]


@pytest.mark.parametrize("spans", [False, True])
def test_parquet_holds_the_record(
    tmp_path: Path, written_articles: list[Article], spans: bool
) -> None:
    write(tmp_path / "a.parquet", written_articles, spans=spans)
    rows = parquet.read_table(tmp_path / "a.parquet").to_pylist()
    for row, each in zip(rows, written_articles, strict=True):
        assert row.pop("metadata") is None
        assert row == all_encodable(each.to_dict(spans=spans))


def test_row_groups_are_sized(
    tmp_path: Path, written_articles: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsparse.writers.parquet._GROUP_ROWS", 10)
    write(tmp_path / "a.parquet", written_articles)
    monkeypatch.setattr("newsparse.writers.parquet._GROUP_CHARS", 1)
    write(tmp_path / "b.parquet", written_articles)
    groups = [parquet.ParquetFile(tmp_path / f"{n}.parquet").num_row_groups for n in "ab"]
    assert groups[0] == -(-len(written_articles) // 10)
    assert groups[1] > groups[0]


def test_csv_has_the_flat_parts(tmp_path: Path, written_articles: list[Article]) -> None:
    write(tmp_path / "a.csv", written_articles)
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row, each in zip(rows, written_articles, strict=True):
        record = all_encodable(each.to_dict())
        assert row["headline"] == (record["headline"] or "")
        assert row["body"].split("\n\n") == ([p["text"] for p in record["body"]] or [""])
        assert row["places"] == "; ".join((record["dateline"] or {"places": ()})["places"])
        assert row["id"] == record["id"]


@pytest.mark.parametrize(("form", "suffix"), [("text", ".txt"), ("markdown", ".md")])
def test_a_folder_has_a_file_an_article(
    tmp_path: Path, written_articles: list[Article], form: str, suffix: str
) -> None:
    write(tmp_path / "out", written_articles, format=form)
    files = sorted((tmp_path / "out").iterdir())
    assert [each.name for each in files[:2]] == [f"0000001-0{suffix}", f"0000002-1{suffix}"]
    for file, each in zip(files, written_articles, strict=True):
        text = file.read_text("utf-8").replace("\\", "")
        for part in all_encodable(each.to_dict())["body"]:
            assert part["text"].replace("\\", "") in text
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]
    with pytest.raises(OSError, match="not an empty folder"):
        write(tmp_path / "out", written_articles, format=form)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.jsonl.gz", {}),
        ("a.jsonl.zst", {}),
        ("a.parquet", {}),
        ("a.csv", {}),
        ("a", {"format": "text"}),
    ],
)
def test_a_failing_run_leaves_nothing(
    tmp_path: Path, written_articles: list[Article], name: str, options: dict[str, str]
) -> None:
    broken = [*written_articles[:3], cast("Article", Exploding())]
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / name, broken, **options)
    assert list(tmp_path.iterdir()) == []


class Exploding:
    def to_dict(self, spans: bool = False) -> dict[str, Any]:
        raise KeyboardInterrupt(spans)


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst", "a.parquet", "a.csv.gz"])
def test_the_same_records_are_the_same_bytes(
    tmp_path: Path, written_articles: list[Article], name: str
) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder / name, written_articles)
    assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.parametrize(
    ("output", "options", "said"),
    [
        ("a", {"format": "docx"}, "unknown output format 'docx'"),
        ("a", {"compress": "rar"}, "unknown compression 'rar'"),
        ("a.parquet", {"compress": "gz"}, "parquet output cannot be compressed as a whole"),
        ("-", {"format": "markdown"}, "markdown output is a folder, and needs a name"),
    ],
)
def test_what_cannot_be_written_so_is_said(output: str, options: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        format_of(output, OutputOptions(**options))


@pytest.mark.parametrize(
    ("kind", "text", "line"),
    [
        ("heading", "What now?", "## What now?"),
        ("list_item", "Oats", "- Oats"),
        ("quote", "It *burned*", "> It \\*burned\\*"),
        ("paragraph", "# 1 in 3", "\\# 1 in 3"),
        ("paragraph", "1) Oats", "1\\) Oats"),
        ("paragraph", "2021 was dry", "2021 was dry"),
    ],
)
def test_markdown_marks_kinds_and_nothing_else(kind: str, text: str, line: str) -> None:
    empty = dict.fromkeys(["id", "url", "language", "published", "modified", "authors", "deck"])
    record = {**empty, "headline": "Mill", "body": [{"kind": kind, "text": text}]}
    assert as_markdown(record) == f"# Mill\n\n{line}\n"
