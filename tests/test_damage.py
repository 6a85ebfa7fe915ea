"""Truncated and corrupted dumps: nothing raises, nothing is lost in silence."""

from __future__ import annotations

import gzip
import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsparse.readers import ReadDocument, ReadError, read
from tests import dumps

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGES = dumps.pages(40)
ROUNDS = 10
SUFFIXES = {name: f".{name}" for name in dumps.FORMATS} | {"json-objects": ".json"}
CODEC_SUFFIXES = {
    "plain": "",
    "gzip": ".gz",
    "members": ".gz",
    "zstandard": ".zst",
    "bzip2": ".bz2",
    "xz": ".xz",
}


def packed(name: str, codec: str) -> bytes:
    if codec == "members":  # each record compressed by itself, as web archives are
        records = dumps.warc_records(PAGES) if name == "warc" else lines_of(name)
        return b"".join(map(gzip.compress, records))
    return dumps.CODECS[codec](dumps.FORMATS[name](PAGES))


def lines_of(name: str) -> list[bytes]:
    return dumps.FORMATS[name](PAGES).splitlines(keepends=True) if name == "jsonl" else []


def read_bytes(content: bytes, name: str) -> tuple[list[ReadDocument], list[ReadError]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        found = list(read([path]))
    documents = [each for each in found if isinstance(each, ReadDocument)]
    return documents, [each for each in found if isinstance(each, ReadError)]


def contents(found: Sequence[ReadDocument]) -> list[str | bytes]:
    return [each.document.content for each in found]


CASES = [
    *((name, codec) for name in dumps.FORMATS for codec in dumps.CODECS),
    ("warc", "members"),
    ("jsonl", "members"),
]


@pytest.mark.parametrize(("name", "codec"), CASES)
def test_a_truncated_dump(name: str, codec: str) -> None:
    """What stands before the cut is read, what is missing is told."""
    whole, file = packed(name, codec), f"dump{SUFFIXES[name]}{CODEC_SUFFIXES[codec]}"
    pages = contents(read_bytes(whole, file)[0])
    assert len(pages) == len(PAGES)
    chance = random.Random(f"{name} {codec}")
    for cut in [16, len(whole) - 1, *(chance.randrange(16, len(whole)) for _ in range(ROUNDS))]:
        found, errors = read_bytes(whole[:cut], file)
        got = contents(found)
        if name in {"csv", "tsv"} and codec == "plain" and not errors:
            got.pop()  # a last row without line end may be whole: no one can tell
            assert got == pages[: len(got)]
            continue
        assert got == pages[: len(got)]
        if len(got) < len(pages) and not at_an_end(whole, cut, codec):
            assert errors


def at_an_end(whole: bytes, cut: int, codec: str) -> bool:
    """Whether a dump cut there is one with fewer records."""
    if codec == "members":
        return whole[cut:].startswith(b"\x1f\x8b\x08")
    if codec != "plain":
        return False
    return whole[cut - 1 : cut] in b"\n" or whole[cut : cut + 1] in b"\n\r"


@pytest.mark.parametrize(("name", "codec"), CASES)
def test_a_dump_with_a_broken_byte(name: str, codec: str) -> None:
    """No record goes missing without an error, and those before the byte are as they were."""
    whole, file = packed(name, codec), f"dump{SUFFIXES[name]}{CODEC_SUFFIXES[codec]}"
    pages = contents(read_bytes(whole, file)[0])
    chance = random.Random(f"{name} {codec}")
    for _ in range(ROUNDS):
        broken = bytearray(whole)
        at = chance.randrange(len(whole))
        broken[at] ^= 1 << chance.randrange(8)
        found, errors = read_bytes(bytes(broken), file)
        assert len(found) + len(errors) >= len(pages) or errors, (at, len(found))
        before = contents(read_bytes(whole[:at], file)[0])[: -1 if name in {"csv", "tsv"} else None]
        kept = contents(found)
        if codec == "plain" and name not in {"parquet", "zip"}:
            assert kept[: len(before)] == before, at
        if codec == "members" and name == "warc":
            assert set(kept) <= set(pages)  # checksums tell every broken record
            assert len(kept) >= len(pages) - 1, at
