"""Object stores and other places with a URL, through fsspec."""

from __future__ import annotations

import re
from typing import Any, BinaryIO, cast

from newsparse.extras import MissingExtraError, need

_URL = re.compile(r"[a-z][a-z0-9+.-]++(?:::[a-z][a-z0-9+.-]++)*+://")


def is_url(path: str) -> bool:
    """Whether a path is a URL.

    >>> is_url("s3://bucket/a.warc.gz"), is_url("C:/a.txt"), is_url("a://")
    (True, False, False)
    """
    return _URL.match(path) is not None


def expand(url: str) -> tuple[list[str], bool]:
    """The files that a URL stands for, sorted, and whether it names a folder.

    Raises:
        MissingExtraError: fsspec or the store's own package is not installed.
        OSError, ValueError: the store cannot be asked.
    """
    system, path = _store(url)
    if any(character in path for character in "*?["):
        return sorted(map(system.unstrip_protocol, system.glob(path))), False
    if system.isdir(path):
        return sorted(map(system.unstrip_protocol, system.find(path))), True
    return [url], False


def opened(url: str) -> BinaryIO:
    """The file at a URL.

    Raises:
        MissingExtraError, OSError, ValueError: as `expand`.
    """
    system, path = _store(url)
    return cast("BinaryIO", system.open(path, "rb"))


def _store(url: str) -> tuple[Any, str]:
    fsspec = need("fsspec.core", "remote", "URLs")
    try:
        system, path = fsspec.url_to_fs(url)
    except ImportError as error:  # the store's own package: the message has its name
        raise MissingExtraError(f"this URL needs another package: {error}") from None
    return system, str(path)
