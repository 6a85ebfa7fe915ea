"""Who wrote the article, from its bylines and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsparse.publication import CREDITS, Place, PublicationLines
from newsparse.taxonomy import Label

if TYPE_CHECKING:
    from newsparse.recognizers.byline import Credit

_STRAY = frozenset({Label.SHARE, Label.PROMO, Label.DECK, Label.NAV, Label.CREDIT})
"""Labels under which a name alone by the byline's place is one."""
_NAME = 40
"""Characters of a name."""
_SIGNATURES = 3
"""Blocks after the body among which its author may sign."""


def authors(lines: PublicationLines, of_dateline: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The people credited, from the surest lines that name any; else the outlets.

    A stated credit (`by …`) is surer than a bare name, a byline surer than a line beside it, and
    what stands before the body surer than a sign-off after it.
    """
    return next(filter(None, _by_trust(lines, of_dateline)), ())


def _by_trust(lines: PublicationLines, of_dateline: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Authors from the surest lines to the least sure; most pages need the first alone."""
    from newsparse.recognizers.byline import read_byline
    from newsparse.recognizers.byline_tokens import may_open

    leading: list[Credit] = []
    runs = [run for run in lines.runs if run.place is not Place.AFTER]
    for run in runs:
        leading.append(read_byline(run.text))
        if leading[-1].stated:
            yield leading[-1].people
    yield from (credit.people for credit in leading)
    yield from (read_byline(run.bylines).people for run in runs)  # `Updated: 4 May` ended credits
    beside = filter(may_open, map(lines.text, lines.beside()))
    stray = [credit for credit in map(read_byline, beside) if credit.stated]
    yield from (credit.people for credit in stray)
    yield of_dateline
    trailing = [run for run in lines.runs if run.place is Place.AFTER][:_SIGNATURES]
    signed = filter(may_open, (*(run.text for run in trailing), *map(lines.text, lines.after())))
    yield from (credit.people for credit in map(read_byline, signed) if credit.stated)
    yield from (credit.outlets for credit in leading + stray if credit.stated)
    yield from _bare(lines)
    yield from (read_byline(run.bylines).people for run in trailing)
    yield from (credit.outlets for credit in leading)


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
        text = lines.text(block).strip("•-– ")
        if len(text) <= _NAME and not any(map(str.isdigit, text)):
            people = read_byline(text).people
            if people == (text,):
                yield people
