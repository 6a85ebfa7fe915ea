"""The parts of Chinese, Japanese and Korean datelines: dates, outlets, places, writers."""

from __future__ import annotations

import re
from typing import NamedTuple

from newsparse.parts import Dateline, Span
from newsparse.recognizers.agencies import is_agency
from newsparse.recognizers.gazetteer import country_code
from newsparse.recognizers.names import title_case
from newsparse.recognizers.places import Place, find_place
from newsparse.recognizers.resolution import Written

_DIGIT = r"[0-9０-９]"
DATE = re.compile(
    rf"(?:(?:19|20|１９|２０){_DIGIT}{{2}}年)?+(?:{_DIGIT}{{1,2}}月)?+{_DIGIT}{{1,2}}日"
)
ROLE = re.compile(
    r"(?:(?:本报|本報|本网|本網|实习|實習|见习|特约|特約|駐\w{1,4}?|驻\w{1,4}?)?(?:特派)?(?:记者|記者|特派员|特派員)"
    r"|通讯员|通訊員|实习生|實習生|摄影|攝影|首席|編譯|编译|编辑)"
)
_OUTLET = re.compile(
    r"(?:[日晚早时時周週]报|[日晚早時週]報|快报|快報|商报|商報|都市报|网|網|社|台|臺|频道|頻道|财经|財經|科技"
    r"|体育|體育|娱乐|娛樂|财讯|財訊|在线|在線|通讯|通訊|新闻|新聞|组|組|视窗|視窗|[線线]"
    r"|周刊|杂志|雜誌|导报|導報|电视|電視|卫视|衛視|广播|廣播|之声|之聲|证券|證券|资讯|資訊|青年报|法制报)$"
)
_NO_NAME = re.compile(r"[：:，=＝/／]|^(?:图|圖|写真|画像|来源|來源)")
_PAPER = re.compile(r"[\u3400-\u9fff]{1,8}(?:报|報|刊)")
_ANY_OUTLET = re.compile(r"(?!本|今|昨|我|他|她|这|該|该|于|在)[\u3400-\u9fffA-Za-z0-9]{2,10}")
_SENTENCE = re.compile(r"[的了在是和与與对對于於将將会會有为為被从從]")
_NAMES = re.compile(r"[\s、,，;；/／和]+")
_HAN_NAME = re.compile(r"[\u3400-\u9fff·]{2,5}")
_PADDED = re.compile(
    r"(?<![\u3400-\u9fff·])([\u3400-\u9fff])[ \u3000]+([\u3400-\u9fff])(?![\u3400-\u9fff·])"
)
"""A name of two characters set apart to the width of three: `林 宇`."""
_STATION = re.compile(r"(\S{1,8}[网網报報])([\u3400-\u9fff]{2,6})(?:分?站|记者站|記者站)")
_OUTLET_AT_MOST, _PLACE_AT_MOST = 16, 10
"""Characters of an outlet's and of a place's name."""


class Located(NamedTuple):
    """A place as far as its name tells where it is."""

    name: str
    entry: Place | None = None
    country: str | None = None
    """The country that its name begins with or is."""


def locate_name(place: str) -> Located:
    """A place without the `市` or the country's name around it, where only so it is known.

    >>> locate_name("意大利吉利奥岛")[::2], locate_name("高雄市").entry is None
    (('吉利奥岛', 'IT'), False)
    """
    if found := find_place(place):
        return Located(place, found)
    if len(place) > 2 and place[-1] in "市县縣区區" and (found := find_place(place[:-1])):
        return Located(place, found)
    for size in range(min(len(place) - 2, 8), 1, -1):
        if code := country_code(place[:size]):
            return Located(place[size:], find_place(place[size:]), code)
    for size in range(len(place) - 1, 1, -1):
        if found := find_place(place[:size]):
            return Located(place, found)
    return Located(place, None, country_code(place))


def dateline(
    text: str,
    places: list[str],
    agency: str | None = None,
    date: str | None = None,
    authors: tuple[str, ...] = (),
) -> Written:
    """The dateline of parts as written."""
    known = [locate_name(place) for place in places]
    names = [known[0].name, *places[1:]] if known else []
    written = Dateline(
        text=text,
        places=tuple(map(title_case, names)),
        agency=agency or None,
        date=date,
        authors=authors,
        span=Span(0, len(text)),
    )
    country = known[0].country if known else None
    return Written(written, tuple(place.entry for place in known), country)


def read_authors(listed: str) -> tuple[str, ...]:
    """The names in `记者 于立霄 陈建`; empty where the words are no list of names.

    >>> read_authors("记者李四 通讯员林 宇"), read_authors("大桥今天开通了")
    (('李四', '林宇'), ())
    """
    plain = _PADDED.sub(r"\1\2", ROLE.sub(" ", listed))
    names = [name for name in _NAMES.split(plain) if name]
    return tuple(names) if all(map(_HAN_NAME.fullmatch, names)) else ()


def strip_outlet(listed: str) -> str:
    """`南海网记者陈望` without the outlet before the reporter."""
    role = ROLE.search(listed)
    return listed[role.start() :] if role and role.start() <= _OUTLET_AT_MOST else listed


def is_outlet(name: str) -> bool:
    """An agency of the table, or a name that ends as those of papers, sites and stations do."""
    if not 2 <= len(name) <= _OUTLET_AT_MOST or name[0] in "据據从從由对對":
        return False
    return is_agency(name) or (bool(_OUTLET.search(name)) and not _NO_NAME.search(name))


def split_outlet(subject: str, dated: bool) -> tuple[str, str] | None:
    """Agency and place of `新华社北京`: the longest agency that leaves nothing or a place."""
    if station := _STATION.fullmatch(subject):
        return station.group(1), station.group(2)
    for size in range(min(len(subject), _OUTLET_AT_MOST), 1, -1):
        agency, rest = subject[:size], subject[size:].strip("・·， ")
        if not is_outlet(agency):
            continue
        if not rest or find_place(rest):
            return agency, rest
        place = len(rest) <= _PLACE_AT_MOST and re.fullmatch(r"[\u3400-\u9fff·]+", rest)
        known = locate_name(rest) if dated and place else None
        if known and (is_agency(agency) or known.entry or known.country):
            return agency, rest
    return None


def unknown_outlet(subject: str, dated: bool) -> tuple[str, str] | None:
    """A paper, or any short name before a dated dispatch, that holds no word of a sentence."""
    shape = _ANY_OUTLET if dated else _PAPER
    if _SENTENCE.search(subject) or subject[0] in "据據" or not shape.fullmatch(subject):
        return None
    for size in range(min(5, len(subject) - 2), 1, -1):
        if find_place(subject[-size:]):
            return subject[:-size], subject[-size:]
    return subject, ""
