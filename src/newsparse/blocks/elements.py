"""The elements of a tree as columns: what each is, what its author calls it, where it stands."""

from __future__ import annotations

import copy
import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain, repeat

from lxml import etree

from newsparse.blocks.markup import AROUND, WITHIN

UNREAD = frozenset({
    "script", "style", "template", "noscript", "svg", "head", "title", "iframe", "object", "embed",
    "textarea", "select", "datalist", "canvas", "audio", "video", "map", "noframes",
})  # fmt: skip
"""Elements whose text no browser shows on the page; `rp`, brackets for where readings cannot stand
above their characters, is made for text."""
INSTEAD = frozenset({"noscript", "noframes"})
"""Elements shown where scripts or frames are not: read where nothing else is there to read."""
_HEAD = frozenset({
    "title", "meta", "link", "base", "script", "style", "noscript", "template", "object", "bgsound",
})  # fmt: skip
"""What a head may hold; libxml2 leaves there what follows if it does not know that it ends heads,
such as `main`."""
_PHRASING = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})
"""Block elements in which elements of the author's own (`x-tooltip`) stand inside a sentence."""
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "input", "ins", "kbd", "label", "mark", "meter", "nobr", "output",
    "picture", "progress", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "source", "span",
    "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "svg", "math", "amp-img",
    "script", "style", "template", "noscript", "o:p", "st1:place", "st1:city",
    "semantics", "mrow", "mi", "mn", "mo", "ms", "mtext", "msup", "msub", "mfrac", "msqrt",
})  # fmt: skip
"""Elements that do not break the line."""
BOXES = frozenset({
    "div", "section", "article", "main", "aside", "nav", "header", "footer", "ul", "ol", "dl",
    "table", "tbody", "tr", "td", "figure", "body", "html", "center", "details", "address",
    "blockquote", "form",
})  # fmt: skip
"""Elements that hold blocks."""
_AROUND = {tag: 1 << bit for bit, tag in enumerate(AROUND)} | {
    tag: 1 << AROUND.index("h3") for tag in ("h4", "h5", "h6")
}
_WITHIN = {tag: 1 << bit for bit, tag in enumerate(WITHIN)} | {
    "strong": 1 << WITHIN.index("b"),
    "em": 1 << WITHIN.index("i"),
    "font": 1 << WITHIN.index("span"),
    "sub": 1 << WITHIN.index("sup"),
}
_HIDDEN = _AROUND["hidden"]
_UNSEEN = re.compile(r"display\s*+:\s*+none|visibility\s*+:\s*+hidden", re.IGNORECASE)
_NAMING = ("itemprop", "role", "rel")
"""Attributes besides `class` and `id` in which an author names an element."""
_RARE = frozenset({*_NAMING, "style", "hidden"})
_NAME_LENGTH = 400  # characters of these that are read
_NO_ELEMENTS = (etree.Comment, etree.PI, etree.Entity)


@dataclass(frozen=True, slots=True)
class Elements:
    """The elements that are read, in document order, with the text after each beginning and end.

    An element and all its descendants are the places `i` to `ends[i]`, without the latter.
    """

    tags: list[str]
    names: list[str]
    """What the author calls each element: class, id, role and the like, joined by spaces."""
    hrefs: list[str]
    """Where an `a` leads, else empty."""
    texts: list[str | None]
    """What stands between the beginning of each and the next tag."""
    tails: list[str | None]
    """What stands between the end of each and the next tag."""
    parents: list[int]
    """Place of each element's parent; that of the root is itself."""
    ends: list[int]
    depths: list[int]
    around: list[int]
    """Which of `AROUND` each element is or stands in, a bit each."""
    within: list[int]
    """Which of `WITHIN` each element is or stands in inside its block element, a bit each."""
    blocks: list[int]
    """The nearest block element: the element itself or the first above that breaks the line."""
    boxes: list[int]
    """The nearest element that holds other blocks, such as `div`."""


def read_elements(root: etree._Element, unread: AbstractSet[str] = UNREAD) -> Elements:
    """The elements of a tree; of those with one of the `unread` tags neither text nor content.

    >>> elements = read_elements(etree.HTML("<p id=lead>It <b>rained</b>.<script>x</script>"))
    >>> elements.tags, elements.parents
    (['html', 'body', 'p', 'b', 'script'], [0, 0, 1, 2, 2])
    >>> elements.texts[2:], elements.tails[2:], elements.names[2].split()
    (['It ', 'rained', None], [None, '.', None], ['lead'])
    """
    root = _without_comments(root)
    silent = {each for each in root.iter(*unread) if _is_unread(each)}
    held = set(chain.from_iterable(each.iterdescendants() for each in silent if len(each)))
    elements = [each for each in root.iter("*") if each not in held]
    places = dict(zip(elements, range(len(elements)), strict=True))
    tags = [str(each.tag) for each in elements]
    names = [each.get("class") or "" for each in elements]
    for place, name in enumerate([each.get("id") for each in elements]):
        if name:
            names[place] = f"{names[place]} {name}"
    around = list(map(_AROUND.get, tags, repeat(0)))
    for place, each in enumerate(elements):
        if not _RARE.isdisjoint(each.keys()):
            named = [name for key in _NAMING if (name := each.get(key))]
            names[place] = " ".join([names[place], *named])
            around[place] |= _HIDDEN if _is_hidden(each) else 0
    parents = [0, *(places[each.getparent()] for each in elements[1:])]
    depths, blocks, boxes, within = [0], [0], [0], [_WITHIN.get(tags[0], 0)]
    for here, (tag, parent) in enumerate(zip(tags[1:], parents[1:], strict=True), start=1):
        around[here] |= around[parent]
        depths.append(depths[parent] + 1)
        boxes.append(here if tag in BOXES else boxes[parent])
        if tag in _INLINE or ("-" in tag and tags[blocks[parent]] in _PHRASING):
            blocks.append(blocks[parent])
            within.append(_WITHIN.get(tag, 0) | within[parent])
        else:
            blocks.append(here)
            within.append(0)
    return Elements(
        tags=tags,
        names=[name if len(name) <= _NAME_LENGTH else name[:_NAME_LENGTH] for name in names],
        hrefs=[
            each.get("href") or "" if tag == "a" else ""
            for each, tag in zip(elements, tags, strict=True)
        ],
        texts=[None if each in silent else each.text for each in elements],
        tails=[None, *(each.tail for each in elements[1:])],
        parents=parents,
        ends=_ends(parents),
        depths=depths,
        around=around,
        within=within,
        blocks=blocks,
        boxes=boxes,
    )


def _without_comments(root: etree._Element) -> etree._Element:
    """The tree, or a copy without comments and processing instructions if it has any."""
    if next(root.iter(*_NO_ELEMENTS), None) is None:
        return root
    root = copy.deepcopy(root)
    etree.strip_tags(root, *_NO_ELEMENTS)
    return root


def _is_unread(element: etree._Element) -> bool:
    """Whether an element of an unread tag is so; shadow roots and broken heads are read."""
    if element.tag == "template":
        return element.get("shadowrootmode") is None
    return element.tag != "head" or all(child.tag in _HEAD for child in element.iterchildren("*"))


def _is_hidden(element: etree._Element) -> bool:
    style = element.get("style")
    return bool(style and _UNSEEN.search(style)) or element.get("hidden") is not None


def _ends(parents: list[int]) -> list[int]:
    sizes = [1] * len(parents)
    for here in range(len(parents) - 1, 0, -1):
        sizes[parents[here]] += sizes[here]
    return [here + size for here, size in enumerate(sizes)]
