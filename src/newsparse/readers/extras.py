"""Packages that only some formats need."""

from __future__ import annotations

import importlib
from typing import Any


class MissingExtraError(ModuleNotFoundError):
    """A format needs a package that is not installed."""


def need(module: str, extra: str, what: str) -> Any:
    """A module of an optional package.

    Raises:
        MissingExtraError: it is not installed; the message has the command to install it.

    >>> need("nowhere", "parquet", "Parquet files")
    Traceback (most recent call last):
    newsparse.readers.extras.MissingExtraError: Parquet files need pip install 'newsparse[parquet]'
    """
    try:
        return importlib.import_module(module)
    except ImportError:
        raise MissingExtraError(f"{what} need pip install 'newsparse[{extra}]'") from None
