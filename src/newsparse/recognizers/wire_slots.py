"""The slots of a wire dateline: runs of words, and the marks that divide and close them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Slot(NamedTuple):
    """A stretch of the head that fills one slot."""

    text: str
    start: int
    end: int


LETTER = r"[^\W\d_\u3000-\u9fff\uac00-\ud7af]"
MARK = r"[^\s\d,،.:;៖।!?\"“”«»()\[\]{}/|—–―\-=…·&'’ʼ]"
_WORD = re.compile(
    rf"(?:(?:{LETTER}\.){{2,4}}+|(?:St|ST|Ste|STE|Ft|FT|Mt|MT|TP|W|N|S)\.(?=\s?{LETTER})"
    rf"|{LETTER}{MARK}*+(?:[-.'’ʼ]{LETTER}{MARK}*+)*+['’]?+|&)"
)
_GAP = re.compile(r"[ \u00a0]{0,6}+")

SPACE = re.compile(r"\s*+")
DASH = re.compile(
    r"\s*+[.,]?+\s?+(?:[—–―‒−]++|--++|-(?=[\s-]|$)|(?<=[).])-|(?<=\s)_(?=\s))[-.]?+\s*+"
)
COMMA = re.compile(r"\s?+,\s*+")
COLON = re.compile(r"\s?+[:：៖](?!//)\s*+")
BAR = re.compile(r"\s*+\|\s*+")
BRACKETS = {
    "(": re.compile(r"\(([^()\n]{1,48})\)"),
    "/": re.compile(r"/([^/\n]{1,48})/"),
    "[": re.compile(r"\[([^\[\]\n]{1,48})\]"),
}


def cased(text: str) -> bool:
    """Whether a text is of a script with capitals."""
    return text.upper() != text.lower()


def end_of(pattern: re.Pattern[str], head: str, at: int) -> int:
    """Where a pattern ends that begins at a position; the position itself where it does not."""
    found = pattern.match(head, at)
    return found.end() if found else at


def words_from(head: str, at: int, most: int) -> Iterator[Slot]:
    """Runs of one, two, … `most` words that begin at a position, shortest first.

    >>> [slot.text for slot in words_from("ST. JOSEPH, Mich.", 0, 3)]
    ['ST.', 'ST. JOSEPH']
    """
    end = at
    for count in range(most):
        gap = _GAP.match(head, end) if count else None
        begin = gap.end() if gap else end
        found = _WORD.match(head, begin) if begin > end or not count else None
        if not found:
            return
        end = found.end()
        yield Slot(head[at:end], at, end)
