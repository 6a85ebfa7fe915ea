"""JSON Lines: one record a line, one page a record."""

from __future__ import annotations

import codecs
import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from newsparse.document import Document
from newsparse.readers.reader import MAX_BYTES, Fields, ReadDocument, ReadError, ReadOptions
from newsparse.readers.sniff import looks_like, wide_charset
from newsparse.recognizers.date import parse_date

if TYPE_CHECKING:
    from collections.abc import Iterator

# The names that dumps use: Common Crawl derivatives (C4, RedPajama, FineWeb), news-please, fundus,
# newspaper, datatrove. A record's first present name wins.
TEXT_KEYS = ("text", "content", "raw_content", "maintext", "plain_text", "article", "body")
ID_KEYS = ("id", "_id", "doc_id", "document_id", "uuid")
URL_KEYS = ("url", "requested_url", "url_used", "source_url")
TITLE_KEYS = ("title", "headline", "page_title")
DATE_KEYS = ("date_publish", "publish_date", "published", "date")  # `timestamp` is the crawl's
LANGUAGE_KEYS = ("language", "lang")

_SURROGATE = re.compile("[\ud800-\udfff]")
_SHOWN_KEYS = 12  # of a record without text, in its error
_EPOCH = (
    100_000_000,
    10_000_000_000,
)  # seconds since 1970, the years 1973 to 2286; or 1,000 times that

_KINDS = ((bool, "a boolean"), (str, "a string"), (list, "an array"), (dict, "an object"))


class _UnreadableError(ValueError):
    """Why a line is not a document."""


def read_jsonl(
    stream: BinaryIO, name: str, options: ReadOptions, /
) -> Iterator[ReadDocument | ReadError]:
    """A document for each line, one line in memory at a time; blank lines are passed over.

    Lines end at LF only, as JSON Lines has it: U+2028 and the like are text.
    """
    encoding = options.encoding or "utf-8"
    for number, line in enumerate(_lines(stream), 1):
        refused = number == 1 and _refused(line or b"", encoding)
        if refused:
            yield ReadError(name, None, refused)
            return
        if line is None:
            yield ReadError(name, number, f"line is longer than {MAX_BYTES >> 20} MiB")
        elif line.strip():
            try:
                document = _document(_record(line, encoding), options.fields, f"{name}:{number}")
            except _UnreadableError as error:
                yield ReadError(name, number, str(error))
            else:
                yield ReadDocument(name, number, document)


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """The lines of a stream; `None` for one that is too long to hold."""
    while line := stream.readline(MAX_BYTES + 1):
        if len(line) <= MAX_BYTES:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(MAX_BYTES)
        yield None


def _refused(head: bytes, encoding: str) -> str | None:
    """Why a file cannot be read by lines at all, from its first line."""
    wide = wide_charset(head) or (encoding if b"\n".decode(encoding, "replace") != "\n" else None)
    if wide is not None:
        return f"JSON lines in {wide.upper()} cannot be told apart: convert the file to UTF-8"
    kind = looks_like(head, encoding)
    return kind and f"looks like {kind}, not like JSON lines"


def _record(line: bytes, encoding: str) -> dict[str, Any]:
    """The JSON object of a line.

    Raises:
        _UnreadableError: the line is not one.
    """
    try:
        record = json.loads(_decode(line.rstrip(b"\r\n"), encoding))
    except UnicodeDecodeError as error:
        raise _UnreadableError(f"not valid {encoding.upper()} at byte {error.start + 1}") from None
    except json.JSONDecodeError as error:
        raise _UnreadableError(f"not valid JSON: {error.msg} (column {error.colno})") from None
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits; 100,000 brackets
        raise _UnreadableError(f"not readable JSON: {error}") from None
    if not isinstance(record, dict):
        raise _UnreadableError(f"not a JSON object but {_kind(record)}")
    return record


def _decode(line: bytes, encoding: str) -> str:
    line = line.removeprefix(codecs.BOM_UTF8)  # on any line: files with marks get concatenated
    if encoding.lower().replace("_", "-") not in {"utf-8", "utf8"}:
        return line.decode(encoding)
    text = line.decode("utf-8", "surrogatepass")
    if _SURROGATE.search(text):  # CESU-8, as Java and MySQL write it: pairs are one character
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return text


def _document(record: dict[str, Any], fields: Fields, place: str) -> Document:
    identity = _first(record, fields.id, ID_KEYS)
    if isinstance(identity, int) and not isinstance(identity, bool):
        identity = str(identity)
    language = _string(_first(record, fields.language, LANGUAGE_KEYS))
    return Document(
        _text(record, fields.text),
        id=_string(identity) or place,
        title=_string(_first(record, fields.title, TITLE_KEYS)),
        url=_string(_first(record, fields.url, URL_KEYS)),
        published=_iso_date(_first(record, fields.date, DATE_KEYS)),
        language=language,
    )


def _text(record: dict[str, Any], key: str | None) -> str:
    """The page's text.

    Raises:
        _UnreadableError: no key holds it.
    """
    keys = TEXT_KEYS if key is None else (key,)
    present = [name for name in keys if name in record]
    for name in present:
        if isinstance(record[name], str):
            return str(record[name])
    if present:
        raise _UnreadableError(
            f"field {_quoted(present[0])} holds {_kind(record[present[0]])}, not text"
        )
    wanted = _quoted(key) if key is not None else " or ".join(keys)
    seen = ", ".join(map(_quoted, list(record)[:_SHOWN_KEYS])) or "none"
    more = f" and {len(record) - _SHOWN_KEYS} more" if len(record) > _SHOWN_KEYS else ""
    raise _UnreadableError(f"no field {wanted}; fields seen: {seen}{more}")


def _first(record: dict[str, Any], key: str | None, keys: tuple[str, ...]) -> object:
    """The value of the named key, or of the first usual one that holds any."""
    names = keys if key is None else (key,)
    return next((record[name] for name in names if record.get(name) not in (None, "")), None)


def _string(value: object) -> str | None:
    return (value.strip() or None) if isinstance(value, str) else None


def _iso_date(value: object) -> str | None:
    """A date as dumps write it in ISO 8601; `None` for anything unclear.

    >>> _iso_date("Mon, 13 Sep 2021 10:00:00 GMT"), _iso_date(1631527200)
    ('2021-09-13T10:00:00+00:00', '2021-09-13T10:00:00+00:00')
    >>> _iso_date("04-05-2019"), _iso_date(7), _iso_date(True), _iso_date(["2021"])
    (None, None, None, None)
    """
    if isinstance(value, str):
        found = parse_date(value)
        return found.value if found else None
    if isinstance(value, int | float):
        for unit in (1, 1000):
            if _EPOCH[0] * unit <= value < _EPOCH[1] * unit:
                return datetime.fromtimestamp(int(value // unit), UTC).isoformat()
    return None


def _kind(value: object) -> str:
    """A JSON value's kind in words."""
    if value is None:
        return "null"
    for kind, words in _KINDS:
        if isinstance(value, kind):
            return words
    return "a number"


def _quoted(key: str) -> str:
    """A key in quotes, shortened, on one line."""
    return json.dumps(key if len(key) <= 40 else key[:39] + "…", ensure_ascii=False)
