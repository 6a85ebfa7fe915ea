"""What besides the input decides the records: a run is taken up again only where it is the same."""

from __future__ import annotations

from hashlib import blake2b
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from newsparse.data import resource

if TYPE_CHECKING:
    from newsparse.engine.limits import Limits
    from newsparse.engine.work import Work


def identity(work: Work, limits: Limits) -> dict[str, Any]:
    """Version, weights and tables, options and limits."""
    return {
        "version": version("newsparse"),
        "weights": data_hash(),
        "options": repr(work),
        "limits": repr(limits),
    }


def data_hash() -> str:
    """A hash of the weights and every table that ships with them."""
    digest = blake2b(digest_size=16)
    for each in sorted(resource(".").iterdir(), key=lambda each: each.name):
        if each.is_file():
            digest.update(each.name.encode() + b"\0")
            digest.update(blake2b(each.read_bytes()).digest())
    return digest.hexdigest()
