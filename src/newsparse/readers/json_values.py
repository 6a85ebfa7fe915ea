"""JSON that is not written line by line: an array of records, or records over several lines."""

from __future__ import annotations

import codecs
import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from newsparse.readers.fields import UnreadableError, document, kind
from newsparse.readers.jsonl import json_record
from newsparse.readers.reader import MAX_BYTES, Item, Pending, ReadDocument, ReadError, error
from newsparse.readers.sniff import HEAD, looks_like, wide_charset
from newsparse.readers.stream import CHUNK, Damaged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsparse.readers.reader import ReadOptions
    from newsparse.readers.stream import Stream

_BETWEEN = re.compile(r"[\s,\ufeff]*+")
_NEXT_RECORD = re.compile(r"[\n\}\]][\s,\]\[]*+(?=\{\s*+\")")
"""Where a record may start behind a broken one."""
_NEAR_END = 16  # a literal or a number cut off by the end of what is there
_ESCAPED = re.compile("[\udc80-\udcff]")  # bytes that are no UTF-8


def read_json(stream: Stream, name: str, options: ReadOptions, /) -> Iterator[Pending]:
    """A document for each object of an array, or for each one after another.

    One element is in memory at a time. Behind a broken one, the next that starts as an object does
    is looked for.
    """
    head = stream.peek(HEAD)
    binary = looks_like(head, options.encoding)
    if wide_charset(head) or binary:
        yield error(name, None, f"looks like {binary or 'UTF-16'}, not like JSON in UTF-8")
        return
    window = _Window(stream, options.encoding or "utf-8")
    number = 0
    while True:
        number += 1
        try:
            if not window.skip_between():
                return
            element = window.element()
        except UnreadableError as why:
            yield error(name, number, str(why), offset=window.offset)
            window.resync()
        except Damaged as damage:
            if window.text:
                yield error(name, number, "cut off by the damage after it", offset=window.offset)
            yield error(name, None, str(damage), offset=damage.offset)
            window.forget()
        else:
            if window.has_escapes and _ESCAPED.search(element.raw):
                yield partial(_undecoded, element, name, number, options)
            else:
                yield partial(_item, element, name, number, options)


def json_keys(stream: Stream, options: ReadOptions) -> list[str]:
    """The keys of the first element."""
    window = _Window(stream, options.encoding or "utf-8")
    try:
        value = window.element().value if window.skip_between() else {}
    except UnreadableError:
        return []
    return list(value) if isinstance(value, dict) else []


class _Element(NamedTuple):
    """A value, and where it is written."""

    value: Any
    text: str
    start: int
    end: int

    @property
    def raw(self) -> str:
        """As it is written: what only errors need."""
        return self.text[self.start : self.end]


def _item(element: _Element, name: str, number: int, options: ReadOptions, position: int) -> Item:
    value = element.value
    try:
        if not isinstance(value, dict):
            raise UnreadableError(f"not a JSON object but {kind(value)}")
        page = document(value, options.fields, f"{name}:{number}")
    except UnreadableError as why:
        kept = element.raw.encode("utf-8", "surrogatepass")
        return ReadError(name, number, str(why), None, position, kept)
    return ReadDocument(name, number, page, None, position)


def _undecoded(
    element: _Element, name: str, number: int, options: ReadOptions, position: int
) -> Item:
    """The item of an element with bytes that are no UTF-8, or surrogates written in bytes."""
    content = element.raw.encode("utf-8", "surrogateescape")
    try:
        value = json_record(content, "utf-8")
    except UnreadableError as why:
        return ReadError(name, number, str(why), None, position, content)
    return _item(element._replace(value=value), name, number, options, position)


class _Window:
    """The text of a stream as far as the value at hand needs it."""

    def __init__(self, stream: Stream, encoding: str) -> None:
        self._stream = stream
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)("strict")
        self.has_escapes = False
        """Whether there were bytes that are not in the charset."""
        self._scan = json.JSONDecoder().raw_decode
        self._in_array = False
        self._at = 0
        self.text = ""

    @property
    def offset(self) -> int:
        """Byte of the stream at which the window stands: what costs too much for each record."""
        left = self.text[self._at :].encode(self._encoding, "surrogateescape")
        return self._stream.position - len(left) - len(self._decoder.getstate()[0])

    def skip_between(self) -> bool:
        """Steps over what stands between values; whether one follows."""
        while True:
            found = _BETWEEN.match(self.text, self._at)
            assert found is not None
            self._at = found.end()
            if self._at < len(self.text):
                if not self._in_array and self.text[self._at] == "[":
                    self._in_array = True
                elif not self._in_array or self.text[self._at] != "]":
                    return True
                else:
                    self._in_array = False
                self._at += 1
            elif not self._more():
                return self._ended()

    def element(self) -> _Element:
        """The value at hand.

        Raises:
            UnreadableError: it is no JSON.
        """
        start = self._at
        while True:
            try:
                value, end = self._scan(self.text, start)
            except RecursionError as why:
                raise UnreadableError(f"not readable JSON: {why}") from None
            except ValueError as why:
                if not self._is_cut(why, start) or not self._more():
                    raise UnreadableError(_said(why)) from None
                start = self._at
            else:
                break
        self._at = end
        return _Element(value, self.text, start, end)

    def resync(self) -> None:
        """Steps to where the next record may start."""
        while True:
            found = _NEXT_RECORD.search(self.text, self._at + 1)
            if found is not None:
                self._at = found.end()
                return
            self._at = max(len(self.text) - 1, self._at)
            if not self._more():
                self._at = len(self.text)
                return

    def forget(self) -> None:
        """Leaves what was read behind."""
        self._at, self.text = 0, ""
        self._decoder.reset()

    def _is_cut(self, why: ValueError, start: int) -> bool:
        """Whether a value fails only because the window ends in it."""
        if len(self.text) - start > MAX_BYTES:
            return False
        if not isinstance(why, json.JSONDecodeError):
            return False
        return why.msg.startswith("Unterminated") or why.pos >= len(self.text) - _NEAR_END

    def _more(self) -> bool:
        found = self._stream.read(CHUNK + len(self.text) - self._at)  # doubles: few rescans
        self.text = self.text[self._at :] + self._decoded(found)
        self._at = 0
        return bool(found)

    def _decoded(self, data: bytes) -> str:
        state = self._decoder.getstate()
        try:
            return self._decoder.decode(data, not data)
        except UnicodeDecodeError:
            self.has_escapes = True
            self._decoder = codecs.getincrementaldecoder(self._encoding)("surrogateescape")
            self._decoder.setstate(state)
            return self._decoder.decode(data, not data)

    def _ended(self) -> bool:
        if self._in_array:
            self._in_array = False
            raise UnreadableError("the array is cut short: its ] is missing")
        return False


def _said(why: ValueError) -> str:
    return f"not valid JSON: {why.msg}" if isinstance(why, json.JSONDecodeError) else str(why)
