"""Text and HTML files: one file, one page, or pages with something between them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from newsparse.document import Document
from newsparse.readers.fields import is_html
from newsparse.readers.lines import lines, too_long
from newsparse.readers.reader import MAX_BYTES, Item, Pending, ReadDocument, error
from newsparse.readers.sniff import HEAD, looks_like, wide_charset
from newsparse.readers.stream import Damaged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsparse.readers.reader import ReadOptions
    from newsparse.readers.split import Split
    from newsparse.readers.stream import Stream


def read_text(stream: Stream, name: str, options: ReadOptions, /) -> Iterator[Pending]:
    """The whole file as one document of bytes (decoding is the parser's); its name is the id.

    With `options.split`, a document for each page that is not blank.
    """
    head = stream.peek(HEAD)
    kind, html = looks_like(head, options.encoding), is_html(head)
    if kind is not None:
        yield error(name, None, f"looks like {kind}, not like text")
    elif options.split is None or html:
        yield from _page(stream, name, html)
    elif wide_charset(head):
        yield error(name, None, "only UTF-8 and its like can be split: convert the file")
    else:
        yield from _pages(stream, name, options.split)


def read_html(stream: Stream, name: str, options: ReadOptions, /) -> Iterator[Pending]:
    """The whole file as one page of HTML."""
    kind = looks_like(stream.peek(HEAD), options.encoding)
    if kind is not None:
        yield error(name, None, f"looks like {kind}, not like HTML")
    else:
        yield from _page(stream, name, html=True)


def _page(stream: Stream, name: str, html: bool) -> Iterator[Pending]:
    try:
        content = stream.read_all(MAX_BYTES)
    except Damaged as damage:
        yield error(name, None, str(damage), offset=damage.offset)
        return
    if content is None:
        yield error(name, None, f"more than {MAX_BYTES >> 20} MiB: too long for one page")
        return
    page = Document(content, id=name, html=html)
    yield lambda position: ReadDocument(name, None, page, 0, position)


def _pages(stream: Stream, name: str, split: Split) -> Iterator[Pending]:
    """The pages between the ends, numbered from 1; one cut off by damage is an error."""
    number, offset, blanks = 1, 0, 0
    page: list[bytes] = []
    size = 0
    for line in lines(stream):
        if isinstance(line, Damaged):
            yield error(name, number, str(line), offset=line.offset)
            number, page, size = number + 1, [], 0
            continue
        if line.content is None:
            parts: list[bytes | None] = [None]
            yield error(name, number, too_long(), offset=line.offset)
            number += 1
        else:
            parts = split.parts(line.content, blanks)
            blanks = 0 if line.content.strip() else blanks + 1
        at = line.offset
        for part in parts:
            if part is None:
                at += split.form_feed
            else:
                offset = offset if page else at
                page.append(part)
                size += len(part) + 1
                at += len(part)
            if (part is None or size > MAX_BYTES) and not _blank(page):
                yield partial(_found, page, size, name, number, offset)
                number += 1
            if part is None or size > MAX_BYTES:
                page, size = [], 0
    if not _blank(page):
        yield partial(_found, page, size, name, number, offset)


def _blank(page: list[bytes]) -> bool:
    return not any(line.strip() for line in page)


def _found(
    page: list[bytes], size: int, name: str, number: int, offset: int, position: int
) -> Item:
    if size > MAX_BYTES:
        why = f"more than {MAX_BYTES >> 20} MiB: too long for one page"
        found: Item = error(name, number, why, offset=offset)(position)  # type: ignore[assignment]
        return found
    content = Document(b"\n".join(page), id=f"{name}:{number}")
    return ReadDocument(name, number, content, offset, position)
