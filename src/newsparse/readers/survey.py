"""What a path holds and how it would be read, from its first records."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from html import unescape
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from newsparse.extras import MissingExtraError
from newsparse.readers.codecs import peel
from newsparse.readers.fields import holds_tags, mapping
from newsparse.readers.files import STDIN, passed_over, sources
from newsparse.readers.formats import Container, known_suffixes, recognize, suffix_of
from newsparse.readers.opening import opened, read_source
from newsparse.readers.reader import ReadError, ReadOptions
from newsparse.readers.sniff import HEAD
from newsparse.readers.stream import Damaged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newsparse.document import Document

_TITLES = 5
_TITLE = re.compile(r"<title[^>]{0,200}+>([^<]{1,500}+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Group:
    """Files of one kind."""

    format: str
    """Name of the format or container."""
    codecs: tuple[str, ...]
    """From the outermost in."""
    example: str
    files: int = 1
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of each part of a document the keys that may hold it, the preferred first."""
    unused: tuple[str, ...] = ()
    """Keys that hold no part."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found in a path."""

    groups: tuple[Group, ...]
    documents: int
    html: int
    """Documents that are HTML."""
    tags: int
    """Documents that are taken for text but hold the tags of HTML."""
    titles: tuple[str, ...]
    """Of the first documents: the title, or the first line."""
    errors: tuple[ReadError, ...]
    passed_over: Mapping[str, int]
    """Files of a folder that are not read, by suffix."""
    whole: bool
    """Whether all of it was read."""


def survey(path: str, options: ReadOptions, *, files: int = 1000, records: int = 1000) -> Survey:
    """Look at the first files and records of a path; 0 looks at all.

    Standard input is not looked at twice: it has no groups.
    """
    found = list(sources(path, options))
    errors = [each for each in found if isinstance(each, ReadError)]
    names = [each for each in found if isinstance(each, str)]
    whole = not files or len(names) <= files
    names = names if whole else names[:files]
    groups = _grouped(_group(name, options) for name in names if name != STDIN)
    items = (item for name in names for item in read_source(name, options))
    seen = list(islice(items, records + 1 if records else None))
    if records and len(seen) > records:
        whole = False
        seen.pop()
    pages = [item.document for item in seen if not isinstance(item, ReadError)]
    errors += [item for item in seen if isinstance(item, ReadError)]
    titles = tuple(filter(None, map(_title, islice(pages, _TITLES))))
    html = sum(page.html for page in pages)
    tags = sum(holds_tags(page.content) for page in pages if not page.html)
    return Survey(
        groups, len(pages), html, tags, titles, tuple(errors), _passed_over(path, options), whole
    )


def _group(name: str, options: ReadOptions) -> Group | None:
    try:
        with opened(name) as stream:
            inner, codecs = peel(stream, name)
            found = recognize(inner.peek(HEAD), name, options)
            keys: list[str] = []
            if not isinstance(found, Container) and found.keys is not None:
                keys = list(found.keys(inner, options))
    except (OSError, ValueError, MissingExtraError, Damaged):
        return None  # reading says what is wrong
    fields = mapping(keys, options.fields)
    used = {key.partition(".")[0] for names in fields.values() for key in (*names, names[0])}
    unused = tuple(key for key in keys if key not in used)
    return Group(found.name, codecs, name, fields=fields, unused=unused)


def _grouped(found: Iterator[Group | None]) -> tuple[Group, ...]:
    groups: dict[tuple[str, tuple[str, ...]], Group] = {}
    for each in found:
        if each is not None:
            kind = (each.format, each.codecs)
            first = groups.get(kind)
            groups[kind] = each if first is None else replace(first, files=first.files + 1)
    return tuple(groups.values())


def _passed_over(path: str, options: ReadOptions) -> Mapping[str, int]:
    if path == STDIN or not Path(path).is_dir():
        return {}
    suffixes = known_suffixes(options)
    return Counter(suffix_of(each.name) for each in passed_over(Path(path), suffixes))


def _title(page: Document) -> str | None:
    """What a page is told by: its title or its first line."""
    if page.title:
        return page.title
    head = page.content[:HEAD]
    text = head.decode("utf-8", "replace") if isinstance(head, bytes) else head
    if page.html:
        found = _TITLE.search(text)
        return found and " ".join(unescape(found[1]).split())
    return next((line.strip() for line in text.split("\n") if line.strip()), None)
