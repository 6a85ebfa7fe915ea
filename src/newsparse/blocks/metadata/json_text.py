"""JSON as pages write it: wrapped in comments, with raw line breaks, commas and quotes too many."""

from __future__ import annotations

import json
import re
from typing import Any

LARGEST = 8_000_000  # characters; the largest scripts of news pages have 2 million

_WRAPPING = re.compile(r"\s*(?:(?://|/\*)?\s*<!\[CDATA\[\s*(?:\*/)?|<!--|//\s*<!--)?+\s*", re.ASCII)
_STRING = r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)'
# What JavaScript allows and JSON does not, outside of strings.
_LOOSE = re.compile(
    rf"{_STRING}|(?P<comma>,(?=\s*+(?:[}}\],]|\Z)))|(?P<comment>/\*[^*]{{0,5000}}+\*/|(?m://[^\n]*+$))"
    r"|(?P<gap>(?<=[\"}\]])\s++(?=[\"{\[]))|(?P<undefined>\b(?:undefined|NaN|Infinity)\b)",
    re.DOTALL,
)
_BAD_ESCAPE = re.compile(r'\\(?:(["\\/bfnrt]|u[0-9a-fA-F]{4})|(.)|\Z)', re.DOTALL)
# A quote that neither opens nor closes a string, going by what stands beside it.
_QUOTE = re.compile(r'(?<!\\)"')
_OPENS, _CLOSES = re.compile(r"[\[{,:]\s{0,200}\Z"), re.compile(r"\s*+(?:[\]},:]|\Z)")

_BEGIN = re.compile(r"[\s;,]*+[{\[]")
_DECODER = json.JSONDecoder(strict=False)


def read_json(text: str) -> list[Any]:
    r"""The values of a script, one after the other; what cannot be read is left out.

    >>> read_json('<!-- {"a": [1, 2,], "b": "two\nlines"} -->')
    [{'a': [1, 2], 'b': 'two\nlines'}]
    >>> read_json('{"headline": "The "old" mill"};{"b": 1}')
    [{'headline': 'The "old" mill'}, {'b': 1}]
    >>> read_json("window.x = 5"), read_json('{"a": ' * 100_000), read_json("")
    ([], [], [])
    """
    if len(text) > LARGEST:
        return []
    wrapping = _WRAPPING.match(text)
    start = wrapping.end() if wrapping else 0
    if text[start : start + 1] not in ("{", "["):
        return []
    values, rest = _values(text[start:])
    if not rest:
        return values
    # Twice: a comma may stand before a comment.
    for mend in (_without_loose, _without_loose, _with_quotes):
        rest = mend(rest)
        more, left = _values(rest)
        values += more
        if not left:
            break
        rest = left
    return values


def _values(text: str) -> tuple[list[Any], str]:
    """The JSON values that a text begins with, and the text from the first that is none."""
    values: list[Any] = []
    position = 0
    while begin := _BEGIN.match(text, position):
        try:
            value, position = _DECODER.raw_decode(text, begin.end() - 1)
        except RecursionError:
            return values, ""
        except ValueError:
            return values, text[begin.end() - 1 :]
        values.append(value)
    return values, ""


def _without_loose(text: str) -> str:
    def mended(match: re.Match[str]) -> str:
        if match["comma"] or match["comment"]:
            return ""
        if match["gap"]:
            return ", "
        if match["undefined"]:
            return "null"
        found = match[0]
        return _BAD_ESCAPE.sub(_escape, found) if "\\" in found else found

    return _LOOSE.sub(mended, text)


def _escape(match: re.Match[str]) -> str:
    return match[0] if match[1] else match[2] or ""


def _with_quotes(text: str) -> str:
    """Quotes inside of strings escaped: those beside which no structure stands."""
    pieces: list[str] = []
    position, inside = 0, False
    for match in _QUOTE.finditer(text):
        at = match.start()
        pieces.append(text[position:at])
        position = at + 1
        if not inside:
            inside = True
            pieces.append('"')
        elif _CLOSES.match(text, position):
            inside = False
            pieces.append('"')
        else:
            pieces.append('\\"')
    pieces.append(text[position:])
    return "".join(pieces)
