"""Times of day beside a date, with their zone: `08:15 GMT+7`, `下午3時`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache

from newsparse.data import read_table
from newsparse.recognizers.line_words import BREAK, GAP, WORD, weekdays, words_of

_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?!\d)"
    r"(?:\s?(?:[:.h]|時|时|點|点|시|u(?=\d))\s?(?P<minute>\d{2})(?!\d)"
    r"(?:(?:[:.]|分|분)\s?(?P<second>\d{2})(?!\d)(?:[.,]\d{1,9}+)?)?)?"
    r"(?![./:]\d)(?:\s?[分분])?"
    r"(?:\s?(?P<half>[ap])\.?\s?m(?P<glued>[a-z])?\.?)?"
    r"(?:\s?(?:uhr|hrs|hours|h|น|ч)(?![^\W_]))?"
)
_ZONE = re.compile(
    r"[\s(]{0,2}+(?P<name>[a-zмск]{1,4}(?![^\W\d_]))?\s?"
    r"(?P<sign>[+−-])?(?P<hours>\d\d?(?!\d)|\d\d(?=\d\d(?!\d)))?(?::?(?P<minutes>\d\d)(?!\d))?"
)
_SHORT_CLOCK = re.compile(r"(?<![\d:.])\d{1,2}(?::\d\d|\s?[ap]\.?m)")
_BETWEEN = re.compile(rf"[{BREAK}]+|[日月火水木金土一二三四五六월화수목금토일](?=\))")
_CJK_WORD = re.compile(
    r"[月火水木金土日]曜日?|[월화수목금토일]요일|(?:星期|周|週)[一二三四五六日天]"
    r"|[上下]午|午[前後]|오[전후]|凌晨|早上|晚[上间間]|[日일号號]"
)
_MORNING, _EVENING = re.compile("上午|午前|오전|晨|早上"), re.compile("下午|午後|오후|晚")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day within a line and, if stated, its zone in the table's form."""

    start: int
    end: int
    hour: int
    minute: int
    second: int | None
    zone: str | None

    def on(self, day: date) -> str:
        """ISO 8601 date and time, to the second only where the page states seconds."""
        moment = datetime(day.year, day.month, day.day, self.hour, self.minute, self.second or 0)
        if self.zone and self.zone[0] in "+-":
            moment = moment.replace(tzinfo=timezone(_east(self.zone)))
        elif self.zone and day.year >= 2007:  # the Energy Policy Act's summer time
            from dateutil import tz

            moment = moment.replace(tzinfo=tz.tzstr(self.zone))
        return moment.isoformat(timespec="minutes" if self.second is None else "seconds")


def _east(offset: str) -> timedelta:
    east = timedelta(hours=int(offset[1:3]), minutes=int(offset[4:]))
    return -east if offset[0] == "-" else east


def _connected(folded: str, start: int, end: int) -> int:
    """Where the words that may join a date and a time stop."""
    while start < end:
        if step := _BETWEEN.match(folded, start, end) or _CJK_WORD.match(folded, start, end):
            start = step.end()
            continue
        step = WORD.match(folded, start, end)
        if not step or not (step[0] in words_of("clock") or step[0] in weekdays()):
            break
        start = step.end()
    return start


def clock_after(folded: str, end: int, original: str) -> Clock | None:
    """The time that follows a date, with nothing but connecting words between."""
    begin = _connected(folded, end, min(len(folded), end + GAP))
    if folded[begin : begin + 1] == "t":  # the T of ISO 8601
        begin += 1
    return _clock_at(folded, begin, folded[end:begin], original)


def clock_before(folded: str, start: int, floor: int, original: str) -> Clock | None:
    """The time before a date: `10:21 AM, Sept 14, 2023`."""
    for match in _SHORT_CLOCK.finditer(folded, max(floor, start - GAP), start):
        clock = _clock_at(folded, match.start(), "", original)
        if clock and clock.end < start and _connected(folded, clock.end, start) == start:
            return clock
    return None


def _clock_at(folded: str, position: int, before: str, original: str) -> Clock | None:
    found = _CLOCK.match(folded, position)
    if found is None or not (found["minute"] or found["half"]):
        return None
    end = found.end()
    if found["glued"]:  # `10:20 PMTags` lost a space, `10:20 pmt` is no time of day
        end = found.start("glued")
        if not original[end].isupper():
            return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    second = int(found["second"]) if found["second"] else None
    if hour < 12 and (found["half"] == "p" or _EVENING.search(before)):
        hour += 12
    elif hour == 12 and (found["half"] == "a" or _MORNING.search(before)):
        hour = 0
    if hour > 23 or minute > 59 or (second or 0) > 59:
        return None
    exact = second is not None or folded[max(0, position - 1) : position] == "t"
    end, zone = _zone_at(folded, end, exact)
    return Clock(position, end, hour, minute, second, zone)


@cache
def _zones() -> dict[str, str]:
    rows = read_table("timestamp_words.tsv")
    pairs = (row["phrase"].partition(" ") for row in rows if row["kind"] == "zone")
    return {name: zone for name, _, zone in pairs}


def _zone_at(folded: str, position: int, exact: bool) -> tuple[int, str | None]:
    """Where the zone ends, and its offset or rule; unless `exact`, `10:00-11:00` is a range."""
    found = _ZONE.match(folded, position)
    if found is None:
        return position, None
    name = found["name"] or ""
    if found["sign"] and found["hours"] and name in ("", "utc", "gmt"):
        hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
        # A bare offset has four digits: `+07:00`, not ` - 5 min read`.
        stated = bool(name) or (len(found["hours"]) == 2 and found["minutes"] is not None)
        stated &= exact or bool(name) or found["sign"] == "+" or ":" not in found[0]
        if stated and hours <= 14 and minutes in (0, 15, 30, 45):
            sign = "+" if found["sign"] == "+" else "-"
            return found.end(), f"{sign}{hours:02}:{minutes:02}"
    zone = _zones().get(name)
    return (found.end("name"), zone) if zone else (position, None)
