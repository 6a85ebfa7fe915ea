"""Words of date lines: folded so that any way of writing them is found in the tables."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from newsparse.data import read_table

HEAD = 300
"""Characters of a line that are looked at; a timestamp is short."""

GAP = 48
"""Characters that may stand between the parts of one date, or between date and time."""

BREAK = r"\s.,،、/()\[\]|·•:;'’‘_+–—@\-"
"""Characters between words, for a character class."""

WORD = re.compile(rf"[^{BREAK}\d]+")


def fold(text: str) -> str:
    """The text lower-cased and compatibility-folded character by character: its length stays.

    >>> fold("１４ SEPTIEMBRE"), fold("١٤"), fold("")
    ('14 septiembre', '14', '')
    """
    return text.lower() if text.isascii() else "".join(map(_fold_character, text))


@lru_cache(4096)  # pages of one language use far fewer; bounded against hostile input
def _fold_character(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if character == "İ":  # its lower case is two characters
        return "i"
    if character in _INVISIBLE:
        return " "
    for folded in (unicodedata.normalize("NFKC", character).casefold(), character.lower()):
        if len(folded) == 1:
            return folded
    return character


# Zero-width and direction marks; joiners stay, for they belong to words.
_INVISIBLE = frozenset("\u200b\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff")


@cache
def weekdays() -> dict[str, int]:
    """Numbers of the weekdays by folded name."""
    return {fold(row["name"]): int(row["number"]) for row in read_table("weekdays.tsv")}


@cache
def month_names() -> frozenset[str]:
    """The months and their abbreviations, folded."""
    return frozenset(fold(row["name"]) for row in read_table("months.tsv"))


@cache
def calendar_words() -> frozenset[str]:
    """Weekdays, months and the words of timestamps: no names by themselves."""
    rows = [*read_table("months.tsv"), *read_table("weekdays.tsv")]
    stamps = read_table("timestamp_words.tsv")
    return frozenset(fold(row["name"]) for row in rows) | {fold(row["phrase"]) for row in stamps}


@cache
def words_of(kind: str) -> frozenset[str]:
    """The folded phrases of one kind in `timestamp_words.tsv`."""
    rows = read_table("timestamp_words.tsv")
    return frozenset(fold(row["phrase"]) for row in rows if row["kind"] == kind)
