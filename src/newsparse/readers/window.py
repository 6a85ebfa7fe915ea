"""A stretch of a stream that can be searched and stepped through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsparse.readers.stream import Damaged, Stream

if TYPE_CHECKING:
    import re

_SIZE = 1 << 19
"""Bytes at hand, unless a record needs more."""
_OVERLAP = 32
"""Bytes kept when nothing is found: a match may lie across the edge."""


class Window:
    """Bytes from the place at hand on; damage ends a segment as the end of the file does."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._buffer = bytearray(_SIZE)
        self._view = memoryview(self._buffer)
        self._at = self._end = 0
        self._start = 0  # of the buffer in the stream
        self.damage: Damaged | None = None
        """What ends the segment, once it has been met."""

    @property
    def position(self) -> int:
        """Byte of the stream at hand."""
        return self._start + self._at

    @property
    def left(self) -> int:
        """Bytes at hand."""
        return self._end - self._at

    def need(self, size: int) -> bool:
        """Whether so many bytes follow in this segment; they are at hand then."""
        if self._end - self._at >= size:
            return True
        if self._at + size > len(self._buffer):
            self._make_room(size)
        while self._end - self._at < size and self.damage is None:
            try:
                found = self._stream.readinto(self._view[self._end :])
            except Damaged as damage:
                self.damage = damage
                break
            if not found:
                break
            self._end += found
        return self._end - self._at >= size

    def _make_room(self, size: int) -> None:
        left = self.left
        room = self._buffer if size <= len(self._buffer) else bytearray(size + _SIZE)
        view = memoryview(room)
        view[:left] = self._view[self._at : self._end]
        self._buffer, self._view = room, view
        self._start += self._at
        self._at, self._end = 0, left

    def next_segment(self) -> Damaged | None:
        """Goes on behind the damage that ended this segment; `None` at the end of the stream."""
        damage, self.damage = self.damage, None
        self._start, self._at, self._end = self._stream.position, 0, 0
        return damage

    def peek(self, start: int, end: int) -> bytes:
        """Bytes at hand, counted from the place at hand."""
        return bytes(self._view[self._at + start : min(self._at + end, self._end)])

    def match(self, pattern: re.Pattern[bytes]) -> int | None:
        """The end of a match of the pattern that starts here."""
        found = pattern.match(self._buffer, self._at, self._end)
        return found and found.end() - self._at

    def search(self, pattern: re.Pattern[bytes], start: int, end: int) -> int | None:
        """The end of the first match between two places at hand."""
        limit = min(self._at + end, self._end)
        found = pattern.search(self._buffer, self._at + start, limit)
        return found and found.end() - self._at

    def step(self, size: int) -> None:
        """Moves on over bytes at hand."""
        self._at += size

    def skip(self, pattern: re.Pattern[bytes]) -> bool:
        """Moves on over what matches, maybe nothing; whether anything is left in this segment."""
        while self.need(1):
            found = pattern.match(self._buffer, self._at, self._end)
            assert found is not None
            self._at = found.end()
            if self._at < self._end:
                return True
        return False

    def find(self, pattern: re.Pattern[bytes]) -> bool:
        """Moves on to the next match, or to the end of the segment."""
        while True:
            found = pattern.search(self._buffer, self._at, self._end)
            if found is not None:
                self._at = found.start()
                return True
            self._at = max(self._at, self._end - _OVERLAP)
            if not self.need(_OVERLAP + 1):
                self._at = self._end
                return False
