"""When the article was published and modified, from its timestamps and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from newsparse.publication import Place, PublicationLines


@dataclass(frozen=True, slots=True)
class Dates:
    """ISO 8601 as far as the page states it; `None` where it does not."""

    published: str | None = None
    modified: str | None = None
    ambiguous: bool = False
    """The date of publication has more than one reading, as `03/04/2023`."""


def dates(lines: PublicationLines) -> Dates:
    """The dates that the page's own lines state.

    Timestamps before the body's end come first, then dates on lines beside them that the labeller
    took for something else, then timestamps after the body.
    """
    from newsparse.recognizers.timestamp import MODIFIED, Stamp, find_stamps

    def stamps(texts: Iterable[str]) -> list[Stamp]:
        return [stamp for text in texts for piece in _pieces(text) for stamp in find_stamps(piece)]

    runs = list(lines.runs())
    at = {place: stamps(run.text for run in runs if run.place is place) for place in Place}
    found = (
        at[Place.OPENING]
        or at[Place.WITHIN]
        or stamps(map(lines.text, lines.beside()))
        or at[Place.AFTER]
    )
    published = [stamp for stamp in found if stamp.kind != MODIFIED]
    modified = [stamp.date.value for stamp in found if stamp.kind == MODIFIED and stamp.date.value]
    day = _masthead_day(lines)
    published.sort(key=lambda stamp: stamp.kind is None and stamp.date.value == day)
    first = published[0].date if published else None
    return Dates(first.value if first else None, modified[0] if modified else None)


def _masthead_day(lines: PublicationLines) -> str | None:
    """The day on which the page was fetched, as its head says: `Wednesday, 3 December 2025`."""
    from newsparse.recognizers.date import parse_date
    from newsparse.recognizers.line_words import WORD, fold, weekdays

    for text in lines.masthead():
        if (found := parse_date(text)) and found.value:
            words = WORD.findall(fold(text))
            if "T" not in found.value and any(word in weekdays() for word in words):
                return found.value
    return None


def _pieces(text: str) -> list[str]:
    """The lines of a run in pieces that a recognizer reads whole."""
    from newsparse.recognizers.line_words import HEAD

    pieces: list[str] = []
    for line in text.split("\n"):
        if pieces and len(pieces[-1]) + len(line) < HEAD:
            pieces[-1] += "\n" + line
        else:
            pieces.append(line)
    return pieces
