"""Tables and weights shipped with the package, each with its source in its head.

A table is UTF-8 TSV (a large one gzipped, `.tsv.gz`): lines beginning with `#` say where it comes
from, the next line names the columns, every other line is a row. Tables are read when first needed,
never at import.
"""

from __future__ import annotations

import gzip
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def resource(name: str) -> Traversable:
    """A file of this folder, wherever the package is installed (a zip included)."""
    return files(__name__).joinpath(name)


def read_lines(name: str) -> list[str]:
    """The lines of a table that are no comment: the names of the columns, then the rows."""
    content = resource(name).read_bytes()
    text = (gzip.decompress(content) if name.endswith(".gz") else content).decode("utf-8")
    lines = text.rstrip("\n").split("\n")
    return lines[next(i for i, line in enumerate(lines) if not line.startswith("#")) :]


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of a table, each a mapping from column name to text; an empty cell is `""`."""
    columns, *values = [line.split("\t") for line in read_lines(name)]
    return [dict(zip(columns, row, strict=True)) for row in values]
