"""Zip archives: their files in the order of the directory, or found one by one without it."""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, BinaryIO

from newsparse.readers.reader import Pending, error
from newsparse.readers.stream import CHUNK, Damaged, Stream

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

_MAGICS = (b"PK\x03\x04", b"PK\x05\x06")  # of a file, and of the end of an empty archive
_LOCAL = struct.Struct("<4s5H3L2H")
_SIZES_FOLLOW, _ENCRYPTED = 0x08, 0x01
_STORED, _DEFLATED = 0, 8
_STEP = 1 << 12
_AT_ONCE = 1 << 22  # bytes of a file that is unpacked in one go: that is faster


def is_zip(head: bytes) -> bool:
    """Whether a file starts as a zip archive does."""
    return head.startswith(_MAGICS)


def zip_members(stream: Stream, name: str) -> Iterator[tuple[str, Stream] | Pending]:
    """The files of an archive with their names."""
    file, damages = stream.whole()
    for damage in damages:
        yield error(name, None, str(damage), offset=damage.offset)
    with file:
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, struct.error, NotImplementedError) as why:
            yield error(name, None, f"the zip archive's directory is broken: {why}")
            yield from _found(file, name)
        else:
            yield from _listed(archive, name)


def _listed(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, Stream] | Pending]:
    """The files that the directory of an archive lists."""
    for entry in archive.infolist():
        if entry.filename.endswith("/"):
            continue
        try:
            member = archive.open(entry)
        except Exception as why:  # encrypted, an unknown method, a broken header
            message = f"cannot be taken from the zip archive: {why}"
            yield error(f"{name}/{entry.filename}", None, message, offset=entry.header_offset)
        else:
            yield entry.filename, Stream(_Member(member, entry))


class _Member:
    """A file of an archive, its failures told as damage."""

    def __init__(self, member: IO[bytes], entry: zipfile.ZipInfo) -> None:
        self._member = member
        self._offset = entry.header_offset
        self._step = CHUNK if entry.file_size > _AT_ONCE else -1
        self._rest = b""
        self._ended = False

    def read(self, size: int, /) -> bytes:
        """The next bytes; see `Source`."""
        while not self._rest and not self._ended:
            self._take()
        found, self._rest = self._rest[:size], self._rest[size:]
        return found

    def _take(self) -> None:
        try:
            self._rest = self._member.read(self._step)
            self._ended = not self._rest
        except Exception as why:  # each method of compression has its own
            if self._step < 0:  # once more, for what stands before the damage
                self._member.seek(0)
                self._step = _STEP
                return
            self._ended = True
            message = f"damaged in the zip archive: {why or type(why).__name__}"
            raise Damaged(message, self._offset) from None


def _found(file: BinaryIO, name: str) -> Iterator[tuple[str, Stream] | Pending]:
    """The files that can be found by their own headers."""
    at = 0
    while (at := _next_local(file, at)) >= 0:
        file.seek(at)
        block = file.read(_LOCAL.size)
        if len(block) < _LOCAL.size:
            return
        _, _, flags, method, _, _, crc, packed, _, name_size, extra_size = _LOCAL.unpack(block)
        member = file.read(name_size).decode("utf-8" if flags & 0x800 else "cp437", "replace")
        start = at + _LOCAL.size + name_size + extra_size
        at += 4
        if member.endswith("/"):
            continue
        open_end = bool(flags & _SIZES_FOLLOW) or packed == 0xFFFFFFFF
        if flags & _ENCRYPTED or method not in {_STORED, _DEFLATED} or (method, open_end) == (0, 1):
            yield error(f"{name}/{member}", None, "cannot be told from what follows", offset=start)
            continue
        source = _Salvaged(file, start, None if open_end else packed, method, crc)
        yield member, Stream(source)
        at = max(at, start if open_end else min(start + packed, source.position))


def _next_local(file: BinaryIO, start: int) -> int:
    """The place of the next header of a file."""
    file.seek(start)
    window = b""
    while more := file.read(CHUNK):
        window = window[-3:] + more
        found = window.find(_MAGICS[0])
        if found >= 0:
            return file.tell() - len(window) + found
    return -1


class _Salvaged:
    """The bytes of a file of an archive without a directory."""

    def __init__(self, file: BinaryIO, start: int, size: int | None, method: int, crc: int) -> None:
        self._file = file
        self.position = start
        self._left = size
        self._crc = crc if size is not None else None
        self._sum = 0
        self._decoder = zlib.decompressobj(-zlib.MAX_WBITS) if method == _DEFLATED else None
        self._ended = False

    def read(self, size: int, /) -> bytes:
        """The next bytes; see `Source`."""
        if self._ended:
            return b""
        try:
            found = self._inflated(size) if self._decoder else self._taken(size)
            self._sum = zlib.crc32(found, self._sum)
            if found:
                return found
            if self._crc not in {None, self._sum}:
                raise zlib.error("its checksum differs")
        except zlib.error as why:
            self._ended = True
            raise Damaged(f"damaged in the zip archive: {why}", self.position) from None
        self._ended = True
        return b""

    def _inflated(self, size: int) -> bytes:
        """What comes next; nothing at the end of the file."""
        assert self._decoder is not None
        found = b""
        while not found and not self._decoder.eof:
            given = self._decoder.unconsumed_tail or self._taken(CHUNK)
            if not given:
                raise zlib.error("it is cut short")
            found = self._decoder.decompress(given, size)
        return found

    def _taken(self, size: int) -> bytes:
        """The next bytes as they stand in the archive; none behind the last.

        Raises:
            zlib.error: the archive ends before it.
        """
        size = min(size, CHUNK) if self._left is None else min(size, self._left)
        self._file.seek(self.position)
        found = self._file.read(size)
        self.position += len(found)
        if self._left is not None:
            self._left -= len(found)
            if size and not found:
                raise zlib.error("it is cut short")
        return found
