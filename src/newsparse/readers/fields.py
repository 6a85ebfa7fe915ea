"""Records of any format into documents: which key holds what."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from newsparse.document import Document
from newsparse.recognizers.date import parse_date

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsparse.readers.reader import Fields

# The names that dumps use: Common Crawl derivatives (C4, RedPajama, FineWeb), news-please, fundus,
# newspaper, trafilatura, datatrove, Scrapy feeds. A record's first name that holds a value wins.
ALIASES: dict[str, tuple[str, ...]] = {
    "text": ("text", "content", "raw_content", "maintext", "plain_text", "article", "body"),
    "html": ("html", "raw_html", "page_html", "html_content", "source_html"),
    "id": ("id", "_id", "doc_id", "document_id", "uuid"),
    "url": ("url", "requested_url", "url_used", "source_url", "metadata.url", "meta.url"),
    "title": ("title", "headline", "page_title"),
    # `timestamp` is the crawl's
    "date": ("date_publish", "publish_date", "published", "published_at", "date_published", "date"),
    "language": ("language", "lang"),
}

_SHOWN_KEYS = 12  # of a record without text, in its error
_EPOCH = (
    100_000_000,
    10_000_000_000,
)  # seconds since 1970, the years 1973 to 2286; or 1,000 times that
_LOOKED_AT, _LEAST_TAGS = 1 << 12, 3  # characters of a text, and closing tags among them
_TAG = re.compile(
    r"</(?:p|div|span|a|li|ul|ol|h[1-6]|t[dr]|em|strong|b|i|article|section)>", re.IGNORECASE
)
_HTML_STARTS = ("<!doctype html", "<html", "<head", "<body")
_KINDS = (
    (bool, "a boolean"),
    (str, "a string"),
    (list, "an array"),
    (dict, "an object"),
    (bytes, "bytes"),
)


class UnreadableError(ValueError):
    """Why a record is not a document."""


def document(record: Mapping[str, Any], fields: Fields, place: str) -> Document:
    """The document of a record; one without an id is named by its place.

    Raises:
        UnreadableError: no key holds the page.
    """
    plan = _plan(fields)
    content, html = _content(record, fields, plan)
    identity = _first(record, plan["id"])
    if isinstance(identity, int) and not isinstance(identity, bool):
        identity = str(identity)
    return Document(
        content,
        id=_string(identity) or place,
        title=_string(_first(record, plan["title"])),
        url=_string(_first(record, plan["url"])),
        published=iso_date(_first(record, plan["date"])),
        language=_string(_first(record, plan["language"])),
        html=html,
    )


def mapping(keys: Iterable[str], fields: Fields) -> dict[str, tuple[str, ...]]:
    """The keys among those that a record has which may hold each part, in order of preference.

    >>> from newsparse.readers import Fields
    >>> mapping(["uid", "body", "text", "link"], Fields(url="link"))
    {'text': ('text', 'body'), 'url': ('link',)}
    """
    there = set(keys)
    found = {}
    for part in ALIASES:
        names = tuple(name for name in _names(part, fields) if name.partition(".")[0] in there)
        if names:
            found[part] = names
    return found


def no_text(keys: Iterable[str], fields: Fields) -> str:
    """What to say of a record with these keys if none holds a page."""
    named = [name for name in (fields.html, fields.text) if name is not None]
    wanted = " or ".join(map(_quoted, named) if named else ALIASES["text"] + ALIASES["html"])
    keys = list(keys)
    seen = ", ".join(map(_quoted, keys[:_SHOWN_KEYS])) or "none"
    more = f" and {len(keys) - _SHOWN_KEYS} more" if len(keys) > _SHOWN_KEYS else ""
    return f"no field {wanted}; fields seen: {seen}{more}"


def is_html(content: str | bytes) -> bool:
    """Whether a page starts as HTML does, a comment or an XML declaration before it or not.

    >>> is_html(" <!DOCTYPE html><title>"), is_html(b"<!-- saved --><html>"), is_html("A <html")
    (True, True, False)
    """
    head = content[:1024]
    text = head.decode("latin-1") if isinstance(head, bytes) else head
    text = text.lstrip("\ufeffï»¿ \t\r\n")
    if not text.startswith("<"):
        return False
    text = text.lower()
    while text.startswith(("<!--", "<?xml")):
        text = text.partition(">")[2].lstrip()
    return text.startswith(_HTML_STARTS)


def holds_tags(content: str | bytes) -> bool:
    """Whether a text holds the tags of HTML: somebody named the wrong key, or kept the markup.

    >>> holds_tags("<div><p>Mill burns.</p><p>Police said.</p></div>")
    True
    >>> holds_tags("Close it with </b> or </i>, a reader writes.")
    False
    """
    head = content[:_LOOKED_AT]
    closing = head.count(b"</") if isinstance(head, bytes) else head.count("</")
    if closing < _LEAST_TAGS:
        return False
    text = head.decode("latin-1") if isinstance(head, bytes) else head
    return len(_TAG.findall(text)) >= _LEAST_TAGS


@cache
def _plan(fields: Fields) -> dict[str, tuple[str, ...]]:
    """The keys to try for each part."""
    return {part: _names(part, fields) for part in ALIASES}


def _names(part: str, fields: Fields) -> tuple[str, ...]:
    named = getattr(fields, part)
    if named is not None:
        return (named,)
    if part in {"text", "html"} and (fields.text or fields.html):
        return ()  # the page was named: another key that might hold one does not count
    return ALIASES[part]


def _content(
    record: Mapping[str, Any], fields: Fields, plan: Mapping[str, tuple[str, ...]]
) -> tuple[str | bytes, bool]:
    """The page, and whether it is HTML: text that is there is taken before markup.

    A blank value is taken only where no other key holds a page: extractors that found nothing
    leave `""` beside the markup.
    """
    odd = blank = None
    for part in ("html", "text") if fields.html else ("text", "html"):
        for name in plan[part]:
            value = _value(record, name)
            if isinstance(value, str | bytes):
                if value and not value.isspace():
                    return value, part == "html" or is_html(value)
                blank = blank or (value, part == "html")
            elif odd is None and (value is not None or name in record):
                odd = f"field {_quoted(name)} holds {kind(value)}, not text"
    if blank:
        return blank
    raise UnreadableError(odd or no_text(record, fields))


def _first(record: Mapping[str, Any], names: tuple[str, ...]) -> object:
    """The value of the first key that holds any."""
    for name in names:
        value = record.get(name)
        if value is None and "." in name:
            value = _value(record, name)
        if value is not None and value != "":
            return value
    return None


def _value(record: Mapping[str, Any], name: str) -> object:
    """The value of a key, or of a path with dots into objects; `None` where there is none.

    >>> _value({"meta": {"url": "u"}, "a.b": 1}, "meta.url"), _value({"a.b": 1}, "a.b")
    ('u', 1)
    >>> _value({"meta": "u"}, "meta.url")
    """
    if name in record or "." not in name:
        return record.get(name)
    outer, _, inner = name.partition(".")
    within = record.get(outer)
    return _value(within, inner) if isinstance(within, Mapping) else None


def _string(value: object) -> str | None:
    return (value.strip() or None) if isinstance(value, str) else None


def iso_date(value: object) -> str | None:
    """A date as dumps write it in ISO 8601; `None` for anything unclear.

    >>> iso_date("Mon, 13 Sep 2021 10:00:00 GMT"), iso_date(1631527200)
    ('2021-09-13T10:00:00+00:00', '2021-09-13T10:00:00+00:00')
    >>> iso_date("04-05-2019"), iso_date(7), iso_date(True), iso_date(["2021"])
    (None, None, None, None)
    """
    if isinstance(value, str):
        found = parse_date(value)
        return found.value if found else None
    if isinstance(value, date):  # of a Parquet column; a datetime is one
        return value.isoformat()
    if isinstance(value, int | float):
        for unit in (1, 1000):
            if _EPOCH[0] * unit <= value < _EPOCH[1] * unit:
                return datetime.fromtimestamp(int(value // unit), UTC).isoformat()
    return None


def kind(value: object) -> str:
    """A JSON value's kind in words."""
    if value is None:
        return "null"
    for each, words in _KINDS:
        if isinstance(value, each):
            return words
    return "a number"


def _quoted(key: str) -> str:
    """A key in quotes, shortened, on one line."""
    return json.dumps(key if len(key) <= 40 else key[:39] + "…", ensure_ascii=False)
