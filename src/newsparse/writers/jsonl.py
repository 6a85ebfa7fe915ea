"""JSON Lines: one record a line, one line an article."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsparse.article import Article

_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""What a line of JSON must not hold raw: lone surrogates are no UTF-8, the separators end lines for
some readers, the controls drive terminals."""


def json_line(article: Article, spans: bool = False) -> bytes:
    """The JSON record of an article as one line of UTF-8, LF included.

    Every string comes back from `json.loads` as it went in, lone surrogates too.
    """
    return record_line(article.to_dict(spans=spans))


def record_line(record: Mapping[str, Any]) -> bytes:
    """A record as one line, as `json_line` writes it."""
    text = json.dumps(record, ensure_ascii=False, allow_nan=False, check_circular=False)
    return _ESCAPED.sub(_escape, text).encode() + b"\n"


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


class JsonlWriter:
    """Writes records to a stream, each as one whole line."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, record: Mapping[str, Any], /) -> None:
        """Write the line."""
        self._stream.write(record_line(record))

    def write_lines(self, lines: bytes, /) -> None:
        """Write lines as they are."""
        self._stream.write(lines)

    def close(self) -> None:
        """Nothing is held back."""

    def abandon(self) -> None:
        """Nothing is held back."""
