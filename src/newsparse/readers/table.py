"""CSV and TSV: a header, then a row a page."""

from __future__ import annotations

import csv
import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from newsparse.readers.fields import UnreadableError, document, mapping, no_text
from newsparse.readers.lines import Line, decode, too_long
from newsparse.readers.reader import (
    MAX_BYTES,
    Fields,
    Item,
    Pending,
    ReadDocument,
    ReadError,
    error,
)
from newsparse.readers.sniff import HEAD, looks_like, wide_charset
from newsparse.readers.stream import Damaged
from newsparse.readers.window import Window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsparse.readers.reader import ReadOptions
    from newsparse.readers.stream import Stream

DELIMITERS = ",\t;|"
_LONGEST_HEADER = 1000  # bytes, of one that is told by itself


def read_table(stream: Stream, name: str, options: ReadOptions, /) -> Iterator[Pending]:
    """A document for each row; the delimiter is the one that the header has most of.

    A row with too many or too few fields is an error, and so is one whose quotes do not close; the
    lines behind its first are then read anew.
    """
    encoding = options.encoding or "utf-8"
    head = stream.peek(HEAD)
    kind = wide_charset(head) or looks_like(head, encoding)
    if kind is not None:
        yield error(name, None, f"looks like {kind}, not like CSV")
        return
    rows = _Rows(stream, delimiter(head), encoding)
    header: list[str] | None = None
    for row in rows:
        if isinstance(row, Damaged):
            yield error(name, None, str(row), offset=row.offset)
        elif header is None:
            if row.why is not None:
                yield error(
                    name, row.line.number, f"the header is {row.why}", offset=row.line.offset
                )
                return
            header = [key.strip() for key in row.values]
            if not {"text", "html"} & mapping(header, options.fields).keys():
                yield error(name, None, no_text(header, options.fields))
                return
        else:
            yield partial(_item, row, header, name, options)


def table_keys(stream: Stream, options: ReadOptions) -> list[str]:
    """The names in the header."""
    rows = _Rows(stream, delimiter(stream.peek(HEAD)), options.encoding or "utf-8")
    first = next(iter(rows), None)
    return [] if first is None or isinstance(first, Damaged) else first.values


def delimiter(head: bytes) -> str:
    r"""The delimiter of a table.

    >>> delimiter(b"url;title, as is;text\n"), delimiter(b"text\n1")
    (';', ',')
    """
    first = head.partition(b"\n")[0].decode("latin-1")
    return max(DELIMITERS, key=first.count)


def is_table(head: bytes, fields: Fields) -> bool:
    r"""Whether the first line of a text is a header: several names, one of them of a page.

    >>> is_table(b"id,url,text\n1,u,Mill burns\n", Fields())
    True
    >>> is_table(b"text, a word\n", Fields()), is_table(b"url,name\n", Fields())
    (False, False)
    """
    end = head.find(b"\n", 0, _LONGEST_HEADER + 1)
    if end < 0:
        return False
    line = head[:end]
    text = line.decode("utf-8", "replace").strip().removeprefix("\ufeff")
    keys = [key.strip('"') for key in text.split(delimiter(line))]
    if len(keys) == 1 or not all(map(_is_name, keys)):
        return False
    return bool({"text", "html"} & mapping(keys, fields).keys())


def _is_name(key: str) -> bool:
    return key.replace(".", "_").isidentifier()


_ROW = re.compile(rb'[^"\n]*+(?:"[^"]*+"[^"\n]*+)*+\n')
"""A line, or several with quotes around the ends of all but the last."""


class _Row(NamedTuple):
    """A row where it stands: its values, or why it has none."""

    line: Line
    values: list[str]
    why: str | None = None


class _Rows:
    """A stream into rows: a quoted field may hold line ends."""

    def __init__(self, stream: Stream, delimiter: str, encoding: str) -> None:
        csv.field_size_limit(MAX_BYTES)  # of the process; the default of 128 KiB is for cells
        self._window = Window(stream)
        self._delimiter = delimiter
        self._encoding = encoding
        self._number = 1

    def __iter__(self) -> Iterator[_Row | Damaged]:
        window = self._window
        while True:
            size, left = window.match(_ROW), window.left
            if size is None and left <= MAX_BYTES:
                window.need(2 * left + 1)  # doubled: a row is not searched through over and over
                if window.left > left:
                    continue
            if size is None and not window.left:
                damage = window.next_segment()
                if damage is None:
                    return
                yield damage
                continue
            row = self._row(size)
            if row.values or row.why:  # not a blank line
                yield row

    def _row(self, size: int | None) -> _Row:
        """The row of this size, or of all that is left; if that is none, of its first line."""
        window = self._window
        whole = Line(self._number, window.position, window.peek(0, size or window.left))
        if size is None and window.damage is not None:
            self._step(whole)
            return _Row(whole, [], "cut off by the damage after it")
        line = whole._replace(content=(whole.content or b"").partition(b"\n")[0])
        for each in (whole, line):
            try:
                values = self._values(each.content or b"")
            except UnreadableError as found:
                why = str(found)
            else:
                self._step(each)
                return _Row(each, values)
        self._step(line)
        return _Row(line, [], why)

    def _step(self, row: Line) -> None:
        content = row.content or b""
        size = len(content) + (not content.endswith(b"\n"))
        self._window.step(min(size, self._window.left))
        self._number += content.count(b"\n") + (not content.endswith(b"\n"))

    def _values(self, row: bytes) -> list[str]:
        """The fields of a row.

        Raises:
            UnreadableError: it is none.
        """
        if len(row) > MAX_BYTES:
            raise UnreadableError(too_long())
        try:
            text = decode(row.rstrip(b"\r\n"), self._encoding)
            rows = list(csv.reader([text], delimiter=self._delimiter, strict=True))
        except UnicodeDecodeError as why:
            at = f"byte {why.start + 1}"
            raise UnreadableError(f"not valid {self._encoding.upper()} at {at}") from None
        except csv.Error as why:
            raise UnreadableError(f"not valid CSV: {why}") from None
        return rows[0] if rows else []


def _item(row: _Row, header: list[str], name: str, options: ReadOptions, position: int) -> Item:
    number, offset, content, _ = row.line
    why = row.why
    if why is None and len(row.values) != len(header):
        why = f"{len(row.values)} fields where the header has {len(header)}"
    try:
        if why is not None:
            raise UnreadableError(why)
        record = dict(zip(header, row.values, strict=True))
        page = document(record, options.fields, f"{name}:{number}")
    except UnreadableError as found:
        return ReadError(name, number, str(found), offset, position, content)
    return ReadDocument(name, number, page, offset, position)
