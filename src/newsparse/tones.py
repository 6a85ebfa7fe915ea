"""What the labels mean to the eye: one table for the terminal and the report.

Seventeen colours cannot be told apart; eight families can. A label's name stands beside its colour
everywhere, so that nothing is said by colour alone.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from newsparse.taxonomy import Label


class Family(StrEnum):
    """Labels that share a colour because they do the same for a reader."""

    DISPLAY = "display"
    """The story's display lines."""
    TEXT = "text"
    """The story itself."""
    SOURCE = "source"
    """Who wrote it, and when."""
    PICTURE = "picture"
    STORIES = "stories"
    """Other stories."""
    SELLING = "selling"
    READERS = "readers"
    """What readers wrote."""
    CHROME = "chrome"
    """What the site puts on every page."""


class Tone(NamedTuple):
    """How one label looks."""

    family: Family
    """Its colour in the report (`report.css` has a hue for each, light and dark)."""
    terminal: str
    """Its colour in a terminal, as click names it."""
    bold: bool = False


TONES: dict[Label, Tone] = {
    Label.HEADLINE: Tone(Family.DISPLAY, "bright_white", bold=True),
    Label.KICKER: Tone(Family.DISPLAY, "bright_cyan"),
    Label.DECK: Tone(Family.DISPLAY, "bright_white"),
    Label.BODY: Tone(Family.TEXT, "green"),
    Label.HEADING: Tone(Family.TEXT, "bright_green", bold=True),
    Label.BYLINE: Tone(Family.SOURCE, "cyan"),
    Label.TIMESTAMP: Tone(Family.SOURCE, "cyan"),
    Label.CREDIT: Tone(Family.SOURCE, "blue"),
    Label.CAPTION: Tone(Family.PICTURE, "blue"),
    Label.TICKER: Tone(Family.STORIES, "magenta"),
    Label.RELATED: Tone(Family.STORIES, "yellow"),
    Label.PROMO: Tone(Family.SELLING, "bright_yellow"),
    Label.COMMENTS: Tone(Family.READERS, "bright_red"),
    Label.TAGS: Tone(Family.CHROME, "yellow"),
    Label.SHARE: Tone(Family.CHROME, "bright_black"),
    Label.NAV: Tone(Family.CHROME, "bright_black"),
    Label.LEGAL: Tone(Family.CHROME, "bright_black"),
}
"""Every label, in the order of a legend: the story first, the site's furniture last."""
