"""Datelines of Chinese, Japanese and Korean papers, such as `新华社北京8月12日电（记者罗沙）`.

Nothing divides agency, place, date and writer but the words themselves, so these are read from
what is known: agencies, places, the words for reporter and dispatch.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsparse.recognizers.agencies import is_agency
from newsparse.recognizers.east_asian_brackets import read_bracketed, read_reporter_line
from newsparse.recognizers.east_asian_parts import (
    DATE,
    ROLE,
    dateline,
    read_authors,
    split_outlet,
    strip_outlet,
    unknown_outlet,
)
from newsparse.recognizers.places import find_place

if TYPE_CHECKING:
    from newsparse.recognizers.resolution import Written

_DISPATCH = re.compile(
    r"综合报道|綜合報導|综合消息|综合|綜合|快讯|快訊|专电|專電|消息|报道|報導|報道|电|電|讯|訊"
)
_TIMED = re.compile(
    rf"(?:[\u3400-\u9fff]{{2,4}}?(?:时间|時間))?+(?:(?:周|星期)[一二三四五六日天])?+[(（]?+({DATE.pattern})[)）]?+"
    r"(?:凌晨|清晨|早间|早間|上午|中午|午间|下午|晚间|晚間|晚|早)?+消息"
)
_WEEKDAY_DATE = re.compile(rf"(?:周|星期)[一二三四五六日天][(（]{DATE.pattern}[)）]")
_PARENTHESIS = re.compile(r"\s*+[(（]([^()（）\n]{1,60})[)）]")
_CLOSING = re.compile(r"\s*+[:：，,／]\s*+|\s++")
_PLAIN = re.compile(
    r"\s*+([^\s\d()（）:：,，—–-]{2,12})\s*+(?:[,，、]?\s*+("
    + DATE.pattern
    + r"|\d{1,2}월 ?\d{1,2}일))?+\s*+(?:[(（]([^()（）\n]{2,20})[)）])?+"
)
_PLAIN_CLOSING = re.compile(r"\s*+(?:[—–―]+|-{1,2}(?=[\s-]|$)-?)\s*+|(\s*+[:：]\s*+)|(\s*+$)")
_NAME = 3
"""Characters of a Chinese name: of a longer one the word for reporter must tell."""
_METROPOLIS = 500
"""Thousands of people from which a place stands before a colon or alone."""
_CITED = re.compile(r"[据據]|综合|綜合")
_NAMED = re.compile(r"\s*+(?:记者|記者)\s?([\u3400-\u9fff]{2,4}?)(?:报道|報導)?+(?=[\s：:，,])")


def read_east_asian(head: str) -> Written | None:
    """The dateline that opens a paragraph written in Chinese, Japanese or Korean.

    >>> read_east_asian("（中央社記者戴雅真台北29日電）今年").dateline.authors
    ('戴雅真',)
    >>> read_east_asian("据新华社报道，今年") is None
    True
    """
    return (
        read_bracketed(head)
        or read_reporter_line(head)
        or _time_only(head)
        or _dispatch(head)
        or _undispatched(head)
        or _plain(head)
    )


def _dispatch(head: str) -> Written | None:
    """`新华社北京8月12日电（记者罗沙）`, `本报讯`, `全景网1月17日讯 `."""
    for found in _DISPATCH.finditer(head, 0, 40):
        lead = head[: found.start()].strip()
        cited = _CITED.match(lead)
        lead = lead[cited.end() :] if cited else lead
        if date := DATE.search(lead):
            rest = lead[date.end() :]
            subject = lead[: date.start()] if rest in {"", "专", "外", "專"} else ""
        else:
            subject = lead
        wired = found.group()[-1] in "电電讯訊"
        split = split_outlet(subject.rstrip(), dated=bool(date)) if subject else None
        if cited and not (wired and split and is_agency(split[0])):
            continue
        if not split and subject and wired:
            split = unknown_outlet(subject.rstrip(), dated=bool(date))
        closed = _close(head, found.end(), bool(date)) if split else None
        if split and closed and not (cited and head.startswith(("，", ","), found.end())):
            agency, place = split
            end, authors, late = closed
            written = date.group() if date else late
            return dateline(head[:end], [place] if place else [], agency, written, authors)
    return None


def _undispatched(head: str) -> Written | None:
    """`新华社北京12月16日（韩洁、王优玲）`: agency, date and writers, but no word for dispatch."""
    date = DATE.search(head, 0, 32)
    listed = _PARENTHESIS.match(head, date.end()) if date else None
    if not date or not listed:
        return None
    split = split_outlet(head[: date.start()].strip(), dated=True)
    authors = read_authors(listed.group(1))
    if not split or not authors or not is_agency(split[0]):
        return None
    places = [split[1]] if split[1] else []
    return dateline(head[: listed.end()], places, split[0], date.group(), authors)


def _close(head: str, at: int, dated: bool) -> tuple[int, tuple[str, ...], str | None] | None:
    """Writers in brackets, a second `1月17日消息`, and the closing mark: end, authors, date."""
    authors: tuple[str, ...] = ()
    date: str | None = None
    end, closed = at, at == len(head)
    if found := _PARENTHESIS.match(head, at):
        authors = read_authors(strip_outlet(found.group(1)))
        if not ROLE.search(found.group(1)) and any(len(name) > _NAME for name in authors):
            authors = ()
        if authors or head.startswith(("：", ":"), found.end()):
            end, closed = found.end(), True
    elif named := _NAMED.match(head, at):
        authors, end = (named.group(1),), named.end()
    if mark := _CLOSING.match(head, end):
        end, closed = mark.end(), True
    if not dated and (late := _TIMED.match(head, end)):
        date, end = late.group(1), late.end()
        if mark := _CLOSING.match(head, end):
            end = mark.end()
    return (end, authors, date) if closed or dated or date else None


def _time_only(head: str) -> Written | None:
    """`北京时间1月16日上午消息，`: a date and the word for report, no outlet."""
    found = _TIMED.match(head)
    closing = _CLOSING.match(head, found.end()) if found else None
    if not found or not closing:
        return None
    weekday = _WEEKDAY_DATE.match(head)
    date = weekday.group() if weekday else found.group(1)
    return dateline(head[: closing.end()], [], None, date)


def _plain(head: str) -> Written | None:
    """`北京（路透社） - `, `서울, 3월 5일 (AFP) - `, `上海：`: the wire's form in these scripts."""
    found = _PLAIN.match(head)
    entry = find_place(found.group(1)) if found else None
    closing = _PLAIN_CLOSING.match(head, found.end()) if found and entry else None
    if not found or not entry or not closing:
        return None
    place, date, agency = found.groups()
    if agency and not is_agency(agency):
        return None
    bare = not (agency or date) and (closing.group(1) or closing.group(2) is not None)
    if entry.standing == "word" or (bare and entry.population < _METROPOLIS):
        return None
    return dateline(head[: closing.end()], [place], agency, date)
