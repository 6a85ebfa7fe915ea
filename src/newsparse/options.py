"""What a caller may set."""

from __future__ import annotations

import codecs
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """How pages are read; plain values, the same for every page of a run."""

    encoding: str | None = None
    """Charset of byte input, as HTTP or the dump declares it; `None` lets BOM and bytes decide."""
    repair_mojibake: bool = False
    """Undo text decoded with the wrong charset ("donâ€™t"), conservatively, before anything else.
    Needs the extra `newsparse[mojibake]` (ftfy)."""

    def __post_init__(self) -> None:
        """Refuse a charset that Python does not know, or that no page is written in.

        Raises:
            ValueError: naming it.
        """
        if self.encoding is not None and not is_charset(self.encoding):
            raise ValueError(f"unknown charset {self.encoding!r}")


_NO_CHARSETS = frozenset(
    {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined", "utf-7"}
)
"""Codecs of Python for host names, source code and mail headers."""


def is_charset(name: str) -> bool:
    """Whether Python knows a charset by this name in which pages are written."""
    try:
        codec = codecs.lookup(name)
        b"a".decode(name, "replace")
    except (LookupError, ValueError):
        return False
    return name.isprintable() and codec.name.replace("_", "-") not in _NO_CHARSETS


DEFAULT = Options()
"""What holds where a caller sets nothing."""
