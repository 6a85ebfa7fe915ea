"""Several pages in one text file: where one ends and the next begins."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FORM_FEED = b"\f"


@dataclass(frozen=True, slots=True)
class Split:
    """What stands between two pages of a text file; none of it belongs to a page."""

    blanks: int | None = None
    """So many blank lines, or more."""
    form_feed: bool = False
    """A form feed, anywhere."""
    pattern: re.Pattern[str] | None = None
    """A line in which this is found."""

    @classmethod
    def parse(cls, written: str) -> Split:
        """The split that `--split` names: a number of blank lines, `formfeed` or a pattern.

        Raises:
            ValueError: it is none of them.

        >>> Split.parse("3").blanks, Split.parse("formfeed").form_feed
        (3, True)
        >>> Split.parse("^-{5,}$").pattern.pattern
        '^-{5,}$'
        >>> Split.parse("(")
        Traceback (most recent call last):
        ValueError: not a pattern: missing ), unterminated subpattern at position 0
        """
        if written.isdecimal() and int(written):
            return cls(blanks=int(written))
        if written == "formfeed":
            return cls(form_feed=True)
        try:
            return cls(pattern=re.compile(written))
        except re.error as error:
            raise ValueError(f"not a pattern: {error}") from None

    def parts(self, line: bytes, blanks: int) -> list[bytes | None]:
        """A line taken apart at page ends, each a `None`; `blanks` blank lines stand before it."""
        if self.blanks is not None:
            ends = blanks >= self.blanks and bool(line.strip())
            return [None, line] if ends else [line]
        if self.pattern is not None:
            text = line.decode("utf-8", "replace").rstrip("\r")
            return [None] if self.pattern.search(text) else [line]
        first, *rest = line.split(_FORM_FEED)
        return [first, *(part for each in rest for part in (None, each))]
