"""A file of records as a stream of bytes, whatever it is packed in."""

from __future__ import annotations

import gzip
import importlib
import io
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

STDIN = "-"
_BUFFER = 1 << 18
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_ZSTD_MODULE = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"


@contextmanager
def opened(name: str) -> Iterator[io.BufferedReader[Any]]:
    """A file, or standard input (`-`), without its compression: gzip or zstd by its first bytes.

    Raises:
        OSError: it cannot be opened, or breaks off while it is read.
    """
    with _raw(name) as raw:
        buffered: io.BufferedReader[Any] = io.BufferedReader(_Whole(raw), _BUFFER)
        unpacked = _unpacked(buffered)
        yield buffered if unpacked is buffered else io.BufferedReader(_Whole(unpacked), _BUFFER)


@contextmanager
def _raw(name: str) -> Iterator[BinaryIO]:
    if name != STDIN:
        with Path(name).open("rb") as stream:
            yield stream
    elif sys.stdin is None:
        raise OSError("standard input is closed")
    else:
        yield sys.stdin.buffer


def _unpacked(stream: io.BufferedReader[Any]) -> BinaryIO:
    head = stream.peek(len(_ZSTD))
    if head.startswith(_GZIP):
        return cast(BinaryIO, gzip.open(stream))
    if not head.startswith(_ZSTD):
        return stream
    try:
        zstd = importlib.import_module(_ZSTD_MODULE)
    except ImportError:
        raise OSError("zstandard-compressed files need pip install 'newsparse[zstd]'") from None
    long_windows = {zstd.DecompressionParameter.window_log_max: 31}
    return cast(BinaryIO, zstd.ZstdFile(stream, options=long_windows))


class _Whole(io.RawIOBase):
    """A stream whose every way to break off is an `OSError` that says why."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # any buffer
        try:
            found = self._stream.read(len(buffer))
        except OSError:
            raise
        except EOFError:
            raise OSError("compressed data are cut short") from None
        except Exception as error:  # zlib.error, and each zstd module has its own
            raise OSError(f"compressed data are corrupt: {error}") from error
        buffer[: len(found)] = found
        return len(found)
