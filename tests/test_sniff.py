"""What `newsparse sniff` says, and the options of reading and writing of `newsparse parse`."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from newsparse.cli import cli, reading, writing
from newsparse.readers import FORMATS
from newsparse.writers import FORMATS as OUTPUT_FORMATS
from tests import dumps

if TYPE_CHECKING:
    from pathlib import Path

PAGES = dumps.pages(12)


def run(*arguments: object, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments], input=stdin)


def said(*arguments: object) -> dict[str, str]:
    """What is said of one path, by its labels; lines without label belong to the one before."""
    found: dict[str, str] = {}
    label = ""
    for line in run("sniff", *arguments).stdout.splitlines()[1:]:
        label = line[2:13].strip() or label
        found[label] = f"{found[label]}; {line[13:]}" if label in found else line[13:]
    return found


def test_the_options_know_every_format() -> None:
    assert {each.name for each in FORMATS} == set(reading.FORMATS)
    assert {each.name for each in OUTPUT_FORMATS} == set(writing._FORMATS)


def test_a_dump_is_described(tmp_path: Path) -> None:
    path = tmp_path / "d"
    path.write_bytes(gzip.compress(dumps.jsonl(PAGES) + b'{"text": \n'))
    found = said(path)
    assert found["format"] == "jsonl in gzip"
    assert found["fields"] == "text from text, id from id, url from url, title from title"
    assert found["pages"] == "12"
    assert found["titles"].startswith("Mill №0 burns; Mill №1 burns")
    assert found["errors"].startswith(f"1; {path}:13: not valid JSON")
    assert run("sniff", path).exit_code == 1


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("csv", "text from text, id from id, url from url, title from title"),
        ("json", "text from text, id from id, url from url, title from title"),
        ("parquet", "text from text, id from id, url from url, title from title"),
        ("warc", None),
        ("tar", None),
    ],
)
def test_every_format_is_described(tmp_path: Path, name: str, fields: str | None) -> None:
    (tmp_path / "d").write_bytes(dumps.FORMATS[name](PAGES))
    found = said(tmp_path / "d")
    assert (found["format"], found.get("fields")) == (name, fields)
    assert found["pages"] == ("12, 12 of them HTML" if name == "warc" else "12")
    assert "0" in found["titles"]


def test_a_folder_is_described_by_kinds(tmp_path: Path) -> None:
    for name in ("a.txt", "b/c.txt", "d.png", "e.png", "f.css"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Mill burns\nA fire.")
    found = said(tmp_path)
    assert found["format"] == f"text, 2 files such as {tmp_path}/a.txt"
    assert found["not read"] == "1 .css, 2 .png"
    assert found["titles"] == "Mill burns; Mill burns"


def test_only_the_first_records_are_read(tmp_path: Path) -> None:
    (tmp_path / "d").write_bytes(dumps.jsonl(PAGES))
    assert said(tmp_path / "d", "--records", 5)["pages"].startswith("5 in the first records")
    assert said(tmp_path / "d", "--records", 0)["pages"] == "12"


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    result = run("sniff", tmp_path / "missing")
    assert result.exit_code == 2
    assert "No such file or directory" in result.stdout
    assert run("sniff", "-", stdin=dumps.jsonl(PAGES)).exit_code == 0


def test_titles_of_markup_are_told_without_its_entities(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<html><title>M&uuml;hle &amp;&#10;Hafen</title>")
    assert said(path)["titles"] == "Mühle & Hafen"


def test_hostile_names_and_titles_do_not_drive_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[2J"
    path.write_text("\x1b[2J\x9b31m")
    assert "\x1b" not in run("sniff", path).stdout


# ---- parse


@pytest.mark.parametrize(
    ("name", "output", "check"),
    [
        ("jsonl", "out.jsonl.gz", lambda data: gzip.decompress(data).count(b"\n") == 12),
        ("wet", "out.csv", lambda data: b"headline" in data),
        ("tar", "out.parquet", lambda data: data.startswith(b"PAR1")),
    ],
)
def test_any_dump_into_any_output(tmp_path: Path, name: str, output: str, check: object) -> None:
    (tmp_path / "d").write_bytes(dumps.FORMATS[name](PAGES))
    result = run("parse", tmp_path / "d", "-o", tmp_path / output)
    assert result.exit_code == 0
    assert result.stderr.endswith("read 12 = parsed 12 + empty 0 + quarantined 0\n")
    assert callable(check)
    assert check((tmp_path / output).read_bytes())


@pytest.mark.parametrize(
    ("split", "text", "pages"),
    [
        ("2", "\n\n\na\n\nb\n\n\nc\n\n\n\n\nd\n\n\n", ["a\n\nb", "c", "d"]),
        ("formfeed", "a\n\fb\f\f \fc", ["a", "b", "c"]),
        ("^=+$", "===\r\na\r\nb\r\n====\r\n\r\nc =\r\n=\r\n", ["a\r\nb", "c ="]),
        ("9", "a\n\n\nb", ["a\n\n\nb"]),
    ],
)
def test_pages_of_one_text_file(tmp_path: Path, split: str, text: str, pages: list[str]) -> None:
    (tmp_path / "a.txt").write_bytes(text.encode())
    result = run("parse", tmp_path / "a.txt", "--split", split, "--spans")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [record["source"].strip() for record in records] == pages
    assert [record["id"] for record in records] == [
        f"{tmp_path}/a.txt:{number}" for number in range(1, len(pages) + 1)
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--split", "("), "not a pattern"),
        (("--output-format", "markdown"), "markdown output is a folder"),
        (("-o", "a.parquet", "--compress", "gz"), "cannot be compressed"),
    ],
)
def test_options_that_cannot_be_are_wrong_usage(arguments: tuple[str, ...], message: str) -> None:
    result = run("parse", "a.txt", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_a_missing_package_ends_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(name: str) -> object:
        raise ModuleNotFoundError(name)

    (tmp_path / "a.txt").write_text("Mill burns")
    monkeypatch.setattr("newsparse.extras.importlib.import_module", absent)
    result = run("parse", tmp_path / "a.txt", "-o", tmp_path / "a.parquet")
    assert result.exit_code == 2
    assert result.stderr == "newsparse: Parquet files need pip install 'newsparse[parquet]'\n"
