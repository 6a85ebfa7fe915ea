"""Where each element of an HTML page stands: in which box, by what text, among which siblings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from training.dom import DECAY, Bools, Floats, Ints, Tree

Columns = list[npt.NDArray[Any]]

BOXES = frozenset({
    "div", "section", "article", "main", "aside", "nav", "header", "footer", "ul", "ol", "dl",
    "table", "tbody", "figure", "body", "html", "center", "details", "address",
})  # fmt: skip
"""Elements that hold blocks."""
_PLAIN = frozenset({"p", "br", "span", "a", "b", "strong", "i", "em", "td", "tr", "html", "body"})
_IMAGES = ("img", "picture", "video", "iframe")
_PROSE = 80  # characters of an element's own text outside of links that make it running text
_REACH = 3  # boxes around running text that may be the main one
_BOX = ("links", "p", "size", "images")

PLACES = (
    *(f"box:{measure}" for measure in _BOX),
    *(f"outer:{measure}" for measure in _BOX),
    "block:links", "block:size", "text:size", "depth", "place", "image:before", "image:after",
    "block:first", "block:last", "box:first", "box:last", "repeats", "repeated",
    "main:inside", "main:child", "main:steps", "main:before", "main:after", "main:progress",
    "kin:sibling", "kin:alike", "h1:before", "h1:after", "h1:distance",
)  # fmt: skip


def places(tree: Tree, blocks: Ints) -> Floats:
    """A row for each element, a column for each of `PLACES`."""
    count = len(tree.tags)
    own: Floats = np.zeros(count, dtype=np.float32)
    np.add.at(own, tree.owners, [len(text.strip()) for text in tree.texts])
    linked, paragraphs = (tree.inherit(tree.having([tag])) for tag in ("a", "p"))
    sizes = tree.sums(own)
    shares = [tree.sums(own * inside) / np.maximum(sizes, 1) for inside in (linked, paragraphs)]
    images = tree.having(_IMAGES)
    measures: Columns = [*shares, _log(sizes), np.minimum(tree.sums(images) / 2, 1)]
    boxes = tree.nearest(tree.having(BOXES))
    outer = boxes[tree.parents[boxes]]
    columns = [measure[at] for at in (boxes, outer) for measure in measures]
    columns += [shares[0][blocks], _log(sizes[blocks]), _log(own)]
    columns += [np.minimum(tree.depths / 20, 2), np.arange(count) / count]
    columns += _images(images, own)
    columns += [column[at] for at in (blocks, boxes) for column in _ends(tree)]
    columns += _repeats(tree, sizes)
    prose = own * (1 - linked)
    columns += _beside_main(tree, blocks, boxes, np.where(prose > _PROSE, prose, 0))
    columns += _beside_h1(tree, sizes, own)
    return np.column_stack(columns).astype(np.float32)


def _log(sizes: Floats) -> Floats:
    return np.asarray(np.log1p(sizes) / 6, dtype=np.float32)


def _images(images: Bools, own: Floats) -> Columns:
    """Whether an image stands between an element and the text before or after it."""
    passed = np.cumsum(images)
    texts = np.flatnonzero(own)
    if not len(texts):
        return [np.zeros_like(own)] * 2
    after = np.searchsorted(texts, np.arange(len(own)), side="right")
    following = passed[texts[np.minimum(after, len(texts) - 1)]]
    before = np.searchsorted(texts, np.arange(len(own)), side="left") - 1
    preceding = np.where(before < 0, 0, passed[texts[np.maximum(before, 0)]])
    return [passed > preceding, following > passed]


def _ends(tree: Tree) -> Columns:
    """How near an element is to the first and to the last child of its parent."""
    seen: Counter[int] = Counter()
    order = np.zeros(len(tree.tags))
    for place, parent in enumerate(tree.parents.tolist()):
        order[place] = seen[parent]
        seen[parent] += 1
    left = np.array([seen[parent] for parent in tree.parents.tolist()]) - 1 - order
    return [1 / (1 + order), 1 / (1 + left)]


def _repeats(tree: Tree, sizes: Floats) -> Columns:
    """How often siblings like an element or one around it come, and how large they are."""
    kin = _codes(list(zip(tree.parents.tolist(), tree.tags, tree.classes, strict=True)))
    times = np.where([tag in _PLAIN for tag in tree.tags], 1, np.bincount(kin)[kin])
    often = np.minimum(np.log2(times) / 4, 1).astype(np.float32)
    units = tree.nearest(times > 2)
    return [tree.inherit(often, DECAY), np.where(units > 0, _log(sizes[units]), 0)]


def _codes(keys: Sequence[object]) -> Ints:
    """A number for each key, the same for equal ones."""
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64)


def _beside_main(tree: Tree, blocks: Ints, boxes: Ints, prose: Floats) -> Columns:
    """Where an element is from the box with most running text, and how like that text's blocks."""
    count = len(tree.tags)
    scores = np.zeros(count)
    box = boxes
    for reach in range(_REACH):
        scores += np.bincount(box, prose / 2**reach, count)
        box = boxes[tree.parents[box]]
    main = int(scores.argmax())
    order = np.arange(count)
    inside = tree.nearest(order == main) == main
    before, after = order < main, order > np.flatnonzero(inside)[-1]
    told = np.cumsum(prose * inside)
    progress = told / max(told[-1], 1)
    steps = np.minimum(_steps_from(tree, main) / 5, 2)
    columns: Columns = [inside, boxes == main, steps, before, after, progress]
    alike = list(zip(tree.tags, tree.classes, strict=True))
    for keys in (list(zip(tree.parents.tolist(), alike, strict=True)), alike):
        kin = _codes(keys)[blocks]
        columns.append((np.bincount(kin, prose * inside) / max(told[-1], 1))[kin])
    return columns


def _steps_from(tree: Tree, main: int) -> Ints:
    """Levels from the main box up to the first box that it shares with an element."""
    steps = np.full(len(tree.tags), -1)
    at, step = main, 0
    while steps[at] < 0:
        steps[at] = step
        at, step = int(tree.parents[at]), step + 1
    return steps[tree.nearest(steps >= 0)]


def _beside_h1(tree: Tree, sizes: Floats, own: Floats) -> Columns:
    """Whether an element stands before or after the longest h1, and how near to it."""
    titles = np.flatnonzero(tree.having(["h1"]) & (sizes > 0))
    order = np.arange(len(tree.tags))
    if not len(titles):
        return [np.zeros(len(order), dtype=np.float32)] * 3
    h1 = titles[sizes[titles].argmax()]
    passed = np.cumsum(own)
    return [order < h1, order > h1, 1 / (1 + np.abs(passed - passed[h1]) / 200)]
