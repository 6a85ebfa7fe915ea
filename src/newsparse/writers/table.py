"""CSV: a row an article, of the parts that are flat or can be made so."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, BinaryIO

from newsparse.writers.text import encodable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Record = Mapping[str, Any]


def _joined(key: str, by: str) -> Callable[[Record], str]:
    return lambda record: by.join(record[key])


def _of_dateline(key: str) -> Callable[[Record], Any]:
    def value(record: Record) -> Any:
        found = record["dateline"] and record["dateline"][key]
        return "; ".join(found) if isinstance(found, list) else found

    return value


def _body(record: Record) -> str:
    return "\n\n".join(part["text"] for part in record["body"])


_FLAT = ("id", "url", "language", "page_type", "kicker", "headline", "deck", "published",
         "modified", "confidence")  # fmt: skip
_MADE_FLAT: dict[str, Callable[[Record], Any]] = {
    "authors": _joined("authors", "; "),
    "flags": _joined("flags", "; "),
    "ticker": _joined("ticker", " | "),
    "dateline": _of_dateline("text"),
    "places": _of_dateline("places"),
    "country_code": _of_dateline("country_code"),
    "agency": _of_dateline("agency"),
    "body": _body,
}
COLUMNS = (*_FLAT, *_MADE_FLAT)
"""The header."""


class CsvWriter:
    """Writes records to a stream as rows of UTF-8 behind a header; absent is empty."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._row(COLUMNS)

    def write(self, record: Record, /) -> None:
        """Write the row."""
        values = [record[key] for key in _FLAT] + [make(record) for make in _MADE_FLAT.values()]
        self._row([encodable(value) if isinstance(value, str) else value for value in values])

    def close(self) -> None:
        """Nothing is held back."""

    def abandon(self) -> None:
        """Nothing is held back."""

    def _row(self, values: Any) -> None:
        line = io.StringIO(newline="")
        csv.writer(line, lineterminator="\n").writerow(values)
        self._stream.write(line.getvalue().encode())
