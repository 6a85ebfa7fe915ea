"""A file into its records: opened, peeled, told by its bytes, given to its reader or container."""

from __future__ import annotations

import sys
from contextlib import contextmanager, nullcontext
from io import FileIO
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from newsparse.extras import MissingExtraError
from newsparse.readers import remote
from newsparse.readers.codecs import peel
from newsparse.readers.files import STDIN, is_wanted, no_files
from newsparse.readers.formats import Container, known_suffixes, recognize
from newsparse.readers.reader import Item, Pending, ReadOptions, error
from newsparse.readers.sniff import HEAD
from newsparse.readers.stream import Damaged, Stream

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

_DEFAULT = ReadOptions()
_MAX_DEPTH = 4  # archives within archives: one that holds itself would never end


def read_source(source: str, options: ReadOptions = _DEFAULT, *, start: int = 0) -> Iterator[Item]:
    """The documents and errors of one file from position `start` on.

    The same file with the same options gives the same items every time: to go on behind an item,
    start at its `position + 1`. What stands before is found but not taken apart.

    Raises:
        ValueError: `options.format` is not in `FORMATS`.
    """
    for position, pending in islice(enumerate(_records(source, options)), start, None):
        item = pending(position)
        if item is not None:
            yield item


@contextmanager
def opened(source: str) -> Iterator[Stream]:
    """A file as a stream.

    Raises:
        OSError, ValueError, MissingExtraError: it cannot be opened.
    """
    with _file(source) as file:
        yield Stream(getattr(file, "raw", file), file)


def _records(source: str, options: ReadOptions) -> Iterator[Pending]:
    try:
        with opened(source) as stream:
            yield from _items(stream, source, options, 0)
    except (OSError, ValueError, MissingExtraError) as why:
        yield error(source, None, _said(why))


def _file(source: str) -> AbstractContextManager[BinaryIO | FileIO]:
    if remote.is_url(source):
        return remote.opened(source)
    if source != STDIN:
        return FileIO(source)
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
