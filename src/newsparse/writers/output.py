"""Where output goes: standard output, or a file that is there whole or not at all."""

from __future__ import annotations

import errno
import gzip
import os
import secrets
import shutil
import stat
import sys
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from newsparse.extras import zstd

if TYPE_CHECKING:
    from collections.abc import Iterator

STDOUT = "-"


@contextmanager
def open_output(name: str = STDOUT) -> Iterator[BinaryIO]:
    """A stream to standard output (`-`) or to a file.

    The file appears when the block ends without an exception: until then, everything is in a
    hidden temporary file beside it, which goes away on failure; a file that was there stays as it
    was. Links are written through; pipes and devices are written to directly.

    Raises:
        OSError: it cannot be opened, written or put in place; its `filename` is the name.
    """
    try:
        with _stdout() if name == STDOUT else _file(Path(name).resolve()) as stream:
            yield stream
    except OSError as error:
        shown = "standard output" if name == STDOUT else name
        raise OSError(error.errno, error.strerror, shown) from error


@contextmanager
def _stdout() -> Iterator[BinaryIO]:
    if sys.stdout is None:
        raise OSError(errno.EBADF, "it is closed")
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()


def _file(path: Path) -> AbstractContextManager[BinaryIO]:
    if path.is_dir():
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
    return path.open("wb") if path.exists() and not path.is_file() else _replacing(path)


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    temporary = path.with_name(f".newsparse-{secrets.token_hex(8)}.tmp")
    try:  # a signal may come as soon as the file is there
        with temporary.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            temporary.chmod(stat.S_IMODE(path.stat().st_mode))
        temporary.replace(path)
    except BaseException:  # KeyboardInterrupt too: nothing half-written is left behind
        with suppress(OSError):
            temporary.unlink()
        raise


@contextmanager
def open_folder(name: str) -> Iterator[Path]:
    """A folder to write files in, which appears under its name when the block ends well.

    Until then it is a hidden folder beside it, which goes away on failure.

    Raises:
        OSError: there is a folder with something in it, or another file, or writing failed; its
            `filename` is the name.
    """
    path = Path(name).resolve()
    temporary = path.with_name(f".newsparse-{secrets.token_hex(8)}.tmp")
    try:
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise OSError(errno.EEXIST, "it is there already, and not an empty folder", name)
        temporary.mkdir()
        yield temporary
        os.sync()  # one call for all files
        temporary.rename(path)
    except BaseException as error:
        shutil.rmtree(temporary, ignore_errors=True)
        if isinstance(error, OSError):
            raise OSError(error.errno, error.strerror, name) from error
        raise


COMPRESSIONS = ("gz", "zst")


@contextmanager
def compressing(raw: BinaryIO, compress: str) -> Iterator[BinaryIO]:
    """A stream into `raw`, compressed as `gz`, `zst` or, for `none`, not at all.

    The same bytes give the same bytes, on any day.

    Raises:
        MissingExtraError: zstandard is not installed.
    """
    if compress == "gz":
        with gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=6, mtime=0) as stream:
            yield cast("BinaryIO", stream)
    elif compress == "zst":
        checked = {zstd().CompressionParameter.checksum_flag: 1}
        with zstd().open(raw, "wb", options=checked) as stream:
            yield cast("BinaryIO", stream)
    else:
        yield raw


def abandon_stdout() -> None:
    """Let what is still buffered for a closed pipe or a full disk go nowhere, without complaint."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
