"""The place slots of a wire dateline: names, joined names, and the region or country after them."""

from __future__ import annotations

import re

from newsparse.recognizers.agencies import is_agency
from newsparse.recognizers.dateline_date import read_date
from newsparse.recognizers.gazetteer import country_code, find_region
from newsparse.recognizers.places import find_place
from newsparse.recognizers.wire_reading import Reading
from newsparse.recognizers.wire_slots import BRACKETS, COMMA, SPACE, Slot, end_of, words_from

_HYPHEN = re.compile(r"\s++[-–]\s++")
_JOIN = re.compile(
    r"[/／](?=\S)|\s++[/／]\s++|\s++(?:and|&|y|e|et|und|и|та|και)\s++|\s*+[·・]\s*+|\s++و\s?+(?=[^\W\d_])"
)
_BARRED = re.compile(r"\s([^\s|]{2,12})\s\|")


def read_places(reading: Reading) -> None:
    """One place or several (`OSLO/COPENHAGEN`, `ROME - MADRID`), with the first one's region."""
    slot = place_at(reading.head, reading.at)
    while slot:
        reading.places.append(slot.text)
        reading.entries.append(find_place(slot.text))
        reading.at = slot.end
        read_region(reading)
        slot = _joined(reading)


def _joined(reading: Reading) -> Slot | None:
    if join := _JOIN.match(reading.head, reading.at):
        return place_at(reading.head, join.end())
    if (join := _HYPHEN.match(reading.head, reading.at)) and reading.places[-1].isupper():
        slot = place_at(reading.head, join.end(), known=True)
        return slot if slot and slot.text.isupper() else None
    return None


def place_at(head: str, at: int, known: bool = False) -> Slot | None:
    """The longest name the gazetteer holds, else a run of capitalised words before a delimiter."""
    slots = [slot for slot in words_from(head, at, 6) if _delimited(head, slot.end)]
    for slot in reversed(slots):
        if find_place(slot.text):
            return slot
    if known or not slots:
        return None
    unknown = slots[-1]
    words = unknown.text.split()
    agency = is_agency(unknown.text) or read_date(head, at) is not None
    if agency or len(words) > 5 or not all(w[:1].upper() == w[:1] or len(w) < 4 for w in words):
        return None
    return unknown


def _delimited(head: str, at: int) -> bool:
    """Whether a place can end here: at a delimiter, a date, or a word that joins two places."""
    rest = head[at : at + 24]
    close = rest.lstrip()
    if not close or close[0] in ",،、/／([（)].:：៖—–―-·・":
        return True
    if rest[0] != " ":
        return False
    if close[0] in "?|" or _JOIN.match(rest):
        return True
    if barred := _BARRED.match(rest):
        return is_agency(barred.group(1))
    return read_date(head, at + len(rest) - len(close)) is not None


def read_region(reading: Reading) -> None:
    """A state, province or country after the place: `, Fla.`, `(Karnataka)`, `[India]`."""
    for pattern in (BRACKETS["("], BRACKETS["["]):
        opened = end_of(SPACE, reading.head, reading.at)
        found = pattern.match(reading.head, opened)
        if found and _set_region(reading, found.group(1)):
            reading.at = found.end()
    while comma := COMMA.match(reading.head, reading.at):
        end = _region_at(reading, comma.end())
        if end is None:
            return
        reading.at = end


def _region_at(reading: Reading, at: int) -> int | None:
    for slot in reversed(list(words_from(reading.head, at, 4))):
        dotted = slot.end + (reading.head[slot.end : slot.end + 1] == ".")
        for end in (dotted, slot.end):
            if _set_region(reading, reading.head[slot.start : end]):
                return end
    return None


def _set_region(reading: Reading, name: str) -> bool:
    """Takes a name as the region or country of the first place; of later places it is passed by."""
    region, country = find_region(name), country_code(name)
    if region is None and country is None:
        return False
    if len(reading.places) > 1:
        return True
    if region and region.country != country and not (country and _is_in(reading, country)):
        reading.country = reading.country or region.country
        if reading.region is None:
            reading.region, reading.admin1 = name, region.admin1
    else:
        reading.country = reading.country or country
    return True


def _is_in(reading: Reading, country: str) -> bool:
    """Whether the place is a city of the country: the Georgia of Tbilisi is not that of Athens."""
    entry = reading.entries[-1] if reading.entries else None
    return entry is not None and entry.candidates[0].city.country == country


def read_enclosed_place(reading: Reading) -> bool:
    """`(Richmond, Virginia) Today`: a place with its region in brackets."""
    closing = {"(": ")", "[": "]"}.get(reading.head[reading.at : reading.at + 1])
    slot = place_at(reading.head, reading.at + 1, known=True) if closing else None
    if not slot:
        return False
    start, reading.at = reading.at, slot.end
    reading.places, reading.entries = [slot.text], [find_place(slot.text)]
    read_region(reading)
    closed = reading.head[reading.at : reading.at + 1] == closing
    if closed and (reading.region or reading.country or closing == "]"):
        reading.at += 1
        reading.enclosed = True
        return True
    reading.drop_places(start)
    return False
