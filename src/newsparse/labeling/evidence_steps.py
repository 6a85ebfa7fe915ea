"""How the elements of neighbouring blocks lie to each other."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from newsparse.labeling.scene import Column, Ints, Scene

_LEVELS = 4  # make a step of 1
_MOST = 3.0


def steps(scene: Scene) -> Mapping[str, Column]:
    """Levels up and down the tree to the block before and after; same parent, same look."""
    parents, depths = scene.markup.parents, scene.markup.depths
    before, after = scene.blocks[:-1], scene.blocks[1:]
    one = scene.pages[:-1] == scene.pages[1:]  # no step leads from page to page
    meeting = _meeting(scene, before, np.where(one, after, before))
    columns: dict[str, Column] = {
        "up": np.minimum((depths[before] - meeting) / _LEVELS, _MOST),
        "down": np.minimum((depths[after] - meeting) / _LEVELS, _MOST),
        "parent": (parents[before] == parents[after]) | (before == after),
        "look": scene.looks[before] == scene.looks[after],
    }
    return {
        **{f"{name}_before": np.append(0, one * column) for name, column in columns.items()},
        **{f"{name}_after": np.append(one * column, 0) for name, column in columns.items()},
    }


def _meeting(scene: Scene, left: Ints, right: Ints) -> Ints:
    """Depth of the innermost element that holds both of two."""
    parents, depths = scene.markup.parents, scene.markup.depths
    while (apart := left != right).any():
        low, high = depths[left], depths[right]
        left, right = (
            np.where(apart & (low >= high), parents[left], left),
            np.where(apart & (high >= low), parents[right], right),
        )
    return np.asarray(depths[left])
