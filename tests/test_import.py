"""What `import newsparse` costs, told by what it leaves undone."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

LONG = 80  # characters; longer patterns take milliseconds to compile

# Runs a line, then prints the modules it has imported and newsparse's patterns it has compiled.
WATCHED = """
import json, re, sys
patterns = []
def watched(pattern, flags=0, compile=re.compile):
    if sys._getframe(1).f_globals["__name__"].startswith("newsparse."):
        patterns.append(pattern)
    return compile(pattern, flags)
re.compile = watched
{line}
print(json.dumps([list(sys.modules), patterns]))
"""


def left_by(line: str) -> tuple[set[str], list[str]]:
    code = WATCHED.format(line=line)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    modules, patterns = json.loads(done.stdout)
    return set(modules), patterns


@pytest.mark.parametrize("line", ["import newsparse", "import newsparse.cli"])
def test_the_types_and_the_command_line_come_without_the_parser(line: str) -> None:
    modules, patterns = left_by(line)
    assert "newsparse.article" in modules
    assert modules.isdisjoint({"numpy", "lxml", "bs4", "dateutil", "newsparse.parser"})
    assert all(len(pattern) < LONG for pattern in patterns)


def test_the_parser_comes_without_what_only_some_pages_need() -> None:
    modules, patterns = left_by("from newsparse import parse")
    assert "newsparse.fields" in modules
    assert modules.isdisjoint({"lxml", "bs4", "ftfy", "dateutil", "charset_normalizer"})
    waiting = (
        *("byline", "clock", "date", "east_asian", "gazetteer", "places", "resolution", "ticker"),
        *("timestamp", "wire"),
    )
    assert modules.isdisjoint(f"newsparse.recognizers.{name}" for name in waiting)
    assert all(len(pattern) < LONG for pattern in patterns)


def test_the_watch_sees_what_is_compiled() -> None:
    modules, patterns = left_by("import newsparse.recognizers.wire")
    assert "newsparse.recognizers.wire" in modules
    assert any(len(pattern) >= LONG for pattern in patterns)


def test_the_package_has_its_names_and_no_others() -> None:
    import newsparse

    assert all(hasattr(newsparse, name) for name in newsparse.__all__)
    assert set(newsparse.__all__) <= set(dir(newsparse))
    with pytest.raises(AttributeError, match="no attribute 'prase'"):
        newsparse.prase  # type: ignore[attr-defined]  # noqa: B018 (the error is what is tested)
