"""Where a block stands: in which boxes, among which siblings, by which images and headings."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from newsparse.blocks.markup import AROUND
from newsparse.labeling.scene import Column, Floats, Ints, Scene

_BOXES = ("box", "outer", "beyond")
_DECAY = 0.87
"""What an element counts for one a level below: ten levels up it is a quarter."""
_REPEATED = 3  # siblings of one look from which they are a list
_PLAIN = frozenset({"p", "br", "span", "a", "b", "strong", "i", "em", "td", "tr", "html", "body"})
"""Elements that are many without being a list."""
_IMAGES = frozenset({"img", "picture", "video", "iframe", "amp-img", "svg"})
_NEAR = 200  # characters


def places(scene: Scene) -> Mapping[str, Column]:
    """How large and how linked the boxes around a block are, and its place among siblings."""
    markup, blocks = scene.markup, scene.blocks
    linked = scene.inside(AROUND, "a", markup.around)
    texts = np.maximum(scene.sizes, 1)
    link_share = scene.sums(scene.own * linked) / texts
    measures = {
        "links": link_share,
        "p": scene.sums(scene.own * scene.having({"p"})[markup.blocks]) / texts,
        "size": size_log(scene.sizes),
        "images": np.minimum(scene.sums(scene.having(_IMAGES)) / 2, 1),
    }
    columns: dict[str, Column] = {}
    box = markup.boxes[blocks]
    for name in _BOXES:
        columns |= {f"{name}_{measure}": values[box] for measure, values in measures.items()}
        columns[f"{name}_share"] = scene.chars / texts[box]
        box = markup.boxes[markup.parents[box]]
    passed, whole = scene.passed(scene.own)
    columns["chars"] = size_log(scene.chars)
    columns["depth"] = np.minimum(markup.depths[blocks] / 20, 2)
    columns["text_before"] = passed[scene.elements] / np.maximum(whole, 1)[scene.pages]
    return {**columns, **_images(scene), **_ends(scene), **_lists(scene, link_share), **_h1(scene)}


def size_log(sizes: Column) -> Floats:
    """Characters on a scale on which 400 are 1."""
    return np.asarray(np.log1p(sizes) / 6)


def _images(scene: Scene) -> Mapping[str, Column]:
    """Whether an image stands between a block and the one before or after it."""
    seen, _ = scene.passed(scene.having(_IMAGES))
    firsts = np.diff(scene.pages, prepend=-1) > 0
    before = seen[scene.elements]
    passed = np.diff(before, prepend=0) > 0
    passed[firsts] = before[firsts] > 0
    return {
        "image_before": passed,
        "image_after": np.append(passed[1:] & ~firsts[1:], False),
    }


def _ends(scene: Scene) -> Mapping[str, Column]:
    """How near a block's element and its box are to the first and the last of their siblings."""
    order = np.argsort(scene.markup.parents, kind="stable")
    firsts = np.flatnonzero(np.diff(scene.markup.parents[order], prepend=-1))
    counts = np.diff(np.append(firsts, len(order)))
    rank: Ints = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order)) - np.repeat(firsts, counts)
    left: Ints = np.empty(len(order), dtype=np.int64)
    left[order] = np.repeat(counts, counts) - 1
    left -= rank
    boxes = scene.markup.boxes[scene.blocks]
    return {
        f"{name}_{end}": 1 / (1 + steps[at])
        for name, at in (("block", scene.blocks), ("box", boxes))
        for end, steps in (("first", rank), ("last", left))
    }


def _lists(scene: Scene, link_share: Floats) -> Mapping[str, Column]:
    """How many siblings like it a block or what it stands in has; size and links of that item."""
    alike = np.bincount(scene.siblings)[scene.siblings]
    often = np.where(scene.having(_PLAIN), 1, alike)
    items = scene.nearest(often >= _REPEATED)[scene.elements]
    listed = items != scene.roots[scene.pages]
    inherited = scene.inherit(np.minimum(np.log2(often) / 4, 1), _DECAY)
    return {
        "repeats": inherited[scene.elements],
        "item_size": np.where(listed, size_log(scene.sizes[items]), 0),
        "item_links": np.where(listed, link_share[items], 0),
    }


def _h1(scene: Scene) -> Mapping[str, Column]:
    """Whether a block stands before or after the longest `h1` of its page, and how near to it."""
    heights = np.where(scene.having({"h1"}), scene.sizes, 0)
    h1 = scene.foremost(heights)
    titled, h1 = (heights[h1] > 0)[scene.pages], h1[scene.pages]
    passed, _ = scene.passed(scene.own)
    return {
        "h1_before": titled & (scene.elements < h1),
        "h1_after": titled & (scene.elements >= scene.markup.ends[h1]),
        "h1_near": titled / (1 + np.abs(passed[scene.elements] - passed[h1]) / _NEAR),
    }
