"""A page as the labeller sees it: its text, cut into blocks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newsparse.blocks.markup import Markup
from newsparse.provenance import Candidate
from newsparse.taxonomy import Flag

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Page:
    """Page text with its blocks as columns; `source[starts[i]:ends[i]]` is block `i`, verbatim."""

    source: str
    starts: Ints
    """First character of each block; never white space."""
    ends: Ints
    """One past the last character of each block; the character before is never white space."""
    gaps: Ints
    """Blank lines between a block and the one before (0 for the next line)."""
    indents: Ints
    """White space at the beginning of the block's line, in characters."""
    title: str | None = None
    url: str | None = None
    flags: tuple[Flag, ...] = ()
    markup: Markup | None = None
    """The elements that the blocks stand in; `None` for a page of text."""

    declared: tuple[Candidate, ...] | None = None
    """What the page states of itself outside its visible text; `None` for a page of text."""

    def __len__(self) -> int:
        return len(self.starts)

    def text(self, block: int) -> str:
        """The verbatim text of one block."""
        return self.source[self.starts[block] : self.ends[block]]
