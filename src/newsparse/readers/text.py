"""Text files: one file, one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from newsparse.document import Document
from newsparse.readers.reader import MAX_BYTES, ReadDocument, ReadError, ReadOptions
from newsparse.readers.sniff import HEAD, looks_like

if TYPE_CHECKING:
    from collections.abc import Iterator


def read_text(
    stream: BinaryIO, name: str, options: ReadOptions, /
) -> Iterator[ReadDocument | ReadError]:
    """The whole file as one document of bytes (decoding is the parser's); its name is the id."""
    content = stream.read(HEAD)
    kind = looks_like(content, options.encoding)
    if kind is not None:
        yield ReadError(name, None, f"looks like {kind}, not like text")
        return
    content += stream.read(MAX_BYTES + 1 - len(content))
    if len(content) > MAX_BYTES:
        yield ReadError(name, None, f"more than {MAX_BYTES >> 20} MiB: too long for one page")
        return
    yield ReadDocument(name, None, Document(content, id=name))
