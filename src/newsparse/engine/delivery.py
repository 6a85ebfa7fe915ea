"""The last step of a run: quarantine and output put in place, the work directory taken away.

The output comes last: where it is there, so is the rest. Interrupted, the step is done anew.
"""

from __future__ import annotations

import shutil
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from newsparse.engine.growing import folder_to_disk
from newsparse.extras import MissingExtraError, zstd
from newsparse.writers import compressing, format_of, open_lines, open_output, open_writer

if TYPE_CHECKING:
    from newsparse.engine.journal import Journal
    from newsparse.writers import OutputOptions

_SUFFIXES = (".zst", ".gz", ".jsonl", ".ndjson", ".json", ".parquet", ".pq", ".csv")


def quarantine_beside(target: Path) -> Path:
    """Where the quarantine of an output goes.

    >>> quarantine_beside(Path("out/articles.parquet")).with_suffix("").as_posix()
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


def deliver_quarantine(journal: Journal, place: Path) -> bool:
    """Write the quarantine, compressed as its name says; whether there is one.

    One from an earlier run to the same output goes: it tells of records that are no longer there.
    """
    if not journal.quarantine.stat().st_size:
        for each in (place, place.with_suffix(".gz"), place.with_suffix(".zst")):
            each.unlink(missing_ok=True)
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
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(place)) from error


def compression_of(path: Path) -> str:
    """What a file is compressed with, by its suffix: `gz`, `zst` or `none`."""
    return path.suffix[1:] if path.suffix in {".gz", ".zst"} else "none"
