"""The body: blocks labelled as article text, joined where a flattener cut them, typed by shape."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsparse.article import Paragraph, Span, fold
from newsparse.blocks.page import Page
from newsparse.taxonomy import BodyKind, Label

_BULLETS = frozenset("•·▪■◦●○►▸‣⁃*+")  # what flatteners write for a list item
_LIST_MARK = re.compile(r"(?:[•·▪■◦●○►▸‣⁃*+–-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+(?=\S)")
_QUOTED = re.compile(r"[“„«「『\"][^“”„«»「」『』\"]*[”“»」』\"][.,]?|>\s.*", re.DOTALL)
_CELLS = re.compile(r"\S\t+\S|\S\s*\|\s*\S|\S {3,}\S")
_ENDS = frozenset('.!?…。！？؟۔।॥։။።។:："”’»」』)）')
_PIECES = 3  # cut sentences from which a page is taken to have been cut at its inline tags
_PIECE = 60  # characters up to which such a page's unfinished lines are pieces of a sentence


def body_parts(page: Page, labels: Sequence[Label]) -> tuple[Paragraph, ...]:
    """The parts of the body in page order; each begins and ends where a block does.

    A list item begins after its mark.
    """
    body = [block for block, label in enumerate(labels) if label is Label.BODY]
    cut = _cut_at_tags(page, body)
    groups: list[list[int]] = []
    for block, label in enumerate(labels):
        if label is Label.HEADING:
            groups.append([block])
        elif label is Label.BODY:
            joins = groups and groups[-1][-1] == block - 1 and labels[block - 1] is Label.BODY
            if joins and _goes_on(page, block, cut):
                groups[-1].append(block)
            else:
                groups.append([block])
    return tuple(_part(page, group, labels[group[0]]) for group in groups)


def bullet_length(text: str) -> int:
    """Characters of the bullet that a flattener put before a list item; a dash is the author's.

    >>> bullet_length("• Rain ahead"), bullet_length("- Rain ahead"), bullet_length("Rain")
    (2, 0, 0)
    """
    mark = _LIST_MARK.match(text[:8]) if text[:1] in _BULLETS else None
    return mark.end() if mark else 0


def _part(page: Page, group: list[int], label: Label) -> Paragraph:
    start, end = int(page.starts[group[0]]), int(page.ends[group[-1]])
    verbatim = page.source[start:end]
    kind = BodyKind.HEADING if label is Label.HEADING else BodyKind.PARAGRAPH
    mark = _LIST_MARK.match(verbatim[:8])
    if kind is BodyKind.PARAGRAPH:
        if mark:
            kind = BodyKind.LIST_ITEM
        elif len(_CELLS.findall(verbatim[:400])) >= 2:
            kind = BodyKind.TABLE_ROW
        elif _QUOTED.fullmatch(verbatim):
            kind = BodyKind.QUOTE
    start += bullet_length(verbatim)
    return Paragraph(kind, fold(page.source[start:end]), Span(start, end))


def _cut_at_tags(page: Page, body: list[int]) -> bool:
    """Whether the page's sentences are broken at inline tags."""
    pieces = sum(
        page.gaps[after] == 0 and page.source[page.starts[after]].islower() and _open(page, before)
        for before, after in zip(body, body[1:], strict=False)
        if after == before + 1
    )
    return bool(pieces >= _PIECES)


def _goes_on(page: Page, block: int, cut: bool) -> bool:
    """Whether a body block goes on with the sentence of the one before it."""
    if page.gaps[block] or not _open(page, block - 1):
        return False
    head = page.source[page.starts[block]]
    if head.islower() or head in ",.;:!?)]’”%":
        return not _LIST_MARK.match(page.text(block)[:8])
    length = int(min(page.ends[block] - page.starts[block],
                     page.ends[block - 1] - page.starts[block - 1]))  # fmt: skip
    return cut and head.isalnum() and length <= _PIECE


def _open(page: Page, block: int) -> bool:
    """Whether a block ends in the middle of a sentence."""
    return page.source[page.ends[block] - 1] not in _ENDS
