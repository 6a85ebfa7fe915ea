"""What a run of `newsparse parse` came to, counted in one pass and in bounded memory."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property, reduce
from typing import TYPE_CHECKING, Any

from newsparse.records import PARTS
from newsparse.taxonomy import PageType

if TYPE_CHECKING:
    from newsparse.records import Record

FIELDS = (
    "headline",
    "body",
    "published",
    "authors",
    "dateline",
    "deck",
    "kicker",
    "modified",
    "ticker",
    "language",
    "url",
)
"""Keys of the record whose presence is counted."""

STEPS = 20
"""Bars of the histogram of confidences: each is 0.05 wide, the last with 1.0."""

NOT_STATED, OTHER = "not stated", "other"
UNKNOWN_PLACE = "unknown"

_WITH_BODY = (PageType.ARTICLE, PageType.LIVEBLOG)
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?![A-Za-z])")
# Scripts written without spaces (`dense` in data/characters.tsv): two characters count as a word.
_DENSE = re.compile(
    "[\u0e01-\u0ec6\u0edc-\u0edf\u1000-\u109f\u1780-\u17dd\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
)


def word_count(text: str) -> int:
    """Words of a text; where a script has no spaces, one for every two characters.

    >>> word_count("The old mill burns"), word_count("旧い水車が燃える"), word_count("")
    (4, 4, 0)
    """
    if text.isascii():
        return len(text.split())
    spaced, dense = _DENSE.subn(" ", text)
    return len(spaced.split()) + (dense + 1) // 2


def rounded(number: int) -> int:
    """A length with two leading digits, so that lengths of any size fall into few classes.

    >>> rounded(7), rounded(99), rounded(1289)
    (7, 99, 1200)
    """
    unit = int("1" + "0" * (len(str(number)) - 2))
    return number // unit * unit


_Numbers = Mapping[int, int]
_Names = Mapping[str, int]


@dataclass(frozen=True)
class Counts:
    """What some pages came to. A name or number that nothing was counted for is not there."""

    pages: int = 0
    with_spans: int = 0
    """Pages whose record holds its source and blocks."""
    languages: _Names = field(default_factory=dict)
    """Pages by primary language subtag as stated, `NOT_STATED`, or `OTHER` for no tag."""
    flags: _Names = field(default_factory=dict)
    fields: _Names = field(default_factory=dict)
    """Pages by each of `FIELDS` that they have."""
    datelines: _Names = field(default_factory=dict)
    """Pages with a dateline by ISO 3166-1 code of its first place, or `UNKNOWN_PLACE`."""
    confidence: _Numbers = field(default_factory=dict)
    """Pages by twentieth of confidence: key 0 is [0, 0.05), key 19 is [0.95, 1]."""
    paragraphs: _Numbers = field(default_factory=dict)
    """Pages with a body by its parts, `rounded`."""
    words: _Numbers = field(default_factory=dict)
    """Pages with a body by its words, `rounded`."""
    body: _Names = field(default_factory=dict)
    """Parts of bodies by kind."""
    boilerplate: _Names = field(default_factory=dict)
    """Blocks around bodies by kind."""
    boilerplate_pages: _Names = field(default_factory=dict)
    """Pages that hold a kind of boilerplate."""

    def __or__(self, other: Counts) -> Counts:
        """The counts of both."""
        merged = {f.name: _sum(getattr(self, f.name), getattr(other, f.name)) for f in fields(self)}
        return Counts(**merged)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON: names by falling count, numbers rising."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}


def _sum(one: Any, other: Any) -> Any:
    if isinstance(one, int):
        return one + other
    return dict(Counter(one) + Counter(other))


def _plain(value: Any) -> Any:
    if isinstance(value, int):
        return value
    return {str(name): count for name, count in ranked(value)}


def ranked(counts: Mapping[Any, int]) -> list[tuple[Any, int]]:
    """Numbers rising; names by falling count, those of equal count by name."""
    return sorted(
        counts.items(), key=lambda item: item if isinstance(item[0], int) else (-item[1], item[0])
    )


def quantile(lengths: _Numbers, share: float) -> int | None:
    """The length that a share of the pages (0..1) does not exceed; `None` of no pages.

    >>> quantile({1: 5, 20: 4, 300: 1}, 0.5), quantile({1: 5, 20: 4, 300: 1}, 0.51)
    (1, 20)
    >>> quantile({}, 0.5) is None
    True
    """
    wanted = share * sum(lengths.values())
    reached = 0
    for length, count in sorted(lengths.items()):
        reached += count
        if reached >= wanted:
            return length
    return None


@dataclass(frozen=True)
class Stats:
    """The counts of a run by page type; `|` merges those of its parts in any order."""

    by_type: Mapping[PageType, Counts] = field(default_factory=dict)
    broken: int = 0
    """Lines and files that could not be read."""

    def __or__(self, other: Stats) -> Stats:
        """The counts of both."""
        types = [each for each in PageType if each in self.by_type or each in other.by_type]
        none = Counts()
        return Stats(
            {each: self.by_type.get(each, none) | other.by_type.get(each, none) for each in types},
            self.broken + other.broken,
        )

    @cached_property
    def total(self) -> Counts:
        """Of all pages."""
        return reduce(Counts.__or__, self.by_type.values(), Counts())

    @cached_property
    def articles(self) -> Counts:
        """Of the pages that promise a body: articles and live blogs."""
        found = (self.by_type[each] for each in _WITH_BODY if each in self.by_type)
        return reduce(Counts.__or__, found, Counts())

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "pages": self.total.pages,
            "broken": self.broken,
            "total": self.total.to_dict(),
            "articles": self.articles.to_dict(),
            "by_type": {each.value: counts.to_dict() for each, counts in self.by_type.items()},
        }


class Counting:
    """Counts records one by one."""

    def __init__(self) -> None:
        self._tallies: dict[PageType, dict[str, Counter[Any]]] = {}
        self._pages: Counter[PageType] = Counter()
        self._broken = 0

    def add(self, record: Record) -> None:
        """Count a record, whole or not at all.

        Raises:
            NotARecordError: it is not what `newsparse parse` writes.
        """
        page_type = record.page_type
        seen = list(_observations(record))
        self._pages[page_type] += 1
        tally = self._tallies.setdefault(page_type, defaultdict(Counter))
        for what, values in seen:
            tally[what].update(values)

    def add_broken(self) -> None:
        """Count a line or file that could not be read."""
        self._broken += 1

    def stats(self) -> Stats:
        """What was counted so far."""
        return Stats(
            {each: self._counts(each) for each in PageType if each in self._pages}, self._broken
        )

    def _counts(self, page_type: PageType) -> Counts:
        tally = self._tallies[page_type]
        with_spans = tally["with_spans"][True]
        maps = {
            what: dict(counts) for what, counts in tally.items() if counts and what != "with_spans"
        }
        return Counts(self._pages[page_type], with_spans, **maps)


def _observations(record: Record) -> Iterator[tuple[str, Iterable[str | int]]]:
    """What one page adds to the maps of `Counts`: the map, and the names or numbers in it."""
    record.text("id")
    around = [label for place in PARTS for label, _ in record.boilerplate(place)]
    body, dateline = record.body, record.dateline
    yield "with_spans", [record.has_spans]
    yield "languages", [_language(record.text("language"))]
    yield "confidence", [min(int(record.confidence * STEPS), STEPS - 1)]
    yield "flags", set(record.flags)
    yield "fields", [key for key in FIELDS if _field(record, key)]
    yield "boilerplate", around
    yield "boilerplate_pages", set(around)
    if dateline is not None:
        yield "datelines", [_country(dateline["country_code"])]
    if body:
        yield "body", [kind for kind, _ in body]
        yield "paragraphs", [rounded(len(body))]
        yield "words", [rounded(sum(word_count(text) for _, text in body))]


def _field(record: Record, key: str) -> object:
    """A field's value, checked; `body` and `dateline` are checked when they are counted."""
    if key in {"body", "dateline"}:
        return record.values[key]
    return record.texts(key) if key in {"authors", "ticker"} else record.text(key)


def _language(stated: str | None) -> str:
    """The primary subtag, so that dumps cannot make up any number of languages.

    >>> _language("pt-BR"), _language("zho_Hans"), _language("English"), _language(None)
    ('pt', 'zho', 'other', 'not stated')
    """
    if not stated:
        return NOT_STATED
    found = _LANGUAGE.match(stated.strip())
    return found[1].lower() if found else OTHER


def _country(code: str | None) -> str:
    return code if code is not None and re.fullmatch("[A-Z]{2}", code) else UNKNOWN_PLACE
