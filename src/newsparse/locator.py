"""Finding the parts of a record in its source again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsparse.parts import Block, Span, folded_pattern, unfold
from newsparse.taxonomy import Label

_BULLET = re.compile(r"\S+\s+")
_DISPLAYED = frozenset({"ticker", "kicker", "headline", "deck"})


class Locator:
    """Finds where the texts of a record stand in its source.

    The texts of one field come in page order, each beginning in a block of its label, so one walk
    forward over the blocks for each field finds them all.
    """

    def __init__(self, source: str | None, blocks: tuple[Block, ...]) -> None:
        self._source = source
        self._blocks = blocks
        self._ends = {block.span.end for block in blocks}
        self._reached: dict[str, tuple[int, int]] = {}
        self._told: list[Span] = []  # by ticker, kicker, headline, deck: no boilerplate is there

    def boilerplate(self, text: str, label: Label) -> Span | None:
        """The next part that no field of its own has told; all three lists are one walk."""
        found = self.part("boilerplate", text, label)
        while found and any(told.start <= found.start < told.end for told in self._told):
            found = self.part("boilerplate", text, label)
        return found

    def part(self, field: str, text: str, *labels: Label) -> Span | None:
        """The next part that begins where a block does, or after its bullet, and ends with one."""
        reached = self._reached.get(field, (0, 0))[1]
        for number, block in self._ahead(field, labels):
            start = block.span.start
            if start < reached:  # inside the part before, which took several blocks
                continue
            bullet = _BULLET.match(self._text, start, block.span.end)
            for begin in (start, bullet.end() if bullet else start):
                found = self._standing_at(begin, text)
                if found and found.end in self._ends:
                    self._reached[field] = (number + 1, found.end)
                    return self._telling(field, found)
        return self._nothing(field, text)

    def item(self, field: str, text: str, label: Label) -> Span | None:
        """The next text that stands anywhere inside a block."""
        for number, block in self._ahead(field, (label,)):
            begin = max(block.span.start, self._reached.get(field, (0, 0))[1])
            found = folded_pattern(text).search(self._text, begin, block.span.end)
            if found:
                self._reached[field] = (number, found.end())
                return self._telling(field, Span(*found.span()))
        return self._nothing(field, text)

    def surest(self, text: str, label: Label, *, declared: bool = False) -> Span | None:
        """The text in the block of a label that is surest of it and those that go on with it.

        One that is `declared` by an HTML page may stand nowhere on it.
        """
        places = {place for place, block in enumerate(self._blocks) if block.label is label}
        if places:
            last = best = max(places, key=lambda place: (self._blocks[place].confidence, -place))
            while last + 1 in places and self._text[self._blocks[last + 1].span.start].islower():
                last += 1
            shown = Span(self._blocks[best].span.start, self._blocks[last].span.end)
            self._told.append(shown)
            found = unfold(self._text, shown.start, text, shown.end)
            if found:
                return found
        return None if declared else self._nothing(label.value, text)

    def _standing_at(self, begin: int, text: str) -> Span | None:
        """Where a folded text stands that begins at a place; most stand verbatim."""
        if self._text.startswith(text, begin):
            return Span(begin, begin + len(text))
        found = folded_pattern(text).match(self._text, begin)
        return Span(*found.span()) if found else None

    def _telling(self, field: str, span: Span) -> Span:
        if field in _DISPLAYED:
            self._told.append(span)
        return span

    @property
    def _text(self) -> str:
        return self._source or ""

    def _ahead(self, field: str, labels: tuple[Label, ...]) -> Iterator[tuple[int, Block]]:
        for number in range(self._reached.get(field, (0, 0))[0], len(self._blocks)):
            if self._blocks[number].label in labels:
                yield number, self._blocks[number]

    def _nothing(self, field: str, text: str) -> Span | None:
        """No place at all, which is right only for a record without its source."""
        if self._source is None:
            return None
        raise ValueError(f"the record's source holds no {field} that reads {text!r}")
