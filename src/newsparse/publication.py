"""The lines of a page that say who wrote the article and when: bylines, timestamps and others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from newsparse.blocks.labelled import Labelling
from newsparse.blocks.page import Page
from newsparse.parts import fold
from newsparse.taxonomy import BODY_LABELS, Label, Part

CREDITS = frozenset({Label.BYLINE, Label.TIMESTAMP})
OF_OTHERS = frozenset({Label.RELATED, Label.TICKER, Label.LEGAL, Label.COMMENTS})
"""Labels of lines that tell about other stories or nobody's."""
_HEAD = frozenset({Label.NAV, Label.TIMESTAMP})
_NEAR = 12
"""Blocks between headline and body, or after it, that may hold a byline under another label."""
_OPENING = 5
"""Blocks into the body that belong to the article's opening."""
_SHORT = 90
"""Characters that a byline under another label may have."""


class Place(Enum):
    """Where lines stand on the page."""

    OPENING = "opening"
    """Before the body or by its first paragraphs."""
    WITHIN = "within"
    """Deeper in the article."""
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Run:
    """Bylines and timestamps that stand together."""

    place: Place
    text: str
    """A block a line."""
    bylines: str
    """Those of them alone that are bylines."""


class PublicationLines:
    """The labelled blocks of a page, by how likely they say who wrote it and when."""

    def __init__(self, page: Page, labelling: Labelling) -> None:
        self._page = page
        self._lengths = (page.ends - page.starts).tolist()
        self.labels = [state.label for state in labelling.states]
        self._parts = [state.part for state in labelling.states]
        body = [block for block, label in enumerate(self.labels) if label in BODY_LABELS]
        self._body = (body[0], body[-1] + 1) if body else (len(self.labels),) * 2
        headlines = [block for block, label in enumerate(self.labels) if label is Label.HEADLINE]
        self.headline = max(headlines, key=labelling.confidences.__getitem__, default=None)

    def text(self, block: int) -> str:
        """The block's text on one line."""
        return fold(self._page.text(block))

    def texts(self) -> Iterator[str]:
        """Every block's text, in order."""
        return map(self.text, range(len(self.labels)))

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """Bylines and timestamps that stand together, with what `By`, a comma or `and` ties."""
        runs: list[list[int]] = []
        for block in (block for block, label in enumerate(self.labels) if label in CREDITS):
            if not runs or runs[-1][-1] < block - 1:
                runs.append([])
            if not runs[-1] or runs[-1][-1] < block:
                runs[-1].append(block)
            while self._goes_on(runs[-1][-1]):
                runs[-1].append(runs[-1][-1] + 1)
        return tuple(map(self._run, runs))

    def _run(self, run: list[int]) -> Run:
        start, first = run[0], self._body[0]
        if self._parts[start] is Part.TRAILING:
            place = Place.AFTER
        elif start > first + _OPENING:
            place = Place.WITHIN
        else:
            place = Place.OPENING
        texts = list(map(self.text, run))
        bylines = [
            text
            for block, text in zip(run, texts, strict=True)
            if self.labels[block] is Label.BYLINE
        ]
        return Run(place, "\n".join(texts), "\n".join(bylines))

    def _goes_on(self, block: int) -> bool:
        """Whether what follows a byline is tied to it: `By`, `Jane Doe ,`, `und`."""
        following = block + 1
        if following == len(self.labels) or not self._is_short(following):
            return False
        if self.labels[following] in CREDITS | OF_OTHERS | BODY_LABELS:
            return False
        from newsparse.recognizers.byline import ties

        return ties(self.text(block), self.text(following))

    def masthead(self) -> Iterator[str]:
        """The lines before the headline where a page tells its own day."""
        for block in range(self.headline or 0):
            if self.labels[block] in _HEAD and self._is_short(block):
                yield self.text(block)

    def beside(self) -> Iterator[int]:
        """Short blocks by the headline or before the body that other labels hold."""
        first = self._body[0]
        low = max(0, first - _NEAR) if self.headline is None else self.headline
        for block in range(low, min(first + 2, len(self.labels))):
            if self.labels[block] not in CREDITS | OF_OTHERS and self._is_short(block):
                yield block

    def after(self) -> Iterator[int]:
        """Sign-off lines right after the body."""
        last = self._body[1]
        for block in range(last, min(last + _NEAR, len(self.labels))):
            if self.labels[block] is Label.CREDIT and self._is_short(block):
                yield block

    def _is_short(self, block: int) -> bool:
        return bool(self._lengths[block] <= _SHORT)
