"""What is known of each element of an HTML page: its names, its tags and its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from training.dom import Tree, concepts

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Columns = list[npt.NDArray[Any]]

_DECAY = 0.87  # an element ten levels up counts a quarter
_KINDS = {
    "p": ("p",),
    "h1": ("h1",),
    "h2": ("h2",),
    "h3": ("h3", "h4", "h5", "h6"),
    "li": ("li", "dt", "dd"),
    "cell": ("td", "th", "tr"),
    "caption": ("figcaption", "caption"),
    "quote": ("blockquote", "q"),
    "title": ("title",),
    "form": ("form", "button", "label", "select", "option", "textarea", "fieldset"),
    "box": ("div", "section", "article", "main", "aside", "nav", "header", "footer", "ul", "ol",
            "dl", "table", "tbody", "figure", "body", "html", "center", "details", "address"),
}  # fmt: skip
_INLINE = {
    "a": ("a",),
    "bold": ("b", "strong"),
    "italic": ("i", "em", "cite"),
    "time": ("time",),
    "span": ("span", "font"),
    "small": ("small",),
    "button": ("button",),
}
_INSIDE = ("article", "main", "nav", "header", "footer", "aside", "figure", "form", "table", "ul",
           "section", "blockquote", "a")  # fmt: skip
_PLAIN = frozenset({"p", "br", "span", "a", "b", "strong", "i", "em", "td", "tr", "html", "body"})
_PLACES = (
    "box:links", "box:p", "box:size", "box:images", "outer:links", "outer:p", "outer:size",
    "outer:images", "block:links", "block:size", "text:size", "depth", "place", "repeats",
    "repeated", "main:inside", "main:steps", "main:before", "main:after", "h1:before", "h1:after",
    "h1:distance",
)  # fmt: skip

_PROSE = 80  # characters of an element's own text that make it running text
_WORDS = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d{5}")
_LINKS = ("link:story", "link:outside", "link:page")
TRAITS: tuple[str, ...] = (
    *(f"near:{name}" for name in concepts().names),
    *(f"any:{name}" for name in concepts().names),
    *(f"link:{name}" for name in concepts().names),
    *(f"block:{kind}" for kind in _KINDS),
    *(f"inline:{kind}" for kind in _INLINE),
    *(f"in:{tag}" for tag in _INSIDE),
    *_LINKS,
    *_PLACES,
)
"""The names of the columns."""


def traits(tree: Tree) -> Floats:
    """A row for each element, a column for each of `TRAITS`."""
    blocks = tree.nearest(_having(tree, {tag for tags in _KINDS.values() for tag in tags}))
    return np.hstack(
        [_names(tree, blocks), _tags(tree, blocks), _links(tree), _places(tree, blocks)]
    )


def _having(tree: Tree, tags: Iterable[str]) -> Bools:
    """Which elements have one of the tags."""
    wanted = frozenset(tags)
    return np.array([tag in wanted for tag in tree.tags])


def _bits(masks: npt.NDArray[np.uint64]) -> Floats:
    """Masks as a column for each concept."""
    shifts = np.arange(len(concepts().names), dtype=np.uint64)
    return ((masks[:, None] >> shifts) & np.uint64(1)).astype(np.float32)


def _names(tree: Tree, blocks: Ints) -> Floats:
    """What an element or its block, all its ancestors, and its link speak for by their names."""
    own = _bits(tree.masks)
    near = np.maximum(own, np.maximum(own[blocks], own[tree.parents]))
    anchors = tree.nearest(_having(tree, ["a"]))
    return np.hstack([near, tree.inherit(own, _DECAY), _bits(tree.links)[anchors]])


def _tags(tree: Tree, blocks: Ints) -> Floats:
    """The kind of the nearest block, the inline elements within it, the elements around."""
    kinds = [_having(tree, tags)[blocks] for tags in _KINDS.values()]
    within = []
    for tags in _INLINE.values():
        inside = _having(tree, tags)
        # Inherited down to the text, but not from beyond the block.
        nearest = tree.nearest(inside)
        within.append(inside[nearest] & (nearest >= blocks))
    around = [tree.inherit(_having(tree, [tag]).astype(np.float32)) for tag in _INSIDE]
    return np.column_stack([*kinds, *within, *around]).astype(np.float32)


def _links(tree: Tree) -> Floats:
    """Whether the link an element stands in leads to a story, to another site, into the page."""
    hosts = [_host(href) for href in tree.hrefs]
    own = Counter(filter(None, hosts)).most_common(1)
    home = own[0][0] if own else ""
    rows = [
        (_is_story(href), host not in {"", home}, href[:1] == "#" or href[:11] == "javascript:")
        for href, host in zip(tree.hrefs, hosts, strict=True)
    ]
    anchors = tree.nearest(_having(tree, ["a"]))
    return np.array(rows, dtype=np.float32)[anchors]


def _host(href: str) -> str:
    return href.split("//", 1)[1].split("/", 1)[0].removeprefix("www.") if "//" in href[:8] else ""


def _is_story(href: str) -> bool:
    """Whether the last name of an address has four words or a long number."""
    last = href.partition("?")[0].rstrip("/").rpartition("/")[2]
    return len(_WORDS.findall(last)) > 3 or bool(_NUMBER.search(last))


def _places(tree: Tree, blocks: Ints) -> Floats:
    count = len(tree.tags)
    lengths = [len(text.strip()) for text in tree.texts]
    own: Floats = np.bincount(tree.owners, lengths, count).astype(np.float32)
    inside = {tag: tree.inherit(_having(tree, [tag]).astype(np.float32)) for tag in ("a", "p")}
    sizes = tree.sums(own)
    shares = [tree.sums(own * inside[tag]) / np.maximum(sizes, 1) for tag in ("a", "p")]
    images = tree.sums(_having(tree, ["img", "picture", "video", "iframe"]).astype(np.float32))
    measures: Columns = [*shares, _log(sizes), np.minimum(images / 2, 1)]
    boxes = tree.nearest(_having(tree, _KINDS["box"]))
    outer = boxes[tree.parents[boxes]]
    columns = [measure[at] for at in (boxes, outer) for measure in measures]
    columns += [shares[0][blocks], _log(sizes[blocks]), _log(own)]
    columns += [np.minimum(tree.depths / 20, 2), np.arange(count) / count]
    columns += _repeats(tree, sizes)
    columns += _beside_main(tree, boxes, own * (1 - inside["a"]))
    columns += _beside_h1(tree, sizes, own)
    return np.column_stack(columns).astype(np.float32)


def _log(sizes: Floats) -> Floats:
    return np.asarray(np.log1p(sizes) / 6, dtype=np.float32)


def _repeats(tree: Tree, sizes: Floats) -> Columns:
    """How often siblings like an element or one around it come, and how large they are."""
    keys = list(zip(tree.parents.tolist(), tree.tags, tree.classes, strict=True))
    counts = Counter(keys)
    plain = np.array([tag in _PLAIN for tag in tree.tags])
    times = np.where(plain, 1, [counts[key] for key in keys])
    often = np.minimum(np.log2(times) / 4, 1).astype(np.float32)
    units = tree.nearest(times > 2)
    return [tree.inherit(often, _DECAY), np.where(units > 0, _log(sizes[units]), 0)]


def _beside_main(tree: Tree, boxes: Ints, prose: Floats) -> Columns:
    """Where an element is from the box with most text in long pieces outside of links."""
    count = len(tree.tags)
    long = np.where(prose > _PROSE, prose, 0)
    scores = np.bincount(boxes, long, count)
    scores += np.bincount(boxes[tree.parents[boxes]], long / 2, count)
    main = int(scores.argmax())
    steps = np.full(count, -1)
    at, step = main, 0
    while steps[at] < 0:
        steps[at] = step
        at, step = int(tree.parents[at]), step + 1
    shared = steps[tree.nearest(steps >= 0)]
    order = np.arange(count)
    inside = tree.nearest(order == main) == main
    after = order > np.flatnonzero(inside)[-1]
    return [inside, np.minimum(shared / 5, 2), order < main, after]


def _beside_h1(tree: Tree, sizes: Floats, own: Floats) -> Columns:
    """Whether an element stands before or after the longest h1, and how near to it."""
    titles = np.flatnonzero(_having(tree, ["h1"]) & (sizes > 0))
    order = np.arange(len(tree.tags))
    if not len(titles):
        return [np.zeros(len(order), dtype=np.float32)] * 3
    h1 = titles[sizes[titles].argmax()]
    passed = np.cumsum(own)
    return [order < h1, order > h1, 1 / (1 + np.abs(passed - passed[h1]) / 200)]
