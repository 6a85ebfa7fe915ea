"""What the markup of a page tells of its blocks: named columns beside the cues of the text.

Each family is a function of the pages' scene that returns columns by name; values are clipped and
rounded as those of cues are. A page of text has none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from newsparse.blocks.markup import AROUND, WITHIN, Markup
from newsparse.labeling.evidence_links import links
from newsparse.labeling.evidence_main import main
from newsparse.labeling.evidence_places import places
from newsparse.labeling.evidence_steps import steps
from newsparse.labeling.scene import Column, Scene

Floats = npt.NDArray[np.float32]
Family = Callable[[Scene], Mapping[str, Column]]

_KINDS = {
    "p": {"p"},
    "h1": {"h1"},
    "h2": {"h2"},
    "h3": {"h3", "h4", "h5", "h6"},
    "li": {"li", "dt", "dd"},
    "cell": {"td", "th", "tr"},
    "caption": {"figcaption", "caption"},
    "quote": {"blockquote", "q"},
    "button": {"button", "label", "legend"},
    "box": {"div", "section", "article", "main", "body"},
}


def kinds(scene: Scene) -> Mapping[str, Column]:
    """What kind of element a block stands in."""
    return {f"kind_{name}": scene.having(members)[scene.blocks] for name, members in _KINDS.items()}


def surroundings(scene: Scene) -> Mapping[str, Column]:
    """Which elements a block stands in, and what share of it stands in which inline ones."""
    bits = scene.markup.around[scene.elements]
    runs = scene.markup.within[scene.markup.owners]
    return {
        **{f"in_{name}": scene.inside(AROUND, name, bits) for name in AROUND},
        **{f"share_{name}": scene.share(scene.inside(WITHIN, name, runs)) for name in WITHIN},
    }


FAMILIES: tuple[Family, ...] = (kinds, surroundings, links, places, main, steps)
"""In the order of the columns."""


def evidence(scene: Scene) -> Floats:
    """A row for each block, a column for each of `EVIDENCE`."""
    columns = list(_columns(scene).values())
    rows = np.empty((len(columns), len(scene.elements)), dtype=np.float32)
    for row, column in zip(rows, columns, strict=True):
        row[:] = column
    return np.ascontiguousarray(rows.T)


def _columns(scene: Scene) -> dict[str, Column]:
    return {name: column for family in FAMILIES for name, column in family(scene).items()}


def _smallest() -> Markup:
    """A paragraph of one character."""
    zero, one = np.array([0]), np.array([1])
    return Markup(
        tags=("p",),
        names=("",),
        hrefs=("",),
        parents=zero,
        ends=one,
        depths=zero,
        around=zero,
        within=zero,
        blocks=zero,
        boxes=zero,
        owners=zero,
        sizes=one,
        runs=np.array([0, 1]),
    )


EVIDENCE: tuple[str, ...] = tuple(_columns(Scene(_smallest())))
"""The names of the columns."""
