"""Tar archives: their files one after another, without seeking.

Python's `tarfile` takes a broken header for the end of the archive; here the next one is looked
for.
"""

from __future__ import annotations

import tarfile
from typing import TYPE_CHECKING

from newsparse.readers.reader import Pending, error
from newsparse.readers.stream import CHUNK, Damaged, Part, Stream

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCK = 512
_MAGIC, _MAGIC_AT = b"ustar", 257
_LONG_NAME = tarfile.GNUTYPE_LONGNAME
_EXTENDED = tarfile.XHDTYPE
_MAX_EXTENDED = 1 << 20  # bytes of a header that holds a long name


def is_tar(head: bytes) -> bool:
    """Whether a file starts with the header of a tar archive."""
    return _header(head[:_BLOCK]) is not None


def tar_members(stream: Stream, name: str) -> Iterator[tuple[str, Stream] | Pending]:
    """The files of an archive with their names; links, folders and devices are passed over."""
    archive = _Archive(stream)
    while True:
        try:
            header = archive.next()
            if header is None:
                return
            part = Part(stream, header.size)
            if header.type in tarfile.REGULAR_TYPES:
                yield header.name, Stream(part)
            elif header.type == tarfile.GNUTYPE_SPARSE:
                yield error(f"{name}/{header.name}", None, "a sparse file of a tar archive")
            archive.finish(part)
        except Damaged as damage:
            yield error(name, None, str(damage), offset=damage.offset)


class _Archive:
    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._astray = False
        """Whether the next header may stand anywhere."""
        self._ended = False
        """Whether the mark of the end was seen: a block of zeros."""

    def next(self) -> tarfile.TarInfo | None:
        """The header of the next file, its long name in place; `None` at the end.

        Raises:
            Damaged: a header is broken; behind it the next one is ready to be read.
        """
        name = size = None
        while (header := self._next_header()) is not None:
            if header.type == _LONG_NAME:
                name = self._extension(header).rstrip(b"\0").decode("utf-8", "surrogateescape")
            elif header.type == _EXTENDED:
                fields = _pax(self._extension(header))
                name, size = fields.get("path", name), fields.get("size", size)
            elif header.type in {tarfile.XGLTYPE, tarfile.GNUTYPE_LONGLINK, b"V"}:
                self.finish(Part(self._stream, header.size))
            else:
                header.name = name or header.name
                header.size = int(size) if size and size.isdecimal() else header.size
                return header
        return None

    def finish(self, part: Part) -> None:
        """Steps behind a file and its padding.

        Raises:
            Damaged: before its end.
        """
        self._astray = True
        if part.damage is None:
            size = part.size
            part.finish()
            self._stream.exactly(-size % _BLOCK)
            self._astray = False

    def _extension(self, header: tarfile.TarInfo) -> bytes:
        if header.size > _MAX_EXTENDED:
            raise Damaged(f"a name of {header.size} bytes in a tar archive", self._stream.position)
        found = self._stream.exactly(header.size)
        self._stream.exactly(-header.size % _BLOCK)
        return found

    def _next_header(self) -> tarfile.TarInfo | None:
        if self._astray:
            self._astray = False
            self._seek_header()
        while True:
            at = self._stream.position
            self._astray = True  # until a header is read
            block = self._stream.exactly(_BLOCK)
            if not block and self._ended:
                return None
            if not block:
                self._ended = True
                raise Damaged("a tar archive without its end: cut short?", at)
            self._ended = not block.strip(b"\0")
            header = _header(block)
            if header is not None:
                self._astray = False
                return header
            if block.strip(b"\0"):
                self._stream.unread(block)
                self._astray = False
                found = self._seek_header()
                then = f"reading goes on at byte {found}" if found is not None else "no more found"
                raise Damaged(f"a broken header in a tar archive (byte {at}); {then}", at)

    def _seek_header(self) -> int | None:
        """Steps to the next header, wherever it is; gives the byte it stands at."""
        window = self._stream.exactly(_BLOCK)
        while len(window) >= _BLOCK:
            at = -1
            while (at := window.find(_MAGIC, at + 1)) >= 0:
                start = at - _MAGIC_AT
                if start + _BLOCK > len(window):
                    break
                if start >= 0 and _header(window[start : start + _BLOCK]) is not None:
                    self._stream.unread(window[start:])
                    return self._stream.position
            more = self._stream.read(CHUNK)
            if not more:
                break
            window = window[1 - _BLOCK :] + more
        return None


def _header(block: bytes) -> tarfile.TarInfo | None:
    if b"\0" not in block:  # no text is worth a closer look
        return None
    try:
        return tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError):
        return None


def _pax(block: bytes) -> dict[str, str]:
    r"""The fields of an extended header.

    >>> _pax(b"16 path=a/b.txt\n10 size=7\nx")
    {'path': 'a/b.txt', 'size': '7'}
    """
    fields = {}
    while block:
        length, space, _ = block.partition(b" ")
        if not space or not length.isdigit() or not 0 < int(length) <= len(block):
            break
        key, _, value = block[len(length) + 1 : int(length) - 1].partition(b"=")
        fields[key.decode("utf-8", "replace")] = value.decode("utf-8", "surrogateescape")
        block = block[int(length) :]
    return fields
