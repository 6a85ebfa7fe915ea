"""The words of the field: what a block of a news page can be, and what a page can be.

The labels are those of the annotators' guide; their order here is the order of the columns in the
weights, in the scores and in the decoder.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    """What one block (a line of flattened text, a block element of HTML) is on its page."""

    TICKER = "ticker"
    """Strip or list of *other* stories' headlines before this article's headline."""
    NAV = "nav"
    """Site chrome: logo, menus, breadcrumbs, search, log-in, weather, footer menus."""
    KICKER = "kicker"
    """The story's section or topic label by its headline ("Politics", "OPINION")."""
    HEADLINE = "headline"
    """This article's headline."""
    DECK = "deck"
    """Subtitle, standfirst or key points between headline and body."""
    BYLINE = "byline"
    """Authors, their roles, the source outlet."""
    TIMESTAMP = "timestamp"
    """Published, updated, reading time."""
    SHARE = "share"
    """Share, print, save, listen and comment-count widgets."""
    CAPTION = "caption"
    """Image or video caption, credit, gallery counter, player text."""
    BODY = "body"
    """Article text: paragraphs, list items, quotes, table rows."""
    HEADING = "heading"
    """A section heading inside the body."""
    PROMO = "promo"
    """Advertisement labels, inline "Read more: …", newsletter boxes, paywall prompts."""
    RELATED = "related"
    """Lists of other stories with their headings, after or beside the article."""
    TAGS = "tags"
    """Topic tags of this article."""
    CREDIT = "credit"
    """Sign-off lines ("Reporting by …", "(Xinhua)"), author biography and contact."""
    COMMENTS = "comments"
    """Reader comments and their forms."""
    LEGAL = "legal"
    """Copyright, terms, cookie and consent notices, corrections, syndication notices."""


class BodyKind(StrEnum):
    """What one part of the body is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    TABLE_ROW = "table_row"


class PageType(StrEnum):
    """What the page as a whole is; only `ARTICLE` and `LIVEBLOG` promise a body."""

    ARTICLE = "article"
    INDEX = "index"
    """A front or section page: many headlines, no running text."""
    LIVEBLOG = "liveblog"
    GALLERY = "gallery"
    CONSENT = "consent"
    """A cookie or consent wall instead of the article."""
    EMPTY = "empty"
    """Nothing to read: no text, or an error page."""
    OTHER = "other"
    """Text that is not a news article: a product, a profile, a forum, a form."""


class Flag(StrEnum):
    """What a reader of the result should know about it."""

    TRUNCATED = "truncated"
    """The text ends in the middle of a sentence."""
    PAYWALL = "paywall"
    """The body stops where subscribers read on."""
    VIDEO = "video"
    """The page is that of a video (HTML only): its text, if any, tells about it."""
    MANY_ARTICLES = "many_articles"
    """More than one article stands on the page; the first is returned."""
    MOJIBAKE = "mojibake"
    """The text shows signs of a wrong decoding that were left as they are."""
    MOJIBAKE_REPAIRED = "mojibake_repaired"
    """A wrong decoding was undone (`Options.repair_mojibake`); `source` is the repaired text."""
    ENCODING_GUESSED = "encoding_guessed"
    """Bytes came without a declared charset and were decoded by detection."""
    UNDECODABLE = "undecodable"
    """Some bytes could not be decoded and stand as U+FFFD."""
    BINARY = "binary"
    """The input is not text: NULs or control characters abound."""
    EMBEDDED = "embedded"
    """The page shows next to nothing: its text was read from the data that its scripts show."""
    DEGRADED = "degraded"
    """HTML nested too deep for a tree: its text was read without its markup."""
    ERROR_PAGE = "error_page"
    """The page says that what was asked for is not there."""
    NO_HEADLINE = "no_headline"
    """The page is an article but its headline was not found."""
    AMBIGUOUS_DATE = "ambiguous_date"
    """The date of publication has two readings (`03/04/2023`) and the page tells neither."""


class Part(StrEnum):
    """The three parts of a page, in the only order they come in."""

    LEADING = "leading"
    ARTICLE = "article"
    """From the first to the last block of the body, with what stands between."""
    TRAILING = "trailing"


BODY_LABELS = frozenset({Label.BODY, Label.HEADING})

_DISPLAY = frozenset({Label.TICKER, Label.KICKER, Label.HEADLINE, Label.DECK})
"""Labels that stand before the body and nowhere else."""


@dataclass(frozen=True, slots=True)
class State:
    """A label in a part of the page: what the decoder moves through."""

    part: Part
    label: Label


STATES: tuple[State, ...] = tuple(
    State(part, label)
    for part in Part
    for label in Label
    if not (part is Part.LEADING and label in BODY_LABELS)
    and not (part is Part.ARTICLE and label in _DISPLAY)
    and not (part is Part.TRAILING and label in _DISPLAY | BODY_LABELS)
)
"""Every state there is, in the order of the decoder's columns."""


def may_follow(before: State, after: State) -> bool:
    """Whether a block in one state may stand right before a block in another.

    Parts come in order; the article part begins and ends with body text, so that boilerplate
    between body blocks is `inline` and what follows the last of them is trailing. The order was
    checked on 1,283 pages labelled by hand, five of which break it.
    """
    if before.part is after.part:
        return True
    if after.part is Part.ARTICLE:
        return before.part is Part.LEADING and after.label in BODY_LABELS
    return (
        after.part is Part.TRAILING and before.part is Part.ARTICLE and before.label in BODY_LABELS
    )


def may_begin(state: State) -> bool:
    """Whether a page may begin in this state."""
    return state.part is Part.LEADING or (state.part is Part.ARTICLE and state.label in BODY_LABELS)


def may_end(state: State) -> bool:
    """Whether a page may end in this state."""
    return state.part is not Part.ARTICLE or state.label in BODY_LABELS
