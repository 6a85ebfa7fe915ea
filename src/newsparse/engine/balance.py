"""What came of everything that was read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from typing import Any

EMPTY = "empty"


class LostDocumentsError(RuntimeError):
    """Documents read and documents accounted for do not agree: a defect of the engine."""


@dataclass(slots=True)
class Balance:
    """Counts of a run or of a part of one; parts add up."""

    read: int = 0
    """Documents and records that the input gave, readable or not."""
    parsed: int = 0
    empty: int = 0
    """Documents with nothing to read on them: they have their record all the same."""
    quarantined: int = 0
    """Documents that could not be parsed, and records that could not be read."""
    written: int = 0
    """Records: of what was parsed or empty, those that no filter held back."""
    unreadable_inputs: int = 0
    """Files, folders and streams that could not be read, in whole or from some place on."""
    content_bytes: int = 0
    """Size of the documents (characters, where the input is text)."""
    page_types: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Balance) -> Balance:
        names = [each.name for each in fields(self)]
        return Balance(*(getattr(self, name) + getattr(other, name) for name in names))

    def check(self) -> None:
        """Make sure that nothing was lost.

        Raises:
            LostDocumentsError: something was.
        """
        if self.read != self.parsed + self.empty + self.quarantined:
            raise LostDocumentsError(f"documents were lost: {self}")

    @property
    def quarantine_rate(self) -> float:
        """Quarantined documents as a share of those read, 0..1."""
        return self.quarantined / self.read if self.read else 0.0

    def __str__(self) -> str:
        line = (
            f"read {self.read:,} = parsed {self.parsed:,} + empty {self.empty:,}"
            f" + quarantined {self.quarantined:,}"
        )
        if self.written != self.parsed + self.empty:
            line += f"; wrote {self.written:,}"
        if self.unreadable_inputs:
            line += f"; inputs that failed: {self.unreadable_inputs:,}"
        return line

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for the journal and the summary."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return values | {"page_types": dict(sorted(self.page_types.items()))}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Balance:
        """What `to_dict` gave."""
        return cls(**{**values, "page_types": Counter(values["page_types"])})
