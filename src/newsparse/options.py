"""What a caller may set."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """How pages are read; plain values, the same for every page of a run."""

    encoding: str | None = None
    """Charset of byte input, as HTTP or the dump declares it; `None` lets BOM and bytes decide."""
    repair_mojibake: bool = False
    """Undo text decoded with the wrong charset ("donâ€™t"), conservatively, before anything else.
    Needs the extra `newsparse[mojibake]` (ftfy)."""


DEFAULT = Options()
"""What holds where a caller sets nothing."""
