"""Records into outputs: one protocol, one module a format, one table of formats.

An output is there whole or not at all: everything goes to a temporary place beside it first, is
brought to the disk, and put in place at the end.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Protocol

from newsparse.writers.jsonl import JsonlWriter, json_line
from newsparse.writers.output import (
    COMPRESSIONS,
    STDOUT,
    abandon_stdout,
    compressing,
    open_folder,
    open_output,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO

__all__ = [
    "FORMATS",
    "Lines",
    "OutputFormat",
    "OutputOptions",
    "Writer",
    "abandon_stdout",
    "compressing",
    "format_of",
    "json_line",
    "open_lines",
    "open_output",
    "open_writer",
]


class Writer(Protocol):
    """One format: takes records (`Article.to_dict`) one by one, in order."""

    def write(self, record: Mapping[str, Any], /) -> None:
        """Write one record, whole or, if it raises, not at all.

        Raises:
            OSError: the output failed; nothing more can be written.
        """
        ...

    def close(self) -> None:
        """Write what is held back.

        Raises:
            OSError: the output failed.
        """
        ...

    def abandon(self) -> None:
        """Let go of what is held back: the output is not to be."""
        ...


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """How records are written."""

    format: str | None = None
    """Name of a format in `FORMATS`; `None` goes by the output's suffix, else JSON Lines."""
    compress: str | None = None
    """`gz`, `zst` or `none`; `None` goes by the output's suffix."""
    spans: bool = False
    """Whether the records have `source` and `blocks`."""


@dataclass(frozen=True, slots=True)
class OutputFormat:
    """A format by name, the suffixes that mean it, and what writes it."""

    name: str
    suffixes: frozenset[str]
    to_stream: Callable[[BinaryIO, bool], Writer] | None
    """A writer to a stream, with spans or not; `None` for formats that are a folder."""
    to_folder: Callable[[Path], Writer] | None = None
    packs_itself: bool = False
    """Whether compression is the format's own."""


def _parquet(stream: BinaryIO, spans: bool) -> Writer:
    from newsparse.writers.parquet import ParquetWriter

    return ParquetWriter(stream, spans)


def _csv(stream: BinaryIO, _spans: bool) -> Writer:
    from newsparse.writers.table import CsvWriter

    return CsvWriter(stream)


def _text(folder: Path) -> Writer:
    from newsparse.writers.prose import FolderWriter, as_text

    return FolderWriter(folder, ".txt", as_text)


def _markdown(folder: Path) -> Writer:
    from newsparse.writers.prose import FolderWriter, as_markdown

    return FolderWriter(folder, ".md", as_markdown)


FORMATS = (
    OutputFormat("jsonl", frozenset({".jsonl", ".ndjson", ".json"}), lambda to, _: JsonlWriter(to)),
    OutputFormat("parquet", frozenset({".parquet", ".pq"}), _parquet, packs_itself=True),
    OutputFormat("csv", frozenset({".csv"}), _csv),
    OutputFormat("text", frozenset(), None, _text),
    OutputFormat("markdown", frozenset(), None, _markdown),
)
"""Every format; the first is that of outputs whose suffix tells of no other."""


_UNWRITTEN = frozenset({".bz2", ".xz", ".zip", ".tar", ".tgz", ".warc", ".xlsx", ".html", ".xml"})
"""Suffixes that promise what no format here holds."""


def format_of(output: str, options: OutputOptions) -> tuple[OutputFormat, str]:
    """The format of an output, and its compression (`gz`, `zst` or `none`).

    Raises:
        ValueError: the options name none, or one that cannot be had together.

    >>> [(each.name, packed) for each, packed in (format_of(name, OutputOptions())
    ...     for name in ("-", "a.parquet", "a.csv.gz", "a.jsonl.zst"))]
    [('jsonl', 'none'), ('parquet', 'none'), ('csv', 'gz'), ('jsonl', 'zst')]
    >>> format_of("a.jsonl.bz2", OutputOptions())
    Traceback (most recent call last):
    ValueError: .bz2 files cannot be written (name the format to write it under that name)
    """
    path = PurePath("" if output == STDOUT else output.lower())
    compress = path.suffix[1:] if path.suffix[1:] in COMPRESSIONS else "none"
    suffix = path.with_suffix("").suffix if compress != "none" else path.suffix
    found = next((each for each in FORMATS if suffix in each.suffixes), FORMATS[0])
    if options.format is not None:
        if options.format not in {each.name for each in FORMATS}:
            raise ValueError(f"unknown output format {options.format!r}")
        [found] = [each for each in FORMATS if each.name == options.format]
    compress = options.compress or compress
    if options.format is None and path.suffix in _UNWRITTEN:
        raise ValueError(
            f"{path.suffix} files cannot be written (name the format to write it under that name)"
        )
    if compress not in {*COMPRESSIONS, "none"}:
        raise ValueError(f"unknown compression {compress!r}")
    if compress != "none" and (found.packs_itself or found.to_stream is None):
        raise ValueError(f"{found.name} output cannot be compressed as a whole")
    if found.to_stream is None and output == STDOUT:
        raise ValueError(f"{found.name} output is a folder, and needs a name")
    return found, compress


@contextmanager
def open_writer(output: str, options: OutputOptions) -> Iterator[Writer]:
    """A writer to a file, a folder or standard output (`-`); see `open_output`, `open_folder`.

    Raises:
        ValueError: as `format_of`.
        MissingExtraError: the format needs a package that is not installed.
        OSError: the output cannot be opened, written or put in place.
    """
    found, compress = format_of(output, options)
    if found.to_folder is not None:
        with open_folder(output) as folder:
            yield from _closing(found.to_folder(folder))
        return
    assert found.to_stream is not None
    with open_output(output) as raw, compressing(raw, compress) as stream:
        yield from _closing(found.to_stream(stream, options.spans))


@contextmanager
def open_lines(output: str, options: OutputOptions) -> Iterator[Lines]:
    """As `open_writer`, for records that are lines of JSON already, spans or not as it says."""
    with open_writer(output, options) as writer:
        yield Lines(writer)


class Lines:
    """Takes lines of JSON records into any format."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def write(self, lines: bytes, /) -> None:
        """Write some whole lines."""
        if isinstance(self._writer, JsonlWriter):
            self._writer.write_lines(lines)
            return
        for line in lines.split(b"\n")[:-1]:
            self._writer.write(json.loads(line))


def _closing(writer: Writer) -> Iterator[Writer]:
    try:
        yield writer
        writer.close()
    except BaseException:
        writer.abandon()
        raise
