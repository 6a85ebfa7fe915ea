"""Whole fixture pages judged key by key: the cases of their tests, and what is known to fail."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from newsparse.parts import fold

Record = Mapping[str, Any]


def judged(record: dict[str, Any], expected: Record) -> dict[str, Any]:
    """The record folded, its dateline cut down to the keys that are judged."""
    dateline = expected.get("dateline")
    if dateline and record["dateline"]:
        record["dateline"] = {key: record["dateline"][key] for key in dateline}
    return {key: folded(value) for key, value in record.items()}


def folded(value: Any) -> Any:
    """The value with white space folded in every text but the dateline's, an exact beginning."""
    if isinstance(value, str):
        return fold(value)
    if isinstance(value, list):
        return [folded(item) for item in value]
    if isinstance(value, dict) and "places" not in value:
        return {key: folded(item) for key, item in value.items()}
    return value


def cases(expected: Mapping[str, Record], known: Mapping[str, tuple[str, ...]]) -> list[object]:
    """Every judged key of every page; known failures must go on failing."""
    wrong = pytest.mark.xfail(strict=True)
    return [
        pytest.param(
            name, key, id=f"{name}-{key}", marks=[wrong] if key in known.get(name, ()) else []
        )
        for name, record in expected.items()
        for key in record
    ]


def print_failures(expected: Mapping[str, Record], found: Callable[[str], Record]) -> None:
    """Print the table of known failures as it should be now, and to standard error why."""
    table = ["KNOWN_FAILURES: dict[str, tuple[str, ...]] = {"]
    for name, record in expected.items():
        wrong = [key for key in record if found(name)[key] != record[key]]
        if wrong:
            keys = ", ".join(f'"{key}"' for key in wrong)
            table.append(f'    "{name}": ({keys}{"," if len(wrong) == 1 else ""}),')
        for key in wrong:
            sys.stderr.write(f"{name} {key}\n  expected {show(record[key])}\n")
            sys.stderr.write(f"  found    {show(found(name)[key])}\n")
    sys.stdout.write("\n".join([*table, "}\n"]))


def show(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
