"""Articles to be read: a file of text or Markdown each."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from newsparse.writers.text import encodable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Record = Mapping[str, Any]

_IN_NAMES = re.compile(r"[^\w.-]++")
_PAGE = re.compile(r"\.(?:txt|text|md|html?)$")
_MARKUP = re.compile(r"[\\`*_\[\]<]|^(?:[#>+=~-]|\d+(?=[.)]))")
_KEPT = ("id", "url", "language", "published", "modified", "authors")


def as_text(record: Record) -> str:
    r"""Headline, deck and body, a blank line between any two.

    >>> as_text({"headline": "Mill burns", "deck": None, "body": [{"kind": "quote", "text": "Oh"}]})
    'Mill burns\n\nOh\n'
    """
    parts = [record["headline"], record["deck"], *(part["text"] for part in record["body"])]
    return "".join(f"{part}\n\n" for part in parts if part)[:-1]


def as_markdown(record: Record) -> str:
    """Headline, deck and body with their kinds, behind what is known of the article."""
    known = [(key, record[key]) for key in _KEPT if record[key]]
    head = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in known)
    parts = [f"---\n{head}---"] if head else []
    if record["headline"]:
        parts.append(f"# {_escaped(record['headline'])}")
    if record["deck"]:
        parts.append(f"*{_escaped(record['deck'])}*")
    text, kind = "\n\n".join(parts), None
    for part in record["body"]:
        tight = part["kind"] == kind and kind in {"list_item", "table_row"}
        kind = part["kind"]
        text += ("\n" if tight else "\n\n") + _BLOCKS[kind](_escaped(part["text"]))
    return f"{text.strip()}\n"


_BLOCKS: dict[str, Callable[[str], str]] = {
    "paragraph": str,
    "heading": "## {}".format,
    "list_item": "- {}".format,
    "quote": "> {}".format,
    "table_row": str,
}


def _escaped(text: str) -> str:
    r"""The text with what Markdown would take for markup escaped.

    >>> _escaped("1. Mill *burns*"), _escaped("At 1. mill")
    ('1\\. Mill \\*burns\\*', 'At 1. mill')
    """
    return _MARKUP.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"


class FolderWriter:
    """Writes each record to a file of its own: its number, and the end of its id."""

    def __init__(self, folder: Path, suffix: str, render: Callable[[Record], str]) -> None:
        self._folder = folder
        self._suffix = suffix
        self._render = render
        self._count = 0

    def write(self, record: Record, /) -> None:
        """Write the file."""
        self._count += 1
        end = str(record["id"] or "").rpartition("/")[2]
        end = _IN_NAMES.sub("-", _PAGE.sub("", encodable(end))).strip("-.")[:60]
        name = f"{self._count:07}{'-' if end else ''}{end}{self._suffix}"
        (self._folder / name).write_bytes(encodable(self._render(record)).encode())

    def close(self) -> None:
        """Nothing is held back."""

    def abandon(self) -> None:
        """Nothing is held back."""
