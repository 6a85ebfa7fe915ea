"""The work directory of an output: what is done, safe from interruption and power loss.

    .OUT.newsparse/records.jsonl      records, in order
                   quarantine.jsonl   what was quarantined
                   journal            a first line with the run's identity, then a line a shard

Files only grow. A shard is done when its line in the journal is: by then its records are on the
disk, and the line says where they end. What stands behind the last whole line is cut off.
"""

from __future__ import annotations

import json
import shutil
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from newsparse.engine.balance import Balance
from newsparse.engine.batches import Digest
from newsparse.engine.growing import START, GrowingFile, Mark, folder_to_disk, to_disk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

    from newsparse.readers import Item

_FORMAT = 1
INPUT = "input"
"""What `Journal.changed` tells of when the rest of the run's identity is the same."""


class OutputBusyError(RuntimeError):
    """Another run is writing this output."""


@dataclass(frozen=True, slots=True)
class Shard:
    """What the journal tells of a shard that is done."""

    items: int
    digest: str
    """Of its items: whether the input is still the same."""
    records: Mark
    quarantine: Mark
    balance: Balance

    def to_line(self) -> bytes:
        """The marker."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return _line(values | {"balance": self.balance.to_dict()})

    @classmethod
    def from_line(cls, line: bytes) -> Shard:
        """What `to_line` wrote.

        Raises:
            Exception: of many kinds, if it is not.
        """
        values = json.loads(line)
        marks = {name: Mark(*values[name]) for name in ("records", "quarantine")}
        return cls(**values | marks | {"balance": Balance.from_dict(values["balance"])})


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
            self._open({"journal": _FORMAT, **identity})
        except OutputBusyError:
            self._streams.close()
            raise
        except BaseException:
            self._leave()
            raise

    def _open(self, identity: dict[str, Any]) -> None:
        self._file = self._streams.enter_context((self.folder / "journal").open("a+b"))
        self._lock()
        self._out = self._streams.enter_context(closing(GrowingFile(self.records)))
        self._aside = self._streams.enter_context(closing(GrowingFile(self.quarantine)))
        self._file.seek(0)
        head, first = _line(identity), self._file.readline()
        if first == head:
            self._keep(self._trusted())
            return
        with suppress(ValueError, AttributeError):  # of a first run, or of one cut off at once
            before = json.loads(first)
            self.changed = sorted(
                key for key in identity.keys() | before if identity.get(key) != before.get(key)
            )
        self._file.truncate(0)
        self._file.write(head)
        self._keep([])
        to_disk(self._file)
        folder_to_disk(self.folder)
        folder_to_disk(self.folder.parent)

    def _lock(self) -> None:
        try:
            import fcntl

            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutputBusyError("another run is writing this output") from None
        except (OSError, ImportError):
            return  # a file system, or Windows, without such locks

    def _trusted(self) -> list[Shard]:
        """The shards up to the first whose line or whose records are not whole."""
        shards: list[Shard] = []
        records = quarantine = START
        for line in self._file:
            try:
                shard = Shard.from_line(line)
                is_whole = self._out.holds(records, shard.records)
                is_whole = is_whole and self._aside.holds(quarantine, shard.quarantine)
            except (ValueError, TypeError, KeyError, AttributeError):
                break  # cut off in the middle of writing
            if not is_whole or shard.to_line() != line:
                break
            shards.append(shard)
            records, quarantine = shard.records, shard.quarantine
        return shards

    def _keep(self, shards: list[Shard]) -> None:
        """Forget all shards but these, the first ones."""
        self.shards = shards
        self._file.seek(0)
        head = self._file.readline()
        self._file.truncate(len(head) + sum(len(shard.to_line()) for shard in shards))
        self._out.cut(shards[-1].records if shards else START)
        self._aside.cut(shards[-1].quarantine if shards else START)

    def unfinished(self, items: Iterator[Item]) -> Iterator[Item]:
        """What of the input is still to be done: what follows the shards that are done.

        Shards are read again and compared, so that an input that has changed is done anew from
        the shard that changed; the items of one shard are in memory at a time.
        """
        held: list[Item] = []
        for number, shard in enumerate(self.shards):
            held = []
            digest = Digest()
            while len(held) < shard.items and (item := next(items, None)) is not None:
                held.append(item)
                digest.add(item)
            if len(held) < shard.items or digest.hex() != shard.digest:
                self.changed = [INPUT]
                self._keep(self.shards[:number])
                break
            held = []
        self.kept = _total(self.shards)
        yield from held
        del held
        yield from items

    def write(self, records: bytes) -> None:
        """Add records of the shard that is under way."""
        self._out.write(records)

    def put_aside(self, lines: bytes) -> None:
        """Add what is quarantined of it."""
        self._aside.write(lines)

    def commit(self, items: int, digest: str, balance: Balance) -> None:
        """Mark the shard as done."""
        shard = Shard(items, digest, self._out.mark(), self._aside.mark(), balance)
        self._file.write(shard.to_line())
        to_disk(self._file)
        self.shards.append(shard)

    def finish(self) -> None:
        """Bring everything to the disk, the shard that is under way too."""
        self._out.mark()
        self._aside.mark()

    def discard(self) -> None:
        """Take the work directory away."""
        shutil.rmtree(self.folder)
        self.shards = []

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


def _total(shards: Iterable[Shard]) -> Balance:
    """The balance of shards together."""
    return sum((shard.balance for shard in shards), Balance())
