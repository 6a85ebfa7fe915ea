"""The run: items of a reader → batches → workers → a sink, and the books kept."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from newsparse.engine.balance import EMPTY, Balance, LostDocumentsError
from newsparse.engine.batches import batches
from newsparse.engine.limits import Limits
from newsparse.engine.pool import Pool, in_process
from newsparse.engine.quarantine import quarantined_document, unreadable_record
from newsparse.engine.work import Done, Failed
from newsparse.readers import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsparse.engine.pool import Finished
    from newsparse.engine.work import Work
    from newsparse.readers import Item


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run goes; none of it changes what comes out of a document within its limits."""

    jobs: int = 1
    """Worker processes; 0 parses in this process, where a hang or crash costs the whole run."""
    ordered: bool = True
    """Whether records come in the order of the input, or as they are done."""
    limits: Limits = field(default_factory=Limits)


class Sink(Protocol):
    """Where records go, and what is quarantined."""

    def write(self, records: bytes, /) -> None:
        """Take some whole lines."""
        ...

    def put_aside(self, lines: bytes, /) -> None:
        """Take lines of the quarantine."""
        ...

    def commit(self, items: int, digest: str, balance: Balance, /) -> None:
        """Take note that a shard of so many items is whole."""
        ...


class Bytes(Protocol):
    """What lines are written to."""

    def write(self, lines: bytes, /) -> object:
        """Take some whole lines."""
        ...


@dataclass(frozen=True, slots=True)
class StreamSink:
    """A sink of streams, which cannot be taken up again: markers go nowhere."""

    records: Bytes
    quarantine: Bytes | None = None

    def write(self, records: bytes, /) -> None:
        """Write through."""
        self.records.write(records)

    def put_aside(self, lines: bytes, /) -> None:
        """Write through, if anyone asked for it."""
        if self.quarantine is not None:
            self.quarantine.write(lines)

    def commit(self, _items: int, _digest: str, _balance: Balance, /) -> None:
        """Nothing to do."""


class Observer(Protocol):
    """Who is told how a run goes."""

    def failed(self, item: Item, message: str, /) -> None:
        """Something could not be read or parsed."""
        ...

    def done(self, part: Balance, /) -> None:
        """So much more is done."""
        ...


def run(
    items: Iterable[Item], work: Work, settings: Settings, sink: Sink, observer: Observer
) -> Balance:
    """What came of all items, after the sink has had everything.

    Raises:
        WorkersFailedError: no worker process can be started.
        LostDocumentsError: the books do not agree, a defect of ours.
        OSError: the sink failed.
    """
    total, shard = Balance(), Balance()
    shard_items = 0
    counted = _Counted(items)
    with ExitStack() as stack:
        parts = batches(counted)
        if settings.jobs:
            pool = Pool(work, settings.limits, settings.jobs, settings.ordered)
            finished = stack.enter_context(pool).run(parts)
        else:
            finished = in_process(work, parts)
        for each, digest in _by_shard(finished):
            part = _settle(each, sink, observer)
            observer.done(part)
            total, shard = total + part, shard + part
            shard_items += len(each.batch.items)
            if digest is not None:
                sink.commit(shard_items, digest, shard)
                shard, shard_items = Balance(), 0
    total.check()
    if total.read + total.unreadable_inputs != counted.number:
        raise LostDocumentsError(f"of {counted.number} items read some were lost: {total}")
    return total


class _Counted:
    """Counts where they come in what is counted again where it goes out."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = items
        self.number = 0

    def __iter__(self) -> Iterator[Item]:
        for item in self._items:
            self.number += 1
            yield item


def _by_shard(finished: Iterable[Finished]) -> Iterator[tuple[Finished, str | None]]:
    """Batches, no shard's before the shard before it is whole; its digest comes with its last.

    Only where batches come out of order is anything held back.
    """
    held: dict[int, list[Finished]] = {}
    shard = first = seen = 0
    closing = None
    for each in finished:
        held.setdefault(each.batch.shard, []).append(each)
        while ready := held.pop(shard, None):
            for one in ready:
                seen += 1
                if one.batch.closes is not None:
                    closing = one.batch
                is_whole = closing is not None and first + seen > closing.number
                yield one, closing.closes if closing is not None and is_whole else None
            if closing is None or first + seen <= closing.number:
                break
            shard, first, seen, closing = shard + 1, first + seen, 0, None


def _settle(finished: Finished, sink: Sink, observer: Observer) -> Balance:
    """Hand on what came of a batch, and count it."""
    part = Balance()
    records: list[bytes] = []
    aside: list[bytes] = []
    outcomes = iter(finished.outcomes)
    for item in finished.batch.items:
        if isinstance(item, ReadError):
            observer.failed(item, item.message)
            if item.record is None:
                part.unreadable_inputs += 1
                continue
            aside.append(unreadable_record(item))
        else:
            part.content_bytes += len(item.document.content)
            outcome = next(outcomes)
            if isinstance(outcome, Failed):
                why = f"could not be parsed ({outcome.error}: {outcome.message})"
                observer.failed(item, why)
                aside.append(quarantined_document(item, outcome))
            else:
                _count(outcome, part)
                records += [] if outcome.line is None else [outcome.line]
        part.read += 1
    part.quarantined += len(aside)
    sink.write(b"".join(records))
    if aside:
        sink.put_aside(b"".join(aside))
    return part


def _count(done: Done, part: Balance) -> None:
    part.page_types[done.page_type] += 1
    part.written += done.line is not None
    if done.page_type == EMPTY:
        part.empty += 1
    else:
        part.parsed += 1
