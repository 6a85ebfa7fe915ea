"""A stretch of a stream that can be searched and stepped through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsparse.readers.stream import CHUNK, Damaged, Stream

if TYPE_CHECKING:
    import re

_OVERLAP = 32
"""Bytes kept when nothing is found: a match may lie across the edge."""


class Window:
    """Bytes from the place at hand on; damage ends a segment as the end of the file does."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._bytes = b""
        self._at = 0
        self._start = 0
        self.damage: Damaged | None = None
        """What ends the segment, once it has been met."""

    @property
    def position(self) -> int:
        """Byte of the stream at hand."""
        return self._start + self._at

    @property
    def left(self) -> int:
        """Bytes at hand."""
        return len(self._bytes) - self._at

    def need(self, size: int) -> bool:
        """Whether so many bytes follow in this segment; they are at hand then."""
        missing = size - self.left
        if missing <= 0:
            return True
        parts = [self._bytes[self._at :]]
        self._start += self._at
        self._at = 0
        while missing > 0 and self.damage is None:
            try:
                found = self._stream.read(max(CHUNK, missing))
            except Damaged as damage:
                self.damage = damage
                break
            if not found:
                break
            parts.append(found)
            missing -= len(found)
        self._bytes = b"".join(parts)
        return missing <= 0

    def next_segment(self) -> Damaged | None:
        """Goes on behind the damage that ended this segment; `None` at the end of the stream."""
        damage, self.damage = self.damage, None
        self._start, self._bytes, self._at = self._stream.position, b"", 0
        return damage

    def peek(self, start: int, end: int) -> bytes:
        """Bytes at hand, counted from the place at hand."""
        return self._bytes[self._at + start : self._at + end]

    def match(self, pattern: re.Pattern[bytes]) -> bool:
        """Whether the pattern stands here."""
        return pattern.match(self._bytes, self._at) is not None

    def search(self, pattern: re.Pattern[bytes], start: int, end: int) -> int | None:
        """The end of the first match between two places at hand."""
        found = pattern.search(self._bytes, self._at + start, self._at + end)
        return found and found.end() - self._at

    def step(self, size: int) -> None:
        """Moves on over bytes at hand."""
        self._at += size

    def skip(self, characters: bytes) -> None:
        """Moves on over any of these."""
        while self.need(1) and self._bytes[self._at] in characters:
            self._at += 1

    def find(self, pattern: re.Pattern[bytes]) -> bool:
        """Moves on to the next match, or to the end of the segment."""
        while True:
            found = pattern.search(self._bytes, self._at)
            if found is not None:
                self._at = found.start()
                return True
            self._at = max(self._at, len(self._bytes) - _OVERLAP)
            if not self.need(_OVERLAP + 1):
                self._at = len(self._bytes)
                return False
