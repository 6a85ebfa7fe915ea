"""A file that only grows, mark after mark, so that what is marked can be trusted later."""

from __future__ import annotations

import os
from hashlib import blake2b
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

_CHUNK = 1 << 20


class Mark(NamedTuple):
    """A place up to which a file is known."""

    end: int
    digest: str
    """Of what stands between the mark before and this one."""


START = Mark(0, "")


class GrowingFile:
    """An output under way."""

    def __init__(self, path: Path) -> None:
        path.touch()
        self._stream = path.open("r+b")
        self._hash = blake2b(digest_size=16)

    def write(self, data: bytes) -> None:
        """Add some bytes."""
        self._stream.write(data)
        self._hash.update(data)

    def mark(self) -> Mark:
        """Bring everything to the disk and mark its end."""
        to_disk(self._stream)
        mark = Mark(self._stream.tell(), self._hash.hexdigest())
        self._hash = blake2b(digest_size=16)
        return mark

    def holds(self, before: Mark, mark: Mark) -> bool:
        """Whether what stands between two marks is what was written."""
        digest = blake2b(digest_size=16)
        self._stream.seek(before.end)
        left = mark.end - before.end
        while left > 0 and (data := self._stream.read(min(left, _CHUNK))):
            digest.update(data)
            left -= len(data)
        return left == 0 and digest.hexdigest() == mark.digest

    def cut(self, mark: Mark) -> None:
        """Drop what stands behind a mark; go on from there."""
        self._stream.seek(mark.end)
        self._stream.truncate()
        self._hash = blake2b(digest_size=16)

    def close(self) -> None:
        """Close the file."""
        self._stream.close()


def to_disk(stream: BinaryIO) -> None:
    """Bring what was written to the disk, past all caches."""
    stream.flush()
    os.fsync(stream.fileno())


def folder_to_disk(folder: Path) -> None:
    """Bring the names in a folder to the disk; Windows does so by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
