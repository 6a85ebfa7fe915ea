"""Who wrote the article, from its bylines and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator

from newsparse.publication import CREDITS, Place, PublicationLines
from newsparse.taxonomy import Label

_STRAY = frozenset({Label.SHARE, Label.PROMO, Label.DECK, Label.NAV, Label.CREDIT})
"""Labels under which a name alone by the byline's place is one."""
_SIGNATURES = 3
"""Blocks after the body among which its author may sign."""


def authors(lines: PublicationLines, of_dateline: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The people credited, from the surest lines that name any; else the outlets.

    A stated credit (`by …`) is surer than a bare name, a byline surer than a line beside it, and
    what stands before the body surer than a sign-off after it.
    """
    from newsparse.recognizers.byline import read_byline

    runs = [(run.place, read_byline(run.text)) for run in lines.runs()]
    leading = [credit for place, credit in runs if place is not Place.AFTER]
    stray = [read_byline(lines.text(block)) for block in lines.beside()]
    stated = [credit for credit in leading if credit.stated]
    for found in (*stated, *leading, *(credit for credit in stray if credit.stated)):
        if found.people:
            return found.people
    if of_dateline:
        return of_dateline
    signed = [read_byline(lines.text(block)) for block in lines.after()]
    for found in (*(credit for _, credit in runs), *signed):
        if found.people and found.stated:
            return found.people
    for found in leading + stray:
        if found.outlets and found.stated:
            return found.outlets
    for people in _bare(lines):
        return people
    return next((credit.outlets for credit in leading if credit.outlets), ())


def _bare(lines: PublicationLines) -> Iterator[tuple[str, ...]]:
    """A name alone in its block, beside a byline or timestamp or signing the body."""
    from newsparse.recognizers.byline import read_byline

    near = [
        block
        for block in lines.beside()
        if lines.labels[block] in _STRAY
        and not CREDITS.isdisjoint(lines.labels[max(block - 1, 0) : block + 2])
    ]
    for block in (*near, *list(lines.after())[:_SIGNATURES]):
        text = lines.text(block)
        people = read_byline(text).people
        if len(people) == 1 and people[0] == text.strip("•-– "):
            yield people
