"""What a reading of a wire dateline has found, and whether that makes a dateline."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from newsparse.article import Dateline, Span
from newsparse.recognizers.gazetteer import Place, country_code, display_name

PRESS = re.compile(r"[A-Z]\w*(?:News|Press|Wire|Newswire)")
"""An agency by its name alone, such as `NaturalNews`."""

_TOWN, _CITY, _METROPOLIS = 15, 50, 500
"""Thousands of people from which a name stands alone: in capitals, title case, as an alternate."""


@dataclass(slots=True)
class Reading:
    """What the slots have given so far, and where the reading stands."""

    head: str
    at: int
    places: list[str] = field(default_factory=list)
    entries: list[Place | None] = field(default_factory=list)
    region: str | None = None
    country: str | None = None
    date: str | None = None
    agency: str | None = None
    known_agency: bool = False
    bare_agency: bool = False
    authors: tuple[str, ...] = ()

    def _named_country(self) -> str | None:
        return country_code(self.places[0]) if self.places else None

    def dateline(self) -> Dateline:
        """The dateline of the slots, whose text ends where the reading stands."""
        first = self.entries[0] if self.entries else None
        shown = map(display_name, self.places, self.entries)
        return Dateline(
            text=self.head[: self.at],
            places=tuple(shown),
            region=self.region,
            country_code=self.country or (first.country if first else self._named_country()),
            agency=self.agency,
            date=self.date,
            authors=self.authors,
            span=Span(0, self.at),
        )


def is_plausible(reading: Reading, closing: str) -> bool:
    """Whether the slots found support each other: an agency, or a place of the gazetteer.

    `closing` is what ends the reading: dash, colon, query (a dash lost in decoding), stop, the
    end of the paragraph, or none. Which places stand alone follows the AP Stylebook.
    """
    if reading.known_agency:
        return _signed(reading, closing)
    if closing == "stop" or (closing == "none" and reading.region is None):
        return False
    if reading.places:
        return _placed(reading, closing)
    return closing == "dash" and (reading.date or "")[-4:].isdigit()


def _signed(reading: Reading, closing: str) -> bool:
    if not reading.places and not reading.date:
        if closing == "none" and PRESS.fullmatch(reading.agency or ""):
            return not goes_on(reading)
        return closing == "dash" or (closing == "colon" and not reading.bare_agency)
    if reading.places and reading.head.lstrip()[:1].islower():
        return bool(reading.date) and closing != "none"
    if closing == "none":
        return not reading.bare_agency and not goes_on(reading)
    return closing != "end"


def _placed(reading: Reading, closing: str) -> bool:
    entry, written = reading.entries[0], reading.places[0]
    cased = written.upper() != written.lower()
    capitals = written.isupper() or not cased
    if written[:1].islower() or (closing == "query" and not capitals):
        return False
    if entry is None:
        supported = bool(reading.region or (reading.date and cased))
        supported = supported or (closing == "dash" and country_code(written) is not None)
        return supported and capitals and closing in {"dash", "colon", "query"}
    if reading.agency or reading.date or reading.region or reading.country:
        return closing == "dash" or (closing != "end" and not goes_on(reading))
    if not all(e and e.standing != "word" for e in reading.entries):
        return False
    if capitals:
        least = _CITY if closing == "end" or entry.standing == "other" else _TOWN
        return entry.population >= least and (cased or closing == "dash")
    least = _METROPOLIS if entry.standing == "other" else _CITY
    alone = closing in {"dash", "colon"} and entry.standing != "name" and not goes_on(reading)
    return alone and entry.population >= least


def goes_on(reading: Reading) -> bool:
    """Whether the text after the closing continues a sentence."""
    follow = reading.head[reading.at : reading.at + 1]
    return follow.islower() or follow in {",", ".", ")", ";"}
