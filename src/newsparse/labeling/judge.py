"""The judgement: what kind of page this is, from the decoder's evidence and the page's phrases."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from newsparse.blocks.labelled import Verdict
from newsparse.labeling.batch import Mask
from newsparse.labeling.characters import CharClass
from newsparse.labeling.decode import Doubles
from newsparse.labeling.phrases import KINDS
from newsparse.labeling.signs import Signs
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
_SHORT = 150  # words of body below which a page for subscribers may show the beginning alone
_INDEX_HEADLINES = 12  # unfinished lines as long as headlines that make a page an index
_INDEX_TEASERS = 4  # teasers that make a page an index if its body is theirs
_TEASER = 80  # words of body up to which a box with a linked title is a teaser
_FRAGMENT = 25  # words up to which a block that is no running text is no paragraph
_DOUBTED = 0.7  # probability of an article below which lists and boxes of consent are no bodies
_UNLIKELY = 0.4  # below it running text is no article: a forum, a product; costs 1 article in 100
_LIVE_TIMES = 5  # time stamps between body blocks that make a live blog
_PICTURES = 5  # pictures that make a gallery if its words do not outweigh them
_WORDS_OF_PICTURE = 60
_AFTER = 6  # blocks after the body in which it is told why it stops


@dataclass(frozen=True, slots=True)
class Found:
    """What the decoder found on one page."""

    states: Ints
    """Index into `STATES` for each block."""
    body: Doubles
    """Probability of each block to be body text or a heading in it."""
    article: float
    """How much speaks for a news article (log-odds)."""


def judge(table: BlockTable, rows: slice, found: Found, signs: Signs) -> tuple[Verdict, Ints]:
    """The verdict on a page, and its states with a body only if the page has one."""
    page = _Evidence.of(table, rows, found, signs)
    speaks_for = found.article + signs.leaning
    likely = 1 / (1 + math.exp(-max(-30.0, min(30.0, speaks_for))))
    if (bodiless := _bodiless(page, likely)) is not None:
        verdict, instead = bodiless
        return verdict, _without_body(found.states, instead)
    flags = page.flags()
    if (special := page.special_kind()) is not None:
        return Verdict(special, _three(page.expected_f1), flags), found.states
    if page.is_thin or likely < _UNLIKELY or (page.is_video and page.body_words < _STUB):
        kind = PageType.INDEX if signs.is_list and page.teasers else PageType.OTHER
        return Verdict(kind, _three(1 - likely / 2), flags), found.states
    return Verdict(PageType.ARTICLE, _three(page.expected_f1), flags), found.states


def _bodiless(page: _Evidence, likely: float) -> tuple[Verdict, Label] | None:
    """The verdict on a page without an article, and the label of what was taken for its body."""
    if page.words == 0:
        return Verdict(PageType.EMPTY, 1.0), Label.NAV
    if page.is_error:
        return Verdict(PageType.EMPTY, 0.8, (Flag.ERROR_PAGE,)), Label.NAV
    doubted = likely < _DOUBTED  # what reads as an article may be a list of linked products
    if page.is_consent or (doubted and page.is_consent_box):
        return Verdict(PageType.CONSENT, 0.8), Label.LEGAL
    if page.is_index or (doubted and page.is_teasers):
        return Verdict(PageType.INDEX, _three(1 - likely / 2)), Label.RELATED
    return None


@dataclass(frozen=True)
class _Evidence:
    table: BlockTable
    rows: slice
    found: Found
    signs: Signs
    body: Mask
    """Blocks labelled as body."""

    @classmethod
    def of(cls, table: BlockTable, rows: slice, found: Found, signs: Signs) -> _Evidence:
        return cls(table, rows, found, signs, _BODY[found.states])

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
        return 2 * right / max(self.body_words + held, 1)

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

    def words_where(self, blocks: Mask) -> int:
        return int(self.table.words[self.rows][blocks].sum())

    @property
    def is_error(self) -> bool:
        """Little but a phrase of error pages, whatever menus stand around it."""
        told = self.phrase("error")
        if self.body_words >= _STUB or not told.any():
            return False
        shown = ~self.signs.chrome
        return bool((told & shown).any()) and self.words_where(shown) < 4 * _STUB

    @property
    def is_consent(self) -> bool:
        """Phrases of consent on a page of few words."""
        asked = int(self.phrase("consent").sum())
        return asked > 1 and self.words < 10 * _STUB and self.body_words < 2 * _STUB

    @property
    def is_consent_box(self) -> bool:
        """A box of consent that holds most of the page."""
        box = self.signs.consent
        if not (box.any() and self.phrase("consent").any()):
            return False
        rest = self.words_where(~box & ~self.signs.chrome)
        return self.words_where(self.body & ~box) < _THIN and rest < self.words_where(box)

    @property
    def is_thin(self) -> bool:
        return self.body_words < _THIN or self.body_is_fragments

    @property
    def is_index(self) -> bool:
        """No text, but many headlines."""
        return self.is_thin and self.headlines >= _INDEX_HEADLINES

    @property
    def is_teasers(self) -> bool:
        """No text but that of lists of other pages."""
        return not (self.is_thin or self.signs.is_article) and self.teasers >= _INDEX_TEASERS

    @cached_property
    def teasers(self) -> int:
        """How many teasers hold the body, if they hold most of it."""
        words = np.bincount(self.signs.teasers[self.body], self.table.words[self.rows][self.body])
        short = words[1:][(words[1:] > 0) & (words[1:] <= _TEASER)]
        return len(short) if 2 * short.sum() >= self.body_words else 0

    def flags(self) -> tuple[Flag, ...]:
        """What keeps the text short of an article."""
        told = ((Flag.PAYWALL, self.is_paywalled), (Flag.VIDEO, self.is_video))
        return tuple(flag for flag, holds in told if holds)

    @property
    def is_video(self) -> bool:
        """A page that says it is a video's, and no long text that speaks against it."""
        short = self.body_words < 2 * _STUB
        return self.signs.is_video and (short or self.signs.among_videos)

    @property
    def is_paywalled(self) -> bool:
        """The body stops where subscribers read on.

        From text a prompt at its end says so. Pages of HTML hold the prompt for those who need it,
        and declare what search engines ask for: of them two signs are wanted.
        """
        if not self.body.any():
            return False
        after = int(np.flatnonzero(self.body)[-1]) + 1
        prompt = bool(self.phrase("paywall", least=3)[: after + _AFTER].any())
        if not self.signs.known:
            return prompt
        unended = bool(self.table.last[self.rows][after - 1] != CharClass.TERMINAL)
        cut = unended or self.body_words < _SHORT
        told = prompt + self.signs.is_paywalled
        if told != 1 and not cut:
            return told > 1
        walled = bool(self.signs.wall[after : after + _AFTER].any())
        return cut + told + walled > 1

    def special_kind(self) -> PageType | None:
        """Live blog or gallery."""
        display = _DISPLAY[self.found.states]
        live = self.signs.is_live or (self.phrase("liveblog") & display).any()
        if live and self.body_words >= _STUB and self.times >= _LIVE_TIMES:
            return PageType.LIVEBLOG
        named = (self.phrase("gallery") & display).any()
        captions = int(_CAPTION[self.found.states].sum())
        if named and captions > self.body.sum() and not self.is_thin:
            return PageType.GALLERY
        if named or self.signs.is_gallery:
            pictures = self.signs.pictures
            if pictures >= _PICTURES and self.body_words < _WORDS_OF_PICTURE * pictures:
                return PageType.GALLERY
        return None

    @property
    def times(self) -> int:
        """Time stamps among the text."""
        clock = (self.table.clock_marks[self.rows] > 0) & (self.table.words[self.rows] <= 8)
        stamped = _TIMESTAMP[self.found.states] | clock | self.signs.times
        return int((stamped & _ARTICLE[self.found.states]).sum())


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
