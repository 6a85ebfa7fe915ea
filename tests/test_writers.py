"""Articles as lines of JSON, and where the lines go."""

from __future__ import annotations

import io
import json
import stat
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsparse.article import Article, Block, Headline, Span
from newsparse.taxonomy import Label, PageType
from newsparse.writers import JsonlWriter, open_output
from newsparse.writers.jsonl import json_line

if TYPE_CHECKING:
    from pathlib import Path


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
    JsonlWriter(stream).write(article("a"))
    JsonlWriter(stream, spans=True).write(article("b"))
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
