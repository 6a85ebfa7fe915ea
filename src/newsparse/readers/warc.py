"""WARC and WET: a record a page.

A record is given when it ends where it says. Where one does not, the next is looked for, in what
was read already too: a broken length costs its own record only.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from newsparse.document import Document
from newsparse.readers.fields import UnreadableError, is_html
from newsparse.readers.http import Message, charset, headers, holds_page
from newsparse.readers.reader import MAX_BYTES, Item, Pending, ReadDocument, ReadError, error
from newsparse.readers.sniff import looks_like
from newsparse.readers.window import Window

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newsparse.readers.reader import ReadOptions
    from newsparse.readers.stream import Stream

_START = re.compile(rb"WARC/[01]\.\d{1,4}\r?\n")
_NEXT = re.compile(rb"\nWARC/[01]\.\d{1,4}\r?\n")
_LINE_ENDS = re.compile(rb"[\r\n]*+")
_START_BYTES = 16  # no first line has more
_MAX_HEADER = 1 << 16
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_NO_PAGES = frozenset({"warcinfo", "request", "metadata", "revisit"})
_PAGES = frozenset({"response", "resource", "conversion"})


class _Record(NamedTuple):
    number: int
    offset: int
    headers: Mapping[str, str]
    head: bytes
    """The HTTP header block, if it has one."""
    body: bytes


def read_warc(stream: Stream, name: str, _options: ReadOptions, /) -> Iterator[Pending]:
    """A document for each response, resource or conversion that holds a page.

    Requests, metadata, revisits, redirects, failures, images and the like are passed over.
    """
    window = Window(stream)
    number, lost = 0, False
    while True:
        if not window.skip(_LINE_ENDS):
            damage = window.next_segment()
            if damage is None:
                return
            yield error(name, None, str(damage), offset=damage.offset)
            lost = True
            continue
        number += 1
        start = window.position
        try:
            record = _record(window, number)
        except UnreadableError as why:
            if not lost:
                yield error(name, number, str(why), offset=start)
            window.find(_NEXT)
            lost = True  # what follows is no second error
        else:
            lost = False
            pending = _page(record, name) if record else None
            if pending is not None:
                yield pending


def _record(window: Window, number: int) -> _Record | None:
    """The record at hand, stepped over; `None` if it is of a kind that holds no page.

    Raises:
        UnreadableError: there is none, or it does not end where it says; nothing is stepped over.
    """
    offset = window.position
    window.need(_START_BYTES)
    if window.match(_START) is None:
        raise UnreadableError("no WARC record where one should start")
    size, fields = _header(window)
    length = fields.get("content-length", "")
    if not (length.isascii() and length.isdecimal() and len(length) < 16):
        raise UnreadableError(f"a WARC record without a length ({length[:20]!r})")
    end = size + int(length)
    if int(length) > MAX_BYTES:
        window.step(size)
        raise UnreadableError(f"a record of more than {MAX_BYTES >> 20} MiB: too long for a page")
    complete = window.need(end + 5)  # so that the checksum of a member that ends here is tested
    if not complete and window.left < end:
        raise UnreadableError(f"cut short: {window.left - size} of {length} bytes are there")
    if _in_doubt(window, end):
        raise UnreadableError("the compressed data of this record are damaged")
    if complete and not _ends(window, end):
        raise UnreadableError("a WARC record that does not end where it says")
    kind = fields.get("warc-type", "").lower()
    if kind in _NO_PAGES:
        window.step(end)
        return None
    if kind not in _PAGES:
        raise UnreadableError(f"an unknown type of WARC record ({kind[:20]!r})")
    head_size = 0
    if window.peek(size, size + 5) == b"HTTP/":
        found = window.search(_HEADER_END, size, min(size + _MAX_HEADER, end))
        head_size = (found or end) - size
    head, body = window.peek(size, size + head_size), window.peek(size + head_size, end)
    window.step(end)
    return _Record(number, offset, fields, head, body)


def _ends(window: Window, end: int) -> bool:
    """Whether the line ends that close a record stand there, or the next record behind them."""
    if window.peek(end, end + 4).startswith((b"\r\n\r\n", b"\n")):
        return True
    window.need(end + 4 + _START_BYTES)
    return window.search(_START, end + 4, end + 4 + _START_BYTES) is not None


def _in_doubt(window: Window, end: int) -> bool:
    """Whether the record at hand was compressed by itself, and corruptly: its checksum tells."""
    if window.damage is None or window.damage.since is None:
        return False
    return 0 <= window.damage.since - window.position < end and not _NEXT.search(
        window.peek(end, end + _START_BYTES + 4)
    )


def _header(window: Window) -> tuple[int, Mapping[str, str]]:
    """The bytes of a record's header, and its fields."""
    for size in (1 << 11, 1 << 13, _MAX_HEADER):
        whole = window.need(size)
        end = window.search(_HEADER_END, 0, size)
        if end is not None:
            return end, headers(window.peek(0, end))
        if not whole:
            raise UnreadableError("cut short within the header of a WARC record")
    raise UnreadableError("a WARC record whose header does not end")


def _page(record: _Record, name: str) -> Pending | None:
    """The page of a record, if it holds one."""
    if not record.head:
        kind = record.headers.get("content-type", "")
        if not holds_page(kind) or kind.startswith("text/dns"):
            return None
        return partial(_item, record, Message(200, {"content-type": kind}, record.body), name)
    try:
        message = Message.parse(record.head, record.body)
    except UnreadableError as why:
        return error(name, record.number, str(why), offset=record.offset)
    if not message.is_page():
        return None
    return partial(_item, record, message, name)


def _item(record: _Record, message: Message, name: str, position: int) -> Item:
    number, offset = record.number, record.offset
    try:
        body = message.page()
        kind = message.headers.get("content-type", "")
        binary = None if "html" in kind else looks_like(body, charset(kind))
        if binary is not None:
            raise UnreadableError(f"looks like {binary}, not like a page")
    except UnreadableError as why:
        return ReadError(name, number, str(why), offset, position, record.head + record.body)
    page = Document(
        body,
        id=record.headers.get("warc-record-id", "").strip("<>") or f"{name}:{number}",
        url=record.headers.get("warc-target-uri", "").strip("<>") or None,
        language=_language(record.headers),
        reference=record.headers.get("warc-date") or None,
        html="html" in kind.lower() or is_html(body),
        charset="utf-8" if record.headers["warc-type"] == "conversion" else charset(kind),
    )
    return ReadDocument(name, number, page, offset, position)


def _language(fields: Mapping[str, str]) -> str | None:
    """The first language of a WET record (`eng,fra`)."""
    return fields.get("warc-identified-content-language", "").split(",")[0].strip() or None
