"""What a reading of a wire dateline has found, and whether that makes a dateline."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from newsparse.article import Dateline, Span
from newsparse.recognizers.gazetteer import country_code
from newsparse.recognizers.places import Place, display_name
from newsparse.recognizers.resolution import Written
from newsparse.recognizers.wire_slots import cased

PRESS = re.compile(r"[A-Z]\w*(?:News|Press|Wire|Newswire)")
"""An agency by its name alone, such as `NaturalNews`."""

_VILLAGE, _TOWN, _CITY, _METROPOLIS = 5, 15, 50, 500
"""Thousands of people from which a name stands alone: before a dash in capitals, in capitals,
in title case, as an alternate name or by itself."""

_SHORT = 5
"""Letters up to which an agency alone, without brackets, may be a word in capitals: `AIM - `."""


@dataclass(slots=True)
class Reading:
    """What the slots have given so far, and where the reading stands."""

    head: str
    at: int
    places: list[str] = field(default_factory=list)
    entries: list[Place | None] = field(default_factory=list)
    region: str | None = None
    admin1: str = ""
    country: str | None = None
    date: str | None = None
    agency: str | None = None
    known_agency: bool = False
    bare_agency: bool = False
    enclosed: bool = False
    """The place stands in brackets of its own."""
    authors: tuple[str, ...] = ()

    def drop_places(self, at: int) -> None:
        """Forgets the places and stands at a position again: what followed them did not fit."""
        self.places, self.entries, self.at = [], [], at
        self.region = self.country = None
        self.admin1 = ""

    def written(self) -> Written:
        """The dateline of the slots, whose text ends where the reading stands."""
        written = Dateline(
            text=self.head[: self.at],
            places=tuple(map(display_name, self.places, self.entries)),
            region=self.region,
            agency=self.agency,
            date=self.date,
            authors=self.authors,
            span=Span(0, self.at),
        )
        return Written(written, tuple(self.entries), self.country, self.admin1)


def is_plausible(reading: Reading, closing: str) -> bool:
    """Whether the slots found support each other: an agency, or a place of the gazetteer.

    `closing` is what ends the reading: rule (a long or double dash), dash, colon, query (a dash
    lost in decoding), stop, the end of the paragraph, or none. Which places stand alone follows
    the AP Stylebook.
    """
    if reading.known_agency:
        return _signed(reading, closing)
    if closing == "none" and reading.enclosed:
        closing = "bracket"
    if closing == "stop" or (closing == "none" and reading.region is None):
        return False
    if reading.places:
        return _placed(reading, closing)
    ranged = reading.head[reading.at : reading.at + 1].isdigit()
    return closing in _DASHES and (reading.date or "")[-4:].isdigit() and not ranged


_DASHES = frozenset({"rule", "dash"})


def _signed(reading: Reading, closing: str) -> bool:
    if not reading.places and not reading.date:
        if closing == "none" and PRESS.fullmatch(reading.agency or ""):
            return not goes_on(reading)
        telling = not reading.bare_agency or len(reading.agency or "") > _SHORT
        return (closing in _DASHES and telling) or (closing == "colon" and not reading.bare_agency)
    if reading.places and reading.head.lstrip()[:1].islower():
        return bool(reading.date) and closing != "none"
    if closing == "none":
        listed = reading.places and reading.date and (reading.agency or "").isupper()
        return (not reading.bare_agency or bool(listed)) and not goes_on(reading)
    return closing != "end"


def _placed(reading: Reading, closing: str) -> bool:
    entry, written = reading.entries[0], reading.places[0]
    capitals = written.isupper() or not cased(written)
    if written[:1].islower() or (closing == "query" and not written.isupper()):
        return False
    if entry is None:
        return _unknown(reading, closing)
    if reading.agency or reading.date or reading.region or reading.country:
        dashed = closing in _DASHES
        return dashed or (closing != "end" and not goes_on(reading))
    if not all(e and e.standing != "word" for e in reading.entries):
        return False
    return _stands_alone(reading, entry, closing, capitals)


def _unknown(reading: Reading, closing: str) -> bool:
    """A place outside the table: in capitals with a region or date, or a country by its name."""
    written = reading.places[0]
    if country_code(written) is not None and not goes_on(reading):
        return closing == "rule" or (closing == "dash" and written.isupper())
    supported = bool(reading.region or (reading.date and cased(written)))
    shouted = written.isupper() or not cased(written)
    return supported and shouted and closing in {"rule", "dash", "colon", "query"}


def _stands_alone(reading: Reading, entry: Place, closing: str, capitals: bool) -> bool:
    """By size: the less a name says that it is a place, the larger the place must be."""
    if closing == "end":
        return (
            entry.standing != "name"
            and len(reading.places) == 1
            and (
                entry.population >= (_CITY if reading.places[0].isupper() else _METROPOLIS)
                or any(candidate.mark in ("!", "*") for candidate in entry.candidates)
            )
        )
    if entry.standing == "other":
        least = _CITY if capitals else _METROPOLIS
    elif closing == "colon" and not cased(reading.places[0]):
        least = _METROPOLIS
    elif capitals:
        least = _TOWN if closing == "colon" else _VILLAGE
    else:
        least = _CITY
    person = entry.standing == "name"
    follows = not (person and closing == "colon") if capitals else not (person or goes_on(reading))
    return follows and closing != "none" and entry.population >= least


def goes_on(reading: Reading) -> bool:
    """Whether the text after the closing continues a sentence."""
    follow = reading.head[reading.at : reading.at + 1]
    return follow.islower() or follow in {",", ".", ")", ";"}
