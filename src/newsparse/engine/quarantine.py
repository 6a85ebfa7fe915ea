"""Documents that could not be parsed, kept whole: one JSON object a line."""

from __future__ import annotations

import base64
import gzip
import io
import json
from contextlib import AbstractContextManager, nullcontext
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from newsparse.document import Document
from newsparse.readers import ReadDocument, ReadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsparse.engine.work import Failed

_KNOWN = frozenset(each.name for each in fields(Document)) - {"content"}


def quarantined_document(item: ReadDocument, failed: Failed) -> bytes:
    """The line of a document with what it takes to parse it again."""
    document = item.document
    is_text = isinstance(document.content, str)
    raw = document.content
    if isinstance(raw, str):
        raw = raw.encode(errors="surrogatepass")
    rest = {name: getattr(document, name) for name in sorted(_KNOWN - {"id", "url"})}
    return _line(
        {
            **_place(item),
            "id": document.id,
            "url": document.url,
            "error": failed.error,
            "message": failed.message,
            "seconds": failed.seconds,
            "is_text": is_text,
            "raw": base64.b64encode(raw).decode(),
            "document": {name: value for name, value in rest.items() if value is not None},
        }
    )


def unreadable_record(item: ReadError) -> bytes:
    """The line of a record that its reader could not make a document of."""
    return _line(
        {
            **_place(item),
            "id": None,
            "url": None,
            "error": "Unreadable",
            "message": item.message,
            "seconds": 0.0,
            "is_text": False,
            "raw": None,
            "document": {},
        }
    )


def _place(item: ReadDocument | ReadError) -> dict[str, Any]:
    return {
        "source": item.source,
        "record": item.record,
        "offset": getattr(item, "offset", None),
    }


def _line(entry: dict[str, Any]) -> bytes:
    return json.dumps(entry).encode() + b"\n"


def from_line(line: bytes) -> ReadDocument | ReadError:
    """What a line of a quarantine holds, to be parsed again.

    Raises:
        ValueError: it is no such line.
    """
    try:
        entry = json.loads(line)
        place = entry["source"], entry["record"]
        if entry["raw"] is None:
            return ReadError(*place, entry["message"])
        raw = base64.b64decode(entry["raw"], validate=True)
        content = raw.decode(errors="surrogatepass") if entry["is_text"] else raw
        rest = {name: value for name, value in entry["document"].items() if name in _KNOWN}
        document = Document(content, id=entry["id"], url=entry["url"], **rest)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"not a line of a quarantine ({type(error).__name__})") from error
    return ReadDocument(*place, document)


def read_quarantine(path: str) -> Iterator[ReadDocument | ReadError]:
    """What a quarantine holds, in order, to be parsed again."""
    try:
        with Path(path).open("rb") as raw, _decompressed(raw) as lines:
            for number, line in enumerate(lines, 1):
                try:
                    yield from_line(line)
                except ValueError as error:
                    yield ReadError(path, number, str(error))
    except (OSError, EOFError) as error:
        yield ReadError(path, None, getattr(error, "strerror", None) or str(error))


def _decompressed(raw: BinaryIO) -> AbstractContextManager[Iterable[bytes]]:
    head = raw.read(4)
    raw.seek(0)
    if head.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=raw)
    if head == b"\x28\xb5\x2f\xfd":
        import zstandard

        return io.BufferedReader(zstandard.ZstdDecompressor().stream_reader(raw))
    return nullcontext(raw)
