"""The parts of an article, each with its span into `Article.source`.

Those of which a page has hundreds are named tuples: they are made, and sent between processes, in
half the time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from newsparse.taxonomy import BodyKind, Label


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
    found = folded_pattern(text).search(source, start, len(source) if end is None else end)
    return Span(*found.span()) if found else None


def folded_pattern(text: str) -> re.Pattern[str]:
    """What finds a folded text whatever white space stands in it."""
    end = r"\s" if text[-1:].isspace() else ""
    return re.compile(r"\s+".join(map(re.escape, text.split())) + end)
