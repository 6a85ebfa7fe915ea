"""Articles into outputs: one protocol, one module a format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from newsparse.writers.jsonl import JsonlWriter
from newsparse.writers.output import abandon_stdout, open_output

if TYPE_CHECKING:
    from newsparse.article import Article

__all__ = ["JsonlWriter", "Writer", "abandon_stdout", "open_output"]


class Writer(Protocol):
    """One format: takes articles one by one, in order."""

    def write(self, article: Article) -> None:
        """Write one article, whole or, if it raises, not at all.

        Raises:
            OSError: the output failed; nothing more can be written.
        """
        ...
