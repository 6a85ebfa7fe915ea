"""The last step of a run: quarantine and output put in place, the work directory taken away.

The output comes last: where it is there, so is the rest. Interrupted, the step is done anew.
"""

from __future__ import annotations

import gzip
import os
import shutil
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from newsparse.readers import MissingExtraError
from newsparse.readers.codecs import zstd
from newsparse.writers import open_output

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsparse.engine.journal import Journal

_SUFFIXES = (".zst", ".gz", ".jsonl", ".ndjson", ".json", ".parquet", ".csv")


def quarantine_beside(target: Path) -> Path:
    """Where the quarantine of an output goes.

    >>> quarantine_beside(Path("out/articles.jsonl")).with_suffix("").as_posix()
    'out/quarantine/articles.jsonl'
    """
    name = target.name
    while name.endswith(_SUFFIXES) and Path(name).stem:
        name = Path(name).stem
    try:
        zstd()
    except MissingExtraError:
        compressed = "gz"
    else:
        compressed = "zst"
    return target.parent / "quarantine" / f"{name}.jsonl.{compressed}"


def put_in_place(records: Path, target: Path) -> None:
    """Make a file the output, keeping the permissions of the one it replaces."""
    if target.exists():
        records.chmod(stat.S_IMODE(target.stat().st_mode))
    records.replace(target)
    descriptor = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def deliver_quarantine(journal: Journal, place: Path) -> bool:
    """Write the quarantine, compressed as its name says; whether there is one.

    One from an earlier run to the same output goes: it tells of records that are no longer there.
    """
    if not journal.quarantine.stat().st_size:
        for each in (place, place.with_suffix(".gz"), place.with_suffix(".zst")):
            each.unlink(missing_ok=True)
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    with (
        journal.quarantine.open("rb") as lines,
        open_output(str(place)) as raw,
        compressing(raw, place.suffix) as out,
    ):
        shutil.copyfileobj(lines, out)
    return True


@contextmanager
def compressing(raw: BinaryIO, suffix: str) -> Iterator[BinaryIO]:
    """A stream into `raw`, compressed as a file's suffix says."""
    if suffix == ".gz":
        with gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as stream:
            yield cast("BinaryIO", stream)
    elif suffix == ".zst":
        with zstd().open(raw, "wb") as stream:
            yield cast("BinaryIO", stream)
    else:
        yield raw
