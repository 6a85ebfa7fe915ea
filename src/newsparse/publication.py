"""Who wrote the article and when, from its bylines and timestamps and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator

from newsparse.article import fold
from newsparse.blocks.labelled import Labelling
from newsparse.blocks.page import Page
from newsparse.taxonomy import BODY_LABELS, Label, Part

_LINES = frozenset({Label.BYLINE, Label.TIMESTAMP})
_OF_OTHERS = frozenset({Label.RELATED, Label.TICKER, Label.LEGAL, Label.COMMENTS})
"""Labels of lines that tell about other stories or nobody's."""
_STRAY = frozenset({Label.SHARE, Label.PROMO, Label.DECK, Label.NAV, Label.CREDIT})
"""Labels under which a name alone by the byline's place is one."""
_NEAR = 12
"""Blocks between headline and body, or after it, that may hold a byline under another label."""
_BYLINE = 90
"""Characters that a byline under another label may have."""


class Publication:
    """The lines of a page that say who wrote it and when."""

    def __init__(self, page: Page, labelling: Labelling) -> None:
        self._page = page
        self._labels = [state.label for state in labelling.states]
        self._parts = [state.part for state in labelling.states]
        body = [block for block, label in enumerate(self._labels) if label in BODY_LABELS]
        self._body = (body[0], body[-1] + 1) if body else (len(self._labels),) * 2
        headlines = [b for b, label in enumerate(self._labels) if label is Label.HEADLINE]
        confidences = labelling.confidences
        self._headline = max(headlines, key=confidences.__getitem__, default=None)

    def authors(self, of_dateline: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The people credited, from the surest lines that name any; else the outlets.

        A stated credit (`by …`) is surer than a bare name, a byline surer than a line beside it,
        and what stands before the body surer than a sign-off after it.
        """
        from newsparse.recognizers.byline import read_byline

        credits = [(run, read_byline(self._lines(run))) for run in self._runs()]
        leading = [credit for run, credit in credits if self._parts[run[0]] is not Part.TRAILING]
        for found in leading:
            if found.people and found.stated:
                return found.people
        for found in leading:
            if found.people:
                return found.people
        stray = [read_byline(self._text(block)) for block in self._beside()]
        for found in stray:
            if found.people and found.stated:
                return found.people
        if of_dateline:
            return of_dateline
        for found in [c for _, c in credits] + [read_byline(self._text(b)) for b in self._after()]:
            if found.people and found.stated:
                return found.people
        named = [credit for credit in leading + stray if credit.outlets and credit.stated]
        for found in named:
            return found.outlets
        for people in self._bare():
            return people
        return next((credit.outlets for credit in leading if credit.outlets), ())

    def _runs(self) -> Iterator[list[int]]:
        """Bylines and timestamps that stand together, with what a comma or `and` ties to them."""
        run: list[int] = []
        for block, label in enumerate(self._labels):
            near = run and run[-1] == block - 1
            if label in _LINES or (near and self._goes_on(block)):
                if run and not near:
                    yield run
                    run = []
                run.append(block)
        if run:
            yield run

    def _goes_on(self, block: int) -> bool:
        """Whether a short block is tied to the byline before it: `By`, `Jane Doe ,`, `und`."""
        from newsparse.recognizers.byline import ties

        if not self._is_short(block) or self._labels[block] in _OF_OTHERS | BODY_LABELS:
            return False
        return ties(self._text(block - 1), self._text(block))

    def _beside(self) -> Iterator[int]:
        """Short blocks by the headline or before the body that other labels hold."""
        first = self._body[0]
        low = max(0, first - _NEAR) if self._headline is None else self._headline
        for block in range(low, min(first + 2, len(self._labels))):
            if self._labels[block] not in _LINES | _OF_OTHERS and self._is_short(block):
                yield block

    def _after(self) -> Iterator[int]:
        """Sign-off lines right after the body."""
        last = self._body[1]
        for block in range(last, min(last + _NEAR, len(self._labels))):
            if self._labels[block] is Label.CREDIT and self._is_short(block):
                yield block

    def _bare(self) -> Iterator[tuple[str, ...]]:
        """A name alone in its block, beside a byline or timestamp or signing the body."""
        from newsparse.recognizers.byline import read_byline

        near = [
            block
            for block in self._beside()
            if self._labels[block] in _STRAY
            and not _LINES.isdisjoint(self._labels[max(block - 1, 0) : block + 2])
        ]
        for block in (*near, *list(self._after())[:3]):
            text = self._text(block)
            people = read_byline(text).people
            if len(people) == 1 and people[0] == text.strip("•-– "):
                yield people

    def _is_short(self, block: int) -> bool:
        return bool(self._page.ends[block] - self._page.starts[block] <= _BYLINE)

    def _lines(self, run: list[int]) -> str:
        return "\n".join(map(self._text, run))

    def _text(self, block: int) -> str:
        return fold(self._page.text(block))

    def dates(self) -> tuple[str | None, str | None]:
        """When the article was published and modified, as its own lines state it."""
        from newsparse.recognizers.timestamp import parse_timestamp

        published = modified = None
        for block, label in enumerate(self._labels):
            if label not in _LINES:
                continue
            if self._parts[block] is Part.TRAILING and (published or modified):
                break
            stamp = parse_timestamp(self._text(block))
            published = published or stamp.published
            modified = modified or stamp.modified
        return published, modified
