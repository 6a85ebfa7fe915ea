"""Dumps of the corpus's pages in every format and codec, for measuring; written page by page."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
from pyarrow import parquet
from training.corpus import read_records

from newsparse.extras import zstd

SEPARATOR = "%%%%% page %%%%%"
"""The line between two pages of one text file."""
_ROWS = 200  # of a row group: pages of HTML have 200 KB each


class Page(NamedTuple):
    """A page of the corpus as text, as HTML or as both."""

    id: str
    url: str | None
    title: str | None
    language: str | None
    text: str | None
    html: str | None

    @property
    def is_html(self) -> bool:
        """Whether there is markup only."""
        return self.text is None

    @property
    def content(self) -> str:
        """The text, or the markup where there is none."""
        found = self.html if self.text is None else self.text
        assert found is not None
        return found

    def as_text(self) -> Page:
        """The page without its markup."""
        return self._replace(html=None)

    def as_html(self) -> Page:
        """The page without its text."""
        return self._replace(text=None)


def corpus_pages(corpus: Path, count: int) -> list[Page]:
    """So many pages of the corpus that have text, spread over it in the order of its files.

    Of a corpus that has fewer they come over again, with ids and URLs of their own; of none, none.
    """
    files = sorted(corpus.glob("*.jsonl.zst"))
    found = (_page(record) for path in files for record in read_records(path))
    pages = [page for page in found if page.content.strip()]
    pages = pages[:: max(len(pages) // count, 1)]
    return [_again(pages[at % len(pages)], at // len(pages)) for at in range(count if pages else 0)]


def _page(record: dict[str, dict[str, str]]) -> Page:
    gold, texts = record["gold"], record["text"]
    plain = {key: str(record[key]) for key in ("id", "url", "html")}
    title = " ".join((gold.get("headline") or "").split()) or None
    known = (title, str(record["lang"]) or None, texts["block"] or "", plain["html"])
    url = re.sub(r"\s", "%20", plain["url"]) or None
    return Page(plain["id"], url, *(each and _encodable(each) for each in known))


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _again(page: Page, time: int) -> Page:
    if not time:
        return page
    url = page.url and f"{page.url}{'&' if '?' in page.url else '?'}copy={time}"
    return page._replace(id=f"{page.id}-{time}", url=url)


class Codec(NamedTuple):
    """A codec by the suffix of its files."""

    suffix: str
    opened: Callable[[Path], AbstractContextManager[Any]]
    """A file that compresses what is written to it."""
    packed: Callable[[bytes], bytes]
    """A member, frame or stream of its own."""


PLAIN = Codec("", partial(open, mode="wb"), bytes)
GZIP = Codec(
    ".gz", partial(gzip.open, mode="wb", compresslevel=1), partial(gzip.compress, compresslevel=1)
)
ZSTANDARD = Codec(".zst", partial(zstd().open, mode="wb"), zstd().compress)
BZIP2 = Codec(
    ".bz2", partial(bz2.open, mode="wb", compresslevel=1), partial(bz2.compress, compresslevel=1)
)
XZ = Codec(".xz", partial(lzma.open, mode="wb", preset=0), partial(lzma.compress, preset=0))
CODECS = (PLAIN, GZIP, ZSTANDARD, BZIP2, XZ)
"""Every codec of the readers, set to be quick."""


def _record(page: Page) -> dict[str, str]:
    return {key: value for key, value in page._asdict().items() if value is not None}


def jsonl(pages: Iterable[Page]) -> Iterator[bytes]:
    """JSON Lines; what is not known of a page has no key."""
    for page in pages:
        yield json.dumps(_record(page), ensure_ascii=False).encode() + b"\n"


def json_array(pages: Iterable[Page]) -> Iterator[bytes]:
    """One JSON array over many lines."""
    start = b"["
    for page in pages:
        yield start + json.dumps(_record(page), ensure_ascii=False, indent=1).encode()
        start = b",\n"
    yield b"]\n"


def table(pages: Iterable[Page], delimiter: str = ",") -> Iterator[bytes]:
    """CSV with a column for each part."""
    for row in (Page._fields, *pages):
        line = io.StringIO(newline="")
        csv.writer(line, delimiter=delimiter).writerow(row)
        yield line.getvalue().encode()


def tsv(pages: Iterable[Page]) -> Iterator[bytes]:
    """The same with tabs."""
    return table(pages, "\t")


def split_text(pages: Iterable[Page]) -> Iterator[bytes]:
    """Texts in one file, a line between any two."""
    for page in pages:
        yield f"{page.content}\n{SEPARATOR}\n".encode()


def write_records(
    records: Callable[[Iterable[Page]], Iterator[bytes]],
    codec: Codec,
    pages: Iterable[Page],
    path: Path,
) -> None:
    """A file of records, compressed as a whole."""
    with codec.opened(path) as file:
        for record in records(pages):
            file.write(record)


def write_parquet(compression: str, pages: Iterable[Page], path: Path) -> None:
    """A Parquet file with a column for each part."""
    schema = pa.schema([(name, pa.string()) for name in Page._fields])
    with parquet.ParquetWriter(path, schema, compression=compression) as writer:
        group: list[dict[str, str | None]] = []
        for page in pages:
            group.append(page._asdict())
            if len(group) == _ROWS:
                writer.write_table(pa.Table.from_pylist(group, schema))
                group = []
        if group:
            writer.write_table(pa.Table.from_pylist(group, schema))


_CODINGS: tuple[tuple[str, Callable[[bytes], bytes]], ...] = (
    ("", bytes),
    ("Content-Encoding: gzip\r\n", lambda body: gzip.compress(body, 1)),
    ("Transfer-Encoding: chunked\r\n", lambda body: b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)),
    ("Content-Encoding: deflate\r\n", zlib.compress),
)


def plain_response(page: Page, _number: int = 0) -> bytes:
    """A WARC record of a page as it was sent, without any coding."""
    return _response(page, *_CODINGS[0])


def coded_response(page: Page, number: int) -> bytes:
    """A WARC record of a page in one coding of HTTP or another."""
    return _response(page, *_CODINGS[number % len(_CODINGS)])


def conversion(page: Page, _number: int = 0) -> bytes:
    """A WET record of a page's text."""
    return _warc_record("conversion", page, "text/plain", page.content.encode())


def _response(page: Page, coding: str, encoded: Callable[[bytes], bytes]) -> bytes:
    kind = "html" if page.is_html else "plain"
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/{kind}; charset=utf-8\r\n{coding}\r\n"
    body = encoded(page.content.encode())
    return _warc_record("response", page, "application/http", head.encode() + body)


def _warc_record(kind: str, page: Page, content_type: str, block: bytes) -> bytes:
    url = f"WARC-Target-URI: {page.url}\r\n" if page.url else ""
    language = f"WARC-Identified-Content-Language: {page.language}\r\n" if page.language else ""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <{page.id}>\r\n"
        f"{url}{language}Content-Type: {content_type}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def write_members(
    record: Callable[[Page, int], bytes], codec: Codec, pages: Iterable[Page], path: Path
) -> None:
    """A file of records, each compressed by itself, as web archives are."""
    with path.open("wb") as file:
        for number, page in enumerate(pages):
            file.write(codec.packed(record(page, number)))


def file_name(page: Page, number: int) -> str:
    """The name of a page's file, its folder before it."""
    return f"{number // 1000:03}/{number:06}.{'html' if page.is_html else 'txt'}"


def write_folder(codec: Codec, pages: Iterable[Page], path: Path) -> None:
    """A folder of folders of files, each compressed."""
    for number, page in enumerate(pages):
        file = path / (file_name(page, number) + codec.suffix)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(codec.packed(page.content.encode()))


def write_tar(codec: Codec, pages: Iterable[Page], path: Path) -> None:
    """A tar archive, compressed as a whole."""
    with codec.opened(path) as file, tarfile.open(fileobj=file, mode="w|") as archive:
        for number, page in enumerate(pages):
            content = page.content.encode()
            member = tarfile.TarInfo(file_name(page, number))
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))


ZIP_METHODS = {
    "stored": zipfile.ZIP_STORED,
    "deflated": zipfile.ZIP_DEFLATED,
    "bzip2": zipfile.ZIP_BZIP2,
    "lzma": zipfile.ZIP_LZMA,
}


def write_zip(method: int, pages: Iterable[Page], path: Path) -> None:
    """A zip archive."""
    with zipfile.ZipFile(path, "w", method, compresslevel=1) as archive:
        for number, page in enumerate(pages):
            archive.writestr(file_name(page, number), page.content.encode())
