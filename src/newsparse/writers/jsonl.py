"""JSON Lines: one record a line, one line an article."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from newsparse.article import Article

_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""What a line of JSON must not hold raw: lone surrogates are no UTF-8, the separators end lines for
some readers, the controls drive terminals."""


def json_line(article: Article, spans: bool = False) -> bytes:
    """The JSON record of an article as one line of UTF-8, LF included.

    Every string comes back from `json.loads` as it went in, lone surrogates too.
    """
    text = json.dumps(
        article.to_dict(spans=spans), ensure_ascii=False, allow_nan=False, check_circular=False
    )
    return _ESCAPED.sub(_escape, text).encode() + b"\n"


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


class JsonlWriter:
    """Writes articles to a stream, each as one whole line."""

    def __init__(self, stream: BinaryIO, spans: bool = False) -> None:
        self._stream = stream
        self._spans = spans

    def write(self, article: Article) -> None:
        """Write the line, whole or not at all if the article has no record."""
        self._stream.write(json_line(article, self._spans))
