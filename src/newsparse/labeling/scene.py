"""The elements of a batch of pages with what is counted about them once, as evidence is made of it.

Pages stand one after the other, each a tree of its own; only whole numbers are added up, so that a
page's columns are the same in any batch.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from newsparse.blocks.markup import Markup

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Column = npt.NDArray[np.generic]


def totals(places: Ints, values: Column, count: int) -> Floats:
    """The values of each place added up."""
    return np.asarray(np.bincount(places, values, count), dtype=np.float64)


class Scene:
    """The elements of some pages; columns are by element unless said otherwise."""

    def __init__(self, markup: Markup) -> None:
        self.markup = markup
        self.roots: Ints = np.flatnonzero(markup.parents == np.arange(len(markup)))
        """By page: its first element."""
        self.page_of: Ints = np.repeat(
            np.arange(len(self.roots)), np.diff(self.roots, append=len(markup))
        )
        self.own: Floats = totals(markup.owners, markup.sizes, len(markup))
        """Characters of each element's own text."""
        lengths = np.diff(markup.runs)
        order = np.lexsort((markup.sizes, np.repeat(np.arange(len(lengths)), lengths)))
        self.elements: Ints = markup.owners[order[markup.runs[1:] - 1]]
        """By block: the element of its longest run of text, which speaks for it."""
        self.pages: Ints = self.page_of[self.elements]
        """By block: its page."""
        self.blocks: Ints = markup.blocks[self.elements]
        """By block: the block element that it stands in."""
        self.chars: Ints = np.add.reduceat(markup.sizes, markup.runs[:-1])
        """By block: its characters, white space between tags included."""
        self.sizes = self.sums(self.own)
        """Characters of an element and all its descendants."""

    def having(self, tags: Collection[str]) -> Bools:
        """Which elements have one of the tags."""
        known, codes = self._tags
        wanted = np.array([tag in tags for tag in known], dtype=np.bool_)
        return wanted[codes]

    def inside(self, names: tuple[str, ...], name: str, bits: Ints) -> Bools:
        """Which elements are or stand in one of a name, by the bits of a column."""
        return (bits >> names.index(name) & 1).astype(np.bool_)

    def sums(self, own: Column) -> Floats:
        """The values of each element and all its descendants added up."""
        total = np.concatenate(([0.0], np.cumsum(own, dtype=np.float64)))
        return np.asarray(total[self.markup.ends] - total[:-1])

    def passed(self, own: Column) -> tuple[Floats, Floats]:
        """The values of all elements of the page up to each, it included; by page: of all."""
        total = np.cumsum(own, dtype=np.float64)
        last = total[np.append(self.roots[1:], len(total)) - 1]
        before = np.concatenate(([0.0], last[:-1]))
        return np.asarray(total - before[self.page_of]), np.asarray(last - before)

    def foremost(self, values: Floats) -> Ints:
        """By page: the first element of the greatest value."""
        pages = np.split(values, self.roots[1:])
        return self.roots + np.array([page.argmax() for page in pages], dtype=np.int64)

    def share(self, runs: Bools) -> Floats:
        """By block: the share of its characters that stands in runs of text that have something."""
        marked = np.add.reduceat(np.where(runs, self.markup.sizes, 0), self.markup.runs[:-1])
        return np.asarray(marked / self.chars)

    def inherit(self, own: Column, decay: float) -> Floats:
        """The greatest value of an element and its ancestors, which count less with distance."""
        best = own.astype(np.float64)
        for level in self._levels[1:]:
            best[level] = np.maximum(best[level], decay * best[self.markup.parents[level]])
        return best

    def nearest(self, chosen: Bools) -> Ints:
        """The nearest element among self and ancestors that is chosen, else the page's root."""
        found = np.where(chosen, np.arange(len(chosen)), self.roots[self.page_of])
        for level in self._levels[1:]:
            above = found[self.markup.parents[level]]
            found[level] = np.where(chosen[level], level, above)
        return found

    @cached_property
    def _tags(self) -> tuple[dict[str, int], Ints]:
        """The tags of the page, and the number of each element's."""
        known: dict[str, int] = {}
        codes = [known.setdefault(tag, len(known)) for tag in self.markup.tags]
        return known, np.array(codes, dtype=np.int64)

    @property
    def looks(self) -> Ints:
        """A number for each element, the same for those of a page that have one tag and name."""
        return self._named[1]

    @property
    def look_names(self) -> Sequence[tuple[str, str]]:
        """Tag and name of each look, in the order of their numbers."""
        return self._named[0]

    @cached_property
    def _named(self) -> tuple[Sequence[tuple[str, str]], Ints]:
        keys = list(zip(self.markup.tags, self.markup.names, strict=True))
        names: list[tuple[str, str]] = []
        looks: list[int] = []
        for first, last in pairwise([*self.roots.tolist(), len(keys)]):
            known: dict[tuple[str, str], int] = {}
            looks += [known.setdefault(key, len(known)) + len(names) for key in keys[first:last]]
            names += known
        return names, np.array(looks, dtype=np.int64)

    @cached_property
    def siblings(self) -> Ints:
        """A number for each element, the same for siblings of one look."""
        keys = self.markup.parents * (int(self.looks.max()) + 1) + self.looks
        return np.asarray(np.unique(keys, return_inverse=True)[1].reshape(-1), dtype=np.int64)

    @cached_property
    def _levels(self) -> list[Ints]:
        """Places of the elements of each depth, from the root down."""
        depths = self.markup.depths
        order = np.argsort(depths, kind="stable")
        return np.split(order, np.cumsum(np.bincount(depths))[:-1])
