"""An element tree into lines of text: one pass, one line a block element."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import numpy as np
from lxml import etree

from newsparse.blocks.markup import AROUND, WITHIN, Ints, Markup

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
_NAMING = ("id", "itemprop", "role", "rel")
"""Attributes besides `class` in which an author names an element."""
_NAME_LENGTH = 400  # characters of these that are read
_CELL = 120  # characters up to which a cell is data; longer ones lay out the page
_BLANK_LINE = re.compile(r"\n[^\S\n]*+\n")
BREAK, BLOCK = 0, 1
"""What stands before a line: a line break, or the edge of a block element."""


@dataclass(slots=True)
class _Lines:
    """The lines found so far and the runs of text of the one at hand."""

    texts: list[str] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    runs: list[int] = field(default_factory=lambda: [0])
    pending: list[str] = field(default_factory=list)
    gap: int = BLOCK

    def add(self, text: str, owner: int, *, split: bool = False) -> None:
        """A run of text on the line at hand; `split` ends lines where a blank one stands in it."""
        if split:
            *parts, text = _BLANK_LINE.split(text)
            for part in parts:
                self.add(part, owner)
                self.end(BLOCK)
        self.pending.append(text)
        if text and not text.isspace():
            self.owners.append(owner)
            self.sizes.append(len(text))

    def end(self, gap: int) -> None:
        """The end of the line at hand, if anything stands on it."""
        if self.pending:
            text = " ".join("".join(self.pending).split())
            self.pending.clear()
            if text:
                self.texts.append(text)
                self.gaps.append(self.gap)
                self.runs.append(len(self.owners))
                self.gap = gap
                return
        self.gap = max(self.gap, gap)

    def join_cells(self, first: int) -> None:
        """The lines from a number on as one, if they are the short cells of a row."""
        cells = self.texts[first:]
        if len(cells) > 1 and max(map(len, cells)) <= _CELL:
            self.texts[first:] = ["\t".join(cells)]
            del self.gaps[first + 1 :], self.runs[first + 1 : -1]


class _Elements:
    """The elements met so far, as columns."""

    def __init__(self) -> None:
        self.tags: list[str] = []
        self.names: list[str] = []
        self.hrefs: list[str] = []
        self.parents: list[int] = []
        self.ends: list[int] = []
        self.depths: list[int] = []
        self.around: list[int] = []
        self.within: list[int] = []
        self.blocks: list[int] = []
        self.boxes: list[int] = []
        self.path: list[int] = []
        """The element at hand and those around it, from the root down."""

    def open(self, element: etree._Element) -> None:
        """The next element begins."""
        tag, get, here = str(element.tag), element.get, len(self.tags)
        parent = self.path[-1] if self.path else here
        around, within = _AROUND.get(tag, 0), _WITHIN.get(tag, 0)
        style = get("style")
        if (style and _UNSEEN.search(style)) or get("hidden") is not None:
            around |= _HIDDEN
        self.tags.append(tag)
        name = get("class") or ""
        for key in _NAMING:
            named = get(key)
            if named:
                name = f"{name} {named}"
        self.names.append(name if len(name) <= _NAME_LENGTH else name[:_NAME_LENGTH])
        self.hrefs.append(get("href") or "" if tag == "a" else "")
        self.parents.append(parent)
        self.ends.append(here + 1)
        self.depths.append(len(self.path))
        breaks = parent == here or self._breaks(tag, parent)
        self.around.append(around if parent == here else around | self.around[parent])
        self.within.append(within if breaks else within | self.within[parent])
        self.blocks.append(here if breaks else self.blocks[parent])
        self.boxes.append(here if parent == here or tag in BOXES else self.boxes[parent])
        self.path.append(here)

    def _breaks(self, tag: str, parent: int) -> bool:
        """Whether an element breaks the line."""
        if tag in _INLINE:
            return False
        return "-" not in tag or self.tags[self.blocks[parent]] not in _PHRASING

    def close(self) -> int:
        """The element at hand ends; its place."""
        here = self.path.pop()
        self.ends[here] = len(self.tags)
        return here


@dataclass(frozen=True, slots=True)
class Flat:
    """A page's text in lines, with its elements."""

    texts: list[str]
    """Lines with white space folded; none is empty."""
    gaps: list[int]
    """`BREAK` or `BLOCK` before each line."""
    markup: Markup


def flatten(root: etree._Element, unread: AbstractSet[str] = UNREAD) -> Flat:
    r"""The lines of a tree and its elements as columns.

    >>> flat = flatten(etree.HTML("<p>Rain <b>fell</b> all day.<p>It<br>stopped.<style>x</style>"))
    >>> flat.texts, flat.gaps
    (['Rain fell all day.', 'It', 'stopped.'], [1, 1, 0])
    >>> flatten(etree.HTML("<table><tr><td>Oslo<td>4 mm<tr><td>Bergen<td>31 mm</table>")).texts
    ['Oslo\t4 mm', 'Bergen\t31 mm']
    """
    lines, elements = _Lines(), _Elements()
    rows: list[int] = []  # numbers of the first lines of table rows
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        text = element.tail
        if event == "start":
            elements.open(element)
            here, text = elements.path[-1], element.text
            tag = elements.tags[here]
            if elements.blocks[here] == here:
                lines.end(BREAK if tag == "br" else BLOCK)
            if tag == "tr":
                rows.append(len(lines.texts))
            if tag in unread and _is_unread(tag, element):
                walker.skip_subtree()
                text = None
        elif event == "end":
            here = elements.close()
            tag = elements.tags[here]
            if elements.blocks[here] == here and tag != "br":
                lines.end(BLOCK)
            if tag == "tr":
                lines.join_cells(rows.pop())
        if text and elements.path:
            owner = elements.path[-1]
            lines.add(text, owner, split=elements.tags[elements.blocks[owner]] == "pre")
    lines.end(BLOCK)
    return Flat(lines.texts, lines.gaps, _markup(elements, lines))


def _is_unread(tag: str, element: etree._Element) -> bool:
    """Whether an element of an unread tag is so; shadow roots and broken heads are read."""
    if tag == "template":
        return element.get("shadowrootmode") is None
    return tag != "head" or all(child.tag in _HEAD for child in element.iterchildren("*"))


def _markup(elements: _Elements, lines: _Lines) -> Markup:
    def column(values: list[int]) -> Ints:
        return np.array(values, dtype=np.int64)

    return Markup(
        tags=elements.tags,
        names=elements.names,
        hrefs=elements.hrefs,
        parents=column(elements.parents),
        ends=column(elements.ends),
        depths=column(elements.depths),
        around=column(elements.around),
        within=column(elements.within),
        blocks=column(elements.blocks),
        boxes=column(elements.boxes),
        owners=column(lines.owners),
        sizes=column(lines.sizes),
        runs=column(lines.runs),
    )
