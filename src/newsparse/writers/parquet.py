"""Parquet: a row an article, its parts as structs and lists that a query can reach into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from newsparse.extras import need
from newsparse.schema import record_schema
from newsparse.writers.text import all_encodable

if TYPE_CHECKING:
    from collections.abc import Mapping

_GROUP_ROWS, _GROUP_CHARS = 20_000, 1 << 26
"""A row group ends at so many rows or characters: large enough to skip by, small enough to hold."""


def arrow_schema(spans: bool = False) -> Any:
    """The Arrow schema of the record, made from its JSON Schema.

    >>> arrow_schema().field("dateline").type.field("places").type
    ListType(list<item: string>)

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    arrow = need("pyarrow", "parquet", "Parquet files")
    fields = record_schema(spans)["properties"].items()
    return arrow.schema([(name, _type(arrow, of)) for name, of in fields])


def _type(arrow: Any, of: Mapping[str, Any]) -> Any:
    if "anyOf" in of:  # a value or null
        [of] = [each for each in of["anyOf"] if each != {"type": "null"}]
    if "enum" in of:
        return arrow.string()
    if of["type"] == "array":
        return arrow.list_(_type(arrow, of["items"]))
    if of["type"] == "object":
        members = of["properties"].items()
        return arrow.struct([(name, _type(arrow, each)) for name, each in members])
    plain = {"string": "string", "integer": "int32", "number": "float64", "boolean": "bool_"}
    return getattr(arrow, plain[of["type"]])()


class ParquetWriter:
    """Writes records to a stream, row group by row group."""

    def __init__(self, stream: BinaryIO, spans: bool = False) -> None:
        self._arrow = need("pyarrow", "parquet", "Parquet files")
        parquet = need("pyarrow.parquet", "parquet", "Parquet files")
        self._schema = arrow_schema(spans)
        self._file = parquet.ParquetWriter(
            stream, self._schema, compression="zstd", write_page_checksum=True
        )
        self._rows: list[Mapping[str, Any]] = []
        self._size = 0

    def write(self, record: Mapping[str, Any], /) -> None:
        """Take the row; it goes out with its row group."""
        self._rows.append(record)
        self._size += sum(len(part["text"]) for part in record["body"])
        self._size += sum(len(part["text"]) for part in record["trailing"])
        self._size += len(record.get("source", ""))
        if len(self._rows) == _GROUP_ROWS or self._size >= _GROUP_CHARS:
            self._flush()

    def close(self) -> None:
        """Write what is held back, and the footer."""
        if self._rows:
            self._flush()
        self._file.close()

    def abandon(self) -> None:
        """Keep Arrow from writing a footer when it is collected, to a file that is closed."""
        self._file.is_open = False

    def _flush(self) -> None:
        table_of = self._arrow.Table.from_pylist
        try:
            table = table_of(self._rows, self._schema)
        except UnicodeEncodeError:
            table = table_of(all_encodable(self._rows), self._schema)
        self._file.write_table(table, row_group_size=len(self._rows))
        self._rows, self._size = [], 0
