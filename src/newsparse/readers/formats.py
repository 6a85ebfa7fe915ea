"""Every format, and how one is told from another: by its bytes, and by its name where they tie."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsparse.readers import parquet
from newsparse.readers.codecs import CODECS
from newsparse.readers.fields import is_html, mapping
from newsparse.readers.json_values import json_keys, read_json
from newsparse.readers.jsonl import jsonl_keys, read_jsonl
from newsparse.readers.table import is_table, read_table, table_keys
from newsparse.readers.tars import is_tar, tar_members
from newsparse.readers.text import read_html, read_text
from newsparse.readers.warc import read_warc
from newsparse.readers.zips import is_zip, zip_members

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newsparse.readers.reader import Pending, Reader, ReadOptions
    from newsparse.readers.stream import Stream


@dataclass(frozen=True, slots=True)
class Format:
    """A format by name, the file suffixes that mean it, and its reader."""

    name: str
    suffixes: frozenset[str]
    """Lower case, with the dot; `""` for files without one."""
    reader: Reader
    keys: Callable[[Stream, ReadOptions], Iterable[str]] | None = None
    """The keys of its first record, where records have keys."""


@dataclass(frozen=True, slots=True)
class Container:
    """A format that holds files of any format."""

    name: str
    suffixes: frozenset[str]
    is_one: Callable[[bytes], bool]
    """Whether a file with this start (512 bytes or all) is one."""
    members: Callable[[Stream, str], Iterator[tuple[str, Stream] | Pending]]
    """The files by their names within it, each to be read before the next is asked for."""


FORMATS = (
    Format("text", frozenset({".txt", ".text", ""}), read_text),
    Format("html", frozenset({".html", ".htm", ".xhtml", ".shtml"}), read_html),
    Format("jsonl", frozenset({".jsonl", ".ndjson"}), read_jsonl, jsonl_keys),
    Format("json", frozenset({".json"}), read_json, json_keys),
    Format("csv", frozenset({".csv", ".tsv", ".tab"}), read_table, table_keys),
    Format("parquet", frozenset({".parquet", ".pq"}), parquet.read_parquet, parquet.columns),
    Format("warc", frozenset({".warc", ".wet"}), read_warc),
)
"""Every format; the first is that of bytes that tell of no other."""

CONTAINERS = (
    Container("tar", frozenset({".tar"}), is_tar, tar_members),
    Container("zip", frozenset({".zip"}), is_zip, zip_members),
)
"""Every container; its files are read as if they lay in a folder."""

_BY_NAME = {each.name: each for each in FORMATS}
_BY_SUFFIX: dict[str, Format | Container] = {
    suffix: each for each in (*FORMATS, *CONTAINERS) for suffix in each.suffixes if suffix
}
_PACKED = {".tgz": ".tar", ".tbz2": ".tar", ".txz": ".tar"}
_CODEC_SUFFIXES = frozenset().union(*(each.suffixes for each in CODECS)) - _PACKED.keys()
_OBJECT = re.compile(rb'\{\s*+(?:"|\}|$)')
_KEY = re.compile(rb'"([^"\\]{1,100})"\s*+:')
_WARC = re.compile(rb"WARC/[01]\.")
_SPACE = b"\xef\xbb\xbf \t\r\n"


def suffix_of(name: str) -> str:
    """The suffix that tells a file's format, without those of codecs.

    >>> suffix_of("CC-NEWS-1.warc.gz"), suffix_of("a.TGZ"), suffix_of("pages.gz"), suffix_of("-")
    ('.warc', '.tar', '', '')
    """
    base = name.rpartition("/")[2].lower()
    while True:
        stem, dot, end = base.rpartition(".")
        suffix = f".{end}" if dot and stem else ""
        if suffix not in _CODEC_SUFFIXES:
            return _PACKED.get(suffix, suffix)
        base = stem


def known_suffixes(options: ReadOptions) -> frozenset[str]:
    """The suffixes of the files that are taken out of folders and archives."""
    formats = [each.suffixes for each in FORMATS if options.format in {None, each.name}]
    return frozenset().union(*formats, *(each.suffixes for each in CONTAINERS))


def recognize(head: bytes, name: str, options: ReadOptions) -> Format | Container:
    """What a file is by its first bytes (`HEAD` of them); its name decides where they do not.

    >>> from newsparse.readers import ReadOptions
    >>> [recognize(head, name, ReadOptions()).name for head, name in (
    ...     (b"WARC/1.0", "a.txt"), (b'[{"text": ', "-"), (b"Mill burns", "a.html"), (b"", "a"))]
    ['warc', 'json', 'html', 'text']
    """
    by_suffix = _BY_SUFFIX.get(suffix_of(name))
    for container in CONTAINERS:
        if container.is_one(head) or (container is by_suffix and options.format is not None):
            return container
    if options.format is not None:
        return by_name(options.format)
    if head.startswith(parquet.MAGIC):
        told = "parquet"
    elif _WARC.match(head):
        told = "warc"
    elif is_html(head):
        told = "html"
    elif (written := _json(head)) is not None and (
        by_suffix is not _BY_NAME["text"] or _names_page(head, options)
    ):
        told = "jsonl" if by_suffix is _BY_NAME["jsonl"] else written
    elif is_table(head, options.fields):
        told = "csv"
    else:
        return by_suffix or _BY_NAME["text"]
    return _BY_NAME[told]


def _names_page(head: bytes, options: ReadOptions) -> bool:
    """Whether one of the keys of JSON holds a page; else it is what a page's script left in it."""
    keys = (key.decode("utf-8", "replace") for key in _KEY.findall(head))
    return bool({"text", "html"} & mapping(keys, options.fields).keys())


def _json(head: bytes) -> str | None:
    r"""Whether bytes start as JSON Lines or as other JSON do.

    >>> _json(b'{"text": "a"}\n{"text'), _json(b'{\n  "text": "a"\n}'), _json(b"[1] Mill")
    ('jsonl', 'json', None)
    """
    text = head.lstrip(_SPACE)
    if text.startswith(b"["):
        return "json" if _OBJECT.match(text[1:].lstrip(_SPACE)) else None
    if not _OBJECT.match(text):
        return None
    line, found, _ = text.partition(b"\n")
    if not found or not line.rstrip().endswith((b"{", b"[", b",")):
        return "jsonl"
    try:
        json.loads(line)
    except ValueError:
        return "json"
    return "jsonl"


def by_name(name: str) -> Format:
    """The format of that name.

    Raises:
        ValueError: there is none.
    """
    if name not in _BY_NAME:
        raise ValueError(f"unknown format {name!r}")
    return _BY_NAME[name]
