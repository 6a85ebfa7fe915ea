"""The last step of a run: quarantine and output put in place, the work directory taken away.

The output comes last: where it is there, so is the rest. Interrupted, the step is done anew.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from newsparse.engine.growing import folder_to_disk
from newsparse.extras import MissingExtraError, zstd
from newsparse.writers import compressing, format_of, open_lines, open_output, open_writer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsparse.engine.journal import Journal
    from newsparse.writers import OutputOptions

_SUFFIXES = (".zst", ".gz", ".jsonl", ".ndjson", ".json", ".parquet", ".pq", ".csv")


def quarantines_beside(target: Path) -> tuple[Path, Path]:
    """Where the quarantine of an output goes, then where it went if zstandard came or went.

    >>> sorted(each.as_posix() for each in quarantines_beside(Path("out/articles.parquet")))
    ['out/quarantine/articles.jsonl.gz', 'out/quarantine/articles.jsonl.zst']
    """
    name = target.name
    while name.endswith(_SUFFIXES) and Path(name).stem:
        name = Path(name).stem
    folder = target.parent / "quarantine"
    packed, other = folder / f"{name}.jsonl.zst", folder / f"{name}.jsonl.gz"
    try:
        zstd()
    except MissingExtraError:
        return other, packed
    return packed, other


class _EnoughError(Exception):
    """The output can be opened."""


def rehearse(output: str, options: OutputOptions) -> None:
    """Make sure before a long run that the output can be opened at its end.

    Raises:
        MissingExtraError: the format needs a package that is not installed.
        OSError: the output cannot be opened.
    """
    try:
        with open_writer(output, options):
            raise _EnoughError
    except _EnoughError:
        return


def rehearse_quarantine(place: Path) -> None:
    """Make sure before a long run that the quarantine can be opened; its folder is there then.

    Raises:
        OSError: it cannot.
    """
    _make_folder_of(place)
    try:
        with open_output(str(place)):
            raise _EnoughError
    except _EnoughError:
        return


def deliver(journal: Journal, target: Path, options: OutputOptions) -> None:
    """Make the output of the records."""
    found, compress = format_of(str(target), options)
    if (found.name, compress) == ("jsonl", "none"):
        if target.exists():
            journal.records.chmod(stat.S_IMODE(target.stat().st_mode))
        journal.records.replace(target)
    else:
        with journal.records.open("rb") as lines, open_lines(str(target), options) as out:
            for line in lines:
                out.write(line)
    folder_to_disk(target.parent)


def deliver_quarantine(journal: Journal, places: Sequence[Path]) -> bool:
    """Write the quarantine to the first place, compressed as its name says; whether there is one.

    One from an earlier run to the same output goes: it tells of records that are no longer there.
    """
    place = places[0]
    if not journal.quarantine.stat().st_size:
        for each in filter(Path.is_file, places):  # a device stays
            each.unlink()
        return False
    _make_folder_of(place)
    with (
        journal.quarantine.open("rb") as lines,
        open_output(str(place)) as raw,
        compressing(raw, compression_of(place)) as out,
    ):
        shutil.copyfileobj(lines, out)
    return True


def _make_folder_of(place: Path) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:  # a file, where a folder should be
        raise OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(place)) from error
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(place)) from error


def compression_of(path: Path) -> str:
    """What a file is compressed with, by its suffix: `gz`, `zst` or `none`."""
    return path.suffix[1:] if path.suffix in {".gz", ".zst"} else "none"
