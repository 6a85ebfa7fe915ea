"""What the dates of a timestamp line are: when the story was published, when it was changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from newsparse.data import read_table
from newsparse.recognizers.date import DateFound, find_dates
from newsparse.recognizers.line_words import HEAD, fold

PUBLISHED, MODIFIED, OTHER = "published", "modified", "other"

_BESIDE = 60
"""Characters beside a date in which a word may say what it is."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date of a timestamp line and what the words beside it say of it."""

    date: DateFound
    kind: str | None
    """`PUBLISHED`, `MODIFIED`, or `None` where no word says it; never `OTHER`."""


@dataclass(frozen=True, slots=True)
class Timestamp:
    """The dates that a line states, ISO 8601; `None` where it states none or an ambiguous one."""

    published: str | None = None
    modified: str | None = None


def parse_timestamp(line: str) -> Timestamp:
    """The dates of a timestamp line by what the words beside them say; a bare date is published.

    >>> parse_timestamp("Published 3 May 2023 | Updated 5 May 2023")
    Timestamp(published='2023-05-03', modified='2023-05-05')
    >>> parse_timestamp("Aktualisiert am 5. Mai 2023")
    Timestamp(published=None, modified='2023-05-05')
    >>> parse_timestamp("2023年9月13日 10:21 更新")
    Timestamp(published=None, modified='2023-09-13T10:21')
    >>> parse_timestamp("Updated 5 minutes ago"), parse_timestamp("")
    (Timestamp(published=None, modified=None), Timestamp(published=None, modified=None))
    """
    first: dict[str, str | None] = {}
    for stamp in find_stamps(line):
        first.setdefault(stamp.kind or PUBLISHED, stamp.date.value)
    return Timestamp(first.get(PUBLISHED), first.get(MODIFIED))


def find_stamps(text: str) -> tuple[Stamp, ...]:
    r"""Every date of one or more timestamp lines with what it is said to be.

    >>> [(stamp.kind, stamp.date.value) for stamp in find_stamps("Published\n13 Sep 2023\n08:15")]
    [('published', '2023-09-13T08:15')]
    >>> find_stamps("Published\nyesterday")
    ()
    """
    text = text[:HEAD]
    dates = list(find_dates(text))
    if not dates:
        return ()
    bounds = [0, *(found.span.end for found in dates)]
    ends = [*(found.span.start for found in dates), len(text)]
    gaps = [text[start:end] for start, end in zip(bounds, ends, strict=True)]
    gaps[-1] = gaps[-1].partition("\n")[0][:_BESIDE]
    marks = [mark(gap[-_BESIDE:]) for gap in gaps]
    # Where no word stands before the first date and one after the last, words follow their dates:
    # `2023年9月13日公開 2023年9月14日更新`; not so `5 May 2023 Updated at 16:01`, a second time.
    follow = marks[0] is None and marks[-1] and not any(map(str.isdigit, gaps[-1]))
    marks = marks[1:] if follow else marks[:-1]
    kinds = [mark or (OTHER if i in _ranges(gaps) else None) for i, mark in enumerate(marks)]
    stamps = map(Stamp, dates, kinds)
    return tuple(stamp for stamp in stamps if stamp.kind != OTHER)


def _ranges(gaps: list[str]) -> set[int]:
    """The dates that bound a range, `3 May 2023 - 5 May 2023`: of an event, not of a story."""
    joined = [i for i, gap in enumerate(gaps[1:-1]) if gap.strip() in ("-", "–", "—", "to", "bis")]
    return {*joined, *(i + 1 for i in joined)}


@cache
def _phrases() -> dict[str, list[tuple[str, str]]]:
    """Phrases with their kinds, by their first two characters."""
    phrases: dict[str, list[tuple[str, str]]] = {}
    for row in read_table("timestamp_words.tsv"):
        if row["kind"] in (PUBLISHED, MODIFIED, OTHER):
            phrase = fold(row["phrase"])
            phrases.setdefault(phrase[:2], []).append((phrase, row["kind"]))
    return phrases


@lru_cache(1024)  # the same few words stand beside most dates
def mark(words: str) -> str | None:
    """The kind of the last phrase among the words; the longer of two that end together."""
    if not words or words.isspace():
        return None
    folded = fold(words)
    pairs = {folded[start : start + 2] for start in range(len(folded))}
    found = [
        (position + len(phrase), len(phrase), kind)
        for pair in pairs & _phrases().keys()
        for phrase, kind in _phrases()[pair]
        if phrase in folded and (position := _whole(words, folded, phrase)) is not None
    ]
    return max(found)[2] if found else None


def _whole(words: str, folded: str, phrase: str) -> int | None:
    """Where the phrase last stands as a word of its own, or after a lost space (`DoeUpdated`)."""
    start = folded.rfind(phrase)
    end = start + len(phrase)
    if not phrase.isascii() and not phrase[0].islower():  # scripts without case or spaces
        return start
    before, after = words[max(0, start - 1) : start], words[end : end + 1]
    glued = before.islower() and words[start].isupper()
    return start if (not before.isalpha() or glued) and not after.isalpha() else None
