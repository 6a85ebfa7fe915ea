"""Packages that only some formats need, and the one sentence that is said without them."""

from __future__ import annotations

import importlib
import sys
from functools import cache
from typing import Any


class MissingExtraError(ModuleNotFoundError):
    """A format needs a package that is not installed."""


def need(module: str, extra: str, what: str) -> Any:
    """A module of an optional package.

    Raises:
        MissingExtraError: it is not installed; the message has the command to install it.

    >>> need("nowhere", "parquet", "Parquet files")
    Traceback (most recent call last):
    newsparse.extras.MissingExtraError: Parquet files need pip install 'newsparse[parquet]'
    """
    try:
        return importlib.import_module(module)
    except ImportError:
        raise MissingExtraError(f"{what} need pip install 'newsparse[{extra}]'") from None


@cache
def zstd() -> Any:
    """The zstandard module: Python's own from 3.14 on, else its backport.

    Raises:
        MissingExtraError: it is not installed.
    """
    module = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
    return need(module, "zstd", "zstandard-compressed files")
