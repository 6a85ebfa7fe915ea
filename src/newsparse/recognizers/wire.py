"""Datelines of alphabets: `PLACE, Region, Date (Agency) — ` read slot by slot, left to right.

The forms and their order come from the agencies' own files; the rules for what may stand without
an agency follow the AP Stylebook. Every pattern is anchored where the reading stands and cannot
backtrack: the head of a paragraph is at most `dateline.REACH` characters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsparse.recognizers.dateline_date import read_date
from newsparse.recognizers.wire_agency import read_agency, read_writer
from newsparse.recognizers.wire_places import place_at, read_enclosed_place, read_places
from newsparse.recognizers.wire_reading import Reading
from newsparse.recognizers.wire_slots import (
    BAR,
    BRACKETS,
    COLON,
    COMMA,
    DASH,
    SPACE,
    end_of,
    words_from,
)
from newsparse.recognizers.wire_support import Closing, is_supported

if TYPE_CHECKING:
    from newsparse.recognizers.resolution import Written

_CONNECTOR = re.compile(r"\s*+[,،.]?+\s*+")
_STOP = re.compile(r"[.।]\s*+")
_QUERY = re.compile(r"\s++\?\s++")
_RULE = re.compile(r"--|—")
_SLASH = re.compile(r"\s++/\s++")
_ENDS: tuple[tuple[re.Pattern[str], Closing], ...] = (
    (DASH, "dash"),
    (COLON, "colon"),
    (_QUERY, "query"),
    (BAR, "dash"),
    (_SLASH, "dash"),
    (_STOP, "stop"),
)
_ROLE = re.compile(
    r"(?:DAL(?:LA)? NOSTR[OA] (?:INVIAT[OA]|CORRISPONDENTE)|ENVIAD[OA] ESPECIAL,?"
    r"|DE (?:NOTRE ENVOYÉE?|NOTRE CORRESPONDANTE?)(?: SPÉCIALE?)?,?)\s*+",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:By|BY|Por|Par|Von|Di)\s++(?=[^\W\d_])")


def read_wire(head: str) -> Written | None:
    """The dateline that opens the head of a paragraph written in an alphabet.

    >>> read_wire("KYIV, Dec 24 (Reuters) - Power").dateline.agency
    'Reuters'
    >>> read_wire("CLAIM: The city is safe") is None
    True
    """
    start = end_of(SPACE, head, 0)
    if by := _BY.match(head, start):
        return _after_writer(head, by.end())
    reading = Reading(head, end_of(_ROLE, head, start))
    if not (read_enclosed_place(reading) or _opened_by_agency(reading)):
        read_places(reading)
    return _finish(reading)


def _finish(reading: Reading) -> Written | None:
    _read_slots(reading)
    if reading.date and not reading.places and not reading.agency:
        _place_after(reading)
    if not (reading.places or reading.date or reading.agency):
        return None
    name = _close(reading)
    return reading.written() if is_supported(reading, name) else None


def _close(reading: Reading) -> Closing:
    """Passes the mark that ends the dateline; the name `is_supported` knows it by."""
    at, head = reading.at, reading.head
    if at == len(head):
        return "end"
    for pattern, name in _ENDS:
        if (closing := pattern.match(head, at)) and _may_close(reading, pattern):
            reading.at = closing.end()
            return "rule" if _RULE.search(closing.group()) else name
    reading.at = end_of(SPACE, head, at)
    return "none"


def _may_close(reading: Reading, mark: re.Pattern[str]) -> bool:
    """A bar or slash ends only what region, agency or date have told from a menu."""
    if mark is _SLASH:
        return bool(reading.agency and reading.date)
    told = reading.date or reading.region or reading.country
    return mark is not BAR or reading.bare_agency or bool(reading.places and told)


def _read_slots(reading: Reading) -> None:
    """Date, agency, writer: each once, in any order, with a comma, stop or dash between."""
    while True:
        at = end_of(_CONNECTOR, reading.head, reading.at)
        if not reading.date and (slot := read_date(reading.head, at)):
            reading.date, reading.at = slot.text, slot.end
        elif not reading.date and (_dated_in_brackets(reading, at) or _dated_after_dash(reading)):
            continue
        elif not reading.agency and read_agency(reading, at):
            read_writer(reading)
        else:
            return


def _dated_in_brackets(reading: Reading, at: int) -> bool:
    """`Roma (12 mar. 2013) - `: a date alone in brackets after the place."""
    found = BRACKETS["("].match(reading.head, at) if reading.places else None
    slot = read_date(found.group(1), 0) if found else None
    if not found or not slot or found.group(1)[slot.end :] not in {"", "."}:
        return False
    reading.date, reading.at = slot.text, found.end()
    return True


def _dated_after_dash(reading: Reading) -> bool:
    """`London – 3 March 2020 – `: a date between two dashes."""
    dash = DASH.match(reading.head, reading.at) if reading.places else None
    slot = read_date(reading.head, dash.end()) if dash else None
    if not slot or not DASH.match(reading.head, slot.end):
        return False
    reading.date, reading.at = slot.text, slot.end
    return True


def _place_after(reading: Reading) -> bool:
    """`January 17, 2012 - LONDON - `, `(ANSA) - ROMA, 3 MAR - `: a place that comes second."""
    before = reading.at
    mark = DASH.match(reading.head, before) or COMMA.match(reading.head, before)
    slot = place_at(reading.head, mark.end(), known=True) if mark else None
    if not slot:
        return False
    dated, signed = reading.date, reading.agency
    reading.at = slot.start
    read_places(reading)
    _read_slots(reading)
    late = bool(reading.date) and dated is None
    clear = dated or reading.places[0].isupper() or "." in (signed or "")
    late = late or (dated is not None and signed is None and reading.known_agency)
    if late or (clear and DASH.match(reading.head, reading.at)):
        return True
    reading.drop_places(before)
    reading.date, reading.agency = dated, signed
    return False


def _opened_by_agency(reading: Reading) -> bool:
    """`(ANSA) - ROMA, …`, `REPUBLIKA.CO.ID, JAKARTA --`: the agency comes before the place."""
    if not read_agency(reading, reading.at):
        return False
    reading.bare_agency = reading.head[reading.at - 1] not in ")]/"
    if not reading.date:
        _place_after(reading)
    return True


def _after_writer(head: str, at: int) -> Written | None:
    """`By Ann Lee Kathmandu, Oct 17 (PTI)`: a byline glued to a dated, signed dateline."""
    for slot in words_from(head, at, 7):
        start = end_of(SPACE, head, slot.end)
        if place_at(head, start, known=True) is None:
            continue
        reading = Reading(head, start, authors=(" ".join(slot.text.split()),))
        read_places(reading)
        found = _finish(reading)
        if found and reading.date and reading.known_agency:
            return found
    return None
