"""What is taken out of web archives, and what is passed over."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING, Any

import brotli
import pytest

from newsparse.extras import zstd
from newsparse.readers import ReadDocument, ReadError, http, read
from tests.dumps import warc_record

if TYPE_CHECKING:
    from pathlib import Path

PAGE = {"id": "urn:uuid:1", "url": "https://news.example/1"}
HTML = "<html><p>Die Mühle brennt.</p>".encode()


def one(tmp_path: Path, *records: bytes) -> list[Any]:
    (tmp_path / "a.warc").write_bytes(b"".join(records))
    return list(read([tmp_path / "a.warc"]))


def response(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    block = "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode() + body
    return warc_record("response", PAGE, "application/http; msgtype=response", block)


PACKED = gzip.compress(HTML, mtime=0)  # the names of tests are the same in every process


def chunked(body: bytes) -> bytes:
    halves = (body[:7], body[7:])
    return b"".join(b"%x;ext=1\r\n%s\r\n" % (len(half), half) for half in halves) + b"0\r\n\r\n"


CODED = [
    ((), HTML),
    (("Content-Encoding: gzip",), PACKED),
    (("content-encoding: GZIP", "Transfer-Encoding: chunked"), chunked(PACKED)),
    (("Content-Encoding: deflate",), zlib.compress(HTML)),
    (("Content-Encoding: deflate",), zlib.compress(HTML)[2:-4]),
    (("Content-Encoding: br",), brotli.compress(HTML)),
    (("Content-Encoding: zstd",), zstd().compress(HTML)),
    (("Content-Encoding: gzip",), HTML),  # decoded by the crawler, which left the header
    (("Transfer-Encoding: chunked",), HTML),
    (("Content-Encoding: utf-8",), HTML),
]


@pytest.mark.parametrize(("headers", "body"), CODED)
def test_a_page_is_decoded(tmp_path: Path, headers: tuple[str, ...], body: bytes) -> None:
    kind = 'Content-Type: text/html; charset="ISO-8859-15"'
    [found] = one(tmp_path, response(body, kind, *headers))
    page = found.document
    assert (page.content, page.html, page.charset) == (HTML, True, "ISO-8859-15")
    assert (page.id, page.url) == ("urn:uuid:1", "https://news.example/1")
    assert page.reference == "2021-09-13T10:00:00Z"


@pytest.mark.parametrize(
    "record",
    [
        response(b"", "Location: /b", status="301 Moved"),
        response(HTML, status="404 Not Found"),
        response(b"\x89PNG", "Content-Type: image/png"),
        response(b"{}", "Content-Type: application/json"),
        warc_record("request", PAGE, "application/http", b"GET / HTTP/1.1\r\n\r\n"),
        warc_record("metadata", PAGE, "application/warc-fields", b"a: b\r\n"),
        warc_record("response", PAGE, "text/dns", b"news.example 1.2.3.4"),
    ],
)
def test_what_holds_no_page_is_passed_over(tmp_path: Path, record: bytes) -> None:
    assert one(tmp_path, record) == []
    before, after = one(tmp_path, response(HTML), record, response(HTML))
    assert isinstance(before, ReadDocument)
    assert isinstance(after, ReadDocument)
    assert (before.record, after.record) == (1, 3)


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (response(PACKED[:20], "Content-Encoding: gzip"), "it is cut short"),
        (response(b"5\r\nMill", "Transfer-Encoding: chunked"), "cut short"),
        (response(b"4\r\nMill\r\n", "Transfer-Encoding: chunked"), "chunk of the page is missing"),
        (response(bytes(400), "Content-Type: text/plain"), "looks like binary data"),
        (warc_record("respnse", PAGE, "text/html", HTML), "unknown type of WARC record"),
        (response(HTML).replace(b"Content-Length", b"Content-Lngth"), "without a length"),
        (response(HTML).replace(b"WARC/1.0", b"WARX/1.0"), "no WARC record where one should"),
    ],
)
def test_what_cannot_be_read_costs_itself_only(tmp_path: Path, record: bytes, said: str) -> None:
    first, bad, last = one(tmp_path, response(HTML), record, response(HTML))
    assert isinstance(first, ReadDocument)
    assert isinstance(bad, ReadError)
    assert said in bad.message
    assert isinstance(last, ReadDocument)


@pytest.mark.parametrize("length", [0, 1, 30, 150, 10_000, 10**12])
def test_a_wrong_length_is_told(tmp_path: Path, length: int) -> None:
    true = len(response(HTML).partition(b"\r\n\r\n")[2]) - 4
    bad = response(HTML).replace(b"Length: %d\r" % true, b"Length: %d\r" % length)
    found = one(tmp_path, response(HTML), bad, response(HTML))
    assert isinstance(found[0], ReadDocument)
    assert isinstance(found[-1], ReadDocument)
    assert any(isinstance(each, ReadError) for each in found)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_page_cannot_unpack_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, coding: str
) -> None:
    monkeypatch.setattr(http, "MAX_PAGE", 1 << 20)
    pack = {"gzip": gzip, "deflate": zlib, "br": brotli, "zstd": zstd()}[coding].compress
    [found] = one(tmp_path, response(pack(bytes(1 << 24)), f"Content-Encoding: {coding}"))
    assert isinstance(found, ReadError)
    assert "more than 1 MiB when decoded" in found.message


def test_a_resource_and_a_language(tmp_path: Path) -> None:
    wet = warc_record("conversion", PAGE, "text/plain", "Mühle".encode()).replace(
        b"Content-Type", b"WARC-Identified-Content-Language: deu,eng\r\nContent-Type"
    )
    resource, text = one(tmp_path, warc_record("resource", PAGE, "text/html", HTML), wet)
    assert (resource.document.content, resource.document.html) == (HTML, True)
    assert (text.document.language, text.document.charset) == ("deu", "utf-8")
