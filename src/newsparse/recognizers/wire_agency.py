"""The agency slot of a wire dateline, and the writer that may follow it."""

from __future__ import annotations

import re

from newsparse.recognizers.agencies import is_agency
from newsparse.recognizers.dateline_date import read_date
from newsparse.recognizers.wire_reading import PRESS, Reading
from newsparse.recognizers.wire_slots import BAR, BRACKETS, COLON, DASH, Slot, words_from

_PARTS = re.compile(r"\s*/\s*|\s+[-–—]\s+|,\s+|\s+via\s+")
_SIGNATURE = re.compile(
    r"[A-ZА-Я][A-ZА-Я0-9&]{1,11}|(?:[A-Z][a-z]+){2,4}|[\w-]+\.(?:com|org|net|ru|in)"
)
_INITIALS = re.compile(r"[^\W\d_]{2,3}|(?:[^\W\d_]\.\s?){2,4}")
"""An unknown agency that only brackets and a dash after them tell: `(dpo) - `."""
_HOUSE = re.compile(r"[^\W\d_a-z][\w.&'-]*+(?: (?:[^\W\d_a-z][\w.&'-]*+|of|de|del)){1,3}")
"""A news house by its shape alone: `Southerly Wire`."""
_SITE = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?:ru|com|net|org|id|ua|in|tv|fm)", re.IGNORECASE)
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
    for slot in reversed(list(words_from(reading.head, at, 4))):
        if _signs(reading, slot) and _closes(reading, slot):
            reading.agency, reading.at = slot.text, slot.end
            reading.known_agency = reading.bare_agency = True
            return True
    return False


def _signs(reading: Reading, slot: Slot) -> bool:
    """Whether words without brackets are an agency, by the table or by what stands before."""
    name, supported = slot.text, bool(reading.places or reading.date)
    if is_agency(name):
        barred = bool(reading.places) and BAR.match(reading.head, slot.end)
        return not name.islower() or bool(reading.date) or bool(barred)
    if supported and _SITE.fullmatch(name):
        return True
    full = reading.places and reading.date and len(name) > 2
    return bool(full and _SIGNATURE.fullmatch(name))


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
    parts = _PARTS.split(inside)
    dates = [part for part in parts if (slot := read_date(part, 0)) and slot.end == len(part)]
    names = [part for part in parts if part not in dates]
    known = is_agency(inside) or any(map(is_agency, names)) or bool(PRESS.fullmatch(inside))
    if not known and not _SIGNATURE.fullmatch(inside):
        entry = reading.entries[0] if reading.entries else None
        dashed = DASH.match(reading.head, end) is not None
        initials = entry is not None and dashed and _INITIALS.fullmatch(inside)
        if not initials and not (reading.places and _HOUSE.fullmatch(inside)):
            return False
    reading.agency, reading.known_agency = inside, known
    if known and dates and not reading.date and inside.endswith(dates[-1]):
        reading.agency = inside[: -len(dates[-1])].rstrip(" ,-–—")
        reading.date = dates[-1]
    return True


def read_writer(reading: Reading) -> None:
    """`РИА Новости, Александр Шишло.`: the writer after an agency without brackets."""
    writer = _WRITER.match(reading.head, reading.at) if reading.bare_agency else None
    lowered = (reading.agency or "").islower()
    if writer and all(name[0].isupper() or lowered for name in writer.group(1).split()):
        reading.authors, reading.at = (writer.group(1),), writer.end()
