"""A page in the terminal: what was found, then every block with its label and confidence."""

from __future__ import annotations

import errno
import os
import re
import shutil
import sys
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from newsparse.article import Article
from newsparse.parts import Block, Dateline, fold
from newsparse.taxonomy import BodyKind, Label, PageType
from newsparse.tones import TONES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsparse.parser import Explanation

MIN_WIDTH = 40
_NAME = 10  # columns of the longest label, `timestamp`, and a space
_MARGIN = _NAME + 7  # … and of the confidence and the bar
_CUES = 6  # shown for a block, strongest first
_ALTERNATIVES = 2

_Style = tuple[str | None, bool]
"""Colour of the letters, and whether they are bold."""

_PLAIN: _Style = (None, False)

# Controls drive a terminal, bidirectional overrides and isolates reorder what it shows, surrogates
# cannot be printed, line separators break the layout; joiners stay, Hindi and Persian need them.
_HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)


@dataclass(frozen=True, slots=True)
class Screen:
    """What the page is shown on."""

    width: int = 80
    """Columns; fewer than `MIN_WIDTH` are taken for that many."""
    colour: bool = False

    @classmethod
    def of_stdout(cls) -> Screen:
        """The terminal; without colour where there is none, or where `NO_COLOR` is set."""
        if sys.stdout is None:
            raise OSError(errno.EBADF, "it is closed")
        if hasattr(sys.stdout, "reconfigure"):  # a page may hold what the terminal cannot show
            sys.stdout.reconfigure(errors="replace")
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        return cls(shutil.get_terminal_size().columns, colour)


def render(
    article: Article, screen: Screen, explanations: Iterable[Explanation] | None = None
) -> Iterator[str]:
    """The lines of the picture: a summary, a rule, the blocks; with their reasons if explained."""
    width = max(screen.width, MIN_WIDTH)
    for label, name, text in _summary(article):
        yield from _row(name.ljust(_NAME), text, width, _style(label, screen))
    yield "─" * width
    whys = iter(explanations) if explanations is not None else None
    for block in article.blocks:
        margin = f"{block.label.value:<{_NAME}}{block.confidence:.2f} │ "
        style = _style(block.label, screen)
        yield from _row(margin, article.text_of(block), width, style)
        if whys is not None:
            yield from _row(" " * (_MARGIN - 2) + "╰ ", _reasons(next(whys), block), width, _PLAIN)


def harmless(text: str) -> str:
    r"""Text on one line that cannot drive a terminal: what could is shown as a sign.

    >>> harmless("\x1b[2JGone?\n\u202eback\u2028 \ud800")
    '␛[2JGone? �back �'
    """
    return _HARMFUL.sub(_sign, fold(text))


def _sign(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)  # the block of control pictures
    return "␡" if code == 0x7F else "\ufffd"


def wrap(text: str, width: int) -> Iterator[str]:
    """Lines of at most `width` columns, broken at spaces, or anywhere in what is too long.

    East Asian wide characters take two columns and may be broken between; time is linear.

    >>> list(wrap("the old mill burns", 8)), list(wrap("旧い水車が燃える", 8)), list(wrap("", 8))
    (['the old', 'mill', 'burns'], ['旧い水車', 'が燃える'], [''])
    """
    start = columns = 0
    space: int | None = None  # last space of the line, and the columns up to it
    before_space = 0
    for position, character in enumerate(text):
        step = _columns(character)
        if character == " ":
            space, before_space = position, columns + step
        if columns + step > width and position > start:
            cut = space if space is not None and space > start else position
            yield text[start:cut].rstrip(" ")
            start = cut + (cut == space)
            columns = columns - before_space if cut == space else 0
            space = None
        columns += step
    yield text[start:]


def _columns(character: str) -> int:
    if character < "\u0300":
        return 1
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _summary(article: Article) -> Iterator[tuple[Label | None, str, str]]:
    """Rows of the summary: the label that colours it, its name, its text."""
    flags = "".join(f", {flag.value}" for flag in article.flags)
    yield None, "page", f"{article.page_type.value} ({article.confidence:.2f}){flags}"
    for number, item in enumerate(article.ticker):
        yield Label.TICKER, "" if number else "ticker", f"• {item.text}"
    for label in (Label.KICKER, Label.HEADLINE, Label.DECK):
        part = getattr(article, label.value)
        if part is not None:
            yield label, label.value, part.text
    if article.authors:
        yield Label.BYLINE, "authors", ", ".join(article.authors)
    for name in ("published", "modified"):
        if getattr(article, name) is not None:
            yield Label.TIMESTAMP, name, getattr(article, name)
    if article.dateline is not None:
        yield Label.BYLINE, "dateline", _dateline(article.dateline)
    if article.body or article.page_type is PageType.ARTICLE:
        yield Label.BODY, "body", _body(article)


def _dateline(line: Dateline) -> str:
    places = ", ".join((*line.places, *filter(None, (line.region, line.country_code))))
    found = "; ".join(filter(None, (places, line.agency, line.date)))
    return f"{line.text.strip()} → {found}" if found else line.text


def _body(article: Article) -> str:
    counts = {kind: sum(part.kind is kind for part in article.body) for kind in BodyKind}
    words = {BodyKind.LIST_ITEM: "list item", BodyKind.TABLE_ROW: "table row"}
    told = [
        f"{count} {words.get(kind, kind.value)}{'s' * (count != 1)}"
        for kind, count in counts.items()
        if count
    ]
    size = sum(len(part.text) for part in article.body)
    return ", ".join([*told, f"{size:,} characters"])


def _reasons(why: Explanation, block: Block) -> str:
    """The strongest cues of a block with their weights, then what else it might be."""
    cues = ", ".join(f"{name} {weight:+.2f}" for name, weight in why.reasons[:_CUES])
    others = ", ".join(
        f"{label.value} {chance:.2f}"
        for label, chance in why.alternatives[:_ALTERNATIVES]
        if label is not block.label
    )
    return "; else ".join(filter(None, (cues or "no cue", others)))


def _style(label: Label | None, screen: Screen) -> _Style:
    if label is None or not screen.colour:
        return _PLAIN
    return TONES[label].terminal, TONES[label].bold


def _row(margin: str, text: str, width: int, style: _Style) -> Iterator[str]:
    """A text wrapped beside its margin."""
    for number, line in enumerate(wrap(harmless(text), width - len(margin))):
        shown = (" " * len(margin) if number else margin) + line
        shown = shown.rstrip()
        yield shown if style == _PLAIN else click.style(shown, fg=style[0], bold=style[1] or None)
