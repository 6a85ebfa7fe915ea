"""When the article was published and modified, from its timestamps and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsparse.document import Document
from newsparse.publication import Place, PublicationLines
from newsparse.recognizers.line_words import HEAD

if TYPE_CHECKING:
    from newsparse.recognizers.date import DateFound
    from newsparse.recognizers.timestamp import Stamp


@dataclass(frozen=True, slots=True)
class Dates:
    """ISO 8601 as far as the page states it; `None` where it does not."""

    published: str | None = None
    modified: str | None = None
    ambiguous: bool = False
    """The date of publication has more than one reading, as `03/04/2023`."""


def dates(lines: PublicationLines, document: Document) -> Dates:
    """The dates that the page's own lines state.

    Timestamps before the body come first, then those within it, then dates on lines beside the
    headline that the labeller took for something else, then timestamps after the body. A date that
    no word calls published gives way to another where it is the day of the masthead.
    """
    from newsparse.recognizers.timestamp import MODIFIED

    at = {place: [run.text for run in lines.runs if run.place is place] for place in Place}
    places = (at[Place.OPENING], at[Place.WITHIN], map(lines.text, lines.beside()), at[Place.AFTER])
    stamps = next(filter(None, map(_stamps, places)), [])
    published = [stamp for stamp in stamps if stamp.kind != MODIFIED]
    modified = [stamp.date for stamp in stamps if stamp.kind == MODIFIED]
    day = _masthead_day(lines) if len(published) > 1 else None
    published.sort(key=lambda stamp: stamp.kind is None and stamp.date.value == day is not None)
    reader = _Reader(lines, document)
    first = reader.day(published[0].date) if published else None
    if not stamps and document.reference:
        first = _ago(at[Place.OPENING], document.reference)
    return Dates(
        first,
        next(filter(None, map(reader.day, modified)), None),
        ambiguous=bool(published) and first is None and published[0].date.ambiguous,
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """What the page as a whole tells of one of its dates."""

    lines: PublicationLines
    document: Document

    def day(self, found: DateFound) -> str | None:
        """The date as the page means it; none where it cannot be told or lies in the future."""
        values = [value for _, value in found.readings] if found.value is None else [found.value]
        if self.document.reference:
            values = [value for value in values if not _is_after(value, self.document.reference)]
        if len(values) < 2:
            return next(iter(values), None)
        from newsparse.recognizers.day_order import order_of
        from newsparse.recognizers.url_date import parse_url_date

        url_day = parse_url_date(self.document.url or "")
        if stated := [value for value in values if value[:10] == url_day]:
            return stated[0]
        order = order_of(self.lines.texts(), found.text, self.document.language)
        value = found.read_as(order)
        return value if value in values else None


def _is_after(value: str, reference: str) -> bool:
    """Whether a day is later than the reference anywhere on earth."""
    from datetime import date, timedelta

    try:
        fetched = date.fromisoformat(reference[:10])
    except ValueError:
        return False
    return date.fromisoformat(value[:10]) > fetched + timedelta(days=1)


def _ago(texts: Iterable[str], reference: str) -> str | None:
    """The day of the first line that tells one from the reference, unless of a change."""
    from newsparse.recognizers.relative import parse_relative
    from newsparse.recognizers.timestamp import MODIFIED, mark

    for text in texts:
        for line in text.split("\n"):
            if (day := parse_relative(line, reference)) and mark(line) != MODIFIED:
                return day
    return None


def _stamps(texts: Iterable[str]) -> list[Stamp]:
    from newsparse.recognizers.timestamp import find_stamps

    return [stamp for text in texts for piece in _pieces(text) for stamp in find_stamps(piece)]


def _masthead_day(lines: PublicationLines) -> str | None:
    """The day on which the page was fetched, as its head says: `Wednesday, 3 December 2025`."""
    from newsparse.recognizers.date import parse_date
    from newsparse.recognizers.line_words import WORD, fold, weekdays

    for text in lines.masthead():
        found = parse_date(text)
        if found is None or found.value is None or "T" in found.value:
            continue
        if not weekdays().keys().isdisjoint(WORD.findall(fold(text))):
            return found.value
    return None


def _pieces(text: str) -> Iterator[str]:
    """The lines of a run in pieces that a recognizer reads whole."""
    piece = ""
    for line in text.split("\n"):
        if piece and len(piece) + len(line) >= HEAD:
            yield piece
            piece = ""
        piece = f"{piece}\n{line}" if piece else line
    yield piece
