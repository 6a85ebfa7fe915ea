"""Published and modified: the day that the most trusted statements agree on, never one for the
other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from newsparse.provenance import VISIBLE, Candidate

# How much the statement of a source counts; learned on one half of the sites.
WEIGHTS = {
    "json-ld": 3.0, "open graph": 2.0, VISIBLE: 2.0, "parsely": 2.0, "microdata": 2.0,
    "meta": 2.0, "sailthru": 1.5, "url": 1.5, "json-ld page": 1.5, "citation": 1.5,
    "dublin core": 1.5, "time element": 1.2,
}  # fmt: skip
OTHER = 1.0
_READ = frozenset((VISIBLE, "time element"))


def choose_dates(
    listed: Sequence[Candidate], published: list[int], modified: list[int]
) -> Iterator[tuple[int, str]]:
    """Places of the dates that win among those stated for each, and why."""
    changed = frozenset(_day(listed[i]) for i in modified if listed[i].source not in _READ)
    first = _agreed(listed, published, changed)
    if first is not None:
        yield first
        modified = [i for i in modified if _days_between(listed[first[0]], listed[i]) >= -1]
    if (last := _agreed(listed, modified, frozenset())) is not None:
        yield last


def _agreed(
    listed: Sequence[Candidate], places: list[int], other: frozenset[str]
) -> tuple[int, str] | None:
    """The day with most weight behind it, one vote a source, as its fullest statement has it.

    A line of the page that says no more than a date may mean the `other` one: where it is a day
    that is declared for that, and not for this, it has no vote.
    """
    declared = {_day(listed[i]) for i in places if listed[i].source not in _READ}
    votes: defaultdict[str, float] = defaultdict(float)
    stating: defaultdict[str, list[int]] = defaultdict(list)
    voted: set[str] = set()
    for index in places:
        source, day = listed[index].source, _day(listed[index])
        if source in _READ and declared and day in other - declared:
            continue
        stating[day].append(index)
        if source not in voted:
            voted.add(source)
            votes[day] += WEIGHTS.get(source, OTHER)
    if not votes:
        return None
    best = max(votes, key=lambda day: votes[day])
    fullest = max(stating[best], key=lambda index: (_precision(listed[index].value), -index))
    sources = {listed[index].source for index in stating[best]}
    return fullest, "most sources agree on the day" if len(sources) > 1 else "most trusted source"


def _day(candidate: Candidate) -> str:
    return candidate.value[:10]


def _days_between(earlier: Candidate, later: Candidate) -> int:
    return (date.fromisoformat(_day(later)) - date.fromisoformat(_day(earlier))).days


def _precision(value: str) -> int:
    """0 for a day, 1 with the time, 2 with its offset from UTC."""
    return 0 if "T" not in value else 2 if value[-6] in "+-" else 1
