"""What a run did: counts for its exit code, and a line for each failure."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsparse.cli.ending import ALL_DONE, NOTHING_DONE, SOME_FAILED, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsparse.readers import ReadDocument, ReadError


@dataclass(slots=True)
class Tally:
    """Counts what was done and what failed, and says each failure in one line."""

    done: int = 0
    failed: int = 0

    @property
    def exit_code(self) -> int:
        """As `EXIT_CODES` tells."""
        if not self.failed:
            return ALL_DONE
        return SOME_FAILED if self.done else NOTHING_DONE

    def fail(self, source: str, record: int | None, message: str) -> None:
        """Count a failure and say it."""
        self.failed += 1
        say(f"{source}: {message}" if record is None else f"{source}:{record}: {message}")

    def documents(self, found: Iterable[ReadDocument | ReadError]) -> Iterator[ReadDocument]:
        """The documents; errors are said where they come."""
        from newsparse.readers import ReadError

        for each in found:
            if isinstance(each, ReadError):
                self.fail(each.source, each.record, each.message)
            else:
                yield each

    @contextmanager
    def record(self, record: ReadDocument) -> Iterator[None]:
        """Counts one record as done, or as failed; a failing output is everyone's end."""
        try:
            yield
        except OSError:
            raise
        except Exception as error:
            self.broken(record, error)
        else:
            self.done += 1

    def broken(self, record: ReadDocument, error: Exception) -> None:
        """Say a record that broke the parser: a defect of ours must not cost the others."""
        why = f"could not be parsed ({type(error).__name__}: {error})"
        self.fail(record.source, record.record, why)
