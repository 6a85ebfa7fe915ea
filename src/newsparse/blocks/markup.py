"""The elements of an HTML page as columns, and which of them each block of its text stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Markup:
    """The elements below the root in document order, and the runs of text between tags.

    An element and all its descendants are the places `i` to `ends[i]`, without the latter. Of
    several pages (`joined`) one follows the other.
    """

    tags: Sequence[str]
    names: Sequence[str]
    """What the author calls each element: class, id, role and the like, joined by spaces."""
    hrefs: Sequence[str]
    """Where an `a` leads, else empty."""
    parents: Ints
    """Place of each element's parent; that of the root is itself."""
    ends: Ints
    depths: Ints
    around: Ints
    """Which of `AROUND` each element is or stands in, a bit each."""
    within: Ints
    """Which of `WITHIN` each element is or stands in inside its block element, a bit each."""
    blocks: Ints
    """The nearest block element: the element itself or the first above that breaks the line."""
    boxes: Ints
    """The nearest element that holds other blocks, such as `div`."""
    owners: Ints
    """The element of each run of text."""
    sizes: Ints
    """Characters of each run."""
    runs: Ints
    """First run of each block of the page, and the number of runs at the end."""

    def __len__(self) -> int:
        return len(self.tags)

    def holders(self, blocks: Sequence[int]) -> list[str]:
        """The tags of the elements that hold some blocks of the page.

        A paragraph right in a list item or a quote is held by that.
        """
        elements = self.blocks[self.owners[self.runs[list(blocks)]]].tolist()
        parents = [int(self.parents[element]) for element in elements]
        return [
            self.tags[parent] if self.tags[parent] in _HOLDERS else self.tags[element]
            for element, parent in zip(elements, parents, strict=True)
        ]


def joined(pages: Sequence[Markup]) -> Markup:
    """The markup of several pages as one, with a root each."""
    firsts = np.cumsum([0, *map(len, pages)])[:-1].tolist()
    first_runs = np.cumsum([0, *(len(page.owners) for page in pages)]).tolist()

    def moved(name: str) -> Ints:
        parts = [getattr(page, name) + first for page, first in zip(pages, firsts, strict=True)]
        return np.concatenate(parts)

    runs = [page.runs[:-1] + first for page, first in zip(pages, first_runs[:-1], strict=True)]
    return Markup(
        tags=list(chain.from_iterable(page.tags for page in pages)),
        names=list(chain.from_iterable(page.names for page in pages)),
        hrefs=list(chain.from_iterable(page.hrefs for page in pages)),
        parents=moved("parents"),
        ends=moved("ends"),
        depths=np.concatenate([page.depths for page in pages]),
        around=np.concatenate([page.around for page in pages]),
        within=np.concatenate([page.within for page in pages]),
        blocks=moved("blocks"),
        boxes=moved("boxes"),
        owners=moved("owners"),
        sizes=np.concatenate([page.sizes for page in pages]),
        runs=np.concatenate([*runs, first_runs[-1:]]),
    )


AROUND = (
    "article", "main", "nav", "header", "footer", "aside", "section", "figure", "figcaption",
    "form", "table", "ul", "ol", "li", "dl", "blockquote", "details", "dialog", "address", "a",
    "h1", "h2", "h3", "button", "pre", "hidden",
)  # fmt: skip
"""Elements whose text differs by standing in them; `hidden` by attribute or style."""

WITHIN = ("a", "b", "i", "span", "small", "time", "cite", "label", "sup", "u")
"""Inline elements: which share of a block stands in them tells bylines, links and captions."""

_HOLDERS = frozenset({"li", "dd", "blockquote"})
