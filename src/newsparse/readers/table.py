"""CSV and TSV: a header, then a row a page."""

from __future__ import annotations

import csv
from collections import deque
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from newsparse.readers.fields import UnreadableError, document, mapping, no_text
from newsparse.readers.lines import Line, decode, lines, too_long
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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsparse.readers.reader import ReadOptions
    from newsparse.readers.stream import Stream

DELIMITERS = ",\t;|"


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
    line, found, _ = head.partition(b"\n")
    if not found or len(line) > 1000:
        return False
    text = line.decode("utf-8", "replace").strip().removeprefix("\ufeff")
    keys = [key.strip('"') for key in text.split(delimiter(head))]
    known = mapping(keys, fields)
    return len(keys) > 1 and bool({"text", "html"} & known.keys()) and all(map(_is_name, keys))


def _is_name(key: str) -> bool:
    return key.replace(".", "_").isidentifier()


class _Row(NamedTuple):
    """A row where it stands: its values, or why it has none."""

    line: Line
    values: list[str]
    why: str | None = None


class _Rows:
    """Lines into rows: a quoted field may hold line ends."""

    def __init__(self, stream: Stream, delimiter: str, encoding: str) -> None:
        csv.field_size_limit(MAX_BYTES)  # of the process; the default of 128 KiB is for cells
        self._lines = lines(stream)
        self._delimiter = delimiter
        self._encoding = encoding
        self._again: deque[Line] = deque()

    def __iter__(self) -> Iterator[_Row | Damaged]:
        group: list[Line] = []
        quotes = size = 0
        while True:
            each = self._again.popleft() if self._again else next(self._lines, None)
            if isinstance(each, Line):
                group.append(each)
                quotes += (each.content or b"").count(b'"')
                size += len(each.content or b"")
                if quotes % 2 and each.content is not None and not each.cut and size <= MAX_BYTES:
                    continue
            if group:
                row = self._row(group)
                if row.values or row.why:  # not a blank line
                    yield row
                group, quotes, size = [], 0, 0
            if isinstance(each, Damaged):
                yield each
            elif each is None and not self._again:
                return

    def _row(self, group: list[Line]) -> _Row:
        """The row of lines that belong together by their quotes; if they do not, of the first."""
        whole = _joined(group)
        if group[-1].cut:
            return _Row(whole, [], "cut off by the damage after it")
        try:
            return _Row(whole, self._values(whole))
        except UnreadableError as why:
            if len(group) == 1:
                return _Row(whole, [], str(why))
        first, *rest = group
        self._again.extendleft(reversed(rest))
        try:
            return _Row(first, self._values(first))
        except UnreadableError as why:
            return _Row(first, [], str(why))

    def _values(self, line: Line) -> list[str]:
        """The fields of a row.

        Raises:
            UnreadableError: it is none.
        """
        if line.content is None:
            raise UnreadableError(too_long())
        try:
            text = decode(line.content.rstrip(b"\r"), self._encoding)
            rows = list(csv.reader([text], delimiter=self._delimiter, strict=True))
        except UnicodeDecodeError as why:
            at = f"byte {why.start + 1}"
            raise UnreadableError(f"not valid {self._encoding.upper()} at {at}") from None
        except csv.Error as why:
            raise UnreadableError(f"not valid CSV: {why}") from None
        return rows[0] if rows else []


def _joined(group: list[Line]) -> Line:
    """The lines as one."""
    first = group[0]
    if len(group) == 1:
        return first
    return first._replace(content=b"\n".join(line.content or b"" for line in group))


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
