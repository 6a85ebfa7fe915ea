"""Inputs into documents: one protocol, one module a format, one table of formats.

A file is opened, its compression peeled off, its format told by its bytes, and its reader or its
container called. Readers find records and give each as a `Pending`, which is taken apart only when
called: that is how a run that was cut off passes over what it has done. Whatever cannot be read
comes out as a `ReadError` in its place; reading goes on behind it.
"""

from __future__ import annotations

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from newsparse.extras import MissingExtraError
from newsparse.readers import remote
from newsparse.readers.codecs import peel
from newsparse.readers.files import STDIN, is_wanted, no_files, sources
from newsparse.readers.formats import (
    CONTAINERS,
    FORMATS,
    Container,
    Format,
    by_name,
    known_suffixes,
    recognize,
)
from newsparse.readers.reader import (
    Fields,
    Item,
    Pending,
    ReadDocument,
    Reader,
    ReadError,
    ReadOptions,
    error,
)
from newsparse.readers.sniff import HEAD
from newsparse.readers.split import Split
from newsparse.readers.stream import Damaged, Stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "CONTAINERS",
    "FORMATS",
    "Container",
    "Fields",
    "Format",
    "Item",
    "MissingExtraError",
    "ReadDocument",
    "ReadError",
    "ReadOptions",
    "Reader",
    "Split",
    "list_sources",
    "read",
    "read_source",
]

_DEFAULT = ReadOptions()
_MAX_DEPTH = 4  # archives within archives: one that holds itself would never end


def read(
    paths: Iterable[str | os.PathLike[str]], options: ReadOptions = _DEFAULT
) -> Iterator[Item]:
    """The documents of files, folders, patterns, URLs and standard input (`-`), lazily, in order.

    A named file is read whatever its suffix; of a folder or an archive only files with a known
    suffix are. What cannot be read comes out as a `ReadError` in its place.

    Raises:
        ValueError: `options.format` is not in `FORMATS`.

    >>> [found] = read(["missing.txt"])
    >>> found.source, found.message
    ('missing.txt', 'No such file or directory')
    """
    for source in list_sources(paths, options):
        if isinstance(source, ReadError):
            yield source
        else:
            yield from read_source(source, options)


def list_sources(
    paths: Iterable[str | os.PathLike[str]], options: ReadOptions = _DEFAULT
) -> Iterator[str | ReadError]:
    """The files that `read` opens, in its order: each can be read with `read_source` alone.

    Raises:
        ValueError: `options.format` is not in `FORMATS`.
    """
    if options.format is not None:
        by_name(options.format)
    for path in paths:
        yield from sources(os.fspath(path), options)


def read_source(source: str, options: ReadOptions = _DEFAULT, *, start: int = 0) -> Iterator[Item]:
    """The documents and errors of one file from position `start` on.

    The same file with the same options gives the same items every time: to go on behind an item,
    start at its `position + 1`. What stands before is found but not taken apart.

    Raises:
        ValueError: `options.format` is not in `FORMATS`.
    """
    for position, pending in islice(enumerate(_opened(source, options)), start, None):
        item = pending(position)
        if item is not None:
            yield item


def _opened(source: str, options: ReadOptions) -> Iterator[Pending]:
    try:
        with _file(source) as file:
            raw = getattr(file, "raw", file)
            yield from _items(Stream(raw, file), source, options, 0)
    except (OSError, ValueError, MissingExtraError) as why:
        yield error(source, None, _said(why))


def _file(source: str) -> AbstractContextManager[BinaryIO]:
    if remote.is_url(source):
        return remote.opened(source)
    if source != STDIN:
        return Path(source).open("rb", buffering=0)
    if sys.stdin is None:
        raise OSError("standard input is closed")
    return nullcontext(sys.stdin.buffer)


def _items(stream: Stream, name: str, options: ReadOptions, depth: int) -> Iterator[Pending]:
    """The records of a stream, and those of the files in it."""
    try:
        stream, _ = peel(stream, name)
        found = recognize(stream.peek(HEAD), name, options)
        if isinstance(found, Container):
            yield from _members(stream, name, found, options, depth)
        else:
            yield from found.reader(stream, name, options)
    except Damaged as damage:
        yield error(name, None, str(damage), offset=damage.offset)
    except MissingExtraError as why:
        yield error(name, None, str(why))


def _members(
    stream: Stream, name: str, container: Container, options: ReadOptions, depth: int
) -> Iterator[Pending]:
    if depth == _MAX_DEPTH:
        yield error(name, None, f"more than {_MAX_DEPTH} archives within one another")
        return
    suffixes = known_suffixes(options)
    empty = True
    for member in container.members(stream, name):
        if not isinstance(member, tuple):
            yield member
        elif is_wanted(member[0], suffixes):
            yield from _items(member[1], f"{name}/{member[0]}", options, depth + 1)
        else:
            continue
        empty = False
    if empty:
        yield error(name, None, no_files("archive"))


def _said(why: Exception) -> str:
    return (why.strerror if isinstance(why, OSError) else None) or str(why)
