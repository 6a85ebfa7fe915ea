"""A record as the page browser shows it: harmless text, bounded in size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsparse.records import PARTS, NotARecordError, Record
from newsparse.show import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_CHARACTERS = 40_000
"""Of a page's blocks, and of its body; what is beyond is counted, not shown."""

NO_SPANS = (
    "This record holds no page text. To see every block of the page beside its article, "
    "write the records with newsparse parse --spans."
)

_SHORT = 2_000  # characters of a headline, a name, a URL


def view(record: Record) -> dict[str, Any]:
    """What the browser shows of a record, in plain values."""
    dateline = record.dateline
    body, body_left = _within(record.body)
    boilerplate = [part for place in PARTS for part in record.boilerplate(place)]
    return {
        "place": harmless(f"{record.source}:{record.number}"),
        "id": _short(record.text("id")),
        "url": _short(record.text("url")),
        "language": _short(record.text("language")),
        "type": record.page_type.value,
        "sure": round(record.confidence, 3),
        "flags": [flag.value for flag in record.flags],
        "kicker": _short(record.text("kicker")),
        "headline": _short(record.text("headline")),
        "deck": _short(record.text("deck")),
        "authors": [_short(name) for name in record.texts("authors")[:50]],
        "published": _short(record.text("published")),
        "modified": _short(record.text("modified")),
        "dateline": dateline and _short(dateline["text"]),
        "country": dateline and _short(dateline["country_code"]),
        "ticker": [_short(item) for item in record.texts("ticker")[:100]],
        "body": [[kind.value, text] for kind, text in body],
        "bodyLeft": body_left,
        "boilerplate": _by_kind(label.value for label, _ in boilerplate),
        **_blocks(record),
    }


def _blocks(record: Record) -> dict[str, Any]:
    """The blocks of the page, or why there are none."""
    try:
        found = record.blocks
    except NotARecordError as error:
        return {"blocks": [], "blocksLeft": 0, "missing": harmless(str(error))}
    texts, left = _within((label, text) for label, _, text in found)
    shown = zip(texts, found, strict=False)
    return {
        "blocks": [[label.value, sure, text] for (label, text), (_, sure, _) in shown],
        "blocksLeft": left,
        "missing": None if record.has_spans else NO_SPANS,
    }


def _within(parts: Iterable[tuple[Any, str]]) -> tuple[list[tuple[Any, str]], int]:
    """The first parts, as many as are shown, and how many are left; one too long is cut."""
    shown, left, room = [], 0, MAX_CHARACTERS
    for kind, text in parts:
        if room <= 0:
            left += 1
            continue
        shown.append((kind, _cut(text, room)))
        room -= len(text)
    return shown, left


def _cut(text: str, length: int) -> str:
    return harmless(text) if len(text) <= length else harmless(text[:length]) + " …"


def _short(text: str | None) -> str | None:
    return text and _cut(text, _SHORT)


def _by_kind(kinds: Iterator[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for kind in kinds:
        counts[kind] = counts.get(kind, 0) + 1
    return counts
