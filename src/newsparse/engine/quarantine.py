"""What could not be parsed or read, kept whole: one JSON object a line."""

from __future__ import annotations

import base64
import json
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsparse.document import Document
from newsparse.readers import MissingExtraError, ReadDocument, ReadError
from newsparse.readers.codecs import peel
from newsparse.readers.lines import lines, too_long
from newsparse.readers.stream import Damaged, Stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsparse.engine.work import Failed
    from newsparse.readers import Item

_KEPT = tuple(each.name for each in fields(Document) if each.name not in {"content", "id", "url"})


def quarantined_document(item: ReadDocument, failed: Failed) -> bytes:
    """The line of a document, with what it takes to parse it again."""
    document = item.document
    is_text = isinstance(document.content, str)
    rest = {name: getattr(document, name) for name in _KEPT}
    return _line(
        item,
        id=document.id,
        url=document.url,
        error=failed.error,
        message=failed.message,
        seconds=failed.seconds,
        raw=_encoded(document.content),
        document={"is_text": is_text}
        | {key: value for key, value in rest.items() if value not in (None, False)},
    )


def unreadable_record(item: ReadError) -> bytes:
    """The line of a record that its reader could not make a document of."""
    return _line(
        item,
        id=None,
        url=None,
        error="Unreadable",
        message=item.message,
        seconds=0.0,
        raw=None if item.raw is None else _encoded(item.raw),
        document=None,
    )


def _line(item: Item, **entry: Any) -> bytes:
    place = {"source": item.source, "record": item.record, "offset": item.offset}
    return json.dumps(place | entry).encode() + b"\n"


def _encoded(content: str | bytes) -> str:
    raw = content.encode(errors="surrogatepass") if isinstance(content, str) else content
    return base64.b64encode(raw).decode()


def from_line(line: bytes) -> Item:
    """What a line of a quarantine holds: a document to be parsed again, or what is none still.

    Raises:
        ValueError: it is no such line.
    """
    try:
        entry = json.loads(line)
        raw = None if entry["raw"] is None else base64.b64decode(entry["raw"], validate=True)
        place = entry["source"], entry["record"]
        known = entry["document"]
        if known is None or raw is None:
            return ReadError(*place, entry["message"], entry["offset"], raw=raw)
        content = raw.decode(errors="surrogatepass") if known["is_text"] else raw
        rest = {key: value for key, value in known.items() if key in _KEPT}
        document = Document(content, id=entry["id"], url=entry["url"], **rest)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"not a line of a quarantine ({type(error).__name__})") from error
    return ReadDocument(*place, document, entry["offset"])


def read_quarantine(path: str) -> Iterator[Item]:
    """What a quarantine holds, in order, whatever it is compressed with."""
    try:
        with Path(path).open("rb") as file:
            stream, _ = peel(Stream(file))
            for line in lines(stream):
                if isinstance(line, Damaged):
                    yield ReadError(path, None, str(line), line.offset)
                    continue
                try:
                    yield from_line(line.content or b"")
                except ValueError as error:
                    said = str(error) if line.content is not None else too_long()
                    yield ReadError(path, line.number, said, line.offset, raw=line.content)
    except OSError as error:
        yield ReadError(path, None, error.strerror or str(error))
    except MissingExtraError as error:
        yield ReadError(path, None, str(error))
