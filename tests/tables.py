"""Fixture tables: a row a case, sorted into wild, synthetic, negative and known failure."""

from __future__ import annotations

from pathlib import Path

import pytest

FIXTURES = Path(__file__).parent.parent / "fixtures"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table; lines beginning with `#` say what it is."""
    text = (FIXTURES / name).read_text("utf-8")
    columns, *values = [x.split("\t") for x in text.split("\n") if x and not x.startswith("#")]
    return [dict(zip(columns, row, strict=True)) for row in values]


def cases(name: str, key: str, **only: str) -> list[object]:
    """The rows as test parameters named by a column; known failures must go on failing."""
    fails = pytest.mark.xfail(strict=True)
    return [
        pytest.param(row, id=row[key], marks=[fails] if row["sort"] == "known_failure" else [])
        for row in rows(name)
        if all(row[column] == value for column, value in only.items())
    ]
