"""Whether the slots of a reading support each other: a known agency, or a place of some size.

Which places stand alone follows the AP Stylebook: the less a name says that it is a place, the
larger the place must be.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from newsparse.recognizers.dateline_date import read_date
from newsparse.recognizers.gazetteer import country_code, find_region
from newsparse.recognizers.wire_slots import cased

if TYPE_CHECKING:
    from newsparse.recognizers.places import Place
    from newsparse.recognizers.wire_reading import Reading

Closing = Literal["rule", "dash", "colon", "query", "stop", "end", "none"]
"""What ends a reading: a long or double dash, a dash, a colon, a dash lost in decoding (`?`), a
full stop, the end of the paragraph, or nothing."""

PRESS = re.compile(r"[A-Z]\w*(?:News|Press|Wire|Newswire)")
"""An agency by its name alone, such as `NaturalNews`."""

_VILLAGE, _TOWN, _CITY, _METROPOLIS = 5, 15, 50, 500
"""Thousands of people from which a name stands alone: before a dash in capitals, in capitals,
in title case, as an alternate name or by itself."""

_DASHES = frozenset({"rule", "dash"})
_CODE = 4
"""Letters of capitals by themselves up to which they may be an abbreviation: `OTA`."""
_SHORT = 5
"""Letters up to which an agency alone, without brackets, may be a word in capitals: `AIM - `."""


def is_supported(reading: Reading, closing: Closing) -> bool:
    """Whether a reading is a dateline."""
    if reading.known_agency:
        return _by_agency(reading, closing)
    if closing == "stop" or (closing == "none" and not (reading.region or reading.enclosed)):
        return False
    if reading.places:
        return _by_place(reading, closing)
    dated = (reading.date or "")[-4:].isdigit()
    return closing in _DASHES and dated and not reading.follow.isdigit()


def _by_agency(reading: Reading, closing: Closing) -> bool:
    if not reading.places and not reading.date:
        return _by_agency_alone(reading, closing)
    if reading.places and reading.head.lstrip()[:1].islower():
        return bool(reading.date) and closing != "none"
    if closing != "none":
        return closing != "end"
    placed = bool(reading.date or (reading.entries and reading.entries[0]))
    coded = reading.places and reading.date and (reading.agency or "").isupper()
    return placed and not reading.goes_on() and (not reading.bare_agency or bool(coded))


def _by_agency_alone(reading: Reading, closing: Closing) -> bool:
    bracketed = not reading.bare_agency
    if closing == "none":
        return bracketed and reading.follow.isalpha() and not reading.follow.islower()
    if closing == "colon":
        return bracketed
    return closing in _DASHES and (bracketed or len(reading.agency or "") > _SHORT)


def _by_place(reading: Reading, closing: Closing) -> bool:
    entry, written = reading.entries[0], reading.places[0]
    if written[:1].islower() or (closing == "query" and not written.isupper()):
        return False
    if entry is None:
        return _unlisted(reading, closing)
    if reading.agency or reading.date or reading.region or reading.country:
        return _accompanied(reading, closing)
    if any(each is None or each.standing == "word" for each in reading.entries):
        return False
    if closing == "end":
        return _is_whole_paragraph(reading, entry)
    return _stands_alone(reading, entry, closing)


def _unlisted(reading: Reading, closing: Closing) -> bool:
    """A place outside the table: a country or region, or in capitals with a region or date."""
    written = reading.places[0]
    land = country_code(written) or find_region(written)
    if land and len(written) > _CODE and not reading.goes_on():
        return closing == "rule" or (closing == "dash" and written.isupper())
    supported = reading.region or (reading.date and cased(written))
    shouted = written.isupper() or not cased(written)
    return bool(supported) and shouted and closing in {"rule", "dash", "colon", "query"}


def _accompanied(reading: Reading, closing: Closing) -> bool:
    """A place with region, country, date or an unknown agency, in prose or a list all the same."""
    if closing in _DASHES:  # `Portland, Maine–based` is a compound
        return not reading.goes_on() or reading.head[reading.at - 1].isspace()
    if closing == "colon" and not reading.date:  # of events: `Lisbon, Portugal: June 3`
        return not reading.goes_on() and read_date(reading.head, reading.at) is None
    if closing == "none":
        return reading.follow != "" and not (reading.goes_on() or reading.follow.isdigit())
    return closing != "end" and not reading.goes_on()


def _is_whole_paragraph(reading: Reading, entry: Place) -> bool:
    written = reading.places[0]
    if len(reading.places) > 1 or entry.standing == "name":
        return False
    coded = written.isascii() and written.isupper() and len(written) <= _CODE
    least = _CITY if written.isupper() and not coded else _METROPOLIS
    return entry.population >= least or _stands_first(entry)


def _stands_alone(reading: Reading, entry: Place, closing: Closing) -> bool:
    written = reading.places[0]
    capitals, person = written.isupper() or not cased(written), entry.standing == "name"
    if entry.standing == "other":
        least = _CITY if capitals else _METROPOLIS
    elif closing == "colon" and not cased(written):
        least = _METROPOLIS
    elif capitals:
        least = _TOWN if closing == "colon" else _VILLAGE
    else:
        least = _CITY
    if entry.population < least:
        return False
    if capitals:
        return closing != "colon" or not person or _stands_first(entry)
    counted = closing == "colon" and reading.follow.isdigit()
    return not (person or counted or reading.goes_on())


def _stands_first(entry: Place) -> bool:
    """Whether AP lets one of the name's cities stand alone, or it is a capital."""
    return any(candidate.mark in ("!", "*") for candidate in entry.candidates)
