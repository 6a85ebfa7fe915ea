"""What `newsparse parse` wrote, read back one by one and checked as far as it is used."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from newsparse.readers import MissingExtraError, ReadError, parquet
from newsparse.readers.codecs import peel
from newsparse.readers.fields import UnreadableError
from newsparse.readers.jsonl import json_record
from newsparse.readers.lines import lines, too_long
from newsparse.readers.opening import opened
from newsparse.readers.sniff import HEAD, looks_like
from newsparse.readers.stream import Damaged
from newsparse.taxonomy import BodyKind, Flag, Label, PageType
from newsparse.writers.jsonl import record_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from enum import StrEnum

    from newsparse.readers.stream import Stream

    _Word = TypeVar("_Word", bound="StrEnum")

PARTS = ("leading", "inline", "trailing")
_CSV_HEADER = b"id,url,language,"


class NotARecordError(ValueError):
    """Why a line is none that `newsparse parse` writes."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record of output and where it stands; a value that is not as it should be raises."""

    source: str
    """The file as the caller named it; `-` is standard input."""
    number: int
    """Its line or row, from 1."""
    line: bytes
    """As JSON Lines have it."""
    values: dict[str, Any]

    def text(self, key: str) -> str | None:
        """A string, or `None`.

        Raises:
            NotARecordError: the key is missing or holds something else; as of all methods here.
        """
        value = self._value(key)
        return value if value is None else _a(str, value, key)

    def texts(self, key: str) -> list[str]:
        """A list of strings."""
        return [_a(str, each, key) for each in _a(list, self._value(key), key)]

    @property
    def page_type(self) -> PageType:
        """What the page is."""
        return _word(PageType, self._value("page_type"), "page_type")

    @property
    def flags(self) -> list[Flag]:
        """What a reader should know about the page."""
        return [_word(Flag, flag, "flags") for flag in _a(list, self._value("flags"), "flags")]

    @property
    def confidence(self) -> float:
        """How far to trust page type and body, 0..1."""
        return _share(self._value("confidence"), "confidence")

    @property
    def dateline(self) -> dict[str, Any] | None:
        """The dateline, if there is one: its country and text are strings or `None`."""
        value = self._value("dateline")
        if value is None:
            return None
        for key in ("text", "country_code"):
            if not isinstance(_a(dict, value, "dateline").get(key), str | None):
                raise NotARecordError(f"field dateline: {key} is not a string")
        return dict(value)

    @property
    def body(self) -> list[tuple[BodyKind, str]]:
        """Kind and text of each part of the body."""
        return self._parts(BodyKind, "body")

    def boilerplate(self, key: str) -> list[tuple[Label, str]]:
        """Kind and text of each block in one of `PARTS`."""
        return self._parts(Label, key)

    @property
    def has_spans(self) -> bool:
        """Whether `parse --spans` wrote it."""
        return "blocks" in self.values and "source" in self.values

    @property
    def blocks(self) -> list[tuple[Label, float, str]]:
        """Label, confidence and verbatim text of every block; none without spans."""
        if not self.has_spans:
            return []
        source = self.text("source") or ""
        found = []
        for block in _a(list, self.values["blocks"], "blocks"):
            start, end = (_a(int, _get(block, key, "blocks"), "blocks") for key in ("start", "end"))
            if not 0 <= start <= end <= len(source):
                raise NotARecordError(f"field blocks: {start} to {end} is not within the source")
            label = _word(Label, _get(block, "kind", "blocks"), "blocks")
            sure = _share(_get(block, "confidence", "blocks"), "blocks")
            found.append((label, sure, source[start:end]))
        return found

    def _value(self, key: str) -> Any:
        try:
            return self.values[key]
        except KeyError:
            raise NotARecordError(f"no field {key}: not what newsparse parse writes") from None

    def _parts(self, kinds: type[_Word], key: str) -> list[tuple[_Word, str]]:
        return [
            (_word(kinds, _get(part, "kind", key), key), _a(str, _get(part, "text", key), key))
            for part in _a(list, self._value(key), key)
        ]


def parse_record(line: bytes, source: str = "-", number: int = 1) -> Record:
    """The record of a line.

    Raises:
        NotARecordError: it is no JSON object; what the object holds is checked when it is asked.

    >>> parse_record(b'{"page_type": "index"}').page_type.value
    'index'
    >>> parse_record(b"[1]")
    Traceback (most recent call last):
        ...
    newsparse.records.NotARecordError: not a JSON object but an array
    """
    try:
        return Record(source, number, line, json_record(line, "utf-8"))
    except UnreadableError as why:
        raise NotARecordError(str(why)) from None


def read_records(paths: Iterable[str]) -> Iterator[Record | ReadError]:
    """The records of JSON Lines and Parquet in any codec, of files, URLs and standard input (`-`).

    What is no record comes out as a `ReadError` in its place; so does a file that cannot be opened,
    and damage, behind which reading goes on where the format allows.
    """
    for path in paths:
        try:
            with opened(path) as stream:
                yield from _records(peel(stream, path)[0], path)
        except IsADirectoryError:
            yield ReadError(path, None, "a folder: name the JSON Lines or Parquet files in it")
        except OSError as why:
            yield ReadError(path, None, why.strerror or str(why))
        except (Damaged, MissingExtraError, ValueError) as why:
            yield ReadError(path, None, str(why))


def _records(stream: Stream, source: str) -> Iterator[Record | ReadError]:
    head = stream.peek(HEAD)
    if head.startswith(parquet.MAGIC):
        yield from _rows(stream, source)
    elif (kind := looks_like(head) or _not_lines(head)) is not None:
        yield ReadError(source, None, f"looks like {kind}, not like JSON Lines or Parquet")
    else:
        yield from _lines(stream, source)


def _not_lines(head: bytes) -> str | None:
    r"""What a text looks like that holds no record.

    >>> _not_lines(b"id,url,language,page_type\na,b,c,d\n"), _not_lines(b"# Mill burns\n")
    ('CSV', 'text')
    >>> _not_lines(b'"broken\n{"id": 1}'), _not_lines(b"")
    (None, None)
    """
    found = [line for line in head.removeprefix(BOM_UTF8).splitlines() if line.strip()]
    if not found or any(line.lstrip().startswith((b"{", b"[")) for line in found):
        return None
    return "CSV" if found[0].startswith(_CSV_HEADER) else "text"


def _rows(stream: Stream, source: str) -> Iterator[Record | ReadError]:
    for found in parquet.read_rows(stream, source):
        if isinstance(found, ReadError):
            yield found
            continue
        number, row = found
        row = {key: value for key, value in row.items() if value is not None or key != "metadata"}
        yield Record(source, number, record_line(row).removesuffix(b"\n"), row)


def _lines(stream: Stream, source: str) -> Iterator[Record | ReadError]:
    for line in lines(stream):
        if isinstance(line, Damaged):
            yield ReadError(source, None, str(line), line.offset)
        elif line.content is None:
            yield ReadError(source, line.number, too_long())
        elif line.content and not line.content.isspace():
            try:
                yield parse_record(line.content.rstrip(b"\r"), source, line.number)
            except NotARecordError as why:
                yield ReadError(source, line.number, str(why))


_Kind = TypeVar("_Kind")


def _a(kind: type[_Kind], value: Any, key: str) -> _Kind:
    if not isinstance(value, kind):
        raise NotARecordError(f"field {key} holds a {type(value).__name__}, not a {kind.__name__}")
    return value


def _get(part: Any, name: str, key: str) -> Any:
    try:
        return part[name]
    except (KeyError, TypeError, IndexError):
        raise NotARecordError(f"field {key} holds a part without its {name}") from None


@cache
def _members(words: type[_Word]) -> dict[str, _Word]:
    return {each.value: each for each in words}


def _word(words: type[_Word], value: Any, key: str) -> _Word:
    try:
        found: _Word = _members(words)[value]
    except (KeyError, TypeError):
        shown = json.dumps(value)[:40]
        raise NotARecordError(f"field {key}: {shown} is no {words.__name__}") from None
    return found


def _share(value: Any, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise NotARecordError(f"field {key}: a confidence is a number from 0 to 1")
    return float(value)
