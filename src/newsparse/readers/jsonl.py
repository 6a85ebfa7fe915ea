"""JSON Lines: one record a line, one page a record."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from newsparse.readers.fields import UnreadableError, document, kind, mapping, no_text
from newsparse.readers.lines import Line, decode, lines, too_long
from newsparse.readers.reader import Item, Pending, ReadDocument, ReadError, error
from newsparse.readers.sniff import HEAD, looks_like, wide_charset
from newsparse.readers.stream import Damaged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsparse.readers.reader import ReadOptions
    from newsparse.readers.stream import Stream

_LINES = 50  # that are looked at for a key of a page
_LONGEST_LOOK = HEAD << 8  # bytes


def read_jsonl(stream: Stream, name: str, options: ReadOptions, /) -> Iterator[Pending]:
    """A document for each line, one line in memory at a time; blank lines are passed over.

    If none of the first records holds a page, the whole source is one error.
    """
    refused = _refused(stream.peek(HEAD), options) or _without_page(stream, options)
    if refused:
        yield error(name, None, refused)
        return
    for each in lines(stream):
        if isinstance(each, Damaged):
            yield error(name, None, str(each), offset=each.offset)
        elif each.content is None:
            yield error(name, each.number, too_long(), offset=each.offset)
        elif each.content and not each.content.isspace():
            yield partial(_item, each, name, options)


def _item(line: Line, name: str, options: ReadOptions, position: int) -> Item:
    number, offset, content, _ = line
    assert content is not None
    try:
        record = json_record(content.rstrip(b"\r"), options.encoding or "utf-8")
        page = document(record, options.fields, f"{name}:{number}")
    except UnreadableError as why:
        return ReadError(name, number, str(why), offset, position, content)
    return ReadDocument(name, number, page, offset, position)


def _refused(head: bytes, options: ReadOptions) -> str | None:
    """Why a file cannot be read by lines at all, from its first bytes."""
    encoding = options.encoding or "utf-8"
    wide = wide_charset(head) or (encoding if b"\n".decode(encoding, "replace") != "\n" else None)
    if wide is not None:
        return f"JSON lines in {wide.upper()} cannot be told apart: convert the file to UTF-8"
    binary = looks_like(head, encoding)
    if binary is not None:
        return f"looks like {binary}, not like JSON lines"
    return None


def _without_page(stream: Stream, options: ReadOptions) -> str | None:
    """What to say if none of the first records has a key of a page.

    A record of HTML is often longer than a whole look, so that looks grow while none has.
    """
    size = HEAD
    while True:
        head = stream.peek(size)
        ended = head.split(b"\n", _LINES)[:-1]
        records = list(_records(ended, options.encoding or "utf-8"))
        if any({"text", "html"} & mapping(each, options.fields).keys() for each in records):
            return None
        if len(ended) == _LINES or len(head) < size or size >= _LONGEST_LOOK:
            break
        size *= 4
    keys = dict.fromkeys(key for record in records for key in record)
    return no_text(keys, options.fields) if records else None


def _records(ended: list[bytes], encoding: str) -> Iterator[dict[str, Any]]:
    for line in ended:
        try:
            yield json_record(line.rstrip(b"\r"), encoding)
        except UnreadableError:
            continue


def jsonl_keys(stream: Stream, options: ReadOptions) -> list[str]:
    """The keys of the first line that is a record."""
    for line in lines(stream):
        if isinstance(line, Line) and line.content and not line.content.isspace():
            try:
                return list(json_record(line.content, options.encoding or "utf-8"))
            except UnreadableError:
                continue
    return []


def json_record(line: bytes, encoding: str) -> dict[str, Any]:
    """The JSON object of a line.

    Raises:
        UnreadableError: the line is not one.
    """
    try:
        record = json.loads(decode(line, encoding))
    except UnicodeDecodeError as why:
        raise UnreadableError(f"not valid {encoding.upper()} at byte {why.start + 1}") from None
    except json.JSONDecodeError as why:
        raise UnreadableError(f"not valid JSON: {why.msg} (column {why.colno})") from None
    except (ValueError, RecursionError) as why:  # a number of 5,000 digits; 100,000 brackets
        raise UnreadableError(f"not readable JSON: {why}") from None
    if not isinstance(record, dict):
        raise UnreadableError(f"not a JSON object but {kind(record)}")
    return record
