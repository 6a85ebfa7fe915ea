"""The agency slot of a wire dateline, and the writer that may follow it."""

from __future__ import annotations

import re

from newsparse.recognizers.agencies import is_agency
from newsparse.recognizers.dateline_date import read_date
from newsparse.recognizers.places import find_place
from newsparse.recognizers.wire_reading import Reading
from newsparse.recognizers.wire_slots import BAR, BRACKETS, COLON, COMMA, DASH, Slot, words_from
from newsparse.recognizers.wire_support import PRESS

_PARTS = re.compile(r"\s*/\s*|\s+[-–—]\s+|,\s+|\s+via\s+")
_SIGNATURE = re.compile(
    r"[A-ZА-Я][A-ZА-Я0-9&]{1,11}|(?=[0-9/ ]*[A-Z])[A-Z0-9][A-Z0-9&/ ]{1,14}"
    r"|(?:[A-Z][a-z]+){2,4}|[\w-]+\.(?:com|org|net|ru|in)"
)
_INITIALS = re.compile(r"[^\W\d_]{2,3}|(?:[^\W\d_]\.\s?){2,4}")
"""An unknown agency that only brackets and a dash after them tell: `(dpo) - `."""
_HOUSE = re.compile(r"[^\W\d_a-z][\w.&'-]*+(?: (?:[^\W\d_a-z][\w.&'-]*+|of|de|del)){1,3}")
"""A news house by its shape alone: `Southerly Wire`."""
_CORRESPONDENT = "Корр."
_SITE = re.compile(
    r"\w[\w-]*+(?:\.\w[\w-]*+){1,2}+(?:(?<=\.com|\.net|\.org)|(?<=\.ru|\.co|\.id|\.ua|\.in|\.tv|\.fm))",
    re.IGNORECASE,
)
"""`TEMPO.CO`, `Liputan6.com`."""
_WRITER = re.compile(
    r",\s+([^\W\d_]+(?:-[^\W\d_]+)?(?:\s[^\W\d_]+(?:-[^\W\d_]+)?){1,2})(?=\.|\s[—–-])"
)


def read_agency(reading: Reading, at: int) -> bool:
    """The agency that begins at a position, or after a dash where the reading stands."""
    dash = DASH.match(reading.head, reading.at) if reading.places or reading.date else None
    starts = (dash.end(), at) if dash else (at,)
    return any(_agency_at(reading, start) for start in starts)


def _agency_at(reading: Reading, at: int) -> bool:
    if pattern := BRACKETS.get(reading.head[at : at + 1]):
        found = pattern.match(reading.head, at)
        if found and _bracketed(reading, found.group(1).strip(), found.end()):
            reading.at = found.end()
            return True
        return False
    slots = list(words_from(reading.head, at, 4))
    if site := _SITE.match(reading.head, at):
        slots.append(Slot(site.group(), at, site.end()))
    for slot in reversed(slots):
        if _signs(reading, slot) and _closes(reading, slot):
            reading.agency, reading.at = slot.text, slot.end
            reading.known_agency = reading.bare_agency = True
            return True
    return False


def _signs(reading: Reading, slot: Slot) -> bool:
    """Whether words without brackets are an agency, by the table or by what stands before."""
    name, supported = slot.text, bool(reading.places or reading.date)
    if is_agency(name) or (name.isupper() and is_agency(name.partition("-")[0])):
        barred = bool(reading.places) and BAR.match(reading.head, slot.end)
        return not name.islower() or bool(reading.date) or bool(barred)
    if _SITE.fullmatch(name) and (supported or _opens_with_place(reading.head, slot.end)):
        return True
    full = reading.places and reading.date and len(name) > 2
    return bool(full and _SIGNATURE.fullmatch(name))


def _opens_with_place(head: str, at: int) -> bool:
    """`Bisnis.com, JAKARTA - `: a site that the table lacks, told by the place after it."""
    comma = COMMA.match(head, at)
    places = words_from(head, comma.end(), 3) if comma else ()
    return any(find_place(slot.text) and DASH.match(head, slot.end) for slot in places)


def _closes(reading: Reading, slot: Slot) -> bool:
    """Whether the agency ends here: at a mark, or as a code after place and date."""
    head, at = reading.head, slot.end
    if reading.places and reading.date and slot.text.isupper() and head[at : at + 1] == " ":
        return True
    return head[at : at + 1] in {".", ",", "।"} or bool(
        DASH.match(head, at) or COLON.match(head, at) or BAR.match(head, at)
    )


def _bracketed(reading: Reading, inside: str, end: int) -> bool:
    """What stands in brackets: agency, agency and partner (`AP/Reuters`), date, or both."""
    name, date = _dated(inside)
    parts = _PARTS.split(name) + (name.split() if name.startswith(_CORRESPONDENT) else [])
    known = any(map(is_agency, (name, *parts))) or bool(PRESS.fullmatch(name))
    if not known and not _SIGNATURE.fullmatch(inside):
        entry = reading.entries[0] if reading.entries else None
        dashed = DASH.match(reading.head, end) is not None
        initials = entry is not None and dashed and _INITIALS.fullmatch(inside)
        if not initials and not (reading.places and _HOUSE.fullmatch(inside)):
            return False
    reading.agency, reading.known_agency = inside, known
    if known and date and not reading.date:
        reading.agency, reading.date = name, date
    return True


def _dated(inside: str) -> tuple[str, str | None]:
    """`Marketwire - Mar 3, 2012`: the name and the date that ends the brackets."""
    for mark in _PARTS.finditer(inside):
        slot = read_date(inside, mark.end())
        if slot and slot.end == len(inside):
            return inside[: mark.start()].rstrip(" ,-–—"), slot.text
    return inside, None


def read_writer(reading: Reading) -> None:
    """`РИА Новости, Александр Шишло.`: the writer after an agency without brackets."""
    writer = _WRITER.match(reading.head, reading.at) if reading.bare_agency else None
    lowered = (reading.agency or "").islower()
    if writer and all(name[0].isupper() or lowered for name in writer.group(1).split()):
        reading.authors, reading.at = (writer.group(1),), writer.end()
