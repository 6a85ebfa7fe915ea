"""Datelines of Chinese, Japanese and Korean papers, such as `新华社北京8月12日电（记者罗沙）`.

Nothing divides agency, place, date and writer but the words themselves, so these are read from
what is known: agencies, places, the words for reporter and dispatch.
"""

from __future__ import annotations

import re

from newsparse.article import Dateline, Span
from newsparse.recognizers.gazetteer import country_code, find_place, is_agency, title_case

_DIGIT = r"[0-9０-９]"
_DATE = re.compile(
    rf"(?:(?:19|20|１９|２０){_DIGIT}{{2}}年)?+(?:{_DIGIT}{{1,2}}月)?+{_DIGIT}{{1,2}}日"
)
_DISPATCH = re.compile(
    r"综合报道|綜合報導|综合消息|综合|綜合|快讯|快訊|专电|專電|消息|报道|報導|報道|电|電|讯|訊"
)
_BEIJING_TIME = re.compile(
    rf"(?:北京时间|北京時間)?+(?:(?:周|星期)[一二三四五六日天])?+[(（]?+({_DATE.pattern})[)）]?+"
    r"(?:凌晨|清晨|早间|早間|上午|中午|午间|下午|晚间|晚間|晚|早)?+消息"
)
_WEEKDAY_DATE = re.compile(rf"(?:周|星期)[一二三四五六日天][(（]{_DATE.pattern}[)）]")
_PARENTHESIS = re.compile(r"\s*+[(（]([^()（）\n]{1,60})[)）]")
_CLOSING = re.compile(r"\s*+[:：，,／]\s*+|\s++")
_OUTLET = re.compile(
    r"(?:[日晚早时時周週]报|[日晚早時週]報|快报|快報|商报|商報|都市报|网|網|社|台|臺|频道|頻道|财经|財經|科技"
    r"|体育|體育|娱乐|娛樂|财讯|財訊|在线|在線|通讯|通訊|新闻|新聞|组|組|视窗|視窗|[線线]"
    r"|周刊|杂志|雜誌|导报|導報|电视|電視|卫视|衛視|广播|廣播|之声|之聲|证券|證券|资讯|資訊|青年报|法制报)$"
)
_PAPER = re.compile(r"[\u3400-\u9fff]{1,8}(?:报|報|刊)")
_ANY_OUTLET = re.compile(r"(?!本|今|昨|我|他|她|这|該|该|于|在)[\u3400-\u9fffA-Za-z0-9]{2,10}")
_SENTENCE = re.compile(r"[的了在是和与與对對于於将將会會有为為被从從]")
_ROLE = re.compile(
    r"(?:(?:本报|本報|本网|本網|实习|實習|见习|特约|特約|駐\w{2,4}?|驻\w{2,4}?)?(?:记者|記者)|通讯员|通訊員|实习生|實習生|摄影|攝影|首席|編譯|编译|编辑)"
)
_NAMES = re.compile(r"[\s、,，;；/／和]+")
_HAN_NAME = re.compile(r"[\u3400-\u9fff·]{2,5}")
_BRACKETED = re.compile(r"(\s*+)([【〔［\[（(〈])([^】〕］\])）〉\n]{2,60})[】〕］\])）〉]")
_KOREAN = re.compile(
    r"\s*+[(\[【［]([^=＝()\[\]【】［］\n]{1,30})[=＝]([^=＝()\[\]【】［］\n]{1,24})[)\]】］]"
    r"(?:\s*+([^=＝\n.]{2,40}?)\s*+[=＝])?\s*+"
)
_KOREAN_ROLE = re.compile(
    r"\s*(?:기자|특파원|통신원|선임기자|논설위원|인턴기자|객원기자|PD)\s*[,·]?\s*"
)
_REPORT = re.compile(r"(?:綜合報導|综合报道|綜合外電報導|報導|报道|特稿|電|电|訊|讯)$")
_NOT_PLACES = frozenset({"綜合", "综合", "即時", "特稿", "專訪", "整理", "外電"})
_OUTLET_AT_MOST, _PLACE_AT_MOST = 16, 10
"""Characters of an outlet's and of a place's name."""


def read_east_asian(head: str) -> Dateline | None:
    """The dateline that opens a paragraph written in Chinese, Japanese or Korean.

    >>> read_east_asian("（中央社記者戴雅真台北29日電）今年").authors
    ('戴雅真',)
    >>> read_east_asian("据新华社报道，今年") is None
    True
    """
    return (
        _korean(head)
        or _in_brackets(head)
        or _reporter_line(head)
        or _time_only(head)
        or _dispatch(head)
        or _undispatched(head)
    )


def _build(
    text: str,
    places: list[str],
    agency: str | None = None,
    date: str | None = None,
    authors: tuple[str, ...] = (),
) -> Dateline:
    code, named = _country_of(places[0]) if places else (None, "")
    if places:
        places = [named, *places[1:]]
    return Dateline(
        text=text,
        places=tuple(map(title_case, places)),
        country_code=code,
        agency=agency or None,
        date=date,
        authors=authors,
        span=Span(0, len(text)),
    )


def _country_of(place: str) -> tuple[str | None, str]:
    """The country of a place, and the place without a country's name before it."""
    if found := find_place(place):
        return found.country, place
    if len(place) > 2 and place[-1] in "市县縣区區" and (found := find_place(place[:-1])):
        return found.country, place
    for size in range(min(len(place) - 2, 8), 1, -1):
        if code := country_code(place[:size]):
            return code, place[size:]
    for size in range(len(place) - 1, 1, -1):
        if found := find_place(place[:size]):
            return found.country, place
    return country_code(place), place


def _authors(listed: str) -> tuple[str, ...]:
    """The names in `记者 于立霄 陈建`; empty where the words are no list of names."""
    names = [name for name in _NAMES.split(_ROLE.sub(" ", listed)) if name]
    return tuple(names) if all(map(_HAN_NAME.fullmatch, names)) else ()


def _is_outlet(name: str) -> bool:
    if not 2 <= len(name) <= _OUTLET_AT_MOST or name[0] in "据據从從由对對":
        return False
    return is_agency(name) or (bool(_OUTLET.search(name)) and "，" not in name)


def _dispatch(head: str) -> Dateline | None:
    """`新华社北京8月12日电（记者罗沙）`, `本报讯`, `全景网1月17日讯 `."""
    for found in _DISPATCH.finditer(head, 0, 40):
        lead = head[: found.start()].lstrip()
        if date := _DATE.search(lead):
            rest = lead[date.end() :]
            subject = lead[: date.start()] if rest in {"", "专", "外", "專"} else ""
        else:
            subject = lead
        split = _split_outlet(subject.rstrip(), dated=bool(date)) if subject else None
        if not split and subject and found.group()[-1] in "电電讯訊":
            split = _unknown_outlet(subject.rstrip(), dated=bool(date))
        if split and (closed := _close(head, found.end(), bool(date))):
            agency, place = split
            end, authors, late = closed
            written = date.group() if date else late
            return _build(head[:end], [place] if place else [], agency, written, authors)
    return None


def _undispatched(head: str) -> Dateline | None:
    """`新华社北京12月16日（韩洁、王优玲）`: agency, date and writers, but no word for dispatch."""
    date = _DATE.search(head, 0, 32)
    listed = _PARENTHESIS.match(head, date.end()) if date else None
    if not date or not listed:
        return None
    split = _split_outlet(head[: date.start()].strip(), dated=True)
    authors = _authors(listed.group(1))
    if not split or not authors or not is_agency(split[0]):
        return None
    places = [split[1]] if split[1] else []
    return _build(head[: listed.end()], places, split[0], date.group(), authors)


def _split_outlet(subject: str, dated: bool) -> tuple[str, str] | None:
    """Agency and place of `新华社北京`: the longest agency that leaves nothing or a place."""
    for size in range(min(len(subject), _OUTLET_AT_MOST), 1, -1):
        agency, rest = subject[:size], subject[size:].strip("・·， ")
        if not _is_outlet(agency):
            continue
        if not rest or find_place(rest):
            return agency, rest
        place = len(rest) <= _PLACE_AT_MOST and re.fullmatch(r"[\u3400-\u9fff·]+", rest)
        if dated and place and (is_agency(agency) or _country_of(rest)[0]):
            return agency, rest
    return None


def _unknown_outlet(subject: str, dated: bool) -> tuple[str, str] | None:
    """A paper, or any short name before a dated dispatch, that holds no word of a sentence."""
    shape = _ANY_OUTLET if dated else _PAPER
    if _SENTENCE.search(subject) or subject[0] in "据據" or not shape.fullmatch(subject):
        return None
    for size in range(min(5, len(subject) - 2), 1, -1):
        if find_place(subject[-size:]):
            return subject[:-size], subject[-size:]
    return subject, ""


def _close(head: str, at: int, dated: bool) -> tuple[int, tuple[str, ...], str | None] | None:
    """Writers in brackets, a second `1月17日消息`, and the closing mark: end, authors, date."""
    authors: tuple[str, ...] = ()
    date: str | None = None
    end, closed = at, at == len(head)
    if found := _PARENTHESIS.match(head, at):
        authors = _authors(_strip_outlet(found.group(1)))
        if authors:
            end, closed = found.end(), True
    if mark := _CLOSING.match(head, end):
        end, closed = mark.end(), True
    if not dated and (late := _BEIJING_TIME.match(head, end)):
        date, end = late.group(1), late.end()
        if mark := _CLOSING.match(head, end):
            end = mark.end()
    return (end, authors, date) if closed or dated or date else None


def _strip_outlet(listed: str) -> str:
    """`南海网记者陈望` without the outlet before the reporter."""
    role = _ROLE.search(listed)
    return listed[role.start() :] if role and role.start() <= _OUTLET_AT_MOST else listed


def _time_only(head: str) -> Dateline | None:
    """`北京时间1月16日上午消息，`: a date and the word for report, no outlet."""
    found = _BEIJING_TIME.match(head)
    closing = _CLOSING.match(head, found.end()) if found else None
    if not found or not closing:
        return None
    weekday = _WEEKDAY_DATE.match(head)
    date = weekday.group() if weekday else found.group(1)
    return _build(head[: closing.end()], [], None, date)


def _korean(head: str) -> Dateline | None:
    """`(서울=연합뉴스) 홍길동 기자 =` and `【ソウル＝小池和樹】`: place, then agency or writer."""
    found = _KOREAN.match(head)
    if not found:
        return None
    places = [place.strip() for place in re.split(r"[·・,/]", found.group(1))]
    holder, listed = found.group(2).strip(), found.group(3)
    agency = is_agency(holder) or "\uac00" <= holder[-1:] <= "\ud7af" or holder.isascii()
    if not agency and find_place(places[0]) is None and head.lstrip()[:1] not in "【［":
        return None
    if agency and not is_agency(holder) and find_place(places[0]) is None:
        return None
    end = found.end()
    authors: tuple[str, ...] = ()
    if listed and _KOREAN_ROLE.search(listed):
        authors = tuple(
            name for name in re.split(r"[\s·,]+", _KOREAN_ROLE.sub(" ", listed)) if name
        )
    elif listed:
        end = found.start(3)
    if not agency:
        authors = tuple(name for name in re.split(r"[、・]", holder) if name)
    return _build(head[:end], places, holder if agency else None, None, authors)


def _in_brackets(head: str) -> Dateline | None:
    """`〔記者魏怡嘉／台北報導〕`, `（中央社記者…台北29日電）`, `【ドーハ共同】`, `[世华财讯]`."""
    found = _BRACKETED.match(head)
    if not found:
        return None
    inside = found.group(3).strip()
    dash = re.compile(r"\s*+(?:[-–—]\s)?+\s*+").match(head, found.end())
    text = head[: dash.end() if dash else found.end()]
    if _is_outlet(inside):
        return _build(text, [], inside)
    return _reported(inside, text) or _place_agency(inside, text)


def _reporter_line(head: str) -> Dateline | None:
    """`記者陳木隆／宜蘭報導`, the line alone."""
    line = head.strip()
    opened = line.startswith(("記者", "记者", "編譯", "编译", "文／", "特派記者"))
    return _reported(line, head) if opened and len(line) <= 40 else None


def _reported(inside: str, text: str) -> Dateline | None:
    """`台灣醒報記者李宛儒台北報導`: agency, role, writers, place, day, word for report."""
    closing = _REPORT.search(inside)
    if not closing:
        return None
    body = inside[: closing.start()].rstrip()
    date = _DATE.search(body)
    if date:
        body = body[: date.start()]
    role = _ROLE.search(body)
    if not role:
        split = _split_outlet(body, dated=bool(date)) if date or find_place(body[-2:]) else None
        split = split or ((body, "") if _is_outlet(body) else None)
        split = split or _unsigned(body) if date or "／" in body or split else split
        if not split:
            return None
        return _build(text, [split[1]] if split[1] else [], split[0], date and date.group())
    agency = body[: role.start()]
    if agency and not _is_outlet(agency):
        return None
    writers, place = _split_writers(body[role.end() :])
    if not writers and not place:
        return None
    return _build(text, [place] if place else [], agency, date and date.group(), writers)


def _unsigned(body: str) -> tuple[str, str] | None:
    """`即時新聞／綜合`: a desk and a place."""
    desk, mark, place = re.sub("[/]", "／", body).partition("／")
    if not mark or not desk:
        return None
    return desk, "" if place in _NOT_PLACES else place


def _split_writers(listed: str) -> tuple[tuple[str, ...], str]:
    """Writers and place of `郭建伸、王揚宇台北` or `陳鈞凱／台北`."""
    names, mark, place = re.sub("[/]", "／", listed).rpartition("／")
    if mark:
        return _authors(names), "" if place in _NOT_PLACES else place
    for size in range(min(8, len(listed) - 2), 1, -1):
        place = listed[-size:]
        writers = _authors(listed[:-size])
        known = find_place(place) or (place[-1] in "市縣县区區" and find_place(place[:-1]))
        if writers and (known or place in _NOT_PLACES):
            return writers, "" if place in _NOT_PLACES else place
    return _authors(listed), ""


def _place_agency(inside: str, text: str) -> Dateline | None:
    """`ドーハ共同`, `11月26日 AFP`, `東京 12日 ロイター`: place or date, then an agency."""
    date = _DATE.search(inside)
    plain = f"{inside[: date.start()]} {inside[date.end() :]}" if date else inside
    parts = plain.split()
    joined = plain.strip()
    if date and len(parts) == 1 and is_agency(parts[0]):
        return _build(text, [], parts[0], date.group())
    if len(parts) == 2 and is_agency(parts[1]) and (date or find_place(parts[0])):
        return _build(text, [parts[0]], parts[1], date and date.group())
    for size in range(2, min(len(joined) - 1, 12)):
        place, agency = joined[:-size].strip(), joined[-size:].strip()
        if is_agency(agency) and find_place(place):
            return _build(text, [place], agency, date and date.group())
    return None
