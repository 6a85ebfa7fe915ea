"""Streams into lines that end at LF only: U+2028, form feeds and the like are text."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

from newsparse.readers.reader import MAX_BYTES
from newsparse.readers.stream import CHUNK, Damaged, Stream

if TYPE_CHECKING:
    from collections.abc import Iterator

_SURROGATE = re.compile("[\ud800-\udfff]")


class Line(NamedTuple):
    """A line where it stands."""

    number: int
    """From 1."""
    offset: int
    """Its first byte in the stream."""
    content: bytes | None
    """Without its LF; `None` if it is too long to hold."""
    cut: bool = False
    """Whether damage follows at once: more of it may be lost."""


def lines(stream: Stream) -> Iterator[Line | Damaged]:
    """The lines of a stream, and its damages in their places; what stands before one is a line."""
    number, offset = 1, 0
    parts: list[bytes] = []
    size = 0
    while True:
        try:
            chunk = stream.read(CHUNK)
        except Damaged as damage:
            if size:
                yield Line(number, offset, _joined(parts, size), cut=True)
                number += 1
            yield damage
            offset, parts, size = stream.position, [], 0
            continue
        if not chunk:
            break
        *whole, rest = chunk.split(b"\n")
        for part in whole:
            size += len(part)
            yield Line(number, offset, part if size == len(part) else _joined([*parts, part], size))
            number += 1
            offset += size + 1
            parts, size = [], 0
        if rest:
            size += len(rest)
            if size <= MAX_BYTES:
                parts.append(rest)
            else:
                parts.clear()
    if size:
        yield Line(number, offset, _joined(parts, size))


def too_long() -> str:
    """What to say of a line without content."""
    return f"line is longer than {MAX_BYTES >> 20} MiB"


def _joined(parts: list[bytes], size: int) -> bytes | None:
    return b"".join(parts) if size <= MAX_BYTES else None


def decode(line: bytes, encoding: str) -> str:
    """The text of a line of records.

    Raises:
        UnicodeDecodeError: it is not in this charset.
    """
    if line.startswith(codecs.BOM_UTF8):  # on any line: files with marks get concatenated
        line = line[3:]
    if encoding.lower().replace("_", "-") not in {"utf-8", "utf8"}:
        return line.decode(encoding)
    try:
        return line.decode()
    except UnicodeDecodeError:  # lone surrogates are let through
        text = line.decode("utf-8", "surrogatepass")
    if _SURROGATE.search(text):  # CESU-8, as Java and MySQL write it: pairs are one character
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return text
