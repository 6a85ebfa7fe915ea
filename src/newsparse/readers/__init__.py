"""Inputs into documents: one protocol, one module a format, one table of formats.

A file is opened, its compression peeled off, its format told by its bytes, and its reader or its
container called. Readers find records and give each as a `Pending`, which is taken apart only when
called: that is how a run that was cut off passes over what it has done. Whatever cannot be read
comes out as a `ReadError` in its place; reading goes on behind it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from newsparse.extras import MissingExtraError
from newsparse.readers.files import sources
from newsparse.readers.formats import CONTAINERS, FORMATS, Container, Format, by_name
from newsparse.readers.opening import read_source
from newsparse.readers.reader import (
    Fields,
    Item,
    ReadDocument,
    Reader,
    ReadError,
    ReadOptions,
)
from newsparse.readers.split import Split

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
