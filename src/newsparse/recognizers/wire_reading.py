"""What a reading of a wire dateline has found so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from newsparse.parts import Dateline, Span
from newsparse.recognizers.places import Place, display_name
from newsparse.recognizers.resolution import Written


@dataclass(slots=True)
class Reading:
    """What the slots have given so far, and where the reading stands."""

    head: str
    at: int
    places: list[str] = field(default_factory=list)
    entries: list[Place | None] = field(default_factory=list)
    region: str | None = None
    admin1: str = ""
    country: str | None = None
    date: str | None = None
    agency: str | None = None
    known_agency: bool = False
    """The table has it."""
    bare_agency: bool = False
    """It stands without brackets."""
    enclosed: bool = False
    """The place stands in brackets of its own."""
    authors: tuple[str, ...] = ()

    def drop_places(self, at: int) -> None:
        """Forgets the places and stands at a position again: what followed them did not fit."""
        self.places, self.entries, self.at = [], [], at
        self.region = self.country = None
        self.admin1 = ""

    def written(self) -> Written:
        """The dateline of the slots, whose text ends where the reading stands."""
        written = Dateline(
            text=self.head[: self.at],
            places=tuple(map(display_name, self.places, self.entries)),
            region=self.region,
            agency=self.agency,
            date=self.date,
            authors=self.authors,
            span=Span(0, self.at),
        )
        return Written(written, tuple(self.entries), self.country, self.admin1)

    @property
    def follow(self) -> str:
        """The character after the dateline, empty at the end of the head."""
        return self.head[self.at : self.at + 1]

    def goes_on(self) -> bool:
        """Whether the text after the closing continues a sentence."""
        return self.follow.islower() or self.follow in {",", ".", ")", ";"}
