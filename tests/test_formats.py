"""The same pages through every format and codec."""

from __future__ import annotations

import gzip
import io
import sys
import tarfile
import zipfile
from typing import TYPE_CHECKING, Any, cast

import pytest

from newsparse.extras import zstd
from newsparse.readers import ReadDocument, ReadError, ReadOptions, read, read_source
from newsparse.readers.formats import recognize
from tests import dumps

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGES = dumps.pages(40)


def found_in(path: Path | str, options: ReadOptions | None = None) -> list[ReadDocument]:
    found = list(read([path], options or ReadOptions()))
    assert [each for each in found if isinstance(each, ReadError)] == []
    return cast("list[ReadDocument]", found)


def assert_same(name: str, found: list[ReadDocument], pages: list[dumps.Page]) -> None:
    assert len(found) == len(pages)
    for each, page in zip(found, pages, strict=True):
        for field, value in dumps.expected(name, page).items():
            assert getattr(each.document, field) == value


@pytest.mark.parametrize("codec", dumps.CODECS)
@pytest.mark.parametrize("name", dumps.FORMATS)
def test_the_same_pages_come_out_of_every_container(tmp_path: Path, name: str, codec: str) -> None:
    content = dumps.CODECS[codec](dumps.FORMATS[name](PAGES))
    (tmp_path / "dump").write_bytes(content)  # no suffix: told by its bytes
    found = found_in(tmp_path / "dump")
    assert_same(name, found, PAGES)
    assert [each.position for each in found] == list(range(len(PAGES)))


class Dribble(io.BytesIO):
    """A file that gives a few bytes at a time, as pipes and networks do."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(7 if size is None or size < 0 else min(size, 7))

    def readinto(self, buffer: Any, /) -> int:
        return super().readinto(memoryview(buffer)[:7])

    def seekable(self) -> bool:
        return False


@pytest.mark.parametrize("last", range(1, 9))
@pytest.mark.parametrize("name", dumps.FORMATS)
def test_records_longer_than_what_is_at_hand_are_read_whole(
    monkeypatch: pytest.MonkeyPatch, name: str, last: int
) -> None:
    pages = dumps.pages(last)
    monkeypatch.setattr("newsparse.readers.window._SIZE", 32)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Dribble(dumps.FORMATS[name](pages))))
    assert_same(name, found_in("-"), pages)


@pytest.mark.parametrize("name", dumps.FORMATS)
def test_reading_goes_on_from_any_record(tmp_path: Path, name: str) -> None:
    path = tmp_path / "dump"
    path.write_bytes(gzip.compress(dumps.FORMATS[name](PAGES)))
    whole = list(read_source(str(path)))
    for start in (0, 1, 17, 39, 40, 1000):
        assert list(read_source(str(path), start=start)) == whole[start:]


@pytest.mark.parametrize("name", ["jsonl", "csv", "warc", "wet", "tsv"])
def test_an_offset_is_where_the_record_starts(tmp_path: Path, name: str) -> None:
    content = dumps.FORMATS[name](PAGES)
    (tmp_path / "dump").write_bytes(content)
    for each, page in zip(found_in(tmp_path / "dump"), PAGES, strict=True):
        assert each.offset is not None
        start = content[each.offset :].lstrip()
        assert start.startswith((b"WARC/1.0", b"{", page["id"].encode()))
        end = start.find(b"WARC/1.0", 1)
        assert page["id"].encode() in (start[:end] if start[:1] == b"W" else start[:40])


def test_standard_input_is_told_by_its_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    content = gzip.compress(dumps.warc(PAGES))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert_same("warc", found_in("-"), PAGES)


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
def test_long_names_and_other_members_of_a_tar(tmp_path: Path, form: int) -> None:
    name = "/".join(["größe" * 4] * (3 if form == tarfile.USTAR_FORMAT else 20)) + "/page.txt"
    with tarfile.open(tmp_path / "a.tar", "w", format=form) as archive:
        for kind, of in ((tarfile.DIRTYPE, "folder"), (tarfile.SYMTYPE, "link.txt")):
            special = tarfile.TarInfo(of)
            special.type = kind
            special.linkname = "page.txt"
            archive.addfile(special)
        for of in (".hidden.txt", "photo.png", name):
            member = tarfile.TarInfo(of)
            member.size = 4
            archive.addfile(member, io.BytesIO(b"Mill"))
    [found] = found_in(tmp_path / "a.tar")
    assert found.source == f"{tmp_path}/a.tar/{name}"


@pytest.mark.parametrize(
    ("outer", "codec"), [("tar", "gzip"), ("zip", "plain"), ("tar", "zstandard")]
)
def test_archives_hold_dumps_of_any_kind(tmp_path: Path, outer: str, codec: str) -> None:
    inner = {
        "a.jsonl.gz": gzip.compress(dumps.jsonl(PAGES[:3])),
        "b.warc": dumps.warc(PAGES[3:5]),
        "c.zip": dumps.zip_file(PAGES[5:6]),
        "d.parquet": dumps.parquet_file(PAGES[6:8]),
    }
    (tmp_path / "dump").write_bytes(dumps.CODECS[codec](archive(outer, inner)))
    found = found_in(tmp_path / "dump")
    prefix = f"{tmp_path}/dump/"
    assert [each.source.removeprefix(prefix).partition("/")[0] for each in found] == [
        *["a.jsonl.gz"] * 3,
        *["b.warc"] * 2,
        "c.zip",
        *["d.parquet"] * 2,
    ]
    assert [each.record for each in found] == [1, 2, 3, 3, 5, None, 1, 2]
    whole = list(read_source(str(tmp_path / "dump")))
    assert list(read_source(str(tmp_path / "dump"), start=4)) == whole[4:]


def archive(kind: str, members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(file, "w") as zipped:
            for name, content in members.items():
                zipped.writestr(name, content)
    else:
        with tarfile.open(fileobj=file, mode="w") as tarred:
            for name, content in members.items():
                member = tarfile.TarInfo(name)
                member.size = len(content)
                tarred.addfile(member, io.BytesIO(content))
    return file.getvalue()


def test_archives_within_archives_end(tmp_path: Path) -> None:
    content = b"Mill"
    for _ in range(8):
        content = archive("tar", {"a.tar": content})
    (tmp_path / "a.tar").write_bytes(content)
    [found] = read([tmp_path / "a.tar"])
    assert isinstance(found, ReadError)
    assert "archives within one another" in found.message


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.txt", dumps.jsonl(PAGES), "jsonl"),
        ("a.txt", dumps.json_array(PAGES), "json"),
        ("a.txt", b"url,text\nu,Mill burns\n", "csv"),
        ("a.txt", b'{"@type": "Event", "name": "Fair"}\nMill burns\n', "text"),  # left by a script
        ("a", b'{"@type": "Event", "name": "Fair"}\nMill burns\n', "jsonl"),
        ("a.csv", b"Mill,text\nu,Mill burns\n", "csv"),
        ("a.txt", b"Mill burns, text\n", "text"),
        ("a.json", b"<html>", "html"),
        ("a.html", b"Mill burns", "html"),
        ("a", b"[1] Mill burns", "text"),
        ("a", b"{curly} Mill", "text"),
        ("a.jsonl", b'{\n "text"', "jsonl"),
        ("a", b"\xef\xbb\xbf<!-- saved -->\n<!DOCTYPE html>", "html"),
        ("a", b"WARC/1.1\r\n", "warc"),
        ("a", b"", "text"),
        ("a.tar", b"Mill burns", "tar"),
        ("a.zip", b'{"text": "Mill burns"}', "jsonl"),
    ],
)
def test_bytes_tell_a_format_and_names_break_ties(name: str, content: bytes, told: str) -> None:
    assert recognize(content, name, ReadOptions()).name == told


def test_a_missing_package_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> Any:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr("importlib.import_module", absent)
    zstd.cache_clear()
    contents: dict[str, bytes] = {
        "zstd": b"\x28\xb5\x2f\xfd" + bytes(20),
        "parquet": b"PAR1" + bytes(20),
    }
    for extra, content in contents.items():
        (tmp_path / "dump").write_bytes(content)
        [error] = read([tmp_path / "dump"])
        assert isinstance(error, ReadError)
        assert error.message.endswith(f" need pip install 'newsparse[{extra}]'")
    [error] = read(["s3://bucket/key"])
    assert isinstance(error, ReadError)
    assert error.message == "URLs need pip install 'newsparse[remote]'"


def test_urls_are_read_through_fsspec(tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec")
    memory = fsspec.filesystem("memory")
    for name, build in {"a.jsonl": dumps.jsonl, "b.zip": dumps.zip_file}.items():
        memory.pipe(f"/dumps/{name}", build(PAGES))
    memory.pipe("/dumps/c.png", b"")
    assert len(found_in("memory://dumps")) == 80
    assert_same("jsonl", found_in("memory://dumps/*.jsonl"), PAGES)
    assert_same("zip", found_in("memory://dumps/b.zip"), PAGES)
    [error] = read(["memory://dumps/missing"])
    assert isinstance(error, ReadError)
    [error] = read(["nowhere://dumps/missing"])
    assert isinstance(error, ReadError)
    (tmp_path / "a.jsonl").write_bytes(dumps.jsonl(PAGES))
    assert_same("jsonl", found_in(f"file://{tmp_path}/a.jsonl"), PAGES)


def test_both_decompressors_of_gzip_give_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from newsparse.readers import codecs

    (tmp_path / "dump").write_bytes(b"".join(map(gzip.compress, dumps.warc_records(PAGES))))
    fast = list(read([tmp_path / "dump"]))
    plain: Callable[[], Any] = codecs._Inflater
    monkeypatch.setattr(codecs, "_inflater", lambda: plain)
    assert list(read([tmp_path / "dump"])) == fast
    assert len(fast) == len(PAGES)
