"""Parquet: a row a page; a damaged row group costs what of it cannot be read."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from newsparse.extras import need
from newsparse.readers.fields import UnreadableError, document, mapping, no_text
from newsparse.readers.reader import Item, Pending, ReadDocument, ReadError, error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newsparse.readers.reader import ReadOptions
    from newsparse.readers.stream import Stream

MAGIC = b"PAR1"
_BATCH_ROWS = 64  # of HTML: some ten megabytes


def read_parquet(stream: Stream, name: str, options: ReadOptions, /) -> Iterator[Pending]:
    """A document for each row; only the columns that hold a part of one are read."""
    for found in _rows(stream, name, partial(_columns, options=options)):
        yield found if callable(found) else partial(_item, *found, name, options)


def read_rows(stream: Stream, name: str) -> Iterator[tuple[int, dict[str, Any]] | ReadError]:
    """The rows with all of their columns, each with its number from 1.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    for position, found in enumerate(_rows(stream, name, lambda schema: list(schema.names))):
        if callable(found):
            failed = found(position)
            assert isinstance(failed, ReadError)
            yield failed
            continue
        record = found[0].record(found[1], name, position)
        if record is not None:
            yield record if isinstance(record, ReadError) else (found[1], record)


def _rows(
    stream: Stream, name: str, columns: Callable[[Any], list[str]]
) -> Iterator[Pending | tuple[_Rows, int]]:
    """Each row's number in the file, and where to get it; what is wrong with the file before."""
    parquet = need("pyarrow.parquet", "parquet", "Parquet files")
    file, damages = stream.whole()
    for damage in damages:
        yield error(name, None, str(damage), offset=damage.offset)
    with file:
        try:
            table = parquet.ParquetFile(file, page_checksum_verification=True, pre_buffer=False)
            chosen = columns(table.schema_arrow)
            groups = [table.metadata.row_group(number) for number in range(table.num_row_groups)]
        except UnreadableError as why:
            yield error(name, None, str(why))
            return
        except Exception as why:  # Arrow has many
            yield error(name, None, f"not a readable Parquet file: {_line(why)}")
            return
        first = 1
        for number, group in enumerate(groups):
            rows = _Rows(table, number, chosen, first)
            for record in range(first, first + group.num_rows):
                yield rows, record
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


def _columns(schema: Any, *, options: ReadOptions) -> list[str]:
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
        self._failed = False

    def record(self, number: int, name: str, position: int) -> dict[str, Any] | ReadError | None:
        """A row; they are asked for in order, some left out.

        Where one cannot be read, that is an error, and there are none after it.
        """
        if self._failed:
            return None
        try:
            return self._record(number)
        except Exception as why:  # Arrow has many
            self._failed = True
            message = f"the rest of this row group cannot be read: {_line(why)}"
            return ReadError(name, number, message, None, position)

    def _record(self, number: int) -> dict[str, Any]:
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
    record = rows.record(number, name, position)
    if record is None or isinstance(record, ReadError):
        return record
    try:
        page = document(record, options.fields, f"{name}:{number}")
    except UnreadableError as found:
        return ReadError(name, number, str(found), None, position)
    return ReadDocument(name, number, page, None, position)


def _line(why: Exception) -> str:
    return " ".join(str(why).split()) or type(why).__name__
