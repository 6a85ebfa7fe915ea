"""The files that a path names: itself, those of the folder and its subfolders, or of a pattern."""

from __future__ import annotations

import glob
import os
from pathlib import Path
from typing import TYPE_CHECKING

from newsparse.extras import MissingExtraError
from newsparse.readers import remote
from newsparse.readers.formats import known_suffixes, suffix_of
from newsparse.readers.reader import ReadError, ReadOptions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

STDIN = "-"


def sources(path: str, options: ReadOptions) -> Iterator[str | ReadError]:
    """The files that a path stands for, sorted: a file, a folder, a pattern (`*`, `**`), a URL.

    A named file is given whatever its suffix; of a folder only files with a known one are.
    """
    if remote.is_url(path):
        yield from _remote(path, known_suffixes(options))
        return
    try:
        if path != STDIN and Path(path).is_dir():
            yield from _folder(path, known_suffixes(options))
            return
        is_pattern = path != STDIN and glob.has_magic(path) and not Path(path).exists()
    except OSError as error:
        yield ReadError(path, None, error.strerror or str(error))
        return
    if not is_pattern:
        yield path
        return
    found = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 (Path.glob takes no absolute)
    found = [each for each in found if not Path(each).is_dir()]
    yield from found
    if not found:
        yield ReadError(path, None, "no file matches this pattern")


def passed_over(folder: Path, suffixes: Collection[str]) -> Iterator[Path]:
    """The files of a folder that are not read for their suffix."""
    for path in _files(folder):
        if not isinstance(path, ReadError) and suffix_of(path) not in suffixes:
            yield Path(path)


def is_wanted(name: str, suffixes: Collection[str]) -> bool:
    """Whether a file of a folder or an archive is read: not hidden, with a known suffix.

    >>> is_wanted("a/b.txt", {".txt"}), is_wanted(".git/b.txt", {".txt"}), is_wanted("b", {".txt"})
    (True, False, False)
    """
    parts = [part for part in name.split("/") if part not in {"", ".", ".."}]
    return suffix_of(name) in suffixes and not any(part.startswith(".") for part in parts)


def no_files(kind: str) -> str:
    """What to say of a folder or an archive that holds no file to read."""
    return f"no file with a known suffix in this {kind}: name files, or a pattern such as *.dat"


def _folder(path: str, suffixes: Collection[str]) -> Iterator[str | ReadError]:
    empty = True
    for found in _files(Path(path)):
        if isinstance(found, ReadError) or suffix_of(found) in suffixes:
            empty = False
            yield found
    if empty:
        yield ReadError(path, None, no_files("folder"))


def _remote(url: str, suffixes: Collection[str]) -> Iterator[str | ReadError]:
    try:
        found, is_folder = remote.expand(url)
    except (MissingExtraError, OSError, ValueError) as error:
        yield ReadError(url, None, str(error))
        return
    kept = [each for each in found if not is_folder or is_wanted(each.removeprefix(url), suffixes)]
    yield from kept
    if not kept:
        missing = no_files("folder") if is_folder else "no file matches this pattern"
        yield ReadError(url, None, missing)


def _files(folder: Path) -> Iterator[str | ReadError]:
    """The files of a folder, sorted by path.

    Hidden files and folders, links to folders, and pipes and devices are left out; a folder that
    cannot be listed is an error. A link to nothing is a file: opening it will say so.
    """
    stack: list[os.DirEntry[str] | Path] = [folder]
    while stack:
        entry = stack.pop()
        try:
            if entry is folder or entry.is_dir():
                if entry is folder or not entry.is_symlink():
                    stack.extend(_visible(entry))
            elif entry.is_file() or (entry.is_symlink() and not Path(entry).exists()):
                yield _path(entry)
        except OSError as error:
            yield ReadError(_path(entry), None, error.strerror or str(error))


def _path(entry: os.DirEntry[str] | Path) -> str:
    """As `Path` would write it, which costs as much as the file: without the dot of `.` itself."""
    return os.fspath(entry).removeprefix("./")


def _visible(folder: os.DirEntry[str] | Path) -> list[os.DirEntry[str]]:
    """What stands in a folder, the last first."""
    with os.scandir(folder) as entries:
        found = [entry for entry in entries if not entry.name.startswith(".")]
    return sorted(found, key=lambda entry: entry.name, reverse=True)
