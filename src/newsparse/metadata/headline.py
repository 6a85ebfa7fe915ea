"""The headline: what most of a page's own statements agree on, without the site's name."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from newsparse.blocks.metadata.identity import squeezed
from newsparse.provenance import VISIBLE, Candidate

# How much the statement of a source counts. In a news article's JSON-LD the headline is the
# newsroom's; elsewhere JSON-LD repeats the title made for search engines, and the page is right.
WEIGHTS = {
    "h1 element": 2.5, VISIBLE: 4.0, "json-ld": 2.0, "open graph": 1.2, "twitter card": 1.2,
    "parsely": 1.2, "sailthru": 1.2, "microdata": 1.0, "dublin core": 1.0, "citation": 1.0,
    "meta": 1.0, "json-ld page": 0.5, "title element": 0.2,
}  # fmt: skip
NEWS, OTHER = 5.5, 0.5
# Added where the page's cards repeat the headline that it shows: no title for search engines then.
SHARED = 2.0

_BARE = frozenset(("json-ld", "h1 element", VISIBLE))
_ON_PAGE = frozenset(("h1 element", VISIBLE))
_CARDS = frozenset(("open graph", "twitter card"))
_SEPARATOR = re.compile(r"\s++(?:[|–—·•/~⋆-]{1,3}|::)\s++|\s*+(?:[｜|¦：]|--)\s*+")
_KICKER_END = re.compile(r"(?::|\s[|–—-])\s++")
_SHORTEST_SITE = 3
_SHORTEST_TITLE, _SHORTEST_KICKER = 12, 4  # letters
_SPACE = re.compile(r"\s++")
_SEPARATED = tuple(":：|–—-")


def choose_headline(
    candidates: Sequence[Candidate], sites: frozenset[str], news: bool
) -> tuple[int, str, str] | None:
    """Place of the winner among the candidates, its text without the site's name, and why.

    `sites` are the squeezed names of the site; `news`: the JSON-LD is of a news article.
    """
    headings = {squeezed(c.value) for c in candidates if c.source in _BARE}
    cards = {squeezed(c.value) for c in candidates if c.source in _CARDS}
    declared: set[str] = set()
    groups: dict[str, dict[str, tuple[float, int, str]]] = {}
    h1s = 0
    for index, c in enumerate(candidates):
        own = news and c.source == "json-ld"
        text = without_kicker(without_site(c.value, sites, () if own else headings), cards)
        if c.source == VISIBLE:
            text = without_overline(text, declared)
        key = squeezed(text)
        if c.source not in _ON_PAGE:
            declared.add(key)
        if not key or key in sites:
            continue
        weight = NEWS if own else WEIGHTS.get(c.source, OTHER)
        if c.source == "h1 element":
            h1s += 1
            weight /= h1s
        groups.setdefault(key, {}).setdefault(c.source, (weight, index, text))
    if not groups:
        return None
    best = max(groups.values(), key=_weight)
    _, index, text = max(best.values(), key=lambda row: (row[0], -row[1]))
    others = [source for source in best if source != candidates[index].source]
    return index, text, f"agrees with {', '.join(others)}" if others else "most trusted source"


def _weight(group: dict[str, tuple[float, int, str]]) -> float:
    """What speaks for a headline: the weights of the sources that state it."""
    shared = VISIBLE in group and not _CARDS.isdisjoint(group)
    return sum(weight for weight, _, _ in group.values()) + SHARED * shared


def without_overline(heading: str, declared: Collection[str]) -> str:
    """A heading without the kicker that runs into it, where the rest is a declared title.

    >>> without_overline("Harbour fire Old mill burns", {"oldmillburns"})
    'Old mill burns'
    >>> without_overline("Harbour fire: Old mill burns", {"oldmillburns"})  # may belong to it
    'Harbour fire: Old mill burns'
    """
    for gap in _SPACE.finditer(heading):
        kicker, rest = heading[: gap.start()], squeezed(heading[gap.end() :])
        if len(rest) < _SHORTEST_TITLE:
            break
        if rest in declared:
            letters = sum(map(str.isalpha, kicker))
            separate = kicker.endswith(_SEPARATED) or letters < _SHORTEST_KICKER
            return heading if separate else heading[gap.end() :]
    return heading


def without_kicker(title: str, cards: Collection[str]) -> str:
    """A title without the kicker before it, where the page's cards have it without.

    >>> without_kicker("Harbour fire: Mill burns", {"millburns"})
    'Mill burns'
    >>> without_kicker("Harbour fire: Mill burns", {"harbourfiremillburns"})
    'Harbour fire: Mill burns'
    """
    for end in _KICKER_END.finditer(title):
        if squeezed(title[end.end() :]) in cards:
            return title[end.end() :]
    return title


def without_site(title: str, sites: Collection[str], headings: Collection[str]) -> str:
    """A title without the site's name at its end or beginning.

    A part is cut only when it is the site's name, or when what is left is a heading that the page
    states elsewhere.

    >>> without_site("Mill burns - Sport | The Herald", {"theherald"}, {"millburns"})
    'Mill burns'
    >>> without_site("The Herald | Mill burns", {"theherald"}, ())
    'Mill burns'
    >>> without_site("Mosquitoes – a history", {"theherald"}, ())
    'Mosquitoes – a history'
    """
    cuts = list(_SEPARATOR.finditer(title))
    for cut in cuts:
        if cut.start() and squeezed(title[: cut.start()]) in headings:
            return title[: cut.start()]
    for cut in cuts:
        if squeezed(title[cut.end() :]) in headings:
            return title[cut.end() :]
    while cuts and _is_site(title[cuts[-1].end() :], sites):
        title = title[: cuts.pop().start()]
    if cuts and _is_site(title[: cuts[0].start()], sites):
        title = title[cuts[0].end() :]
    return title


def _is_site(part: str, sites: Collection[str]) -> bool:
    own = squeezed(part)
    if len(own) < _SHORTEST_SITE:
        return False
    return any(
        own == site
        or (len(site) >= 4 and site in own and len(own) <= 2 * len(site))
        or (len(own) >= 4 and own in site and len(site) <= 2 * len(own))
        for site in sites
    )
