"""Parquet: a row a page; a damaged row group costs what of it cannot be read."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from newsparse.extras import need
from newsparse.readers.fields import UnreadableError, document, mapping, no_text
from newsparse.readers.reader import Item, Pending, ReadDocument, ReadError, error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsparse.readers.reader import ReadOptions
    from newsparse.readers.stream import Stream

MAGIC = b"PAR1"
_BATCH_ROWS = 64  # of HTML: some ten megabytes


def read_parquet(stream: Stream, name: str, options: ReadOptions, /) -> Iterator[Pending]:
    """A document for each row; only the columns that hold a part of one are read."""
    parquet = need("pyarrow.parquet", "parquet", "Parquet files")
    file, damages = stream.whole()
    for damage in damages:
        yield error(name, None, str(damage), offset=damage.offset)
    with file:
        yield from _rows(parquet, file, name, options)


def _rows(parquet: Any, file: BinaryIO, name: str, options: ReadOptions) -> Iterator[Pending]:
    try:
        table = parquet.ParquetFile(file, page_checksum_verification=True, pre_buffer=False)
        columns = _columns(table.schema_arrow, options)
        groups = [table.metadata.row_group(number) for number in range(table.num_row_groups)]
    except UnreadableError as why:
        yield error(name, None, str(why))
        return
    except Exception as why:  # Arrow has many
        yield error(name, None, f"not a readable Parquet file: {_line(why)}")
        return
    first = 1
    for number, group in enumerate(groups):
        rows = _Rows(table, number, columns, first)
        for record in range(first, first + group.num_rows):
            yield partial(_item, rows, record, name, options)
        first += group.num_rows


def columns(stream: Stream, _options: ReadOptions) -> list[str]:
    """The names of the columns."""
    parquet = need("pyarrow.parquet", "parquet", "Parquet files")
    file, _ = stream.whole()
    with file:
        try:
            return list(parquet.ParquetFile(file).schema_arrow.names)
        except Exception:  # Arrow has many; reading says what is wrong
            return []


def _columns(schema: Any, options: ReadOptions) -> list[str]:
    """The columns to read, of nested ones the whole.

    Raises:
        UnreadableError: none holds a page.
    """
    names = list(dict.fromkeys(schema.names))
    found = mapping(names, options.fields)
    if not {"text", "html"} & found.keys():
        raise UnreadableError(no_text(names, options.fields))
    keys = [key for keys in found.values() for key in keys]
    wanted = {key if key in names else key.partition(".")[0] for key in keys}
    return [name for name in names if name in wanted]


class _Rows:
    """The rows of one row group, read batch by batch when first asked for."""

    def __init__(self, table: Any, group: int, columns: list[str], first: int) -> None:
        self._table = table
        self._group = group
        self._columns = columns
        self._batches: Iterator[Any] | None = None
        self._start = first
        self._records: list[dict[str, Any]] = []
        self.failed_at: int | None = None

    def record(self, number: int) -> dict[str, Any]:
        """A row; they are asked for in order, some left out.

        Raises:
            Exception: it cannot be read; nor can the rows after it.
        """
        if self._batches is None:
            self._batches = self._table.iter_batches(
                _BATCH_ROWS, row_groups=[self._group], columns=self._columns, use_threads=False
            )
        while number >= self._start + len(self._records):
            self._start += len(self._records)
            batch = next(self._batches)
            values = [column.to_pylist() for column in batch.columns]
            self._records = [
                dict(zip(self._columns, row, strict=True)) for row in zip(*values, strict=True)
            ]
        return self._records[number - self._start]


def _item(rows: _Rows, number: int, name: str, options: ReadOptions, position: int) -> Item | None:
    if rows.failed_at is not None:
        return None
    try:
        record = rows.record(number)
    except Exception as why:  # Arrow has many
        rows.failed_at = number
        message = f"the rest of this row group cannot be read: {_line(why)}"
        return ReadError(name, number, message, None, position)
    try:
        page = document(record, options.fields, f"{name}:{number}")
    except UnreadableError as found:
        return ReadError(name, number, str(found), None, position)
    return ReadDocument(name, number, page, None, position)


def _line(why: Exception) -> str:
    return " ".join(str(why).split()) or type(why).__name__
