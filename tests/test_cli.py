"""The program as its user sees it: what is printed where, and the exit code."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner, Result

from newsparse import explain, parse
from newsparse.cli import cli
from newsparse.show import Screen, harmless, render, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

PROGRAM = [sys.executable, "-m", "newsparse"]
PAGES = Path(__file__).parent.parent / "fixtures" / "pages"
PAGE = PAGES / "en_seed_pipe.txt"
HOSTILE = "\x1b[2J\x1b]0;owned\x07Mill\x9b31m burns\u202e\ud800\x7f"


def run(*arguments: object, stdin: bytes = b"", env: dict[str, str] | None = None) -> Result:
    runner = CliRunner(env=env)
    return runner.invoke(cli, [str(each) for each in arguments], input=stdin)


def records(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.split("\n")[:-1]]


def program(*arguments: object, **settings: Any) -> subprocess.CompletedProcess[bytes]:
    command = [*PROGRAM, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, timeout=120, check=False, **settings)


def dump(path: Path, texts: Iterable[str]) -> Path:
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    return path


# ---- parse


def test_a_page_is_one_record_and_nothing_else_is_said() -> None:
    done = program("parse", PAGE)
    assert (done.returncode, done.stderr) == (0, b"")
    record = json.loads(done.stdout)
    assert record == parse(PAGE.read_bytes()).to_dict() | {"id": str(PAGE)}
    assert record["dateline"]["places"] == ["Mombasa"]


def test_a_folder_and_standard_input_together() -> None:
    result = run(
        "parse", PAGES, "-", "--format=text", "--spans", stdin="\ufeffGrüße aus Köln".encode()
    )
    assert (result.exit_code, result.stderr) == (0, "")
    found = records(result)
    assert [record["id"] for record in found] == [
        *map(str, sorted(PAGES.glob("*.txt"))),
        "-",
    ]
    assert found[-1]["source"] == "Grüße aus Köln"


def test_a_dump_with_bad_records_is_done_but_for_them(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_bytes(
        b'{"text": "one", "id": "a", "url": "https://news.example", "date": "13 Sept 2021"}\n'
        b'{"text": "tw\n'
        b"[3]\n"
        b'{"titel": "four"}\n'
        b'{"text": "five \\ud800"}\n'
    )
    result = run("parse", path, "--spans")
    assert result.exit_code == 1
    one, five = records(result)
    assert (one["id"], one["url"], one["published"]) == ("a", "https://news.example", "2021-09-13")
    assert (five["id"], five["source"]) == (f"{path}:5", "five \ud800")
    said = result.stderr.splitlines()
    assert [line.split(": ")[1] for line in said] == [f"{path}:{number}" for number in (2, 3, 4)]
    assert said[2].endswith('fields seen: "titel"')
    assert all(line.startswith("newsparse: ") for line in said)


def test_fields_can_be_named() -> None:
    record = {"t": "Page", "i": 7, "u": "https://x.example", "h": "T", "d": "2021-09-13"}
    options = [f"--{name}-field={name[0]}" for name in ("text", "id", "url", "date")]
    result = run("parse", "-", "--format=jsonl", "--title-field=h", "--spans", *options,
                 stdin=json.dumps(record).encode())  # fmt: skip
    [found] = records(result)
    assert (found["source"], found["id"], found["url"]) == ("Page", "7", "https://x.example")
    assert found["published"] == "2021-09-13"


NO_FILES = "no file with a known suffix in this folder: name files, or a pattern such as *.dat"
BINARY = "looks like binary data (500 control characters in the first 500 bytes), not like text"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("missing.txt", None, "No such file or directory"),
        ("empty/", None, NO_FILES),
        ("a.txt", b"%PDF-1.7", "looks like a PDF document, not like text"),
        ("a.txt", bytes(500), BINARY),
        ("a\x1b[2J\n.txt", b"7z\xbc\xaf\x27\x1c", "looks like a 7z archive, not like text"),
    ],
)
def test_what_cannot_be_read_is_one_line(
    tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    elif name.endswith("/"):
        path.mkdir()
    shown = str(path).replace("\x1b", "\\x1b").replace("\n", "\\n")
    alone, beside = run("parse", path), run("parse", path, PAGE)
    assert (alone.exit_code, alone.stdout) == (2, "")
    assert (beside.exit_code, len(records(beside))) == (1, 1)
    assert alone.stderr == beside.stderr == f"newsparse: {shown}: {said}\n"


@pytest.mark.parametrize(
    ("content", "options", "source", "flags"),
    [
        (b"", [], "", []),
        (b" \n\t\r\n", [], " \n\t\r\n", []),
        (b"a\0b", [], "a\0b", []),
        ("Smörgåsbord".encode("utf-16"), [], "Smörgåsbord", []),
        ("Prix : 5 €".encode("cp1252"), ["--encoding", "cp1252"], "Prix : 5 €", []),
        ("Straße".encode("cp1252"), ["--encoding", "utf-8"], "Stra\ufffde", ["undecodable"]),
    ],
)
def test_odd_pages_are_records_all_the_same(
    content: bytes, options: list[str], source: str, flags: list[str]
) -> None:
    result = run("parse", "-", "--spans", *options, stdin=content)
    assert (result.exit_code, result.stderr) == (0, "")
    [record] = records(result)
    assert record["source"] == source
    assert set(flags) <= set(record["flags"])


def test_an_empty_dump_is_done(tmp_path: Path) -> None:
    result = run("parse", dump(tmp_path / "d.jsonl", []))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_one_big_line_is_a_page(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_text("The mill burns. " * 330_000)
    dump(tmp_path / "big.jsonl", ["word " * 1_000_000, "next"])
    done = program("parse", tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(done.stdout.split(b"\n")) == 4


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Missing argument"),
        (("a.txt", "--encoding", "klingon"), "unknown charset 'klingon'"),
        (("a.txt", "--encoding", "base64"), "unknown charset 'base64'"),
        (("a.txt", "--format", "docx"), "'docx' is not one of"),
        (("a.txt", "--nonsense"), "No such option"),
    ],
)
def test_wrong_usage_is_said_before_anything_is_read(arguments: tuple[str, ...], said: str) -> None:
    result = run("parse", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_mojibake_repair_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    result = run("parse", PAGE, "--repair-mojibake")
    assert result.exit_code == 2
    assert "pip install 'newsparse[mojibake]'" in result.stderr


# ---- output


def test_output_goes_to_a_file_whole(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    result = run("parse", PAGE, tmp_path / "missing", "-o", out)
    assert (result.exit_code, result.stdout) == (1, "")
    assert out.read_text() == run("parse", PAGE).stdout
    assert list(tmp_path.iterdir()) == [out]


def test_where_nothing_was_read_the_old_output_stays(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("old")
    assert run("parse", tmp_path / "missing", "-o", out).exit_code == 2
    assert out.read_text() == "old"
    assert list(tmp_path.iterdir()) == [out]


def test_output_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    result = run("parse", PAGE, "-o", tmp_path / "no" / "out.jsonl")
    assert result.exit_code == 2
    assert result.stderr == (f"newsparse: {tmp_path}/no/out.jsonl: No such file or directory\n")
    assert run("parse", PAGE, "-o", tmp_path).stderr.endswith(": Is a directory\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("command", ["parse", "show", "schema", "--help"])
def test_a_full_disk_is_one_line(command: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PROGRAM, command, *([PAGE] if command in {"parse", "show"} else [])],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr == (b"newsparse: standard output: No space left on device\n")


@pytest.mark.parametrize("command", ["parse", "show"])
def test_a_closed_pipe_is_quiet(tmp_path: Path, command: str) -> None:
    path = dump(tmp_path / "d.jsonl", [PAGE.read_text()] * 500)
    with subprocess.Popen(
        [*PROGRAM, command, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 141


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_leaves_everything_as_it_was(
    tmp_path: Path, number: int, code: int
) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("old")
    with subprocess.Popen(
        [*PROGRAM, "parse", "-", "--format", "jsonl", "-o", out],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdin is not None
        assert running.stderr is not None
        running.stdin.write(b'{"text": "one"}\n' * 200)
        running.stdin.flush()
        deadline = time.monotonic() + 60
        while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        running.send_signal(number)
        said = running.stderr.read()
        running.stdin.close()
    assert running.returncode == code
    assert b"Traceback" not in said
    assert said == (b"newsparse: interrupted\n" if code == 130 else b"")
    assert out.read_text() == "old"
    assert list(tmp_path.iterdir()) == [out]


def test_closed_standard_streams_are_no_traceback() -> None:
    shell = " ".join(f"'{part}'" for part in PROGRAM)
    for line, said in (
        (f"{shell} parse - <&-", b"newsparse: -: standard input is closed\n"),
        (
            f"{shell} parse '{PAGE}' >&-",
            b"newsparse: standard output: it is closed\n",
        ),
    ):
        done = subprocess.run(["/bin/sh", "-c", line], capture_output=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (2, b"", said)


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    path = dump(tmp_path / "d.jsonl", [page.read_text() for page in PAGES.glob("*.txt")])
    runs = {
        program("parse", path, env={**os.environ, "PYTHONHASHSEED": seed}).stdout for seed in "12"
    }
    assert len(runs) == 1


# ---- show


def test_a_page_is_shown_with_the_label_of_every_block() -> None:
    result = run("show", PAGE, env={"COLUMNS": "60"})
    assert (result.exit_code, result.stderr) == (0, "")
    assert "\x1b" not in result.stdout
    summary, _, blocks = result.stdout.partition("─" * 60)
    assert "dateline  MOMBASA: → Mombasa, KE" in summary
    assert re.search(r"^headline  \d\.\d\d │ Mombasa Port Opens", blocks, re.MULTILINE)
    assert max(map(len, result.stdout.splitlines())) == 60


def test_reasons_are_shown_if_asked_for() -> None:
    result = run("show", PAGE, "--reasons", "--title", "Mombasa Port Opens Second Berth")
    assert len(re.findall(r"╰ .*[+-]\d\.\d\d", result.stdout)) == len(
        parse(PAGE.read_text()).blocks
    )


def test_colour_is_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    article = parse(PAGE.read_text())
    assert any("\x1b[" in line for line in render(article, Screen(80, colour=True)))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert Screen.of_stdout().colour
    monkeypatch.setenv("NO_COLOR", "1")
    assert not Screen.of_stdout().colour


def test_a_hostile_page_cannot_drive_the_terminal() -> None:
    page = f"{HOSTILE}\n\n{HOSTILE}: {HOSTILE}\n\nRelated News"
    explained = explain(page)
    for line in render(parse(page), Screen(80, colour=True), explained):
        plain = click.unstyle(line)
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202e\ud800]", plain)
    assert "\x1b[2J" not in "".join(render(parse(page), Screen(80)))
    result = run("show", "-", stdin=HOSTILE.encode("utf-8", "surrogatepass"))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", result.stdout)


def test_all_of_a_text_is_shown_within_the_width() -> None:
    text = "旧い水車 the mill " * 50 + "x" * 300 + " क्षेत्र"
    lines = list(wrap(text, 40))
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(sum(1 + (c > "\u2e80") for c in line) <= 40 for line in lines[:-1])
    assert harmless("a\t b\u2028c") == "a b c"


def test_a_terminal_that_cannot_show_a_letter_is_no_error() -> None:
    page = PAGES / "zh_seed_star.txt"
    done = program("show", page, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, b"")


def test_what_cannot_be_shown_is_one_line(tmp_path: Path) -> None:
    result = run("show", tmp_path / "missing")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"newsparse: {tmp_path}/missing: No such file or directory\n"


# ---- schema, version, help


def test_the_schema_is_printed() -> None:
    lean, full = json.loads(run("schema").stdout), json.loads(run("schema", "--spans").stdout)
    assert lean["$schema"].endswith("2020-12/schema")
    assert full["properties"].keys() - lean["properties"].keys() == {"source", "blocks"}


def test_version_and_help() -> None:
    assert run("--version").stdout == f"newsparse {version('newsparse')}\n"
    for arguments in (["--help"], ["parse", "--help"], ["show", "-h"]):
        result = run(*arguments)
        assert result.exit_code == 0
        assert "Exit codes:" in result.stdout
    assert run("--help").stdout.count("newsparse parse") >= 4


def test_the_output_may_not_stand_among_the_inputs(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    dump = pages / "dump.jsonl"
    dump.write_text('{"text": "Ferry sinks"}\n', "utf-8")
    for arguments in (
        ["parse", str(dump), "-o", str(dump)],
        ["parse", str(pages), "-o", str(dump)],
    ):
        done = CliRunner().invoke(cli, arguments)
        assert done.exit_code == 2
        assert "stands among the inputs" in done.output
    assert dump.read_text("utf-8") == '{"text": "Ferry sinks"}\n'
