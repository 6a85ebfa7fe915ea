"""How a run goes: failures as lines, progress as one line on a terminal."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Self

import click

from newsparse.cli.ending import say
from newsparse.engine.balance import Balance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newsparse.readers import Item

_EVERY = 0.2  # seconds between two drawings
_CLEAR = "\r\x1b[K"
_MOST_FILES = 100_000  # that are asked for their size before the run, to tell the time left
_COMPRESSED = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"BZh", b"\xfd7zXZ\0", b"PK\x03\x04")


class Progress:
    """An observer of the engine that tells the user; a context manager that clears its line."""

    def __init__(
        self,
        inputs: Iterable[str],
        quiet: bool = False,
        hint: Callable[[Item], str | None] = lambda _: None,
    ) -> None:
        self.is_shown = not quiet and sys.stderr is not None and sys.stderr.isatty()
        self._quiet = quiet
        self._hint = hint
        self._way = _Way(inputs) if self.is_shown else None
        self._since = time.monotonic()
        self._drawn = 0.0
        self._balance = Balance()

    @property
    def seconds(self) -> float:
        """Since the run began."""
        return time.monotonic() - self._since

    def watching(self, items: Iterable[Item]) -> Iterable[Item]:
        """The same items, with an eye on how far in the input they stand."""
        items = items if self._quiet else self._hinting(items)
        return items if self._way is None else self._way.along(items)

    def _hinting(self, items: Iterable[Item]) -> Iterator[Item]:
        """The same items; of the first that there is a hint to, it is given."""
        items = iter(items)
        for item in items:
            message = self._hint(item)
            if message is not None:
                self.failed(item, message)
            yield item
            if message is not None:
                yield from items

    def failed(self, item: Item, message: str) -> None:
        """Say what is wrong with an item, and where it stands."""
        if self._quiet:
            return
        self._clear()
        place = item.source if item.record is None else f"{item.source}:{item.record}"
        say(f"{place}: {message}")

    def done(self, part: Balance) -> None:
        """Count, and draw now and then."""
        self._balance += part
        now = time.monotonic()
        if self._way is not None and now - self._drawn >= _EVERY:
            self._drawn = now
            line = told(self._balance, self.seconds, self._way.share)
            click.echo(_CLEAR + line, nl=False, err=True)

    def _clear(self) -> None:
        if self._drawn:
            click.echo(_CLEAR, nl=False, err=True)
            self._drawn = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._clear()


def told(balance: Balance, seconds: float, share: float | None = None) -> str:
    """The line of a run that has done so much, and so large a share of it.

    >>> told(Balance(read=1200, quarantined=1, content_bytes=6_000_000), 2.0, 0.25)
    '1,200 done · 600/s · 3.0 MB/s · 1 quarantined · 0:06 left'
    >>> told(Balance(), 0.0)
    '0 done'
    """
    parts = [f"{balance.read:,} done"]
    if seconds:
        parts.append(f"{balance.read / seconds:,.0f}/s")
        parts.append(f"{balance.content_bytes / seconds / 1e6:.1f} MB/s")
    if balance.quarantined:
        parts.append(f"{balance.quarantined:,} quarantined")
    if share:
        left = round(seconds * (1 - share) / share)
        hours, rest = divmod(left, 3600)
        clock = f"{rest // 60}:{rest % 60:02}" if not hours else f"{hours}:{rest // 60:02} h"
        parts.append(f"{clock} left")
    return " · ".join(parts)


class _Way:
    """How far a reader is in its files, by their sizes."""

    def __init__(self, inputs: Iterable[str]) -> None:
        files = list(islice(_files(inputs), _MOST_FILES + 1))
        self._total = sum(map(_size, files)) if len(files) <= _MOST_FILES else 0
        self._passed = 0
        self._within = 0

    @property
    def share(self) -> float | None:
        """0..1; `None` where it is not known: of standard input, within a compressed file."""
        done = self._passed + self._within
        return min(done / self._total, 1.0) if self._total and done else None

    def along(self, items: Iterable[Item]) -> Iterator[Item]:
        source, is_plain = "", False
        for item in items:
            if item.source != source:
                self._passed += _size(source)
                source, self._within = item.source, 0
                is_plain = _is_plain(source)
            if is_plain:
                self._within = getattr(item, "offset", None) or 0
            yield item


def _files(inputs: Iterable[str]) -> Iterator[str]:
    for name in inputs:
        if Path(name).is_dir():
            for folder, _, files in os.walk(name):
                yield from (str(Path(folder, each)) for each in files)
        else:
            yield name


def _size(name: str) -> int:
    with suppress(OSError, ValueError):
        return Path(name).stat().st_size if name else 0
    return 0


def _is_plain(name: str) -> bool:
    with suppress(OSError, ValueError), Path(name).open("rb") as stream:
        return not stream.read(6).startswith(_COMPRESSED)
    return False
