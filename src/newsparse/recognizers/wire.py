"""Datelines of alphabets: `PLACE, Region, Date (Agency) — ` read slot by slot, left to right.

The forms and their order come from the agencies' own files; the rules for what may stand without
an agency follow the AP Stylebook. Every pattern is anchored where the reading stands and cannot
backtrack: the head of a paragraph is at most `dateline.REACH` characters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsparse.recognizers.gazetteer import (
    country_code,
    find_place,
    is_agency,
    region_country,
)
from newsparse.recognizers.wire_reading import PRESS, Reading, is_plausible
from newsparse.recognizers.wire_slots import Slot, read_date, words_from

if TYPE_CHECKING:
    from newsparse.article import Dateline

_CONNECTOR = re.compile(r"\s*+[,،.]?+\s*+")
_DASH = re.compile(r"\s*+[.,]?+\s?+(?:[—–―‒−]++|--++|-(?=[\s-]|$)|(?<=[).])-)[-.]?+\s*+")
_COLON = re.compile(r"\s?+:(?!//)\s*+")
_COMMA = re.compile(r"\s?+,\s*+")
_BAR = re.compile(r"\s*+\|\s*+")
_BARRED = re.compile(r"\s([^\s|]{2,12})\s\|")
_STOP = re.compile(r"\.\s*+")
_QUERY = re.compile(r"\s++\?\s++")
_SPACE = re.compile(r"\s*+")
_HYPHEN = re.compile(r"\s++-\s++")
_JOIN = re.compile(r"\s*+/\s*+|\s++(?:and|&|y|e|et|und|и|και)\s++|\s*+·\s*+")
_BRACKETS = {
    "(": re.compile(r"\(([^()\n]{1,48})\)"),
    "/": re.compile(r"/([^/\n]{1,48})/"),
    "[": re.compile(r"\[([^\[\]\n]{1,48})\]"),
}
_BRACKET_PARTS = re.compile(r"\s*/\s*|\s+[-–—]\s+|,\s+|\s+via\s+")
_SIGNATURE = re.compile(
    r"[A-ZА-Я][A-ZА-Я0-9&]{1,11}|(?:[A-Z][a-z]+){2,4}|[\w-]+\.(?:com|org|net|ru|in)"
)
_HOUSE = re.compile(r"[^\W\d_a-z][\w.&'-]*+(?: (?:[^\W\d_a-z][\w.&'-]*+|of|de|del)){1,3}")
"""A news house by its shape alone: `Southerly Wire`."""
_SITE = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?:ru|com|net|org|id|ua|in|tv|fm)", re.IGNORECASE)
_WRITER = re.compile(
    r",\s+([^\W\d_]+(?:-[^\W\d_]+)?(?:\s[^\W\d_]+(?:-[^\W\d_]+)?){1,2})(?=\.|\s[—–-])"
)
_ROLE = re.compile(
    r"DAL(?:LA)? NOSTR[OA] (?:INVIAT[OA]|CORRISPONDENTE)\s*+|ENVIAD[OA] ESPECIAL,?\s++"
    r"|(?:Dal|Dalla) nostr[oa] (?:inviat[oa]|corrispondente)\s*+"
)
_BY = re.compile(r"(?:By|BY|Por|Par|Von|Di)\s++(?=[^\W\d_])")


def read_wire(head: str) -> Dateline | None:
    """The dateline that opens the head of a paragraph written in an alphabet.

    >>> read_wire("KYIV, Dec 24 (Reuters) - Power").agency
    'Reuters'
    >>> read_wire("CLAIM: The city is safe") is None
    True
    """
    start = _end(_SPACE, head, 0)
    if by := _BY.match(head, start):
        return _after_writer(head, by.end())
    reading = Reading(head, _end(_ROLE, head, start))
    if not (_enclosed_place(reading) or _opened_by_agency(reading)):
        _read_places(reading)
    return _finish(reading)


def _finish(reading: Reading) -> Dateline | None:
    _read_slots(reading)
    if reading.date and not reading.places and not reading.agency:
        _place_after_date(reading)
    if not (reading.places or reading.date or reading.agency):
        return None
    before = reading.at
    ends = [(_DASH, "dash"), (_COLON, "colon"), (_QUERY, "query"), (_STOP, "stop")]
    if reading.bare_agency:
        ends.append((_BAR, "dash"))
    name = "end" if before == len(reading.head) else "none"
    for pattern, kind in ends:
        if closing := pattern.match(reading.head, before):
            reading.at, name = closing.end(), kind
            break
    else:
        reading.at = _end(_SPACE, reading.head, before)
    return reading.dateline() if is_plausible(reading, name) else None


def _place_after_date(reading: Reading) -> None:
    """`January 17, 2012 - LONDON - `: the date comes before the place."""
    comma = _DASH.match(reading.head, reading.at) or _COMMA.match(reading.head, reading.at)
    slot = _place(reading.head, comma.end(), known=True) if comma else None
    if slot:
        mark, reading.at = reading.at, slot.start
        _read_places(reading)
        _read_slots(reading)
        if not _DASH.match(reading.head, reading.at):
            reading.places, reading.entries, reading.at = [], [], mark
            reading.region = reading.country = reading.agency = None


def _read_places(reading: Reading) -> None:
    slot = _place(reading.head, reading.at)
    while slot:
        reading.places.append(slot.text)
        reading.entries.append(find_place(slot.text))
        reading.at = slot.end
        _read_region(reading)
        slot = None
        if join := _JOIN.match(reading.head, reading.at):
            slot = _place(reading.head, join.end())
        elif (join := _HYPHEN.match(reading.head, reading.at)) and reading.places[-1].isupper():
            slot = _place(reading.head, join.end(), known=True)
            slot = slot if slot and slot.text.isupper() else None


def _place(head: str, at: int, known: bool = False) -> Slot | None:
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
    if not close or close[0] in ",،/([.:—–―-·":
        return True
    if rest[0] != " ":
        return False
    if close[0] == "?" or _JOIN.match(rest):
        return True
    if barred := _BARRED.match(rest):
        return is_agency(barred.group(1))
    return read_date(head, at + len(rest) - len(close)) is not None


def _read_region(reading: Reading) -> None:
    """A state, province or country after the place: `, Fla.`, `(Karnataka)`, `[India]`."""
    for pattern in (_BRACKETS["("], _BRACKETS["["]):
        opened = _end(_SPACE, reading.head, reading.at)
        found = pattern.match(reading.head, opened)
        if found and _set_region(reading, found.group(1)):
            reading.at = found.end()
    comma = _COMMA.match(reading.head, reading.at)
    for slot in reversed(list(words_from(reading.head, comma.end(), 4)) if comma else []):
        dotted = slot.end + (reading.head[slot.end : slot.end + 1] == ".")
        for end in (dotted, slot.end):
            if _set_region(reading, reading.head[slot.start : end]):
                reading.at = end
                return


def _set_region(reading: Reading, name: str) -> bool:
    inside, country = region_country(name), country_code(name)
    if not inside and not country:
        return False
    entry = reading.entries[-1] if reading.entries else None
    if inside and inside != country and not (entry and country and entry.country == country):
        if len(reading.places) <= 1:
            reading.country, reading.region = reading.country or inside, reading.region or name
    elif len(reading.places) <= 1:
        reading.country = reading.country or country or inside
    return True


def _read_slots(reading: Reading) -> None:
    """Date, agency, writer: each once, in any order, with a comma, stop or dash between."""
    while True:
        at = _end(_CONNECTOR, reading.head, reading.at)
        if not reading.date and (slot := read_date(reading.head, at)):
            reading.date, reading.at = slot.text, slot.end
        elif not reading.agency and _read_agency(reading, at):
            _read_writer(reading)
        else:
            return


def _read_writer(reading: Reading) -> None:
    """`РИА Новости, Александр Шишло.`: the writer after an agency without brackets."""
    writer = _WRITER.match(reading.head, reading.at) if reading.bare_agency else None
    lowered = (reading.agency or "").islower()
    if writer and all(name[0].isupper() or lowered for name in writer.group(1).split()):
        reading.authors, reading.at = (writer.group(1),), writer.end()


def _read_agency(reading: Reading, at: int) -> bool:
    dash = _DASH.match(reading.head, reading.at) if reading.places or reading.date else None
    starts = (dash.end(), at) if dash else (at,)
    return any(_agency_at(reading, start) for start in starts)


def _agency_at(reading: Reading, at: int) -> bool:
    pattern = _BRACKETS.get(reading.head[at : at + 1])
    if pattern:
        found = pattern.match(reading.head, at)
        if found and _bracketed(reading, found.group(1).strip()):
            reading.at = found.end()
            return True
        return False
    for slot in reversed(list(words_from(reading.head, at, 4))):
        if _signs(reading, slot) and _closes(reading.head, slot.end):
            reading.agency, reading.at = slot.text, slot.end
            reading.known_agency = reading.bare_agency = True
            return True
    return False


def _signs(reading: Reading, slot: Slot) -> bool:
    """Whether words without brackets are an agency, by the table or by what stands before."""
    name, supported = slot.text, bool(reading.places or reading.date)
    if is_agency(name):
        barred = bool(reading.places) and _BAR.match(reading.head, slot.end)
        return not name.islower() or bool(reading.date) or bool(barred)
    if supported and _SITE.fullmatch(name):
        return True
    full = reading.places and reading.date and len(name) > 2
    return bool(full and _SIGNATURE.fullmatch(name))


def _closes(head: str, at: int) -> bool:
    return head[at : at + 1] in {".", ","} or bool(
        _DASH.match(head, at) or _COLON.match(head, at) or _BAR.match(head, at)
    )


def _bracketed(reading: Reading, inside: str) -> bool:
    """An agency in brackets, alone, with a partner (`AP/Reuters`) or with the date inside."""
    parts = _BRACKET_PARTS.split(inside)
    dates = [part for part in parts if (slot := read_date(part, 0)) and slot.end == len(part)]
    names = [part for part in parts if part not in dates]
    known = is_agency(inside) or any(map(is_agency, names)) or bool(PRESS.fullmatch(inside))
    house = bool(reading.places) and _HOUSE.fullmatch(inside)
    if not known and not house and not _SIGNATURE.fullmatch(inside):
        return False
    reading.agency, reading.known_agency = inside, known
    if known and dates and not reading.date and inside.endswith(dates[-1]):
        reading.agency = inside[: -len(dates[-1])].rstrip(" ,-–—")
        reading.date = dates[-1]
    return True


def _opened_by_agency(reading: Reading) -> bool:
    """`(ANSA) - ROMA, …`, `REPUBLIKA.CO.ID, JAKARTA --`: the agency comes before the place."""
    if not _read_agency(reading, reading.at):
        return False
    reading.bare_agency = reading.head[reading.at - 1] not in ")]/"
    after = _DASH.match(reading.head, reading.at) or _COMMA.match(reading.head, reading.at)
    slot = _place(reading.head, after.end(), known=True) if after else None
    if slot:
        mark, reading.at = reading.at, slot.start
        _read_places(reading)
        _read_slots(reading)
        capitals = reading.places[0].isupper() or bool(reading.date)
        if not capitals or not (_DASH.match(reading.head, reading.at) or reading.date):
            reading.places, reading.entries, reading.at = [], [], mark
            reading.region = reading.country = reading.date = None
    return True


def _enclosed_place(reading: Reading) -> bool:
    """`(Richmond, Virginia) Today`: a place with its region in brackets."""
    if reading.head[reading.at] != "(":
        return False
    inner = Reading(reading.head, reading.at + 1)
    slot = _place(reading.head, inner.at, known=True)
    if not slot:
        return False
    inner.places, inner.entries, inner.at = [slot.text], [find_place(slot.text)], slot.end
    _read_region(inner)
    if not (inner.region or inner.country) or reading.head[inner.at : inner.at + 1] != ")":
        return False
    reading.places, reading.entries, reading.at = inner.places, inner.entries, inner.at + 1
    reading.region, reading.country = inner.region, inner.country
    return True


def _after_writer(head: str, at: int) -> Dateline | None:
    """`By Ann Lee Kathmandu, Oct 17 (PTI)`: a byline glued to a dated, signed dateline."""
    for slot in words_from(head, at, 7):
        start = _end(_SPACE, head, slot.end)
        reading = Reading(head, start)
        place = _place(head, start, known=True)
        if place is None or not slot.text.strip():
            continue
        reading.authors = (" ".join(slot.text.split()),)
        _read_places(reading)
        found = _finish(reading)
        if found and found.date and reading.known_agency:
            return found
    return None


def _end(pattern: re.Pattern[str], head: str, at: int) -> int:
    found = pattern.match(head, at)
    return found.end() if found else at
