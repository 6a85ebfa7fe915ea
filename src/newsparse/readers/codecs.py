"""The codecs that dumps are compressed with: gzip, zstandard, bzip2, xz."""

from __future__ import annotations

import bz2
import lzma
import zlib
from functools import cache, partial
from pathlib import PurePath
from typing import TYPE_CHECKING

from newsparse.extras import zstd
from newsparse.readers.members import Codec, Decompressor, Members
from newsparse.readers.sniff import HEAD, looks_like
from newsparse.readers.stream import Stream

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_LAYERS = 3
"""Codecs around codecs (`a.gz.gz`): a file that unpacks to itself would never end."""


class _Inflater:
    """zlib's decompressor of gzip with the manners of the others."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(31)
        self.needs_input = True

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        found = self._zlib.decompress(self._zlib.unconsumed_tail + data, max(max_length, 0))
        self.needs_input = not self._zlib.unconsumed_tail and not self.eof
        if len(found) == max_length:  # zlib may hold more of what it has taken
            self.needs_input = False
        return found

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data


@cache
def _inflater() -> Callable[[], Decompressor]:
    try:  # the extra `fast`: the same bytes in half the time
        from isal.igzip_lib import DECOMP_GZIP, IgzipDecompressor
    except ImportError:
        return _Inflater
    return partial(IgzipDecompressor, flag=DECOMP_GZIP)


def _gzip() -> Decompressor:
    return _inflater()()


def _zstd() -> Decompressor:
    module = zstd()
    long_windows = {module.DecompressionParameter.window_log_max: 31}
    found: Decompressor = module.ZstdDecompressor(options=long_windows)
    return found


CODECS = (
    Codec("gzip", frozenset({".gz", ".gzip", ".tgz"}), (b"\x1f\x8b\x08",), _gzip),
    Codec(
        "zstandard",
        frozenset({".zst", ".zstd"}),
        # A frame, or a skippable frame (its first byte may be any from 0x50 to 0x5f).
        (b"\x28\xb5\x2f\xfd", *(bytes([first]) + b"\x2a\x4d\x18" for first in range(0x50, 0x60))),
        _zstd,
    ),
    Codec(
        "bzip2",
        frozenset({".bz2", ".tbz2"}),
        tuple(b"BZh%d1AY&SY" % level for level in range(1, 10)),
        bz2.BZ2Decompressor,
    ),
    Codec("xz", frozenset({".xz", ".txz"}), (b"\xfd7zXZ\0",), lzma.LZMADecompressor),
)
"""Every codec."""

_SUFFIXES = tuple(suffix for codec in CODECS for suffix in codec.suffixes)
_LONGEST = max(len(magic) for codec in CODECS for magic in codec.magics)


def peel(stream: Stream, name: str = "") -> tuple[Stream, tuple[str, ...]]:
    """The stream without its compression, and the names of the codecs taken off, outermost first.

    A codec is told by its first bytes; where they are broken, by the suffix of the name.

    Raises:
        MissingExtraError: a codec is not installed.
    """
    names: tuple[str, ...] = ()
    while len(names) < MAX_LAYERS:
        head = stream.peek(_LONGEST)
        codec = next((each for each in CODECS if head.startswith(each.magics)), None)
        if codec is None and not names and name.endswith(_SUFFIXES):
            codec = _by_suffix(stream, name)
        if codec is None:
            break
        codec.open()  # says what is missing before anything is read
        stream = Stream(Members(stream, codec))
        names = (*names, codec.name)
    return stream, names


def _by_suffix(stream: Stream, name: str) -> Codec | None:
    """The codec that a name tells of bytes that are neither text nor anything known."""
    suffix = PurePath(name).suffix.lower()
    codec = next((each for each in CODECS if suffix in each.suffixes), None)
    is_binary = codec and (looks_like(stream.peek(HEAD)) or "").startswith("binary")
    return codec if is_binary else None
