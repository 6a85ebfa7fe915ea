"""The engine's options as a user of the program meets them."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from newsparse.cli import cli
from newsparse.cli.execution import exit_code
from newsparse.cli.running import Running
from newsparse.engine.balance import Balance
from newsparse.engine.quarantine import read_quarantine
from newsparse.engine.work import ParseWork
from newsparse.readers import ReadDocument, ReadError
from tests.faults import FaultyWork

PAGE = "Old mill reopens\n\nHANOI: The mill by the river opened its doors again on Monday."
LONG = "\n\n".join([PAGE, *["The wheel had stood still since the flood, and nobody knew why."] * 9])


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: object, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments], input=stdin)


def dump(texts: list[str], name: str = "dump.jsonl") -> Path:
    lines = (json.dumps({"text": text, "id": str(n)}) for n, text in enumerate(texts, 1))
    Path(name).write_text("\n".join(lines) + "\n")
    return Path(name)


def ids(path: str | Path) -> list[str]:
    return [json.loads(line)["id"] for line in Path(path).read_text().splitlines()]


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that misbehave as their first word says."""
    monkeypatch.setattr(Running, "work", lambda *_: FaultyWork())


# ---- quarantine


@pytest.mark.usefixtures("faulty")
def test_what_breaks_the_parser_is_said_and_quarantined() -> None:
    path = dump([PAGE, "RAISE", PAGE])
    with path.open("a") as more:
        more.write('{"text": "cut\n')
    result = run("parse", path, "-o", "out.jsonl", "--jobs=1")
    assert result.exit_code == 1
    said = result.stderr.splitlines()
    assert said[0] == "newsparse: dump.jsonl:2: could not be parsed (RuntimeError: no\\nway)"
    assert said[1].startswith("newsparse: dump.jsonl:4: not valid JSON")
    assert said[2].endswith("quarantine/out.jsonl.zst: 2 quarantined (see newsparse retry)")
    assert said[3] == "newsparse: read 4 = parsed 2 + empty 0 + quarantined 2"
    assert ids("out.jsonl") == ["1", "3"]
    page, record = read_quarantine("quarantine/out.jsonl.zst")
    assert isinstance(page, ReadDocument)
    assert (page.source, page.record, page.document.content) == ("dump.jsonl", 2, "RAISE")
    assert isinstance(record, ReadError)
    assert record.raw == b'{"text": "cut'


@pytest.mark.usefixtures("faulty")
def test_a_run_without_failures_takes_the_old_quarantine_away() -> None:
    run("parse", dump([PAGE, "RAISE"]), "-o", "out.jsonl", "--jobs=0")
    assert Path("quarantine/out.jsonl.zst").exists()
    run("parse", dump([PAGE]), "-o", "out.jsonl", "--jobs=0")
    assert not Path("quarantine/out.jsonl.zst").exists()


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize("name", ["q.jsonl", "q.jsonl.gz", "q.jsonl.zst"])
def test_a_quarantine_is_parsed_again_from_any_compression(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run("parse", dump([PAGE, "RAISE"]), "--quarantine", name, "--jobs=0")
    assert result.exit_code == 1
    monkeypatch.setattr(Running, "work", lambda *_: ParseWork())
    result = run("retry", Path(name), "-o", "rescued.jsonl", "--jobs=1")
    assert (result.exit_code, ids("rescued.jsonl")) == (0, ["2"])


@pytest.mark.usefixtures("faulty")
def test_what_fails_again_is_quarantined_again() -> None:
    path = dump([PAGE, "RAISE"])
    with path.open("a") as more:
        more.write("[]\n")
    run("parse", path, "-o", "out.jsonl", "--jobs=0")
    result = run("retry", "quarantine/out.jsonl.zst", "-o", "rescued.jsonl", "--jobs=0")
    assert result.exit_code == 2
    assert not Path("rescued.jsonl").exists()
    first, again = (list(read_quarantine(f"quarantine/{name}.jsonl.zst"))
                    for name in ("out", "rescued"))  # fmt: skip
    assert first == again


def test_a_damaged_quarantine_is_read_as_far_as_it_goes() -> None:
    Path("q.jsonl").write_text('{"source": "a"}\nnothing\n')
    result = run("retry", "q.jsonl", "missing.jsonl")
    assert result.exit_code == 2
    said = result.stderr.splitlines()
    assert said[0] == "newsparse: q.jsonl:1: not a line of a quarantine (KeyError)"
    assert said[1] == "newsparse: q.jsonl:2: not a line of a quarantine (JSONDecodeError)"
    assert said[2] == "newsparse: missing.jsonl: No such file or directory"


def test_nothing_is_written_where_something_is_read() -> None:
    path = dump([PAGE])
    for option in ("--output", "--quarantine", "--summary-json"):
        result = run("parse", path, option, path)
        assert result.exit_code == 2
        assert "stands among the inputs" in result.output
    Path("quarantine").mkdir()
    old = dump([], "quarantine/out.jsonl.zst")
    result = run("retry", old, "-o", "out.jsonl")
    assert (result.exit_code, old.exists()) == (2, True)


def test_nothing_is_written_over_what_the_run_writes() -> None:
    path = dump([PAGE])
    for options in (
        ("--output", "a", "--quarantine", "a"),
        ("--output", "a", "--summary-json", "./a"),
        ("--quarantine", "a", "--summary-json", "a"),
    ):
        result = run("parse", path, *options)
        assert (result.exit_code, Path("a").exists()) == (2, False)
        assert "are one file" in result.output
    result = run("parse", path, "-o", "b", "--quarantine", os.devnull, "--summary-json", os.devnull)
    assert (result.exit_code, ids("b")) == (0, ["1"])


def test_without_a_quarantine_only_that_of_an_earlier_run_goes() -> None:
    path = dump([PAGE])
    Path("quarantine").mkdir()
    earlier = [dump([], f"quarantine/out.jsonl.{packed}") for packed in ("gz", "zst")]
    kept = [dump([], name) for name in ("dump.gz", "dump.zst", "q.jsonl.gz")]
    assert run("parse", path, "-o", "out.jsonl", "--jobs=0").exit_code == 0
    assert run("parse", path, "-o", "a", "--quarantine", "dump.json", "--jobs=0").exit_code == 0
    assert run("parse", path, "-o", "a", "--quarantine", "q.jsonl.zst", "--jobs=0").exit_code == 0
    assert [each.exists() for each in (*earlier, *kept)] == [False, False, True, True, True]
    os.mkfifo("pipe")  # as any device
    reading = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    assert run("parse", path, "-o", "a", "--quarantine", "pipe", "--jobs=0").exit_code == 0
    os.close(reading)
    assert Path("pipe").exists()


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize(
    ("name", "why"), [("folder", "Is a directory"), ("pages.jsonl/q", "Not a directory")]
)
def test_a_quarantine_that_cannot_be_opened_is_told_before_the_run(
    here: Path, name: str, why: str
) -> None:
    Path("folder").mkdir()
    dump([PAGE], "pages.jsonl")
    result = run("parse", dump(["RAISE"]), "-o", "out", "--quarantine", name, "--jobs=0")
    assert (result.exit_code, result.stderr) == (2, f"newsparse: {here / name}: {why}\n")


# ---- which documents, and how it ends


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--deadline", "nan"),
        ("--deadline", "inf"),
        ("--memory", str(1 << 50)),
        ("--sample", "nan"),
        ("--max-error-rate", "nan"),
    ],
)
def test_what_is_no_number_of_the_range_is_refused(option: str, value: str) -> None:
    result = run("parse", dump([PAGE]), option, value)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"Invalid value for '{option}'" in result.stderr


def test_the_widest_limits_are_some() -> None:
    limits = ("--deadline=86400", f"--memory={1 << 30}")
    assert run("parse", dump([PAGE]), "-o", "out", "--jobs=1", *limits).exit_code == 0


def test_parts_of_a_dump() -> None:
    path = dump([PAGE, "", LONG, PAGE] * 50)
    for options, expected in (
        (["--limit=3"], ["1", "2", "3"]),
        (["--filter=page_type=empty", "--limit=10"], ["2", "6", "10"]),
        (["--filter=page_type=empty,article", "--limit=4"], ["2", "3"]),
        (["--filter=flags=truncated"], []),
    ):
        result = run("parse", path, "-o", "out.jsonl", "--jobs=0", *options)
        assert (result.exit_code, ids("out.jsonl")) == (0, expected)
    run("parse", path, "-o", "a.jsonl", "--jobs=0", "--sample=0.2")
    run("parse", path, "-o", "b.jsonl", "--jobs=1", "--sample=0.2")
    assert Path("a.jsonl").read_bytes() == Path("b.jsonl").read_bytes()
    assert 20 < len(ids("a.jsonl")) < 60


@pytest.mark.parametrize(
    ("text", "said"),
    [
        *((text, "is not FIELD=VALUE with a field of page_type, language, flags")
          for text in ("page_type", "page_type=", "colour=red", "=x")),
        ("language=en,", "has an empty value"),
        ("page_type=artcle", "page_type is never 'artcle', but article, "),
        ("flags=truncated,none", "flags is never 'none', but "),
    ],
)  # fmt: skip
def test_a_filter_that_is_none_is_wrong_usage(text: str, said: str) -> None:
    result = run("parse", dump([PAGE]), "--filter", text)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("language=EN", ["1", "2"]),
        ("language=pt,De", ["3", "4"]),
        ("language=pt-br", ["3"]),
        ("page_type=EMPTY", ["1", "2", "3", "4", "5"]),
        ("Page_Type=article, index", []),
    ],
)
def test_filters_do_not_depend_on_case(text: str, kept: list[str]) -> None:
    languages = ("en", "EN_gb", "pt-BR", "de", None)
    pages = [{"id": str(at), "text": "", "language": of} for at, of in enumerate(languages, 1)]
    Path("a.jsonl").write_text("".join(json.dumps(page) + "\n" for page in pages))
    run("parse", "a.jsonl", "-o", "out.jsonl", "--jobs=0", "--filter", text)
    assert ids("out.jsonl") == kept


TAGGED = "<div><p>Mill burns.</p><p>Police said.</p></div>"


@pytest.mark.parametrize(
    ("name", "content", "option"),
    [
        ("a.jsonl", "".join(json.dumps({"body": each}) + "\n" for each in ("Mill", *[TAGGED] * 3)),
         "--html-field KEY"),
        ("a.csv", f"url,text\n1,Mill\n2,{TAGGED}\n3,{TAGGED}\n", "--html-field KEY"),
        ("a.txt", TAGGED, "--format html"),
    ],
)  # fmt: skip
def test_tags_in_what_is_taken_for_text_are_told_once(name: str, content: str, option: str) -> None:
    Path(name).write_text(content)
    said = run("parse", name, "--jobs=0").stderr
    assert said.count("\n") == 1
    assert f"it holds the tags of HTML: {option}" in said
    assert run("parse", name, "--jobs=0", "--quiet").stderr == ""


def test_tags_in_what_is_read_as_html_are_not_told() -> None:
    Path("a.jsonl").write_text(json.dumps({"body": TAGGED}) + "\n")
    said = run("sniff", "a.jsonl").stdout
    assert "1 taken for text hold the tags of HTML: --html-field body reads such as HTML" in said
    assert run("parse", "a.jsonl", "--jobs=0", "--html-field=body").stderr == ""
    assert "tags" not in run("sniff", "a.jsonl", "--html-field=body").stdout


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize(("rate", "code"), [(None, 1), ("0.5", 0), ("0.25", 0), ("0.2", 3)])
def test_the_rate_of_failures_decides(rate: str | None, code: int) -> None:
    options = [] if rate is None else ["--max-error-rate", rate]
    result = run("parse", dump([PAGE, "RAISE", PAGE, ""]), "-o", "out.jsonl", "--jobs=0", *options)
    assert (result.exit_code, ids("out.jsonl")) == (code, ["1", "3", "4"])


@pytest.mark.parametrize(
    ("balance", "rate", "code"),
    [
        (Balance(), None, 0),
        (Balance(read=1, parsed=1), None, 0),
        (Balance(read=2, empty=1, quarantined=1), None, 1),
        (Balance(read=1, parsed=1, unreadable_inputs=1), 1.0, 1),
        (Balance(read=1, quarantined=1), None, 2),
        (Balance(read=1, quarantined=1), 0.5, 3),
        (Balance(unreadable_inputs=1), None, 2),
    ],
)
def test_exit_codes(balance: Balance, rate: float | None, code: int) -> None:
    assert exit_code(balance, rate) == code


@pytest.mark.usefixtures("faulty")
def test_the_summary_is_the_balance() -> None:
    run("parse", dump([LONG, "RAISE", ""]), "-o", "out.jsonl", "--summary-json=s.json", "--jobs=0")
    summary: dict[str, Any] = json.loads(Path("s.json").read_text())
    assert (summary["read"], summary["parsed"], summary["empty"]) == (3, 1, 1)
    assert (summary["quarantined"], summary["exit_code"]) == (1, 1)
    assert summary["page_types"] == {"article": 1, "empty": 1}
    assert summary["documents_per_second"] > 0


@pytest.mark.usefixtures("faulty")
def test_quiet_is_quiet() -> None:
    result = run("parse", dump([PAGE, "RAISE"]), "missing", "-o", "out.jsonl", "-q", "--jobs=0")
    assert (result.exit_code, result.output) == (1, "")


# ---- a terminal


def on_a_terminal(*arguments: str) -> str:
    """What a run says on a terminal."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from newsparse.cli import main; main()", *arguments]
    with subprocess.Popen(command, stderr=theirs, stdout=subprocess.DEVNULL) as running:
        os.close(theirs)
        said = b""
        while True:
            try:
                more = os.read(ours, 4096)
            except OSError:  # the end, on Linux
                break
            if not more:
                break
            said += more
        running.wait()
    os.close(ours)
    return said.decode()


def test_progress_is_shown_on_a_terminal() -> None:
    path = dump([PAGE] * 400)
    said = on_a_terminal("parse", str(path), "-o", "out.jsonl", "-j1")
    assert "\r\x1b[K64 done · " in said
    assert " left" in said
    assert said.endswith("newsparse: read 400 = parsed 400 + empty 0 + quarantined 0\r\n")
    assert on_a_terminal("parse", str(path), "-o", "out.jsonl", "--quiet") == ""


# ---- a configuration file


@pytest.mark.parametrize("file", ["newsparse.toml", "pyproject.toml"])
def test_what_one_repeats_stands_in_a_file(file: str) -> None:
    own = file == "newsparse.toml"
    head, parse = ("", "[parse]") if own else ("[tool.newsparse]\n", "[tool.newsparse.parse]")
    Path(file).write_text(
        f'{head}jobs = 0\n{parse}\ntext-field = "page"\nfilter = "page_type=empty"\n'
    )
    Path("dump.jsonl").write_text('{"page": ""}\n{"page": "Mill burns"}\n')
    assert len(run("parse", "dump.jsonl").stdout.splitlines()) == 1
    result = run("parse", "dump.jsonl", "--filter=page_type=empty,other")
    assert len(result.stdout.splitlines()) == 2


def test_a_named_file_goes_before_all_and_the_own_before_the_project() -> None:
    Path("pyproject.toml").write_text("[tool.newsparse]\nnonsense = 1\n")
    assert run("schema").exit_code == 2
    Path("newsparse.toml").write_text("spans = true\n")
    assert "blocks" in run("schema").stdout
    Path("other.toml").write_text("[schema]\nspans = false\n")
    assert "blocks" not in run("--config", "other.toml", "schema").stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("jbos = 1", "newsparse.toml: unknown key 'jbos' (did you mean 'jobs'?)"),
        (
            "[parse]\njbos = 1",
            "newsparse.toml: unknown key 'parse.jbos' (did you mean 'parse.jobs'?)",
        ),
        ("[prase]\njobs = 1", "newsparse.toml: unknown key 'prase' (did you mean 'parse'?)"),
        ("[parse]\nquux = 1", "newsparse.toml: unknown key 'parse.quux'"),
        ('jobs = "many"', "newsparse.toml: jobs: 'many' is not a valid integer"),
        ("spans = 1", "newsparse.toml: spans: true or false, not 1"),
        ("limit = [1]", "newsparse.toml: limit: "),
        ("limit = ", "newsparse.toml: Invalid value"),
    ],
)
def test_a_mistake_in_the_file_is_one_clear_error(text: str, said: str) -> None:
    Path("newsparse.toml").write_text(text)
    result = run("parse", "-")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"Error: {said}" in result.stderr
    Path("newsparse.toml").unlink()
    assert run("--config", "gone.toml", "parse", "-").stderr.endswith(
        "Error: gone.toml: No such file or directory\n"
    )


def test_somebody_elses_project_file_is_none_of_ours() -> None:
    for text in ("not toml", "tool = 3", "[project]\nname = 'x'"):
        Path("pyproject.toml").write_text(text)
        assert run("schema").exit_code == 0


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_can_complete(shell: str) -> None:
    result = run("--completion", shell)
    assert result.exit_code == 0
    assert "_NEWSPARSE_COMPLETE" in result.stdout
    assert run("--completion", "cmd").exit_code == 2
