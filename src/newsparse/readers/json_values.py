"""JSON that is not written line by line: an array of records, or records over several lines."""

from __future__ import annotations

import codecs
import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any

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
            start, value, raw = window.value()
        except UnreadableError as why:
            yield error(name, number, str(why), offset=window.offset)
            window.resync()
        except Damaged as damage:
            if window.text:
                yield error(name, number, "cut off by the damage after it", offset=window.offset)
            yield error(name, None, str(damage), offset=damage.offset)
            window.forget()
        else:
            yield partial(_item, value, raw, name, number, start, options)


def _item(
    value: Any, raw: str, name: str, number: int, offset: int, options: ReadOptions, position: int
) -> Item:
    try:
        if not isinstance(value, dict):
            raise UnreadableError(f"not a JSON object but {kind(value)}")
        if not raw.isascii() and _ESCAPED.search(raw):
            value = json_record(raw.encode("utf-8", "surrogateescape"), "utf-8")
        page = document(value, options.fields, f"{name}:{number}")
    except UnreadableError as why:
        kept = raw.encode("utf-8", "surrogateescape" if _ESCAPED.search(raw) else "surrogatepass")
        return ReadError(name, number, str(why), offset, position, kept)
    return ReadDocument(name, number, page, offset, position)


class _Window:
    """The text of a stream as far as the value at hand needs it."""

    def __init__(self, stream: Stream, encoding: str) -> None:
        self._stream = stream
        self._encoding = encoding
        self._decode = codecs.getincrementaldecoder(encoding)("surrogateescape").decode
        self._scan = json.JSONDecoder().raw_decode
        self._in_array = False
        self._at = 0
        self.text = ""
        self.offset = 0
        """Byte of the stream at which the window stands."""

    def skip_between(self) -> bool:
        """Steps over what stands between values; whether one follows."""
        while True:
            found = _BETWEEN.match(self.text, self._at)
            assert found is not None
            self._step(found.end())
            if self._at < len(self.text):
                if not self._in_array and self.text[self._at] == "[":
                    self._in_array = True
                elif not self._in_array or self.text[self._at] != "]":
                    return True
                else:
                    self._in_array = False
                self._step(self._at + 1)
            elif not self._more():
                return self._ended()

    def value(self) -> tuple[int, Any, str]:
        """The value at hand, where it starts, and as it is written.

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
        offset, raw = self.offset, self.text[start:end]
        self._step(end)
        return offset, value, raw

    def resync(self) -> None:
        """Steps to where the next record may start."""
        while True:
            found = _NEXT_RECORD.search(self.text, self._at + 1)
            if found is not None:
                self._step(found.end())
                return
            self._step(max(len(self.text) - 1, self._at))
            if not self._more():
                self._step(len(self.text))
                return

    def forget(self) -> None:
        """Leaves what was read behind."""
        self._at, self.text = 0, ""
        self.offset = self._stream.position

    def _is_cut(self, why: ValueError, start: int) -> bool:
        """Whether a value fails only because the window ends in it."""
        if len(self.text) - start > MAX_BYTES:
            return False
        if not isinstance(why, json.JSONDecodeError):
            return False
        return why.msg.startswith("Unterminated") or why.pos >= len(self.text) - _NEAR_END

    def _more(self) -> bool:
        found = self._stream.read(CHUNK + len(self.text) - self._at)  # doubles: few rescans
        self.text = self.text[self._at :] + self._decode(found, not found)
        self._at = 0
        return bool(found)

    def _step(self, to: int) -> None:
        passed = self.text[self._at : to]
        if passed:
            self.offset += len(passed) if passed.isascii() else self._bytes(passed)
        self._at = to

    def _bytes(self, text: str) -> int:
        return len(text.encode(self._encoding, "surrogateescape"))

    def _ended(self) -> bool:
        if self._in_array:
            self._in_array = False
            raise UnreadableError("the array is cut short: its ] is missing")
        return False


def _said(why: ValueError) -> str:
    return f"not valid JSON: {why.msg}" if isinstance(why, json.JSONDecodeError) else str(why)
