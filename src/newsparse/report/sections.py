"""What is told of a run, in order: the same sections in the terminal and in the report."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from newsparse.data import read_table
from newsparse.stats import (
    FIELDS,
    NOT_STATED,
    OTHER,
    STEPS,
    UNKNOWN_PLACE,
    Counts,
    Stats,
    quantile,
    ranked,
)
from newsparse.taxonomy import Flag, Label, PageType
from newsparse.tones import TONES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TOP = 12  # languages and countries told by name
_PARAGRAPHS = (1, 2, 3, 5, 10, 20, 50, 100)
_WORDS = (0, 50, 100, 200, 500, 1000, 2000, 5000)  # two digits each, as the counts are kept


@dataclass(frozen=True, slots=True)
class Row:
    """One bar: a name and how many pages it stands for."""

    name: str
    count: int
    note: str = ""
    family: str = ""
    """The `Family` whose colour it has, of a kind of block."""
    tick: str = ""
    """What stands under the column in a histogram."""


@dataclass(frozen=True, slots=True)
class Section:
    """One table or chart."""

    key: str
    title: str
    told: str
    """One sentence: what is counted, and what stands out."""
    base: int
    """Pages that the shares are of."""
    rows: tuple[Row, ...]
    histogram: bool = False
    """Whether the rows are classes of a number, in order: columns instead of bars."""
    edges: bool = False
    """Whether a tick names the lower edge of its column, not the column."""


def share(count: int, base: int) -> str:
    """A share in percent with one decimal.

    >>> share(1, 3), share(0, 0)
    ('33.3 %', '–')
    """
    return f"{100 * count / base:.1f} %" if base else "–"


def sections(stats: Stats) -> tuple[Section, ...]:
    """Every section that says something about these pages."""
    return tuple(section for section in _all(stats) if section.rows)


def _all(stats: Stats) -> Iterator[Section]:
    total, articles = stats.total, stats.articles
    yield Section("types", "Page types", "of all pages", total.pages, _page_types(stats))
    yield _confidence("sure", "Confidence of articles", "F1 that the body should come to", articles)
    rest = _others(stats)
    yield _confidence(
        "sure-rest", "Confidence of other pages", "chance that they are no articles", rest
    )
    yield Section(
        "fields",
        "Fields present",
        "of articles and live blogs",
        articles.pages,
        tuple(Row(key, articles.fields.get(key, 0)) for key in FIELDS) if articles.pages else (),
    )
    flags = sorted(Flag, key=lambda flag: -total.flags.get(flag.value, 0))
    yield Section(
        "flags",
        "Flags",
        "of all pages",
        total.pages,
        tuple(Row(flag, total.flags[flag]) for flag in flags if flag in total.flags),
    )
    languages = _top(total.languages, {NOT_STATED: NOT_STATED, OTHER: "no language tag"})
    yield Section("languages", "Languages", "as dump or page stated them", total.pages, languages)
    yield _lengths("paragraphs", "Parts of a body", total.paragraphs, _PARAGRAPHS)
    yield _lengths("words", "Words of a body", total.words, _WORDS)
    yield Section(
        "boilerplate", "Boilerplate", "pages that hold it", total.pages, _boilerplate(total)
    )
    dated = sum(total.datelines.values())
    yield Section(
        "datelines",
        "Datelines by country",
        f"{dated:,} pages, {share(dated, total.pages)} of all",
        total.pages,
        _top(total.datelines, _countries() | {UNKNOWN_PLACE: "place not resolved"}),
    )


def _page_types(stats: Stats) -> tuple[Row, ...]:
    order = sorted(stats.by_type, key=lambda each: -stats.by_type[each].pages)
    return tuple(Row(each.value, stats.by_type[each].pages) for each in order)


def _others(stats: Stats) -> Counts:
    rest = Counts()
    for page_type, counts in stats.by_type.items():
        if page_type not in (PageType.ARTICLE, PageType.LIVEBLOG):
            rest |= counts
    return rest


def _confidence(key: str, title: str, told: str, counts: Counts) -> Section:
    steps = range(STEPS if counts.pages else 0)
    rows = tuple(
        Row(
            f"{step / STEPS:.2f}–{(step + 1) / STEPS:.2f}",
            counts.confidence.get(step, 0),
            tick=f"{step / STEPS:g}" if step % 4 == 0 else "",
        )
        for step in steps
    )
    middle = sum(count for step, count in counts.confidence.items() if step < STEPS // 2)
    told = f"{told}; {share(middle, counts.pages)} below 0.5"
    return Section(key, title, told, counts.pages, rows, histogram=True, edges=True)


def _lengths(key: str, title: str, lengths: Mapping[int, int], edges: tuple[int, ...]) -> Section:
    pages = sum(lengths.values())
    rows = []
    for low, high in zip(edges, (*edges[1:], None), strict=True):
        count = sum(n for length, n in lengths.items() if low <= length < (high or length + 1))
        name = f"{low:,}+" if high is None else f"{low:,}–{high - 1:,}"
        rows.append(Row(str(low) if high == low + 1 else name, count, tick=f"{low:,}"))
    at = {name: quantile(lengths, q) for name, q in (("5", 0.05), ("50", 0.5), ("95", 0.95))}
    if not pages:
        return Section(key, title, "", 0, ())
    told = f"half have at most {at['50']:,}; 5 % at most {at['5']:,}, 95 % at most {at['95']:,}"
    return Section(key, title, told, pages, tuple(rows), histogram=True, edges=True)


def _boilerplate(total: Counts) -> tuple[Row, ...]:
    return tuple(
        Row(
            name,
            count,
            note=f"{total.boilerplate[name]:,} blocks",
            family=TONES[Label(name)].family.value,
        )
        for name, count in ranked(total.boilerplate_pages)
    )


def _top(counts: Mapping[str, int], names: Mapping[str, str]) -> tuple[Row, ...]:
    order = ranked(counts)
    rows = [Row(names.get(name, name), count) for name, count in order[:_TOP]]
    rest = order[_TOP:]
    if rest:
        rows.append(Row(f"{len(rest)} more", sum(count for _, count in rest)))
    return tuple(rows)


@cache
def _countries() -> dict[str, str]:
    return {row["code"]: row["name"] for row in read_table("countries.tsv")}
