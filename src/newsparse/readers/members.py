"""Compressed streams, member after member.

A damaged member costs what of it cannot be read: the next one that can be told is looked for, and
reading goes on there.
"""

from __future__ import annotations

import zlib
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from newsparse.readers.stream import Damaged, Stream

if TYPE_CHECKING:
    from collections.abc import Callable

_INPUT = 1 << 16  # bytes fed at a time: what stands behind a member is copied at its end
_STEP = 1 << 12  # bytes made at a time: a decoder that fails keeps what it was making to itself
_STRIDE = 1 << 18  # where that can be salvaged
_SEARCHED = 1 << 20  # bytes of a damaged member that are searched for the next one
_TRIAL_IN, _TRIAL_OUT = 1 << 16, 512  # a member is one if it decompresses to this many bytes


class Decompressor(Protocol):
    """One member, as `bz2` and `lzma` have it."""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """What these bytes and those kept from before give, at most `max_length`."""
        ...

    @property
    def eof(self) -> bool:
        """Whether the member is at its end."""
        ...

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes without more bytes."""
        ...

    @property
    def unused_data(self) -> bytes:
        """What stands behind the member."""
        ...


@dataclass(frozen=True, slots=True)
class Codec:
    """A kind of compression."""

    name: str
    suffixes: frozenset[str]
    magics: tuple[bytes, ...]
    """First bytes of a member."""
    open: Callable[[], Decompressor]


class Members:
    """The decompressed bytes of member after member."""

    def __init__(self, stream: Stream, codec: Codec) -> None:
        self._stream = stream
        self._codec = codec
        self._longest = max(map(len, codec.magics))
        self._decoder: Decompressor | None = None
        self._input = b""
        self._recent: deque[bytes] = deque(maxlen=_SEARCHED // _INPUT)
        """What was read of this member: its true end may stand in it, read over."""
        self._whole = True
        """Whether that is all of it."""
        self._taken = 0
        self._given = 0
        self._damage: Damaged | None = None
        self._since = 0

    def read(self, size: int, /) -> bytes:
        """The next bytes; see `Source`."""
        found = b""
        while not found:
            if self._damage is not None:
                damage, self._damage = self._damage, None
                raise damage
            if self._decoder is not None:
                found = self._decompressed(size)
            elif not self._start():
                return b""
        self._given += len(found)
        return found

    def _decompressed(self, size: int) -> bytes:
        """What the next bytes of the file give; a damage waits for what stands before it."""
        assert self._decoder is not None
        decoder = self._decoder
        parts: list[bytes] = []
        try:
            while size > 0:
                if decoder.needs_input and not self._input:
                    if parts:
                        break
                    if not self._take():
                        self._damage = self._damaged("cut short")
                        break
                step = _STRIDE if self._can_salvage else _STEP
                parts.append(decoder.decompress(self._input, min(size, step)))
                self._input = b""
                size -= len(parts[-1])
                if decoder.eof:
                    self._input, self._decoder = decoder.unused_data, None
                    break
        except Exception as error:  # each codec and backend has its own
            parts.append(self._salvage(self._given + sum(map(len, parts)) - self._since))
            self._damage = self._damaged(f"corrupt: {error}")
        return b"".join(parts)

    @property
    def _can_salvage(self) -> bool:
        return self._whole and self._codec.name == "gzip"

    def _salvage(self, given: int) -> bytes:
        """What a decoder that failed had made of a member when it did, of which so much is given.

        Only for gzip, and where all of the member is still at hand.
        """
        if not self._can_salvage:
            return b""
        data, at, made = b"".join(self._recent), 0, 0
        decoder, found = zlib.decompressobj(31), b""
        for size in (64, 1):
            while at < len(data):
                before = decoder.copy()
                try:
                    more = decoder.decompress(data[at : at + size])
                except zlib.error:
                    decoder = before
                    break
                at, made = at + size, made + len(more)
                found += more[max(0, given - (made - len(more))) :]
        return found

    def _take(self) -> bool:
        """Takes the next bytes of the file, if there are any; damage around them shows in them."""
        while True:
            try:
                self._input = self._stream.read(_INPUT)
            except Damaged:
                continue
            self._whole = self._whole and len(self._recent) < _SEARCHED // _INPUT
            self._recent.append(self._input)
            self._taken += len(self._input)
            return bool(self._input)

    def _start(self) -> bool:
        """Whether a new member could be begun; zeros between members are padding."""
        self._input = self._input.lstrip(b"\0")
        while len(self._input) < self._longest:
            kept = self._input
            more = self._take()
            self._input = (kept + self._input).lstrip(b"\0")
            if not more:
                break
        self._recent.clear()
        self._recent.append(self._input)
        self._whole = True
        self._since = self._given
        if not self._input:
            return False
        if not self._input.startswith(self._codec.magics):
            self._damage = self._damaged("followed by something else")
        else:
            self._decoder = self._codec.open()
        return True

    def _damaged(self, why: str) -> Damaged:
        """What is wrong at this place; the next member is ready to be read, if one is found."""
        at = self._taken - len(self._input)
        self._decoder = None
        found = self._next_member()
        then = f"reading goes on at byte {found}" if found is not None else "nothing more is found"
        message = f"{self._codec.name} data are {why} (byte {at}); {then}"
        return Damaged(message, at, since=self._since if "corrupt" in why else None)

    def _next_member(self) -> int | None:
        """The byte of the file where the next readable member starts."""
        window = b"".join(self._recent)[1:]
        while True:
            at = 0
            while (at := self._find(window, at)) >= 0:
                while len(window) - at < _TRIAL_IN and self._take():
                    window += self._input
                if self._is_member(window[at : at + _TRIAL_IN]):
                    self._input = window[at:]
                    return self._taken - len(self._input)
                at += 1
            if not self._take():
                return None
            window = window[1 - self._longest :] + self._input

    def _find(self, window: bytes, start: int) -> int:
        places = (window.find(magic, start) for magic in self._codec.magics)
        return min((place for place in places if place >= 0), default=-1)

    def _is_member(self, data: bytes) -> bool:
        decoder = self._codec.open()
        size = 0
        try:
            while size < _TRIAL_OUT and not decoder.eof:
                size += len(decoder.decompress(data, _TRIAL_OUT))
                if decoder.needs_input:
                    break
                data = b""
        except Exception:  # as above: not a member
            return False
        return size >= _TRIAL_OUT or decoder.eof
