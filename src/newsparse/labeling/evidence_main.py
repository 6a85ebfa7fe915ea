"""Where a block stands to the box that holds most running text."""

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
    markup, elements, blocks = scene.markup, scene.elements, scene.blocks
    prose = _prose(scene)
    box = _main_box(scene, prose)
    end = int(markup.ends[box])
    order = np.arange(len(markup))
    told = np.cumsum(np.where((order >= box) & (order < end), prose, 0))
    whole = max(float(told[-1]), 1.0)
    within = np.diff(told, prepend=0)
    columns: dict[str, Column] = {
        "main_inside": (elements >= box) & (elements < end),
        "main_child": markup.boxes[blocks] == box,
        "main_steps": np.minimum(_steps_from(scene, box)[elements] / 5, 2),
        "main_before": elements < box,
        "main_after": elements >= end,
        "main_progress": told[elements] / whole,
        "main_size": np.full(len(blocks), size_log(scene.sizes[box])),
        "main_share": np.full(len(blocks), whole / max(prose.sum(), 1)),
    }
    for name, kin in (("siblings", scene.siblings), ("alike", scene.looks)):
        columns[f"main_{name}"] = np.bincount(kin[markup.blocks], within)[kin[blocks]] / whole
    return columns


def _prose(scene: Scene) -> Floats:
    """Characters of running text that each element itself holds."""
    markup = scene.markup
    linked = scene.inside(AROUND, "a", markup.around)[markup.owners]
    running = np.where((markup.sizes > _PROSE) & ~linked, markup.sizes, 0)
    return totals(markup.owners, running, len(markup))


def _main_box(scene: Scene, prose: Floats) -> int:
    boxes, parents = scene.markup.boxes, scene.markup.parents
    scores = np.zeros(len(prose))
    at = boxes
    for reach in range(_REACH):
        scores += np.bincount(at, prose / 2**reach, len(prose))
        at = boxes[parents[at]]
    return int(scores.argmax())


def _steps_from(scene: Scene, box: int) -> Ints:
    """Levels from a box up to the first element that it shares with another."""
    steps = np.full(len(scene.markup), -1)
    at, step = box, 0
    while steps[at] < 0:
        steps[at] = step
        at, step = int(scene.markup.parents[at]), step + 1
    return np.asarray(steps[scene.nearest(steps >= 0)])
