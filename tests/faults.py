"""Pages that misbehave as their first word says: what the engine is tested with.

`main` is the program with them and with small shards, so that it can be killed.
"""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from unittest.mock import patch

from newsparse.engine.work import Done, ParseWork

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newsparse.document import Document


def _raise() -> NoReturn:
    raise RuntimeError("no\nway")


def _spin() -> None:
    while True:
        pass


def _eat() -> None:
    eaten = []
    while True:
        eaten.append(b"x" * (1 << 24))


FAULTS: dict[str, Callable[[], object]] = {
    "RAISE": _raise,
    "SPIN": _spin,
    "SLEEP": lambda: time.sleep(3600),
    "ABORT": os.abort,
    "KILL": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "SEGFAULT": lambda: ctypes.string_at(0),
    "EAT": _eat,
    "EXIT": lambda: sys.exit(7),
    "LEAVE": lambda: os._exit(9),
}


@dataclass(frozen=True)
class FaultyWork:
    """Parses pages, but for those that have a fault."""

    inner: ParseWork = field(default_factory=ParseWork)
    slow: float = 0.0
    """Seconds that every page takes."""

    def warm(self) -> None:
        self.inner.warm()

    def __call__(self, documents: Sequence[Document], /) -> list[Done]:
        for document in documents:
            assert isinstance(document.content, str)
            fault = FAULTS.get(document.content.partition(" ")[0])
            if fault is not None:
                fault()
            if self.slow:
                time.sleep(self.slow)
        return self.inner(documents)


class BrokenWork(FaultyWork):
    """Cannot be loaded."""

    def warm(self) -> None:
        raise ImportError("no module\nnamed x")


def full_disk(times: int, name: str) -> Callable[[int], None]:
    """`os.fsync` on a disk that is full when a file of that name comes to it once too often."""
    fsync, left = os.fsync, iter(range(times - 1, -1, -1))

    def to_full_disk(descriptor: int) -> None:
        if name in str(Path(f"/proc/self/fd/{descriptor}").readlink()) and not next(left, 0):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        fsync(descriptor)

    return to_full_disk


def main() -> None:
    """The program; every page takes `SLOW` seconds, `FULL` tells of a `full_disk`."""
    from newsparse.cli import main as program
    from newsparse.engine import batches

    batches.SHARD_ITEMS, batches.BATCH_ITEMS = 48, 16
    slow = float(os.environ.get("SLOW", "0"))
    if full := os.environ.get("FULL"):
        times, name = full.split(" ")
        patch("os.fsync", full_disk(int(times), name)).start()
    with patch("newsparse.cli.running.Running.work", lambda *_: FaultyWork(slow=slow)):
        program()
