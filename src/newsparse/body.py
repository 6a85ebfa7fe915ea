"""The body: blocks labelled as article text, joined where a flattener cut them, typed by shape."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsparse.blocks.page import Page
from newsparse.parts import Paragraph, Span, fold
from newsparse.taxonomy import BODY_LABELS, BodyKind, Label

_BULLETS = frozenset("•·▪■◦●○►▸‣⁃*+")  # what flatteners write for a list item
_LIST_MARK = re.compile(r"(?:[•·▪■◦●○►▸‣⁃*+–-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+(?=\S)")
_QUOTED = re.compile(r"[“„«「『\"][^“”„«»「」『』\"]*[”“»」』\"][.,]?|>\s.*", re.DOTALL)
_CELLS = re.compile(r"\S\t+\S|\S\s*\|\s*\S|\S {3,}\S")
_ENDS = frozenset('.!?…。！？؟۔।॥։။።។:："”’»」』)）')
_MARKED = {
    "li": BodyKind.LIST_ITEM,
    "dt": BodyKind.LIST_ITEM,
    "dd": BodyKind.LIST_ITEM,
    "blockquote": BodyKind.QUOTE,
    "td": BodyKind.TABLE_ROW,
    "th": BodyKind.TABLE_ROW,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), BodyKind.HEADING),
}
"""What a block of body text is by the element that holds it."""
_SPEECH = frozenset("–—-")
"""Dashes that open speech in a paragraph of many languages; only in text may they be bullets."""
_PIECES = 3  # cut sentences from which a page is taken to have been cut at its inline tags
_PIECE = 60  # characters up to which such a page's unfinished lines are pieces of a sentence


def body_parts(page: Page, labels: Sequence[Label]) -> tuple[Paragraph, ...]:
    """The parts of the body in page order; each begins and ends where a block does.

    A list item begins after its bullet.
    """
    body = [block for block, label in enumerate(labels) if label in BODY_LABELS]
    pieces = _Pieces(page, body)
    follows = [
        place
        for place, block in enumerate(body)
        if place and body[place - 1] == block - 1
        if labels[block] is labels[block - 1] is Label.BODY
    ]
    cut = pieces.cut_at_tags(follows)
    joined = {place for place in follows if pieces.goes_on(place, cut)}
    groups: list[list[int]] = []
    for place in range(len(body)):
        if place in joined:
            groups[-1].append(place)
        else:
            groups.append([place])
    return tuple([pieces.part(group, labels[body[group[0]]]) for group in groups])


def bullet_length(text: str) -> int:
    """Characters of the bullet that a flattener put before a list item; a dash is the author's.

    >>> bullet_length("• Rain ahead"), bullet_length("- Rain ahead"), bullet_length("Rain")
    (2, 0, 0)
    """
    if text[:1] not in _BULLETS:
        return 0
    after = text[1:8]
    item = after.lstrip()
    return 1 + len(after) - len(item) if item and item != after else 0


class _Pieces:
    """The blocks of the body, by place."""

    def __init__(self, page: Page, body: list[int]) -> None:
        self._source = page.source
        self._starts: list[int] = page.starts[body].tolist()
        self._ends: list[int] = page.ends[body].tolist()
        self._gaps: list[int] = page.gaps[body].tolist()
        self._holders = page.markup and page.markup.holders(body)

    def cut_at_tags(self, follows: list[int]) -> bool:
        """Whether the page's sentences are broken at inline tags.

        `follows` are the places of body blocks right after another one.
        """
        pieces = sum(
            self._gaps[place] == 0
            and self._source[self._starts[place]].islower()
            and self._open(place - 1)
            for place in follows
        )
        return pieces >= _PIECES

    def goes_on(self, place: int, cut: bool) -> bool:
        """Whether a block goes on with the sentence of the one before it."""
        if self._gaps[place] or not self._open(place - 1):
            return False
        start, end = self._starts[place], self._ends[place]
        head = self._source[start]
        if head.islower() or head in ",.;:!?)]’”%":
            return not _LIST_MARK.match(self._source[start : min(end, start + 8)])
        shorter = min(end - start, self._ends[place - 1] - self._starts[place - 1])
        return cut and head.isalnum() and shorter <= _PIECE

    def part(self, group: list[int], label: Label) -> Paragraph:
        """The part that some blocks in a row make up."""
        start, end = self._starts[group[0]], self._ends[group[-1]]
        verbatim = self._source[start:end]
        holder = self._holders[group[0]] if self._holders else ""
        marked = BodyKind.HEADING if label is Label.HEADING else _MARKED.get(holder)
        kind = marked or _kind(verbatim, speech=holder == "p")
        bullet = bullet_length(verbatim)
        return Paragraph(kind, fold(verbatim[bullet:]), Span(start + bullet, end))

    def _open(self, place: int) -> bool:
        """Whether a block ends in the middle of a sentence."""
        return self._source[self._ends[place] - 1] not in _ENDS


def _kind(verbatim: str, *, speech: bool) -> BodyKind:
    """What a block of body text is by its shape; a dash may open `speech` rather than an item."""
    if _LIST_MARK.match(verbatim[:8]) and not (speech and verbatim[0] in _SPEECH):
        return BodyKind.LIST_ITEM
    head = verbatim[:400]
    celled = "\t" in head or "|" in head or "   " in head
    if celled and len(_CELLS.findall(head)) >= 2:
        return BodyKind.TABLE_ROW
    return BodyKind.QUOTE if _QUOTED.fullmatch(verbatim) else BodyKind.PARAGRAPH
