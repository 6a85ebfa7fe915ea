"""The judgement: what kind of page this is, from the decoder's evidence and the page's phrases."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from newsparse.blocks.labelled import Verdict
from newsparse.labeling.batch import Mask
from newsparse.labeling.decode import Doubles
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
_FRAGMENT = 25  # words up to which a block that is no running text is no paragraph
_UNLIKELY = 0.4  # below it running text is no article: a forum, a product; costs 1 article in 100
_LIVE_TIMES = 5  # time stamps between body blocks that make a live blog


@dataclass(frozen=True, slots=True)
class Found:
    """What the decoder found on one page."""

    states: Ints
    """Index into `STATES` for each block."""
    body: Doubles
    """Probability of each block to be body text or a heading in it."""
    article: float
    """How much speaks for a news article (log-odds)."""


def judge(table: BlockTable, rows: slice, found: Found) -> tuple[Verdict, Ints]:
    """The verdict on a page, and its states with a body only if the page has one."""
    page = _Evidence.of(table, rows, found)
    states = found.states
    if page.words == 0:
        return Verdict(PageType.EMPTY, 1.0), _without_body(states, Label.NAV)
    if page.body_words < _STUB and page.speaks_of("error") and page.words < 4 * _STUB:
        missing = Verdict(PageType.EMPTY, 0.8, (Flag.ERROR_PAGE,))
        return missing, _without_body(states, Label.NAV)
    short = page.words < 10 * _STUB
    if short and page.body_words < 2 * _STUB and page.speaks_of("consent", blocks=2):
        return Verdict(PageType.CONSENT, 0.8), _without_body(states, Label.LEGAL)
    likely = 1 / (1 + math.exp(-max(-30.0, min(30.0, found.article))))
    thin = page.body_words < _THIN or page.body_is_fragments
    if thin and page.headlines >= _INDEX_HEADLINES:
        return Verdict(PageType.INDEX, _three(1 - likely / 2)), _without_body(states, Label.RELATED)
    if thin or likely < _UNLIKELY:
        return Verdict(PageType.OTHER, _three(1 - likely / 2)), states
    flags = (Flag.PAYWALL,) if page.paywalled else ()
    return Verdict(page.kind_of_article(), _three(page.expected_f1), flags), states


@dataclass(frozen=True, slots=True)
class _Evidence:
    table: BlockTable
    rows: slice
    found: Found
    body: Mask
    """Blocks labelled as body."""

    @classmethod
    def of(cls, table: BlockTable, rows: slice, found: Found) -> _Evidence:
        return cls(table, rows, found, _BODY[found.states])

    @property
    def words(self) -> int:
        return int(self.table.words[self.rows].sum())

    @property
    def body_words(self) -> int:
        return int(self.table.words[self.rows][self.body].sum())

    @property
    def expected_f1(self) -> float:
        """What the F1 of the body, word by word, comes to if the probabilities are right."""
        words = self.table.words[self.rows]
        right = float((words * self.found.body)[self.body].sum())
        held = float((words * self.found.body).sum())
        return 2 * right / (self.body_words + held)

    @property
    def headlines(self) -> int:
        """Lines as long as a headline that are no running text."""
        words = self.table.words[self.rows]
        return int(((words >= 5) & (words <= 25) & ~self.table.running[self.rows]).sum())

    @property
    def body_is_fragments(self) -> bool:
        """What was taken for the body holds no sentence: headlines, menus, filler."""
        words, running = self.table.words[self.rows], self.table.running[self.rows]
        return not (running | (words > _FRAGMENT))[self.body].any()

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
        display = _DISPLAY[self.found.states]
        if (self.phrase("liveblog") & display).any():
            clock = (self.table.clock_marks[self.rows] > 0) & (self.table.words[self.rows] <= 8)
            times = (_TIMESTAMP[self.found.states] | clock) & _ARTICLE[self.found.states]
            if times.sum() >= _LIVE_TIMES:
                return PageType.LIVEBLOG
        pictured = _CAPTION[self.found.states].sum() > self.body.sum()
        if pictured and (self.phrase("gallery") & display).any():
            return PageType.GALLERY
        return PageType.ARTICLE


def _without_body(states: Ints, instead: Label) -> Ints:
    """The states of a page all of which is leading, body blocks under another label."""
    return _LEADING[instead][states]


def _all_leading(instead: Label) -> Ints:
    """For each state the leading one of its label; body text takes another label."""
    labels = (instead if state.label in BODY_LABELS else state.label for state in STATES)
    return np.array([STATES.index(State(Part.LEADING, label)) for label in labels])


_LEADING = {label: _all_leading(label) for label in (Label.NAV, Label.LEGAL, Label.RELATED)}


def _three(value: float) -> float:
    return round(value, 3)
