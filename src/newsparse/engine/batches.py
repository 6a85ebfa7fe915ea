"""What is read, in batches for the workers and in shards for the journal."""

from __future__ import annotations

from dataclasses import dataclass, fields
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from newsparse.document import Document
from newsparse.readers import ReadDocument

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsparse.readers import Item

BATCH_ITEMS, BATCH_BYTES = 64, 1_000_000
"""As in `parse_many`: array costs per page are flat from here, and this much is lost at a crash."""
SHARD_ITEMS, SHARD_BYTES = 2048, 1 << 25
"""What is done anew after an interruption at most, and held in memory to compare."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some consecutive items of the input."""

    number: int
    """From 0, without gaps."""
    shard: int
    """The shard that it belongs to, from 0."""
    items: tuple[Item, ...]
    closes: str | None = None
    """The digest of the shard whose last batch this is."""

    @property
    def documents(self) -> tuple[ReadDocument, ...]:
        """Those items that could be read."""
        return tuple(item for item in self.items if isinstance(item, ReadDocument))


def batches(items: Iterable[Item]) -> Iterator[Batch]:
    """Batches of a bounded number of items and bytes, made of what comes, in order.

    Every batch closes at the same item whatever the machine: so do shards, whose digests are
    compared from run to run.
    """
    number = shard = 0
    batch: list[Item] = []
    size = shard_items = shard_size = 0
    digest = Digest()
    for item in items:
        batch.append(item)
        digest.add(item)
        size += _size(item)
        if len(batch) < BATCH_ITEMS and size <= BATCH_BYTES:
            continue
        shard_items += len(batch)
        shard_size += size
        closes = shard_items >= SHARD_ITEMS or shard_size >= SHARD_BYTES
        yield Batch(number, shard, tuple(batch), digest.hex() if closes else None)
        number, batch, size = number + 1, [], 0
        if closes:
            shard, shard_items, shard_size, digest = shard + 1, 0, 0, Digest()
    if batch:
        yield Batch(number, shard, tuple(batch))


def _size(item: Item) -> int:
    return len(item.document.content) if isinstance(item, ReadDocument) else len(item.message)


class Digest:
    """A hash of items: equal if and only if the same things were read in the same order."""

    def __init__(self) -> None:
        self._hash = blake2b(digest_size=16)

    def add(self, item: Item) -> None:
        """Take one more item in."""
        for value in _values(item):
            data = value if isinstance(value, bytes) else str(value).encode(errors="surrogatepass")
            self._hash.update(b"%b %d " % (type(value).__name__.encode(), len(data)))
            self._hash.update(data)

    def hex(self) -> str:
        """The hash of what was added."""
        return self._hash.hexdigest()


def _values(of: Item | Document) -> Iterator[Any]:
    yield type(of).__name__
    for each in fields(of):
        value = getattr(of, each.name)
        if isinstance(value, Document):
            yield from _values(value)
        else:
            yield value
