"""Bytes in order, with a look ahead, and with damage told where it stands."""

from __future__ import annotations

import tempfile
from typing import BinaryIO, Protocol

CHUNK = 1 << 18
"""Bytes taken at a time."""
_AHEAD = 1 << 16


class Damaged(Exception):  # noqa: N818 (it tells a state of the data, readers go on behind it)
    """The data are broken here; reading on gives what follows, if anything does."""

    def __init__(
        self, message: str, offset: int | None = None, *, since: int | None = None
    ) -> None:
        super().__init__(message)
        self.offset = offset
        """Byte of the file at which the damage was met."""
        self.since = since
        """Decompressed byte from which on everything is in doubt, where a checksum does not hold
        or data are corrupt: where the compressed member starts."""


class Source(Protocol):
    """What a stream draws from."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes, none at the end; raises `Damaged` in the place of broken ones."""
        ...


class Stream:
    """A stream of bytes; every byte before a damage comes before the exception."""

    def __init__(self, source: Source, file: BinaryIO | None = None) -> None:
        self._source = source
        self._readinto = getattr(source, "readinto", None)  # a file's own spares a copy
        self._file = file
        self._ahead = b""
        self._ended = False
        self._damage: Damaged | None = None
        self.position = 0
        """Bytes read so far."""

    def peek(self, size: int) -> bytes:
        """The next bytes, without taking them; fewer where the end or a damage comes first."""
        while len(self._ahead) < size and not (self._ended or self._damage):
            try:
                more = self._source.read(max(size - len(self._ahead), _AHEAD))
            except Damaged as damage:
                self._damage = damage
                break
            self._ended = not more
            self._ahead += more
        return self._ahead[:size]

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most `size`, maybe fewer; none at the end.

        Raises:
            Damaged: once for each damage, after all that stands before it.
        """
        if self._ahead:
            cut = len(self._ahead) if size < 0 else size
            found, self._ahead = self._ahead[:cut], self._ahead[cut:]
        elif self._damage is not None:
            damage, self._damage = self._damage, None
            raise damage
        else:
            found = b"" if self._ended else self._source.read(CHUNK if size < 0 else size)
        self.position += len(found)
        return found

    def unread(self, data: bytes) -> None:
        """Puts bytes back that were read."""
        self._ahead = data + self._ahead
        self.position -= len(data)

    def exactly(self, size: int) -> bytes:
        """The next bytes, fewer only at the end.

        Raises:
            Damaged: before the last of them.
        """
        parts = []
        while size > 0 and (found := self.read(size)):
            parts.append(found)
            size -= len(found)
        return b"".join(parts)

    def readinto(self, buffer: memoryview, /) -> int:
        """As `read`, into a buffer."""
        if self._readinto is not None and not self._ahead and self._damage is None:
            size: int = self._readinto(buffer)
            self.position += size
            return size
        found = self.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)

    def read_all(self, limit: int) -> bytes | None:
        """All that is left; `None` if it is longer than `limit` bytes.

        Raises:
            Damaged: before the end.
        """
        parts, size = [], 0
        while found := self.read(CHUNK):
            parts.append(found)
            size += len(found)
            if size > limit:
                return None
        return b"".join(parts)

    def whole(self) -> tuple[BinaryIO, list[Damaged]]:
        """A file to seek in, with the damages met on the way into it; nothing may be read before.

        A plain file is taken as it is, everything else is copied to a temporary file.
        """
        if self._file is not None and self._file.seekable():
            self._file.seek(0)
            return self._file, []
        copy = tempfile.TemporaryFile()  # noqa: SIM115 (the reader closes it)
        damages = []
        while True:
            try:
                found = self.read(CHUNK)
            except Damaged as damage:
                damages.append(damage)
                continue
            if not found:
                break
            copy.write(found)
        copy.seek(0)
        return copy, damages


class Part:
    """The next `size` bytes of a stream as a source of its own."""

    def __init__(self, stream: Stream, size: int) -> None:
        self._stream = stream
        self.size = size
        self.left = size
        self.damage: Damaged | None = None
        """What ended it early."""

    def read(self, size: int, /) -> bytes:
        """The next bytes within the part."""
        if not self.left:
            return b""
        try:
            found = self._stream.read(min(size, self.left))
            if not found:
                raise Damaged(f"cut short: {self.left} bytes are missing", self._stream.position)
        except Damaged as damage:
            self.left = 0
            self.damage = damage
            raise
        self.left -= len(found)
        return found

    def finish(self) -> None:
        """Pass over what is left.

        Raises:
            Damaged: before the end of it.
        """
        while self.left:
            self.read(CHUNK)
