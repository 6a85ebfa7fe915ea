"""The types that newsparse returns: immutable, typed, with spans into `Article.source`.

Everything readable is a *view* on the blocks: nothing of the page is thrown away, and
`article.source[block.span.slice]` is the block's text, verbatim. The parts of which a page has
hundreds are named tuples: they are made, and sent between processes, in half the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any, Literal, NamedTuple

from newsparse.provenance import Candidate, Metadata
from newsparse.taxonomy import BodyKind, Flag, Label, PageType


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters (code points, not bytes) in `Article.source`."""

    start: int
    end: int

    @property
    def slice(self) -> slice:
        """The span as a slice: `article.source[span.slice]` is its text."""
        return slice(self.start, self.end)

    def __len__(self) -> int:
        return self.end - self.start


class Block(NamedTuple):
    """A stretch of the page with one label: a line, or lines that were one before flattening."""

    label: Label
    span: Span
    confidence: float
    """Probability that the label is right, 0..1, rounded to three digits."""


class Headline(NamedTuple):
    """A line of display type: a headline, kicker or deck, or one item of the ticker."""

    text: str
    """Verbatim, with white space folded to single spaces."""
    span: Span | None = None
    """Where it stands; `None` when read back from a record without spans, and for a headline that
    an HTML page declares but does not show so."""


class Paragraph(NamedTuple):
    """One part of the body; `text` is verbatim with white space folded."""

    kind: BodyKind
    text: str
    span: Span | None = None


class Boilerplate(NamedTuple):
    """A block that is not the article's text, kept with its kind."""

    label: Label
    text: str
    span: Span | None = None


PlaceEvidence = Literal[
    "region", "country", "stand-alone", "capital", "publisher", "only", "population"
]
"""What decided which place a name means: the region or country written after it (or the one country
that has the name), AP's list of cities that stand alone, a capital, the publisher's country, a name
that no other place has, a population five times the runner-up's."""


@dataclass(frozen=True, slots=True)
class ResolvedPlace:
    """The place on earth that a dateline names, as far as it can be told, by GeoNames."""

    name: str
    """As in `Dateline.places`."""
    country_code: str
    """ISO 3166-1 alpha-2."""
    region: str | None = None
    """State or province in full (`Florida`)."""
    latitude: float | None = None
    """Degrees north, to 1 km; `None` where only the country can be told."""
    longitude: float | None = None
    geonames_id: int | None = None
    evidence: PlaceEvidence = "only"


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where, when and by which agency a story was filed: `PHNOM PENH, Sept 13 (AFP) - `."""

    text: str
    """The exact beginning of the first paragraph, closing separator and space included."""
    places: tuple[str, ...] = ()
    """Cities as a reader would write them: `PHNOM PENH` becomes `Phnom Penh`."""
    region: str | None = None
    """State, province or country as written after the place (`Fla.`, `Gaza Strip`)."""
    country_code: str | None = None
    """ISO 3166-1 alpha-2 code of the first place, `None` when it cannot be told."""
    agency: str | None = None
    date: str | None = None
    """The date as written (`Sept 13`)."""
    authors: tuple[str, ...] = ()
    """Writers named inside the dateline."""
    span: Span | None = None
    agency_name: str | None = field(default=None, compare=False)
    """The agency's usual name (`RIA Novosti` for `РИА Новости`), `None` for one not in the table.

    This and `resolved` come from the tables, not from the page: they are no part of the record, and
    a dateline read back from one is equal without them.
    """
    resolved: tuple[ResolvedPlace | None, ...] = field(default=(), compare=False)
    """For each of `places` the place meant, `None` where it cannot be told."""

    def to_dict(self) -> dict[str, Any]:
        """The `dateline` of the JSON record."""
        return {
            "text": self.text,
            "places": list(self.places),
            "region": self.region,
            "country_code": self.country_code,
            "agency": self.agency,
            "date": self.date,
            "authors": list(self.authors),
        }


@dataclass(frozen=True, slots=True)
class Article:
    """A page taken apart. Absent is `None` or `()`, never `""`."""

    source: str
    """The page text: the very string that came in (decoded, if bytes came in)."""
    blocks: tuple[Block, ...]
    """In order, without overlap; between them stands white space only."""
    page_type: PageType
    confidence: float
    """How far to trust the page type and the body together, 0..1, three digits."""
    flags: tuple[Flag, ...] = ()
    id: str | None = None
    url: str | None = None
    language: str | None = None
    """The document's declared language (ISO 639-1); newsparse does not guess it from text."""
    ticker: tuple[Headline, ...] = ()
    kicker: Headline | None = None
    headline: Headline | None = None
    deck: Headline | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    """ISO 8601 date, or date and time, as far as the page states it."""
    modified: str | None = None
    dateline: Dateline | None = None
    body: tuple[Paragraph, ...] = ()
    leading: tuple[Boilerplate, ...] = ()
    inline: tuple[Boilerplate, ...] = ()
    trailing: tuple[Boilerplate, ...] = ()
    metadata: Metadata | None = field(default=None)

    def text_of(self, part: Block | Headline | Paragraph | Boilerplate | Dateline) -> str:
        """The verbatim source text of a part, line breaks included.

        Raises:
            ValueError: the part was read back from a record without spans.
        """
        if part.span is None:
            raise ValueError("this part carries no span: its record was written without spans")
        return self.source[part.span.slice]

    def to_dict(self, spans: bool = False) -> dict[str, Any]:
        """The JSON record of one document; `spans` adds `source` and `blocks`."""
        record: dict[str, Any] = {
            "id": self.id,
            "url": self.url,
            "language": self.language,
            "page_type": self.page_type.value,
            "ticker": [item.text for item in self.ticker],
            "kicker": self.kicker and self.kicker.text,
            "headline": self.headline and self.headline.text,
            "deck": self.deck and self.deck.text,
            "authors": list(self.authors),
            "published": self.published,
            "modified": self.modified,
            "dateline": self.dateline and self.dateline.to_dict(),
            "body": [{"kind": part.kind.value, "text": part.text} for part in self.body],
            "leading": _boilerplate_records(self.leading),
            "inline": _boilerplate_records(self.inline),
            "trailing": _boilerplate_records(self.trailing),
            "confidence": self.confidence,
            "flags": [flag.value for flag in self.flags],
        }
        if self.metadata is not None:
            record["metadata"] = [asdict(candidate) for candidate in self.metadata.candidates]
        if spans:
            record["source"] = self.source
            record["blocks"] = [
                {
                    "kind": block.label.value,
                    "start": block.span.start,
                    "end": block.span.end,
                    "confidence": block.confidence,
                }
                for block in self.blocks
            ]
        return record

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Article:
        """Read a record back.

        A record with spans gives the very article that wrote it; one without gives the same
        article with `source` empty, no blocks, and every span `None`.

        Raises:
            KeyError, ValueError: the record is not one that `to_dict` writes.
        """
        blocks = tuple(
            Block(Label(b["kind"]), Span(b["start"], b["end"]), b["confidence"])
            for b in record.get("blocks", ())
        )
        locate = _Locator(record.get("source"), blocks)

        def headline(key: str) -> Headline | None:
            text = record[key]
            if key == "headline":
                find = partial(locate.surest, declared="metadata" in record)
            else:
                find = partial(locate.part, key)
            return text and Headline(text, find(text, Label(key)))

        def boilerplate(key: str) -> tuple[Boilerplate, ...]:
            parts = ((Label(part["kind"]), part["text"]) for part in record[key])
            return tuple(
                Boilerplate(label, text, locate.boilerplate(text, label)) for label, text in parts
            )

        body = tuple(
            Paragraph(
                BodyKind(part["kind"]), part["text"], locate.part("body", part["text"], *_BODY)
            )
            for part in record["body"]
        )
        metadata = record.get("metadata")
        return cls(
            source=record.get("source", ""),
            blocks=blocks,
            page_type=PageType(record["page_type"]),
            confidence=record["confidence"],
            flags=tuple(Flag(flag) for flag in record["flags"]),
            id=record["id"],
            url=record["url"],
            language=record["language"],
            ticker=tuple(
                Headline(t, locate.item("ticker", t, Label.TICKER)) for t in record["ticker"]
            ),
            kicker=headline("kicker"),
            headline=headline("headline"),
            deck=headline("deck"),
            authors=tuple(record["authors"]),
            published=record["published"],
            modified=record["modified"],
            dateline=record["dateline"]
            and _dateline(record["dateline"], body, record.get("source", "")),
            body=body,
            leading=boilerplate("leading"),
            inline=boilerplate("inline"),
            trailing=boilerplate("trailing"),
            metadata=None
            if metadata is None
            else Metadata(tuple(Candidate(**c) for c in metadata)),
        )


_BODY = (Label.BODY, Label.HEADING)


def _boilerplate_records(parts: tuple[Boilerplate, ...]) -> list[dict[str, str]]:
    return [{"kind": part.label.value, "text": part.text} for part in parts]


def fold(text: str) -> str:
    """Text with every stretch of white space as a single space, none at its ends."""
    # Of all white space only the plain space is printable, so most texts need no taking apart.
    plain = text.isprintable() and "  " not in text
    return text.strip() if plain else " ".join(text.split())


def unfold(source: str, start: int, text: str, end: int | None = None) -> Span | None:
    r"""Where `text`, its white space folded, stands in the source from `start` on, up to `end`.

    >>> unfold("The  old\nmill burns", 0, "old mill")
    Span(start=5, end=13)
    """
    found = _pattern(text).search(source, start, len(source) if end is None else end)
    return Span(*found.span()) if found else None


def _pattern(text: str) -> re.Pattern[str]:
    end = r"\s" if text[-1:].isspace() else ""
    return re.compile(r"\s+".join(map(re.escape, text.split())) + end)


def _dateline(record: dict[str, Any], body: tuple[Paragraph, ...], source: str) -> Dateline:
    """The dateline opens a paragraph, so its span needs no search."""
    opened = next(
        (part.span for part in body if part.text.startswith(record["text"].rstrip())), None
    )
    return Dateline(
        text=record["text"],
        places=tuple(record["places"]),
        region=record["region"],
        country_code=record["country_code"],
        agency=record["agency"],
        date=record["date"],
        authors=tuple(record["authors"]),
        span=opened and unfold(source, opened.start, record["text"]),
    )


_BULLET = re.compile(r"\S+\s+")
_DISPLAYED = frozenset({"ticker", "kicker", "headline", "deck"})


class _Locator:
    """Finds where the texts of a record stand in its source.

    The texts of one field come in page order, each beginning in a block of its label, so one walk
    forward over the blocks for each field finds them all.
    """

    def __init__(self, source: str | None, blocks: tuple[Block, ...]) -> None:
        self._source = source
        self._blocks = blocks
        self._ends = {block.span.end for block in blocks}
        self._reached: dict[str, tuple[int, int]] = {}
        self._told: list[Span] = []  # by ticker, kicker, headline, deck: no boilerplate is there

    def boilerplate(self, text: str, label: Label) -> Span | None:
        """The next part that no field of its own has told; all three lists are one walk."""
        found = self.part("boilerplate", text, label)
        while found and any(told.start <= found.start < told.end for told in self._told):
            found = self.part("boilerplate", text, label)
        return found

    def part(self, field: str, text: str, *labels: Label) -> Span | None:
        """The next part that begins where a block does, or after its bullet, and ends with one."""
        reached = self._reached.get(field, (0, 0))[1]
        for number, block in self._ahead(field, labels):
            start = block.span.start
            if start < reached:  # inside the part before, which took several blocks
                continue
            bullet = _BULLET.match(self._text, start, block.span.end)
            for begin in (start, bullet.end() if bullet else start):
                found = self._standing_at(begin, text)
                if found and found.end in self._ends:
                    self._reached[field] = (number + 1, found.end)
                    return self._telling(field, found)
        return self._nothing(field, text)

    def item(self, field: str, text: str, label: Label) -> Span | None:
        """The next text that stands anywhere inside a block."""
        for number, block in self._ahead(field, (label,)):
            begin = max(block.span.start, self._reached.get(field, (0, 0))[1])
            found = _pattern(text).search(self._text, begin, block.span.end)
            if found:
                self._reached[field] = (number, found.end())
                return self._telling(field, Span(*found.span()))
        return self._nothing(field, text)

    def surest(self, text: str, label: Label, *, declared: bool = False) -> Span | None:
        """The text in the block of a label that is surest of it and those that go on with it.

        One that is `declared` by an HTML page may stand nowhere on it.
        """
        places = {place for place, block in enumerate(self._blocks) if block.label is label}
        if places:
            last = best = max(places, key=lambda place: (self._blocks[place].confidence, -place))
            while last + 1 in places and self._text[self._blocks[last + 1].span.start].islower():
                last += 1
            shown = Span(self._blocks[best].span.start, self._blocks[last].span.end)
            self._told.append(shown)
            found = unfold(self._text, shown.start, text, shown.end)
            if found:
                return found
        return None if declared else self._nothing(label.value, text)

    def _standing_at(self, begin: int, text: str) -> Span | None:
        """Where a folded text stands that begins at a place; most stand verbatim."""
        if self._text.startswith(text, begin):
            return Span(begin, begin + len(text))
        found = _pattern(text).match(self._text, begin)
        return Span(*found.span()) if found else None

    def _telling(self, field: str, span: Span) -> Span:
        if field in _DISPLAYED:
            self._told.append(span)
        return span

    @property
    def _text(self) -> str:
        return self._source or ""

    def _ahead(self, field: str, labels: tuple[Label, ...]) -> Iterator[tuple[int, Block]]:
        for number in range(self._reached.get(field, (0, 0))[0], len(self._blocks)):
            if self._blocks[number].label in labels:
                yield number, self._blocks[number]

    def _nothing(self, field: str, text: str) -> Span | None:
        """No place at all, which is right only for a record without its source."""
        if self._source is None:
            return None
        raise ValueError(f"the record's source holds no {field} that reads {text!r}")
