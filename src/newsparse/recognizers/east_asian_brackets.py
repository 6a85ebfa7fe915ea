"""Datelines in brackets: `〔記者魏怡嘉／台北報導〕`, `【ソウル＝小池和樹】`, `(서울=연합뉴스)`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsparse.recognizers.agencies import is_agency
from newsparse.recognizers.east_asian_credit import Credit, read_credit
from newsparse.recognizers.east_asian_parts import DATE, ROLE, dateline, is_outlet, read_authors
from newsparse.recognizers.places import find_place
from newsparse.recognizers.wire_slots import end_of

if TYPE_CHECKING:
    from newsparse.recognizers.resolution import Written

_BRACKETED = re.compile(
    r"\s*+([\u3400-\u9fff]{0,8})([【〔［\[(（〈])([^】〕］\])）〉\n]{2,60})[】〕］\])）〉]"
)
_LISTED = re.compile(rf"\s*+[(（]((?:{ROLE.pattern})[^()（）\n]{{2,40}})[)）]")
_DASH = re.compile(r"\s*+(?:[-–—]+\s)?+\s*+")
_EQUATED = re.compile(
    r"\s*+[(（\[【［]([^=＝()（）\[\]【】［］\n]{1,30})[=＝]([^=＝()（）\[\]【】［］\n]{1,24})[)）\]】］]"
    r"(?:\s*+([^=＝\n.]{2,40}?)\s*+[=＝])?\s*+"
)
_KOREAN_ROLE = re.compile(
    r"\s*(?:기자|특파원|통신원|선임기자|논설위원|인턴기자|객원기자|PD)\s*[,·]?\s*"
)
_REPORTER = re.compile(r"(\S+) (\S{2,4}) (?:기자|특파원|통신원)")
_SECTION = re.compile(
    r"\s*+(?:行情|资讯|資訊|新闻|新聞|评测|評測|导购|導購|快讯|快訊|独家|獨家|报道|報導)$"
)
_LATE = re.compile(rf"\s*+({DATE.pattern})(?:消息|讯|訊|电|電)\s*+[:：，,]?\s*+")
_PICTURES = frozenset({"사진", "그래픽", "写真", "画像", "図"})
_CITY = 50
"""Thousands of people from which a place stands alone in brackets."""
_LINE = 40
"""Characters of the longest line that is nothing but a reporter's credit."""


def read_bracketed(head: str) -> Written | None:
    """The dateline in the brackets that open a paragraph.

    >>> read_bracketed("〔記者林小明／台南報導〕大橋").dateline.places
    ('台南',)
    >>> read_bracketed("【事件】大桥开通") is None
    True
    """
    found = _BRACKETED.match(head)
    if not found:
        return None
    outlet, _, inside = (part.strip() for part in found.groups())
    text = head[: end_of(_DASH, head, found.end())]
    if outlet:
        credit = read_credit(inside) if is_agency(outlet) else None
        return _credited(credit._replace(agency=outlet), text) if credit else None
    if signed := _signed(head, found.end(), inside):
        return signed
    if equated := _equated(head):
        return equated
    credit = read_credit(inside)
    if credit:
        return _credited(credit, text)
    return _place_agency(inside, text) or _place_alone(inside, text)


def _signed(head: str, at: int, inside: str) -> Written | None:
    """An outlet alone in brackets, with what may follow them: its day or its writers.

    `〔中央社〕`, `【IT168 行情】`, `【eNet消息】1月12日消息，`, `【财新网】（记者 赵一）`.
    """
    outlet = inside.removesuffix("消息")
    if is_outlet(outlet) and (late := _LATE.match(head, at)):
        return dateline(head[: late.end()], [], outlet, late.group(1))
    if not is_outlet(inside):
        outlet = _SECTION.sub("", inside)
        return dateline(head[: end_of(_DASH, head, at)], [], outlet) if is_agency(outlet) else None
    listed = _LISTED.match(head, at)
    writers = read_authors(listed.group(1)) if listed else ()
    end = listed.end() if listed and writers else end_of(_DASH, head, at)
    return dateline(head[:end], [], inside, None, writers)


def _credited(credit: Credit, text: str) -> Written:
    places = [credit.place] if credit.place else []
    return dateline(text, places, credit.agency, credit.day, credit.writers)


def read_reporter_line(head: str) -> Written | None:
    """`記者陳木隆／宜蘭報導`, the line alone or set off by a space."""
    first, space, _ = head.lstrip().partition(" ")
    for line, end in ((head.strip(), len(head)), (first, head.index(first) + len(first + space))):
        credit = read_credit(line) if 0 < len(line) <= _LINE else None
        if credit and credit.reported and credit.writers:
            return _credited(credit, head[:end])
    return None


def _equated(head: str) -> Written | None:
    """`(서울=연합뉴스) 홍길동 기자 =` and `【ソウル＝小池和樹】`: place, then agency or writer."""
    found = _EQUATED.match(head)
    if not found or found.group(1) in _PICTURES:
        return None
    places = [place.strip() for place in re.split(r"[·・ㆍ,/]", found.group(1))]
    holder, listed = found.group(2).strip(), found.group(3)
    agency = is_agency(holder) or "\uac00" <= holder[-1:] <= "\ud7af" or holder.isascii()
    if not agency and find_place(places[0]) is None and head.lstrip()[:1] not in "【［":
        return None
    if agency and not is_agency(holder) and find_place(places[0]) is None:
        return None
    end = found.end()
    authors: tuple[str, ...] = ()
    if listed and _KOREAN_ROLE.search(listed):
        names = re.split(r"[\s·,]+", _KOREAN_ROLE.sub(" ", listed))
        authors = tuple(name for name in names if name)
    elif listed:
        end = found.start(3)
    if not agency:
        authors = tuple(name for name in re.split(r"[、・]", holder) if name)
    return dateline(head[:end], places, holder if agency else None, None, authors)


def _place_alone(inside: str, text: str) -> Written | None:
    """`【函館】`: a city of some size, and nothing else, in brackets that no prose uses."""
    entry = find_place(inside) if text.lstrip()[0] in "【［〔" else None
    known = entry is not None and entry.standing != "word" and entry.population >= _CITY
    return dateline(text, [inside]) if known else None


def _place_agency(inside: str, text: str) -> Written | None:
    """`ドーハ共同`, `11月26日 AFP`, `東京 12日 ロイター`: place or date, then an agency."""
    if reporter := _REPORTER.fullmatch(inside):
        agency, name = reporter.groups()
        return dateline(text, [], agency, None, (name,)) if is_agency(agency) else None
    date = DATE.search(inside)
    day = date and date.group()
    plain = f"{inside[: date.start()]} {inside[date.end() :]}" if date else inside
    parts = plain.split()
    joined = plain.strip()
    if date and len(parts) == 1 and is_agency(parts[0]):
        return dateline(text, [], parts[0], day)
    if len(parts) == 2 and is_agency(parts[1]) and (date or find_place(parts[0])):
        return dateline(text, [parts[0]], parts[1], day)
    for size in range(2, min(len(joined) - 1, 12)):
        place, agency = joined[:-size].strip(), joined[-size:].strip()
        if is_agency(agency) and find_place(place):
            return dateline(text, [place], agency, day)
    return None
