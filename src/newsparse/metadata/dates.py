"""Published and modified, never one for the other: the day that most trusted sources state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from newsparse.provenance import VISIBLE, Candidate
from newsparse.recognizers.iso_date import iso_date

# How much the statement of a source counts; learned on one half of the sites.
WEIGHTS = {
    "json-ld": 3.0, "open graph": 2.0, VISIBLE: 3.1, "parsely": 2.0, "microdata": 2.0,
    "meta": 2.0, "sailthru": 1.5, "url": 1.5, "json-ld page": 1.5, "citation": 1.5,
    "dublin core": 1.5, "time element": 1.2,
}  # fmt: skip
OTHER = 1.0
_WRITTEN_UTC = frozenset(("json-ld", "json-ld page"))
# Noon of a local day lies this far from a moment of that day: local days begin 12 hours after
# UTC's at most, and 14 hours before.
_FARTHEST_WEST, _FARTHEST_EAST = timedelta(hours=-20), timedelta(hours=21)


def choose_dates(
    listed: Sequence[Candidate], published: list[int], modified: list[int]
) -> Iterator[tuple[int, str]]:
    """Places of the dates that win among those stated for each, and why."""
    published, modified = _days(listed, published), _days(listed, modified)
    published = _without_changes(listed, published, modified)
    first = _agreed(listed, published)
    if first is not None:
        yield first
        modified = [i for i in modified if _days_between(listed[first[0]], listed[i]) >= -1]
    if (last := _agreed(listed, modified)) is not None:
        yield last


def _days(listed: Sequence[Candidate], places: list[int]) -> list[int]:
    """The places of dates that are at least a day: a month or a year names none."""
    return [index for index in places if iso_date(listed[index].value) == listed[index].value]


def _without_changes(
    listed: Sequence[Candidate], published: list[int], modified: list[int]
) -> list[int]:
    """The places without a bare day on the page that its OpenGraph tells to be one of a change."""
    stated, changed = (
        {_day(listed[index]) for index in places if listed[index].source == "open graph"}
        for places in (published, modified)
    )
    if not stated or stated & changed:
        return published
    shown = (VISIBLE, "time element")
    return [i for i in published if listed[i].source not in shown or _day(listed[i]) not in changed]


def _agreed(listed: Sequence[Candidate], places: list[int]) -> tuple[int, str] | None:
    """The day with most weight behind it, one vote a source, as its fullest statement has it."""
    votes: defaultdict[str, float] = defaultdict(float)
    stating: defaultdict[str, list[int]] = defaultdict(list)
    voted: set[str] = set()
    moments = {m: _day(listed[i]) for i in reversed(places) if (m := _moment(listed[i].value))}
    for index in places:
        source, day = listed[index].source, _same_day(listed[index].value, moments)
        stating[day].append(index)
        if source not in voted:
            voted.add(source)
            votes[day] += WEIGHTS.get(source, OTHER)
    if not votes:
        return None
    best = max(votes, key=lambda day: votes[day])
    own = [index for index in stating[best] if _day(listed[index]) == best]
    local = [index for index in stating[best] if _day(listed[index]) != best]
    if local and _is_universal([listed[i] for i in own], [listed[i] for i in local]):
        own = local
    fullest = max(own, key=lambda index: (_precision(listed[index].value), -index))
    sources = {listed[index].source for index in stating[best]}
    return fullest, "most sources agree on the day" if len(sources) > 1 else "most trusted source"


def _is_universal(own: list[Candidate], local: list[Candidate]) -> bool:
    """Whether a day is one only in UTC, where its readers have the `local` one.

    So where the address has the local day too, or JSON-LD states the moment, which systems write in
    UTC whatever the page shows. Cards alone are right as often as the visible line. A moment at
    midnight in UTC is a day without a time.
    """
    moments = [candidate.value for candidate in own if _precision(candidate.value) == 2]
    if not moments or not all(m.endswith("+00:00") and "T00:00" not in m for m in moments):
        return False
    return any(c.source == "url" for c in local) or any(c.source in _WRITTEN_UTC for c in own)


def _same_day(value: str, moments: dict[datetime, str]) -> str:
    """The day of a statement, or of the moment in UTC that it may be: elsewhere it is another day.

    >>> _same_day("2023-09-14", {datetime(2023, 9, 15, 1, 30, tzinfo=UTC): "2023-09-15"})
    '2023-09-15'
    >>> _same_day("2023-09-14", {datetime(2023, 9, 15, 16, 0, tzinfo=UTC): "2023-09-15"})
    '2023-09-14'
    """
    if moment := _moment(value):
        return moments.get(moment, value[:10])
    day = value[:10]
    if day in moments.values():
        return day
    noon = datetime.fromisoformat(f"{day}T12:00+00:00")
    for moment, named in moments.items():
        universal = named == moment.date().isoformat()
        if universal and _FARTHEST_WEST <= noon - moment <= _FARTHEST_EAST:
            return named
    return day


def _day(candidate: Candidate) -> str:
    return candidate.value[:10]


def _days_between(earlier: Candidate, later: Candidate) -> int:
    return (date.fromisoformat(_day(later)) - date.fromisoformat(_day(earlier))).days


def _moment(value: str) -> datetime | None:
    """The minute in UTC, if time and offset are stated."""
    if _precision(value) < 2:
        return None
    return datetime.fromisoformat(value).astimezone(UTC).replace(second=0, microsecond=0)


def _precision(value: str) -> int:
    """0 for a day, 1 with the time, 2 with its offset from UTC."""
    return 0 if "T" not in value else 2 if value[-6] in "+-" else 1
