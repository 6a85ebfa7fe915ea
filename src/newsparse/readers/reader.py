"""What a reader is, and what comes out of one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsparse.document import Document

MAX_BYTES = 1 << 28
"""Bytes (256 MiB) beyond which a file or a line is no page: it is refused, not loaded."""


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document with the place it was read from."""

    source: str
    """The file as the caller named it, or its path within a named folder; `-` is standard input."""
    record: int | None
    """Line or record within the file, from 1; `None` where the file is the document."""
    document: Document


@dataclass(frozen=True, slots=True)
class ReadError:
    """A file, folder or record that could not be read; the others are read all the same."""

    source: str
    record: int | None
    """As in `ReadDocument`; `None` if the whole source is at fault."""
    message: str


@dataclass(frozen=True, slots=True)
class Fields:
    """The keys under which a record keeps its values; `None` tries the usual names in turn."""

    text: str | None = None
    id: str | None = None
    url: str | None = None
    title: str | None = None
    date: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How inputs are read; the same for every input of a run."""

    format: str | None = None
    """Name of a format in `FORMATS` for every input; `None` goes by each file's suffix."""
    fields: Fields = field(default_factory=Fields)
    encoding: str | None = None
    """Declared charset of the files; `None` leaves text files to the parser and takes records as
    UTF-8."""


class Reader(Protocol):
    """One format: a stream of bytes into its documents, lazily and in order."""

    def __call__(
        self, stream: BinaryIO, name: str, options: ReadOptions, /
    ) -> Iterator[ReadDocument | ReadError]:
        """Read one opened file; what cannot be read comes out as a `ReadError`.

        Raises:
            OSError: the stream broke off; `read` turns it into a `ReadError`.
        """
        ...
