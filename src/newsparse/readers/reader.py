"""What a reader is, and what comes out of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsparse.document import Document
    from newsparse.readers.split import Split
    from newsparse.readers.stream import Stream

MAX_BYTES = 1 << 28
"""Bytes (256 MiB) beyond which a file, a line or a record is no page: it is refused, not loaded."""


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document with the place it was read from."""

    source: str
    """The file as the caller named it, or its path within a named folder or archive
    (`dump.tar/a.txt`); `-` is standard input."""
    record: int | None
    """Line or record within the source, from 1; `None` where the source is the document."""
    document: Document
    offset: int | None = None
    """Where the record starts: byte of the source, decompressed; `None` where that is not known."""
    position: int = 0
    """Documents and errors before it in the file that was opened: see `read_source`."""


@dataclass(frozen=True, slots=True)
class ReadError:
    """A file, folder or record that could not be read; the others are read all the same."""

    source: str
    record: int | None
    """As in `ReadDocument`; `None` if the whole source is at fault."""
    message: str
    offset: int | None = None
    """As in `ReadDocument`; of damaged compressed data the byte of the compressed file."""
    position: int = 0
    raw: bytes | None = field(default=None, repr=False)
    """The record as it stands in the source, where there is one to keep."""


Item: TypeAlias = ReadDocument | ReadError

Pending: TypeAlias = Callable[[int], Item | None]
"""A record found but not yet taken apart: called with its position, it gives the item.

Passing over records is not calling them. `None` stands for a record that an error before it has
told of (the rest of a damaged row group).
"""


@dataclass(frozen=True, slots=True)
class Fields:
    """The keys under which a record keeps its values; `None` tries the usual names in turn.

    A dot leads into an object: `meta.url`.
    """

    text: str | None = None
    html: str | None = None
    id: str | None = None
    url: str | None = None
    title: str | None = None
    date: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How inputs are read; the same for every input of a run."""

    format: str | None = None
    """Name of a format in `FORMATS` for every input; `None` goes by each input's bytes."""
    fields: Fields = field(default_factory=Fields)
    encoding: str | None = None
    """Declared charset of the files; `None` leaves text files to the parser and takes records as
    UTF-8."""
    split: Split | None = None
    """Where one page ends and the next begins in a text file; `None` takes the file as one page."""


class Reader(Protocol):
    """One format: a stream of bytes into its records, lazily and in order, the same every time."""

    def __call__(self, stream: Stream, name: str, options: ReadOptions, /) -> Iterator[Pending]:
        """Read one opened source; what cannot be read comes out as a `ReadError`.

        Raises:
            Damaged: the stream is broken; what was to come is lost.
            MissingExtraError: the format needs a package that is not installed.
            OSError: the stream broke off.
        """
        ...


def error(
    name: str,
    record: int | None,
    message: str,
    *,
    offset: int | None = None,
    raw: bytes | None = None,
) -> Pending:
    """A record that is known to be unreadable.

    >>> error("a.csv", 3, "no text")(7)
    ReadError(source='a.csv', record=3, message='no text', offset=None, position=7)
    """
    return lambda position: ReadError(name, record, message, offset, position, raw)
