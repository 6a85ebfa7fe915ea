"""Dumps of the corpus's pages in every format, for measuring."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
from pyarrow import parquet
from training.corpus import read_records

from newsparse.extras import zstd


class Page(NamedTuple):
    """A page of the corpus in both forms."""

    url: str
    html: str
    text: str


def corpus_pages(corpus: Path, count: int) -> list[Page]:
    """The first pages of the corpus, in the order of its files; over again if there are fewer."""
    pages: list[Page] = []
    for path in sorted(corpus.glob("*.jsonl.zst")):
        for record in read_records(path):
            html = record["html"].encode("utf-8", "replace").decode()
            text = (record["text"]["block"] or "").encode("utf-8", "replace").decode()
            pages.append(Page(record["url"], html, text))
            if len(pages) == count:
                return pages
    return [pages[number % len(pages)] for number in range(count)] if pages else []


def _text_folder(pages: Sequence[Page], path: Path) -> None:
    path.mkdir()
    for number, page in enumerate(pages):
        (path / f"{number:06}.txt").write_bytes(page.text.encode())


def _jsonl(pages: Sequence[Page], html: bool) -> bytes:
    key = "html" if html else "text"
    lines = (json.dumps({"url": p.url, key: getattr(p, key)}, ensure_ascii=False) for p in pages)
    return "".join(f"{line}\n" for line in lines).encode()


def _json(pages: Sequence[Page]) -> bytes:
    return json.dumps([{"url": p.url, "text": p.text} for p in pages], ensure_ascii=False).encode()


def _csv(pages: Sequence[Page]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file).writerows([("url", "text"), *((page.url, page.text) for page in pages)])
    return file.getvalue().encode()


def _parquet(pages: Sequence[Page], path: Path) -> None:
    rows = [{"url": page.url, "text": page.text, "html": page.html} for page in pages]
    parquet.write_table(pa.Table.from_pylist(rows), path, row_group_size=1000, compression="zstd")


def _warc(page: Page) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    return _record("response", page.url, "application/http", http + page.html.encode())


def _wet(page: Page) -> bytes:
    return _record("conversion", page.url, "text/plain", page.text.encode())


def _record(kind: str, url: str, content_type: str, block: bytes) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{hash(block)}>\r\n"
        f"WARC-Target-URI: {url}\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def _tar(pages: Sequence[Page]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for number, page in enumerate(pages):
            content = page.html.encode()
            member = tarfile.TarInfo(f"{number:06}.html")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return file.getvalue()


def _zip(pages: Sequence[Page], path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, page in enumerate(pages):
            archive.writestr(f"{number:06}.html", page.html.encode())


Build = Callable[[Sequence[Page], Path], object]

DUMPS: dict[str, Build] = {
    "texts": _text_folder,
    "text.jsonl": lambda pages, path: path.write_bytes(_jsonl(pages, html=False)),
    "html.jsonl": lambda pages, path: path.write_bytes(_jsonl(pages, html=True)),
    "html.jsonl.gz": lambda pages, path: path.write_bytes(gzip.compress(_jsonl(pages, True), 6)),
    "html.jsonl.zst": lambda pages, path: path.write_bytes(zstd().compress(_jsonl(pages, True))),
    "text.json": lambda pages, path: path.write_bytes(_json(pages)),
    "text.csv": lambda pages, path: path.write_bytes(_csv(pages)),
    "both.parquet": _parquet,
    "html.warc": lambda pages, path: path.write_bytes(b"".join(map(_warc, pages))),
    "html.warc.gz": lambda pages, path: path.write_bytes(
        b"".join(gzip.compress(_warc(page), 6) for page in pages)
    ),
    "text.wet.gz": lambda pages, path: path.write_bytes(
        b"".join(gzip.compress(_wet(page), 6) for page in pages)
    ),
    "html.tar": lambda pages, path: path.write_bytes(_tar(pages)),
    "html.tar.gz": lambda pages, path: path.write_bytes(gzip.compress(_tar(pages), 6)),
    "html.zip": _zip,
}
"""Dumps by file name, and how each is built."""
