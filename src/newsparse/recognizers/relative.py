"""Days told from the day of reading: `3 hours ago`, `vor 2 Stunden`, `gestern`, `2小时前`.

They are worth a date only beside a reference, the moment at which the page was fetched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from newsparse.data import read_table
from newsparse.recognizers.line_words import HEAD, WORD, calendar_words, fold

_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
_UNITS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}
_MOST_DAYS = 31  # "400 days ago" is a slip


@dataclass(frozen=True, slots=True)
class _Phrase:
    before: str
    after: str
    """What stands before and after the number; a phrase without one is all `after`."""
    unit: timedelta


def parse_relative(text: str, reference: str) -> str | None:
    """The day that a short line tells from a reference (ISO 8601), `None` if it tells none.

    Hours and minutes need a reference with its time. Weeks, months and years ago are no day.

    >>> parse_relative("Published 3 hours ago", "2023-09-13T01:30")
    '2023-09-12'
    >>> parse_relative("gestern", "2023-09-13"), parse_relative("2小时前", "2023-09-13T10:00")
    ('2023-09-12', '2023-09-13')
    >>> [parse_relative(miss, "2023-09-13") for miss in ("3 hours ago", "2 weeks ago", "3 May", "")]
    [None, None, None, None]
    """
    moment = _moment(reference)
    ago = _ago(fold(text[:HEAD]))
    if moment is None or ago is None or (ago % _UNITS["day"] and "T" not in reference):
        return None
    return (moment - ago).date().isoformat()


def _moment(reference: str) -> datetime | None:
    try:
        return datetime.fromisoformat(reference)
    except ValueError:
        return None


def _ago(folded: str) -> timedelta | None:
    for found in _NUMBER.finditer(folded):
        head, tail = folded[: found.start()].rstrip(), folded[found.end() :].lstrip()
        for phrase in _phrases(numbered=True):
            if _ends(head, phrase.before) and _begins(tail, phrase.after):
                ago = int(found[0]) * phrase.unit
                return ago if ago.days <= _MOST_DAYS else None
    for phrase in _phrases(numbered=False):
        start = folded.find(phrase.after)
        if start >= 0 and _alone(folded[:start], folded[start + len(phrase.after) :]):
            return phrase.unit
    return None


def _alone(before: str, after: str) -> bool:
    """Whether only words of timestamps stand beside: `Posted yesterday at 3`, not `USA Today`."""
    said, following = WORD.findall(before), WORD.findall(after)[:1]
    glued = before[-1:].isalpha() or after[:1].isalpha()
    return not glued and calendar_words().issuperset([*said, *following])


@cache
def _phrases(numbered: bool) -> tuple[_Phrase, ...]:
    """The phrases of `data/ago.tsv`, the longest first."""
    phrases = {}
    for row in read_table("ago.tsv"):
        before, mark, after = fold(row["phrase"]).partition("{0}")
        if bool(mark) == numbered:
            count, _, days = row["unit"].partition(" ")
            unit = int(count) * _UNITS["day"] if days else _UNITS[row["unit"]]
            key = (before.strip(), after.strip()) if mark else ("", before)
            phrases[key] = unit
    rows = (_Phrase(before, after, unit) for (before, after), unit in phrases.items())
    return tuple(sorted(rows, key=lambda p: -len(p.before + p.after)))


def _ends(text: str, words: str) -> bool:
    rest = text.removesuffix(words)
    return text.endswith(words) and not (words[:1].islower() and rest[-1:].isalpha())


def _begins(text: str, words: str) -> bool:
    rest = text.removeprefix(words)
    return text.startswith(words) and not (words[-1:].islower() and rest[:1].isalpha())
