"""The judgement: what kind of page this is, from the decoder's evidence and the page's phrases."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from newsparse.blocks.labelled import Verdict
from newsparse.labeling.batch import Mask
from newsparse.labeling.phrases import KINDS
from newsparse.labeling.table import BlockTable
from newsparse.labeling.words import Ints
from newsparse.taxonomy import BODY_LABELS, STATES, Flag, Label, PageType, Part, State


def _where(*labels: Label) -> Mask:
    """The states with one of these labels."""
    return np.array([state.label in labels for state in STATES])


_BODY = _where(*BODY_LABELS)
_DISPLAY = _where(Label.HEADLINE, Label.KICKER, Label.DECK)
_TIMESTAMP, _CAPTION = _where(Label.TIMESTAMP), _where(Label.CAPTION)
_ARTICLE = np.array([state.part is Part.ARTICLE for state in STATES])

_STUB = 60  # words of body below which a page may be a wall, an error page or a form
_THIN = 15  # words of body below which a page is no article, whatever else it has
_INDEX_HEADLINES = 12  # unfinished lines as long as headlines that make a page an index
_LIVE_TIMES = 5  # time stamps between body blocks that make a live blog


def judge(table: BlockTable, rows: slice, states: Ints, bodyless: float) -> tuple[Verdict, Ints]:
    """The verdict on a page, and its states with a body only if the page has one.

    `states` are indices into `STATES`; `bodyless` is by how much the best labelling without a body
    beats the best with one.
    """
    page = _Evidence.of(table, rows, states)
    belief = 1 / (1 + math.exp(max(-30.0, min(30.0, bodyless / 4))))
    if page.words == 0:
        return Verdict(PageType.EMPTY, 1.0), _without_body(states, Label.NAV)
    if page.body_words < _STUB and page.speaks_of("error") and page.words < 4 * _STUB:
        missing = Verdict(PageType.EMPTY, 0.8, (Flag.ERROR_PAGE,))
        return missing, _without_body(states, Label.NAV)
    short = page.words < 10 * _STUB
    if short and page.body_words < 2 * _STUB and page.speaks_of("consent", blocks=2):
        return Verdict(PageType.CONSENT, 0.8), _without_body(states, Label.LEGAL)
    if page.body_words < _THIN:
        doubt = _three(1 - belief / 2)
        if page.headlines >= _INDEX_HEADLINES:
            return Verdict(PageType.INDEX, doubt), _without_body(states, Label.RELATED)
        return Verdict(PageType.OTHER, doubt), states
    flags = (Flag.PAYWALL,) if page.paywalled else ()
    return Verdict(page.kind_of_article(), _three(belief), flags), states


@dataclass(frozen=True, slots=True)
class _Evidence:
    table: BlockTable
    rows: slice
    states: Ints
    body: Mask

    @classmethod
    def of(cls, table: BlockTable, rows: slice, states: Ints) -> _Evidence:
        return cls(table, rows, states, _BODY[states])

    @property
    def words(self) -> int:
        return int(self.table.words[self.rows].sum())

    @property
    def body_words(self) -> int:
        return int(self.table.words[self.rows][self.body].sum())

    @property
    def headlines(self) -> int:
        """Lines as long as a headline that are no running text."""
        words = self.table.words[self.rows]
        return int(((words >= 5) & (words <= 25) & ~self.table.running[self.rows]).sum())

    def phrase(self, kind: str, least: int = 2) -> Mask:
        """Blocks that hold a set phrase of a kind, of `least` words or as the whole block."""
        covered = self.table.phrase_words[self.rows, KINDS.index(kind)]
        return np.asarray(
            (covered >= least) | ((covered > 0) & (covered == self.table.head_words[self.rows]))
        )

    def speaks_of(self, kind: str, blocks: int = 1) -> bool:
        """Whether set phrases of a kind stand in so many blocks."""
        return int(self.phrase(kind).sum()) >= blocks

    @property
    def paywalled(self) -> bool:
        """A subscription prompt stands right after the body, or in it."""
        after = np.flatnonzero(self.body)[-1] + 1
        return bool(self.phrase("paywall", least=3)[: after + 6].any())

    def kind_of_article(self) -> PageType:
        """Live blog, gallery or plain article."""
        display = _DISPLAY[self.states]
        if (self.phrase("liveblog") & display).any():
            clock = (self.table.clock_marks[self.rows] > 0) & (self.table.words[self.rows] <= 8)
            times = (_TIMESTAMP[self.states] | clock) & _ARTICLE[self.states]
            if times.sum() >= _LIVE_TIMES:
                return PageType.LIVEBLOG
        pictured = _CAPTION[self.states].sum() > self.body.sum()
        if pictured and (self.phrase("gallery") & display).any():
            return PageType.GALLERY
        return PageType.ARTICLE


def _without_body(states: Ints, instead: Label) -> Ints:
    """The states of a page all of which is leading, body blocks under another label."""
    leading = [
        STATES.index(State(Part.LEADING, instead if state.label in BODY_LABELS else state.label))
        for state in STATES
    ]
    return np.array(leading)[states]


def _three(value: float) -> float:
    return round(value, 3)
