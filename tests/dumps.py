"""The same pages in every format and codec: invented, in many languages, hard to read."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyarrow import parquet

from newsparse.extras import zstd

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Page = dict[str, str]

_TEXTS = (
    'Mill burns\n\nHANOI: The "old" mill, by the river; burned on Monday.\n\nRelated News',
    "Мельница сгорела\r\n\r\nМОСКВА, 13 сентября — Старая мельница сгорела.",
    "水車小屋が全焼\n\n【ハノイ時事】川沿いの古い水車小屋が13日、全焼した。",
    "احترقت الطاحونة\n\nبيروت - احترقت الطاحونة القديمة يوم الاثنين.",
    'Der "Müller",\n\n\nsagte: „Alles;\tweg!"\u2028Neue Zeile\x85Ende\x0bTab',
    "चक्की जल गई\n\nनई दिल्ली: पुरानी चक्की सोमवार को जल गई। 😀",
    "=1+2\n, leading comma and a 'quote\n\"\n",
    "x",
)


def pages(count: int) -> list[Page]:
    """So many pages, no two alike; some as long as many together."""
    return [
        {
            "id": f"page-{number:04}",
            "url": f"https://news.example/{number}?a=1&b=2",
            "title": f"Mill №{number} burns",
            "text": f"{number} {_TEXTS[number % len(_TEXTS)]}" * (40 if number % 7 == 3 else 1),
        }
        for number in range(count)
    ]


def html(page: Page) -> str:
    """The page as HTML."""
    body = page["text"].replace("&", "&amp;").replace("<", "&lt;")
    return f"<!DOCTYPE html><title>{page['title']}</title><pre>{body}</pre>"


def jsonl(pages: Sequence[Page]) -> bytes:
    return b"".join(json.dumps(page, ensure_ascii=False).encode() + b"\n" for page in pages)


def json_array(pages: Sequence[Page]) -> bytes:
    return json.dumps(list(pages), ensure_ascii=False, indent=1).encode()


def json_objects(pages: Sequence[Page]) -> bytes:
    return "\n".join(json.dumps(page, ensure_ascii=False, indent=1) for page in pages).encode()


def table(
    pages: Sequence[Page],
    delimiter: str = ",",
    columns: Sequence[str] = ("id", "url", "title", "text"),
) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, columns, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(pages)
    return file.getvalue().encode()


def tsv(pages: Sequence[Page]) -> bytes:
    return table(pages, "\t")


def parquet_file(pages: Sequence[Page]) -> bytes:
    file = io.BytesIO()
    parquet.write_table(
        pa.Table.from_pylist(list(pages)), file, row_group_size=16, write_page_checksum=True
    )
    return file.getvalue()


def warc_record(kind: str, page: Page, content_type: str, block: bytes) -> bytes:
    fields = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <{page['id']}>\r\n"
        f"WARC-Date: 2021-09-13T10:00:00Z\r\nWARC-Target-URI: {page['url']}\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return fields.encode() + block + b"\r\n\r\n"


def warc_records(pages: Sequence[Page]) -> list[bytes]:
    """Of each page a request and a response."""
    found = [warc_record("warcinfo", pages[0], "application/warc-fields", b"software: none\r\n")]
    for page in pages:
        request = b"GET / HTTP/1.1\r\nHost: news.example\r\n\r\n"
        found.append(warc_record("request", page, "application/http; msgtype=request", request))
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        response = head + html(page).encode()
        found.append(warc_record("response", page, "application/http; msgtype=response", response))
    return found


def warc(pages: Sequence[Page]) -> bytes:
    return b"".join(warc_records(pages))


def wet(pages: Sequence[Page]) -> bytes:
    return b"".join(
        warc_record("conversion", page, "text/plain", page["text"].encode()) for page in pages
    )


def tar(pages: Sequence[Page], form: int = tarfile.PAX_FORMAT) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=form) as archive:
        for page in pages:
            content = page["text"].encode()
            member = tarfile.TarInfo(f"pages/{page['id']}.txt")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return file.getvalue()


def zip_file(pages: Sequence[Page]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for page in pages:
            archive.writestr(f"pages/{page['id']}.txt", page["text"].encode())
    return file.getvalue()


FORMATS: dict[str, Callable[[Sequence[Page]], bytes]] = {
    "jsonl": jsonl,
    "json": json_array,
    "json-objects": json_objects,
    "csv": table,
    "tsv": tsv,
    "parquet": parquet_file,
    "warc": warc,
    "wet": wet,
    "tar": tar,
    "zip": zip_file,
}
CODECS: dict[str, Callable[[bytes], bytes]] = {
    "plain": bytes,
    "gzip": gzip.compress,
    "zstandard": lambda data: bytes(zstd().compress(data)),
    "bzip2": bz2.compress,
    "xz": lzma.compress,
}
WHOLE_FILES = frozenset({"tar", "zip"})
"""Formats that hold no more than the text and a name."""


def expected(name: str, page: Page) -> dict[str, Any]:
    """What the reader of a format should give of a page."""
    if name in WHOLE_FILES:
        return {"content": page["text"].encode()}
    if name == "warc":
        return {
            "content": html(page).encode(),
            "html": True,
            "charset": "utf-8",
            "url": page["url"],
        }
    if name == "wet":
        return {"content": page["text"].encode(), "url": page["url"], "id": page["id"]}
    return {"content": page["text"], "url": page["url"], "title": page["title"], "id": page["id"]}
