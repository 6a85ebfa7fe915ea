"""The shell examples of README and docs/engine.md, run where the files stand that they name."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from newsparse import Document, parse
from newsparse.engine.quarantine import quarantined_document
from newsparse.engine.work import Failed
from newsparse.readers import ReadDocument

ROOT = Path(__file__).parent.parent
TEXTS = [(ROOT / name).read_text("utf-8") for name in ("README.md", "docs/engine.md")]
BLOCKS = [block for text in TEXTS for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL)]
LINES = sorted({line for block in BLOCKS for line in block.splitlines() if "newsparse" in line})
BALANCE = r"(newsparse: read \d+ = parsed \d+ \+ empty \d+ \+ quarantined 0(; wrote \d+)?\n)?"


@pytest.fixture
def dumps(tmp_path: Path) -> Path:
    page = ROOT / "fixtures" / "demo" / "harbour.txt"
    shutil.copy(page, tmp_path / "page.txt")
    (tmp_path / "pages").mkdir()
    shutil.copy(page, tmp_path / "pages" / "one.txt")
    record = json.dumps({"content": page.read_text("utf-8")}) + "\n"
    (tmp_path / "dump.jsonl").write_text(record * 3, "utf-8")
    (tmp_path / "dump.jsonl.gz").write_bytes(gzip.compress((record * 3).encode()))
    article = parse(page.read_bytes()).to_dict(spans=True)
    (tmp_path / "articles.jsonl").write_text(json.dumps(article) + "\n", "utf-8")
    aside = ReadDocument("dump.jsonl", 1, Document(page.read_text("utf-8"), id="1"))
    line = quarantined_document(aside, Failed("DeadlineExceeded", "took longer than 30 s", 30.1))
    (tmp_path / "aside.jsonl.gz").write_bytes(gzip.compress(line))
    return tmp_path


def test_there_are_examples() -> None:
    assert len(LINES) >= 14


@pytest.mark.parametrize("line", LINES)
def test_an_example_runs(line: str, dumps: Path) -> None:
    command = line.partition("  #")[0]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=dumps,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert re.fullmatch(BALANCE, done.stderr)
    assert done.stdout or list(dumps.glob("*.json*"))
