"""Where the link leads that a block stands in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np

from newsparse.labeling.scene import Column, Scene

_LINKS = ("story", "outside", "page", "mail", "query", "home", "depth", "often")
_Row = tuple[float, ...]
_NONE: _Row = (0.0,) * len(_LINKS)
_STORY_WORDS, _STORY_DIGITS = 4, 5  # in the last name of an address


def links(scene: Scene) -> Mapping[str, Column]:
    """Whether to a story (by its address), another site, this page, a mailbox, a query, home.

    And how deep the address is, and how many links of the page share it.
    """
    hrefs = scene.markup.hrefs
    around = scene.nearest(scene.having({"a"}))[scene.elements].tolist()
    edges = [*scene.roots.tolist(), len(hrefs)]
    rows, told, here = [_NONE], dict[str, int](), -1
    numbers = []
    for page, anchor in zip(scene.pages.tolist(), around, strict=True):
        if page != here:
            here = page
            often = Counter(filter(None, hrefs[edges[page] : edges[page + 1]]))
            hosts = Counter(filter(None, map(_host, often)))
            home = max(hosts, key=hosts.__getitem__, default="")
            told = {"": 0}
        href = hrefs[anchor]
        if href not in told:
            told[href] = len(rows)
            rows.append(_told(href, home, often[href]))
        numbers.append(told[href])
    table = np.array(rows)[numbers]
    return {f"link_{name}": table[:, number] for number, name in enumerate(_LINKS)}


def _told(href: str, home: str, often: int) -> _Row:
    host = _host(href)
    path = href.partition("?")[0]
    folders = path.partition("//")[2].partition("/")[2] if host else path.lstrip("/")
    last = folders.rstrip("/").rpartition("/")[2]
    words = last.count("-") + last.count("_") + 1
    return (
        words >= _STORY_WORDS or sum(map(str.isdigit, last)) >= _STORY_DIGITS,
        host not in {"", home},
        href.startswith(("#", "javascript:")),
        href.startswith(("mailto:", "tel:")),
        "?" in href,
        not folders.strip("/"),
        min(folders.rstrip("/").count("/") / 4, 2),
        min((often - 1) / 2, 1),
    )


def _host(href: str) -> str:
    return href.split("//", 1)[1].split("/", 1)[0] if "//" in href[:8] else ""
