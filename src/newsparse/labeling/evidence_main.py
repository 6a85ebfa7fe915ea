"""Where a block stands to the box of its page that holds most running text."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from newsparse.blocks.markup import AROUND
from newsparse.labeling.evidence_places import size_log
from newsparse.labeling.scene import Column, Floats, Ints, Scene, totals

_PROSE = 80
"""Characters of a run of text outside of links that make it running text."""
_REACH = 3
"""Boxes around running text that may be the main one, each counting half of the one inside."""


def main(scene: Scene) -> Mapping[str, Column]:
    """Whether inside it, right in it, before or after it, and how far up the tree it is met.

    And how far its text has got, and how much of it stands in elements that look like the block's.
    """
    markup, elements, blocks, page = scene.markup, scene.elements, scene.blocks, scene.pages
    prose = _prose(scene)
    boxes = _main_boxes(scene, prose)
    ends = markup.ends[boxes]
    order = np.arange(len(markup))
    inside = (order >= boxes[scene.page_of]) & (order < ends[scene.page_of])
    within = np.where(inside, prose, 0)
    told, whole = scene.passed(within)
    whole = np.maximum(whole, 1.0)
    every = np.maximum(np.add.reduceat(prose, scene.roots), 1)
    columns: dict[str, Column] = {
        "main_inside": inside[elements],
        "main_child": markup.boxes[blocks] == boxes[page],
        "main_steps": np.minimum(_steps_from(scene, boxes)[elements] / 5, 2),
        "main_before": elements < boxes[page],
        "main_after": elements >= ends[page],
        "main_progress": told[elements] / whole[page],
        "main_size": size_log(scene.sizes[boxes])[page],
        "main_share": (whole / every)[page],
    }
    for name, kin in (("siblings", scene.siblings), ("alike", scene.looks)):
        alike = np.bincount(kin[markup.blocks], within)[kin[blocks]]
        columns[f"main_{name}"] = alike / whole[page]
    return columns


def _prose(scene: Scene) -> Floats:
    """Characters of running text that each element itself holds."""
    markup = scene.markup
    linked = scene.inside(AROUND, "a", markup.around)[markup.owners]
    running = np.where((markup.sizes > _PROSE) & ~linked, markup.sizes, 0)
    return totals(markup.owners, running, len(markup))


def _main_boxes(scene: Scene, prose: Floats) -> Ints:
    """By page: the box."""
    boxes, parents = scene.markup.boxes, scene.markup.parents
    scores = np.zeros(len(prose))
    at = boxes
    for reach in range(_REACH):
        scores += np.bincount(at, prose / 2**reach, len(prose))
        at = boxes[parents[at]]
    return scene.foremost(scores)


def _steps_from(scene: Scene, boxes: Ints) -> Ints:
    """Levels from the page's box up to the first element that it shares with another."""
    steps = np.full(len(scene.markup), -1)
    at, step = boxes, 0
    while len(at):
        steps[at] = step
        at, step = scene.markup.parents[at], step + 1
        at = at[steps[at] < 0]
    return np.asarray(steps[scene.nearest(steps >= 0)])
