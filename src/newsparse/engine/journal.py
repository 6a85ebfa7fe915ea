"""The work directory of an output: what is done, safe from interruption and power loss.

    .OUT.newsparse/records.jsonl      records, in order
                   quarantine.jsonl   what was quarantined
                   journal            a first line with the run's identity, then a line a shard

Files only grow. A shard is done when its line in the journal is: by then its records are on the
disk, and the line says where they end. What stands behind the last whole line is cut off.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from newsparse.engine.balance import Balance
from newsparse.engine.batches import Digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from io import BufferedRandom
    from pathlib import Path
    from types import TracebackType

    from newsparse.engine.batches import Item

_FORMAT = 1


class OutputBusyError(RuntimeError):
    """Another run is writing this output."""


@dataclass(frozen=True, slots=True)
class Shard:
    """What the journal tells of a shard that is done."""

    items: int
    digest: str
    """Of its items: whether the input is still the same."""
    records_end: int
    quarantine_end: int
    """Bytes."""
    balance: Balance

    def to_line(self) -> bytes:
        """The marker."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return _line(values | {"balance": self.balance.to_dict()})

    @classmethod
    def from_line(cls, line: bytes) -> Shard:
        """What `to_line` wrote."""
        values = json.loads(line)
        return cls(**values | {"balance": Balance.from_dict(values["balance"])})


class Journal:
    """Records on their way to an output; goes on where an equal run was interrupted.

    As a context manager it takes the work directory away unless there is something to go on from.
    """

    def __init__(self, target: Path, identity: Mapping[str, Any]) -> None:
        """Open or begin the work directory of `target`.

        Raises:
            OutputBusyError: another run has it.
            OSError: it cannot be made.
        """
        self.folder = target.with_name(f".{target.name}.newsparse")
        self.records = self.folder / "records.jsonl"
        self.quarantine = self.folder / "quarantine.jsonl"
        self.changed: list[str] = []
        """Names of what is not as in the interrupted run, of which nothing could be kept."""
        self.shards: list[Shard] = []
        self.kept = Balance()
        """What an interrupted run had done and this one need not; known once reading begins."""
        self._streams = ExitStack()
        self.folder.mkdir(exist_ok=True)
        try:
            self._file = self._streams.enter_context((self.folder / "journal").open("a+b"))
            self._lock()
            self._load({"journal": _FORMAT, **identity})
            self._out = self._streams.enter_context(_appending(self.records))
            self._aside = self._streams.enter_context(_appending(self.quarantine))
            self._cut()
        except OutputBusyError:
            self._streams.close()
            raise
        except BaseException:
            self._leave()
            raise

    def _lock(self) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutputBusyError("another run is writing this output") from None
        except OSError:
            return  # a file system without locks

    def _load(self, identity: dict[str, Any]) -> None:
        self._file.seek(0)
        head = _line(identity)
        first = self._file.readline()
        if first == head:
            end = len(head)
            for line in self._file:
                try:
                    self.shards.append(Shard.from_line(line))
                except (ValueError, TypeError, KeyError):
                    break  # cut off in the middle of writing
                end += len(line)
            self._file.truncate(end)
            self._drop_what_the_disk_lost()
            return
        with suppress(ValueError, AttributeError):
            before = json.loads(first)
            self.changed = sorted(
                key for key in identity.keys() | before if identity.get(key) != before.get(key)
            )
        self._file.truncate(0)
        self._file.write(head)
        _to_disk(self._file)
        _folder_to_disk(self.folder)

    def _drop_what_the_disk_lost(self) -> None:
        sizes = [each.stat().st_size if each.exists() else 0
                 for each in (self.records, self.quarantine)]  # fmt: skip
        number = next(
            (
                number
                for number, shard in enumerate(self.shards)
                if shard.records_end > sizes[0] or shard.quarantine_end > sizes[1]
            ),
            None,
        )
        if number is not None:
            self._keep(number)

    def _keep(self, number: int) -> None:
        """Forget all shards but the first so many."""
        del self.shards[number:]
        self._file.seek(0)
        lines = [self._file.readline() for _ in range(number + 1)]
        self._file.truncate(sum(map(len, lines)))

    def _cut(self) -> None:
        ends = (self.shards[-1].records_end, self.shards[-1].quarantine_end) if self.shards else ()
        for stream, end in zip((self._out, self._aside), ends or (0, 0), strict=True):
            stream.truncate(end)
            stream.seek(0, os.SEEK_END)

    def unfinished(self, items: Iterator[Item]) -> Iterator[Item]:
        """What of the input is still to be done: what follows the shards that are done.

        Shards are read again and compared, so that an input that has changed is done anew from
        the shard that changed; the items of one shard are in memory at a time.
        """
        for number, shard in enumerate(self.shards):
            held: list[Item] = []
            digest = Digest()
            while len(held) < shard.items and (item := next(items, None)) is not None:
                held.append(item)
                digest.add(item)
            if len(held) < shard.items or digest.hex() != shard.digest:
                self.changed = ["input"]
                self._keep(number)
                self._cut()
                self.kept = _total(self.shards)
                yield from held
                break
        self.kept = _total(self.shards)
        yield from items

    def write(self, records: bytes) -> None:
        """Add records of the shard that is under way."""
        self._out.write(records)

    def put_aside(self, lines: bytes) -> None:
        """Add what is quarantined of it."""
        self._aside.write(lines)

    def commit(self, items: int, digest: str, balance: Balance) -> None:
        """Mark the shard as done."""
        _to_disk(self._out)
        _to_disk(self._aside)
        shard = Shard(items, digest, self._out.tell(), self._aside.tell(), balance)
        self.shards.append(shard)
        self._file.write(shard.to_line())
        _to_disk(self._file)

    def close(self) -> None:
        """Bring everything to the disk."""
        _to_disk(self._out)
        _to_disk(self._aside)

    def discard(self) -> None:
        """Take the work directory away."""
        shutil.rmtree(self.folder)
        self.shards.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None:
        self._leave()

    def _leave(self) -> None:
        with suppress(OSError):  # a full disk: what is whole is in the journal
            self._streams.close()
        if not self.shards and self.folder.exists():
            shutil.rmtree(self.folder, ignore_errors=True)


def _line(values: Mapping[str, Any]) -> bytes:
    return json.dumps(values, sort_keys=True).encode() + b"\n"


def _appending(path: Path) -> BufferedRandom:
    path.touch()
    return path.open("r+b")


def _to_disk(stream: BufferedRandom) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def _folder_to_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _total(shards: Iterable[Shard]) -> Balance:
    """The balance of shards together."""
    return sum((shard.balance for shard in shards), Balance())
