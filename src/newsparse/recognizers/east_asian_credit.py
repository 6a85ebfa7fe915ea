"""The credit of an East Asian report, slot by slot: outlet, writers, place, day, word for report.

`台灣醒報記者李宛儒台北報導`, `聯合報╱記者趙小明╱台北報導`, `路透社倫敦2日電`, `王小明／綜合報導`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from newsparse.recognizers.agencies import is_agency
from newsparse.recognizers.east_asian_parts import (
    DATE,
    ROLE,
    is_outlet,
    locate_name,
    read_authors,
    split_outlet,
)
from newsparse.recognizers.places import find_place

_REPORT = re.compile(
    r"(?:綜合|综合)?(?:外電|外电)?(?:報導|报道|報道)$|(?:綜合|综合)?(?:外電|外电)$"
    r"|(?:[專专]|快|即時)?[電电訊讯]$|特稿$|消息$"
)
_EARLY = re.compile(r"(?:綜合|综合)?(?:報導|报道|報道)\s+(?=记者|記者)")
_DAY = re.compile(rf"({DATE.pattern})$")
_CITED = re.compile(r"(?:據|据|綜合|综合)(?=.)")
_MARKS = str.maketrans("/╱-", "／／／")
_ANYWHERE = frozenset({"綜合", "综合", "即時", "特稿", "專訪", "整理", "外電", "外电", "連線"})
"""What stands where the place would, when there is none."""
_PLACE_AT_MOST = 8


class Credit(NamedTuple):
    """What a credit holds; what it lacks is empty."""

    agency: str = ""
    writers: tuple[str, ...] = ()
    place: str = ""
    day: str | None = None
    reported: bool = False
    """The word for report closes it."""

    def is_told(self) -> bool:
        """Whether the slots make a credit: a report by somebody or from somewhere."""
        if not self.reported:
            return bool(self.agency and self.writers)
        return bool(self.agency or self.writers or self.place or self.day)


def read_credit(text: str) -> Credit | None:
    """The credit that a text is from its first character to its last.

    >>> read_credit("中央社記者林小明高雄5日電")[:4]
    ('中央社', ('林小明',), '高雄', '5日')
    >>> read_credit("林小明╱綜合報導")[:3], read_credit("記者在現場看到的大橋") is None
    (('', ('林小明',), ''), True)
    """
    body = _EARLY.sub(" ", text.translate(_MARKS))
    report = _REPORT.search(body)
    if cited := _CITED.match(body, 0, report.start() if report else 0):
        body = " " * cited.end() + body[cited.end() :]
    body = body[: report.start()].rstrip() if report else body
    if day := _DAY.search(body):
        body = body[: day.start()]
    found = _with_role(body) or _without_role(body.strip(), dated=day is not None)
    if found is None:
        return None
    credit = Credit(*found, day and day.group(), report is not None)
    return credit if credit.is_told() else None


def _with_role(body: str) -> tuple[str, tuple[str, ...], str] | None:
    """Outlet, writers and place around the word for reporter."""
    role = ROLE.search(body)
    if not role:
        return None
    agency = body[: role.start()].strip(" ／")
    if is_outlet(own := role.group()[:2]):
        agency = own
    writers, place = _writers(body[role.end() :].strip(" ／"))
    if (agency and not is_outlet(agency)) or not (writers or place):
        return None
    return agency, writers, place


def _without_role(body: str, dated: bool) -> tuple[str, tuple[str, ...], str] | None:
    """Outlet and place, outlet and writers, writers and place, or one of them."""
    if not body:
        return "", (), ""
    if split := split_outlet(body, dated):
        return split[0], (), split[1]
    first, mark, rest = (part.strip() for part in re.sub(r"\s+", "／", body).partition("／"))
    if is_outlet(first) or (mark and is_agency(first)):
        return _of_outlet(first, rest)
    if not mark:
        return ("", (), body) if find_place(body) else None
    writers, place = _writers(body)
    nowhere = not rest or rest in _ANYWHERE
    if writers and (nowhere or is_place(place)):
        return "", writers, place
    return (first, (), "") if nowhere else None


def _of_outlet(outlet: str, rest: str) -> tuple[str, tuple[str, ...], str] | None:
    if rest in _ANYWHERE:
        return outlet, (), ""
    if is_place(rest):
        return outlet, (), rest
    writers, place = _writers(rest)
    return (outlet, writers, place) if writers else None


def _writers(listed: str) -> tuple[tuple[str, ...], str]:
    """Writers and place of `郭建伸、王揚宇台北`, `陳鈞凱／台北` or `趙小明 台北`."""
    names, mark, place = listed.rpartition("／")
    if not mark:
        names, mark, place = listed.rpartition(" ")
        mark = mark if place in _ANYWHERE or is_place(place) else ""
    if mark:
        return read_authors(names), "" if place in _ANYWHERE else place
    for size in range(min(_PLACE_AT_MOST, len(listed) - 2), 1, -1):
        place = listed[-size:]
        writers = read_authors(listed[:-size])
        if writers and (place in _ANYWHERE or is_place(place)):
            return writers, "" if place in _ANYWHERE else place
    return read_authors(listed), ""


def is_place(name: str) -> bool:
    """A place of the table, alone, with `市` behind it or its country's name before it."""
    found = locate_name(name)
    whole = find_place(name) is not None or name[-1:] in "市縣县区區"
    return found.entry is not None and (whole or found.country is not None)
