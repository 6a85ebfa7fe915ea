"""The commands of docs/reading-dumps.md, run in a folder that holds the files they name."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from newsparse.readers.fields import ALIASES
from tests import dumps

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "reading-dumps.md").read_text("utf-8")
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
    for line in block.splitlines()
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    text = (ROOT / "fixtures" / "demo" / "harbour.txt").read_text("utf-8")
    page = {"id": "1", "url": "https://news.example/1", "title": "Drowned chapel", "text": text}
    pages = [page | {"id": str(number)} for number in range(3)]
    for name in ("pages/a.txt", "pages/b/c.txt", "pages/d.page"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    news = [
        {"maintext": text, "requested_url": "u", "title": "Drowned chapel rises"}
        | {"date_publish": "2021-09-13", "authors": []}
        for _ in range(3)
    ]
    lines = "".join(json.dumps(each) + "\n" for each in news)
    feed = [{"body": text, "link": "https://news.example/1"}]
    contents = {
        "dump.jsonl.gz": gzip.compress(lines.encode()),
        "CC-NEWS-20240101000000-00001.warc.gz": gzip.compress(dumps.warc(pages)),
        "crawl.wet.gz": gzip.compress(dumps.wet(pages)),
        "train.parquet": dumps.parquet_file([{"content": text}]),
        "data/one.parquet": dumps.parquet_file(pages),
        "pages.tar.gz": gzip.compress(dumps.tar(pages)),
        "pages.zip": dumps.zip_file(pages),
        "copied.txt": f"{text}\n\n\n\n-----\n{text}".encode(),
        "feed.csv": dumps.table(feed, columns=["body", "link"]),
    }
    for name, content in contents.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    return tmp_path


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


def test_the_guide_has_commands() -> None:
    assert len(COMMANDS) >= 15


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_guide_runs(command: str, folder: Path) -> None:
    before = set(folder.iterdir())
    done = run(command, folder)
    assert done.returncode == 0
    assert re.fullmatch(r"(newsparse: read .* \+ quarantined 0\n)?", done.stderr)
    assert done.stdout or set(folder.iterdir()) > before


def test_sniff_says_what_the_guide_shows(folder: Path) -> None:
    shown = re.search(r"```text\n(.*?)```", GUIDE, re.DOTALL)
    assert shown is not None
    said = run("newsparse sniff dump.jsonl.gz", folder).stdout
    assert said.startswith(shown[1])


def test_the_guide_lists_every_key() -> None:
    for keys in ALIASES.values():
        assert ", ".join(f"`{key}`" for key in keys) in GUIDE
