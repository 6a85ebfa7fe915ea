"""The files that a path names: itself, or those of the folder and its subfolders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsparse.readers.reader import ReadError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path


def walk(folder: Path, suffixes: Collection[str]) -> Iterator[Path | ReadError]:
    """The files of a folder with one of the suffixes (lower case, dot included), sorted by path.

    Hidden files and folders, links to folders, and pipes and devices are passed over; a folder
    that cannot be listed is an error.
    """
    stack = [folder]
    while stack:
        path = stack.pop()
        try:
            if path.is_dir():
                if path is folder or not path.is_symlink():
                    stack.extend(sorted(_visible(path), reverse=True))
            elif path.suffix.lower() in suffixes and (path.is_file() or _is_dangling(path)):
                yield path
        except OSError as error:
            yield ReadError(str(path), None, error.strerror or str(error))


def _visible(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if not path.name.startswith("."))


def _is_dangling(path: Path) -> bool:
    """Whether this is a link to nothing: opening it will say so."""
    return path.is_symlink() and not path.exists()
