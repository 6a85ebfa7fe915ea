"""Parts of a dump: the first documents, or a sample that is the same in every run."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from newsparse.readers import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsparse.readers import Item


def select(
    items: Iterable[Item], limit: int | None = None, sample: float | None = None
) -> Iterator[Item]:
    """The documents of a sample, up to a limit; what cannot be read passes and does not count.

    A document is in a sample by its id (or its place, if it has none), so that a larger sample
    holds a smaller one, in any dump that has it.
    """
    taken = 0
    if limit == 0:
        return
    for item in items:
        if isinstance(item, ReadError):
            yield item
        elif sample is None or share(item.document.id or f"{item.source}:{item.record}") < sample:
            yield item
            taken += 1
            if taken == limit:
                return


def share(identity: str) -> float:
    """Where an id falls in 0..1.

    >>> round(share("42"), 3), share("42") == share("43")
    (0.343, False)
    """
    digest = blake2b(identity.encode(errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest) / 2**64
