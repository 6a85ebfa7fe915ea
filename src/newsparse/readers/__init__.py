"""Inputs into documents: one protocol, one module a format, one table of formats.

A format is a `Reader`: a function from an opened stream to documents and errors. `read` finds the
files, picks each one's format, and keeps going past whatever cannot be read.
"""

from __future__ import annotations

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from newsparse.readers.files import walk
from newsparse.readers.jsonl import read_jsonl
from newsparse.readers.reader import Fields, ReadDocument, Reader, ReadError, ReadOptions
from newsparse.readers.text import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "FORMATS",
    "Fields",
    "Format",
    "ReadDocument",
    "ReadError",
    "ReadOptions",
    "Reader",
    "read",
]

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Format:
    """A format by name, the file suffixes that mean it, and its reader."""

    name: str
    suffixes: frozenset[str]
    """Lower case, with the dot; `""` for files without one."""
    reader: Reader


FORMATS = (
    Format("text", frozenset({".txt", ".text", ""}), read_text),
    Format("jsonl", frozenset({".jsonl", ".ndjson"}), read_jsonl),
)
"""Every format; the first is that of standard input and of named files with unknown suffixes."""

_DEFAULT = ReadOptions()


def read(
    paths: Iterable[str | os.PathLike[str]], options: ReadOptions = _DEFAULT
) -> Iterator[ReadDocument | ReadError]:
    """The documents of files, folders and standard input (`-`), lazily and in order.

    A named file is read whatever its suffix; of a folder only files with a known suffix are. What
    cannot be read comes out as a `ReadError` in its place.

    Raises:
        ValueError: `options.format` is not in `FORMATS`.

    >>> list(read(["missing.txt"]))
    [ReadError(source='missing.txt', record=None, message='No such file or directory')]
    """
    formats = [each for each in FORMATS if options.format in (None, each.name)]
    if not formats:
        raise ValueError(f"unknown format {options.format!r}")
    for path in paths:
        name = os.fspath(path)
        try:
            is_folder = name != STDIN and Path(name).is_dir()
        except OSError as error:
            yield ReadError(name, None, _said(error))
            continue
        yield from _folder(name, formats, options) if is_folder else _file(name, formats, options)


def _folder(
    name: str, formats: list[Format], options: ReadOptions
) -> Iterator[ReadDocument | ReadError]:
    suffixes = frozenset().union(*(each.suffixes for each in formats))
    empty = True
    for found in walk(Path(name), suffixes):
        empty = False
        if isinstance(found, ReadError):
            yield found
        else:
            yield from _file(str(found), formats, options)
    if empty:
        known = ", ".join(sorted(suffixes - {""}))
        without = " or without suffix" if "" in suffixes else ""
        yield ReadError(name, None, f"no files to read in this folder ({known}{without})")


def _file(
    name: str, formats: list[Format], options: ReadOptions
) -> Iterator[ReadDocument | ReadError]:
    suffix = "" if name == STDIN else Path(name).suffix.lower()
    reader = next((each for each in formats if suffix in each.suffixes), formats[0]).reader
    try:
        with _opened(name) as stream:
            yield from reader(stream, name, options)
    except OSError as error:
        yield ReadError(name, None, _said(error))


def _opened(name: str) -> AbstractContextManager[BinaryIO]:
    if name != STDIN:
        return Path(name).open("rb")
    if sys.stdin is None:
        raise OSError("standard input is closed")
    return nullcontext(sys.stdin.buffer)


def _said(error: OSError) -> str:
    return error.strerror or str(error)
