"""What the docs tell to type: run where the files stand that they name, or taken apart as typed."""

from __future__ import annotations

import gzip
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from newsparse import Document
from newsparse.cli import cli
from newsparse.engine.quarantine import quarantined_document
from newsparse.engine.work import Failed
from newsparse.extras import zstd
from newsparse.readers import ReadDocument
from newsparse.readers.fields import ALIASES
from tests import dumps
from tests.records import parsed, parsed_parquet

ROOT = Path(__file__).parent.parent
DOCS = {
    path.name: path.read_text("utf-8")
    for path in (
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *sorted((ROOT / "docs").glob("*.md")),
    )
}
GUIDE = DOCS["reading-dumps.md"]
TOP = click.Context(cli, info_name="newsparse", **cli.context_settings)  # commands keep its help
HELP = "\n".join(
    [
        cli.get_help(TOP),
        *(each.get_help(click.Context(each, TOP)) for each in cli.commands.values()),
    ]
)


def blocks(kind: str) -> list[str]:
    """The lines of the blocks of a kind in all docs, comments taken off."""
    whole = "\n".join(DOCS.values())
    lines = "".join(re.findall(rf"```{kind}\n(.*?)```", whole, re.DOTALL)).splitlines()
    return sorted({re.sub(r"\s+# .*", "", line) for line in lines} - {""})


SHELL = blocks("sh")
RUN = [line for line in SHELL if "newsparse" in line]
SHOWN = [line.removeprefix("$ ") for line in blocks("console") if line.startswith("$ ")]
PROSE = re.sub(r"```.*?```", "", "\n".join(DOCS.values()), flags=re.DOTALL)
INLINE = {" ".join(each.split()) for each in re.findall(r"`([^`]+)`", PROSE)}
NAMED = sorted(
    {each for each in INLINE if each.startswith("newsparse ")}
    | set(re.findall(r"^ +(newsparse \S.*?)(?:  |\s*$)", HELP, re.MULTILINE))
)
EVALUATED = sorted({each for each in INLINE if each.startswith("eval ")})
OPTIONS = sorted({each for each in INLINE if re.fullmatch(r"--?[a-z][a-z-]*( .+)?", each)})
MADE = sorted({each for each in (*INLINE, *SHELL) if each.startswith("make ")})
MODULES = sorted({each for each in INLINE if each.startswith("python -m ")})
OUTSIDE = r"make |python -m |pip install |#"
"""What commands of blocks may begin with beside those that are run."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the docs name, to be copied."""
    folder = tmp_path_factory.mktemp("docs")
    text = (ROOT / "fixtures" / "demo" / "harbour.txt").read_text("utf-8")
    page = {"id": "1", "url": "https://news.example/1", "title": "Drowned chapel", "text": text}
    pages = [page | {"id": str(number)} for number in range(3)]
    news = [
        {"maintext": text, "requested_url": "u", "title": "Drowned chapel rises"}
        | {"date_publish": "2021-09-13", "authors": []}
        for _ in range(3)
    ]
    lines = "".join(json.dumps(each) + "\n" for each in news).encode()
    feed = [{"body": text, "link": "https://news.example/1"}]
    hung = Failed("DeadlineExceeded", "took longer than 30 s", 30.1)
    aside = quarantined_document(ReadDocument("a", 1, Document(text, id="1")), hung)
    contents: dict[str, bytes] = {
        **{name: text.encode() for name in ("page.txt", "pages/a.txt", "pages/b/c.txt")},
        "pages/d.page": text.encode(),
        "dump.jsonl": lines,
        "dump.jsonl.gz": gzip.compress(lines),
        "CC-NEWS-20240101000000-00001.warc.gz": gzip.compress(dumps.warc(pages)),
        "crawl.wet.gz": gzip.compress(dumps.wet(pages)),
        "train.parquet": dumps.parquet_file([{"content": text}]),
        "data/one.parquet": dumps.parquet_file(pages),
        "pages.tar.gz": gzip.compress(dumps.tar(pages)),
        "pages.zip": dumps.zip_file(pages),
        "copied.txt": f"{text}\n\n\n\n-----\n{text}".encode(),
        "feed.csv": dumps.table(feed, columns=["body", "link"]),
        "aside.jsonl.gz": gzip.compress(aside),
        "articles.jsonl": parsed(spans=True),
        "articles.parquet": parsed_parquet(),
        "articles.jsonl.gz": gzip.compress(parsed(spans=False)),
        **{f"part-{at}.jsonl.zst": zstd().compress(parsed(spans=False)) for at in (1, 2)},
    }
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def folder(files: Path, tmp_path: Path) -> Path:
    return shutil.copytree(files, tmp_path / "docs")


class Run(NamedTuple):
    """A command that was run in a folder of its own."""

    said: subprocess.CompletedProcess[str]
    changed: bool
    """Whether files of the folder have changed."""


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def state(folder: Path) -> dict[str, int]:
    return {each.name: each.stat().st_mtime_ns for each in folder.iterdir()}


def test_the_docs_have_commands() -> None:
    found = (RUN, SHOWN, NAMED, EVALUATED, OPTIONS, MADE, MODULES)
    least = (30, 1, 20, 1, 20, 5, 5)
    assert all(len(each) >= count for each, count in zip(found, least, strict=True))


@pytest.fixture(scope="module")
def runs(files: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    """What each command of the docs did, in a folder of its own: all at once, a few at a time."""
    copies = tmp_path_factory.mktemp("copies")
    folders = [shutil.copytree(files, copies / str(number)) for number in range(len(RUN))]
    before = [state(folder) for folder in folders]
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        said = list(pool.map(run, RUN, folders))
    changed = [state(folder) != was for folder, was in zip(folders, before, strict=True)]
    return dict(zip(RUN, map(Run, said, changed), strict=True))


@pytest.mark.parametrize("command", RUN)
def test_a_command_of_the_docs_runs(command: str, runs: dict[str, Run]) -> None:
    done = runs[command].said
    assert done.returncode == 0
    balance = r"(newsparse: read .* \+ quarantined 0(; wrote \d+)?\n)?"
    assert re.fullmatch(balance, done.stderr)
    assert done.stdout or runs[command].changed


@pytest.mark.parametrize("command", SHOWN)
def test_a_command_that_is_shown_runs_in_a_clone(command: str) -> None:
    done = run(command, ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


@pytest.mark.parametrize("command", EVALUATED)
def test_a_command_for_the_shell_itself_runs(command: str, folder: Path) -> None:
    done = run(f"{command}; complete -p newsparse", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "newsparse" in done.stdout


@pytest.mark.parametrize("command", NAMED)
def test_a_command_that_is_named_can_be_typed(command: str) -> None:
    """Its options exist and take what they are given; words in capitals stand for anything."""
    _, name, *arguments = shlex.split(re.split(r" [|<>] ", command)[0])
    found = cli.commands[name]
    ctx = click.Context(found, TOP, info_name=name)
    given, rest, _ = found.make_parser(ctx).parse_args(arguments)
    assert rest == []
    for option in found.params:
        value = given.get(option.name)
        if isinstance(value, str) and not value.isupper():
            option.type_cast_value(ctx, value)


@pytest.mark.parametrize("option", OPTIONS)
def test_an_option_that_is_named_exists(option: str) -> None:
    commands = (cli, *cli.commands.values())
    ours = {name for each in commands for option in each.params for name in option.opts}
    measuring = "".join(path.read_text() for path in (ROOT / "benchmarks").glob("*.py"))
    name = option.split(maxsplit=1)[0]
    assert name in ours or f'"{name}"' in measuring


@pytest.mark.parametrize("command", MADE)
def test_a_target_of_make_exists(command: str) -> None:
    target = command.split()[1]
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


@pytest.mark.parametrize("command", MODULES)
def test_a_module_that_is_run_exists_and_has_the_options(command: str) -> None:
    _, _, module, *arguments = command.split()
    code = (ROOT / f"{module.replace('.', '/')}.py").read_text()
    assert "ArgumentParser" in code
    for each in arguments:
        name = each if each.startswith("-") else each.lower()
        assert not re.fullmatch("--?[a-z-]+|[A-Z]+", each) or f'"{name}"' in code


def test_every_command_of_a_block_is_checked() -> None:
    left = [line for line in SHELL if line not in RUN and not re.match(OUTSIDE, line)]
    assert left == []


def test_every_extra_that_is_named_exists() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"][
        "optional-dependencies"
    ]
    named = set(re.findall(r"newsparse\[(\w+)\]", "".join(DOCS.values())))
    assert named
    assert named <= extras.keys()


def test_sniff_says_what_the_guide_shows(folder: Path) -> None:
    shown = re.search(r"```text\n(.*?)```", GUIDE, re.DOTALL)
    assert shown is not None
    said = run("newsparse sniff dump.jsonl.gz", folder).stdout
    assert said.startswith(shown[1])


def test_the_guide_lists_every_key() -> None:
    for keys in ALIASES.values():
        assert ", ".join(f"`{key}`" for key in keys) in GUIDE
