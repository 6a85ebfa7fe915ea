"""The page in an HTTP message as a crawler stored it."""

from __future__ import annotations

import codecs
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsparse.extras import MissingExtraError, need
from newsparse.readers.codecs import CODECS
from newsparse.readers.fields import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_PAGE = 1 << 26
"""Bytes (64 MiB) that a page may have when decoded: 1 MB of gzip can hold a gigabyte."""

_NO_PAGES = ("image/", "audio/", "video/", "font/", "application/", "text/css", "text/javascript")
_PAGES = ("application/xhtml", "application/xml", "application/http")


def headers(block: bytes) -> dict[str, str]:
    r"""The fields of a header block by their lower-case names; of repeated ones the first.

    >>> headers(b"Content-Type: text/html;\r\n charset=utf-8\r\nX\r\nDate: now")
    {'content-type': 'text/html; charset=utf-8', 'date': 'now'}
    """
    found: dict[str, str] = {}
    last = ""
    for line in block.decode("utf-8", "replace").split("\n"):
        name, colon, value = line.partition(":")
        if line[:1] in {" ", "\t"} and last:
            found[last] = f"{found[last]} {line.strip()}"
        elif colon:
            last = name.strip().lower()
            found.setdefault(last, value.strip())
    return found


@dataclass(frozen=True, slots=True)
class Message:
    """A response: status, headers, and the body as it was sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @classmethod
    def parse(cls, head: bytes, body: bytes) -> Message:
        """The message of a header block, status line first, and a body.

        Raises:
            UnreadableError: there is no status line.
        """
        status, _, block = head.partition(b"\n")
        version, _, rest = status.partition(b" ")
        code = rest[:3]
        if not version.startswith(b"HTTP/") or not code.isdigit():
            raise UnreadableError("not an HTTP response")
        return cls(int(code), headers(block), body)

    def is_page(self) -> bool:
        """Whether the server sent a page: no redirect, no failure, nothing but text or HTML."""
        return 200 <= self.status < 300 and holds_page(self.headers.get("content-type", ""))

    def page(self) -> bytes:
        """The body without its transfer and content codings.

        Raises:
            UnreadableError: it is broken, or longer than `MAX_PAGE` bytes.
        """
        body = self.body
        if "chunked" in self.headers.get("transfer-encoding", "").lower():
            body = dechunked(body)
        for coding in reversed(self.headers.get("content-encoding", "").lower().split(",")):
            body = _decoded(body, coding.strip())
        return body


def holds_page(content_type: str) -> bool:
    """Whether a media type may be a page's; a missing or a misspelt one may.

    >>> [holds_page(each) for each in ("text/html", "", "image/png", "application/xhtml+xml")]
    [True, True, False, True]
    """
    kind = content_type.lower()
    return not kind.startswith(_NO_PAGES) or kind.startswith(_PAGES)


def charset(content_type: str) -> str | None:
    """The charset that a media type declares, if it is one.

    >>> charset('text/html; Charset="Big5"; x=1'), charset("text/html"), charset("a; charset=")
    ('Big5', None, None)
    >>> charset("text/html; charset=klingon")
    """
    for part in content_type.split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            found = value.strip().strip("\"'")
            return found if _is_codec(found) else None
    return None


def _is_codec(name: str) -> bool:
    try:
        return bool(name) and codecs.lookup(name).name not in {"idna", "punycode", "undefined"}
    except (LookupError, ValueError):
        return False


def dechunked(body: bytes) -> bytes:
    r"""The body of a chunked message; one that is no longer in chunks as it is.

    >>> dechunked(b"4\r\nMill\r\n6;x\r\n burns\r\n0\r\n\r\n"), dechunked(b"<html>")
    (b'Mill burns', b'<html>')

    Raises:
        UnreadableError: a chunk is cut short.
    """
    parts: list[bytes] = []
    at = 0
    while at < len(body):
        end = body.find(b"\n", at, at + 1024)
        digits = body[at:end].split(b";")[0].strip()
        if end < 0 or not digits or digits.strip(b"0123456789abcdefABCDEF"):
            if not parts:
                return body
            raise UnreadableError("a chunk of the page is broken")
        size = int(digits, 16)
        if not size:
            return b"".join(parts)
        parts.append(body[end + 1 : end + 1 + size])
        if len(parts[-1]) < size:
            raise UnreadableError("the last chunk of the page is cut short")
        at = end + 1 + size + (2 if body[end + 1 + size :][:2] == b"\r\n" else 1)
    raise UnreadableError("the last chunk of the page is missing")


def _decoded(body: bytes, coding: str) -> bytes:
    if coding in {"", "identity", "none"} or not body:
        return body
    unpack = _CODINGS.get(coding)
    if unpack is None:
        return body  # a charset or other nonsense where servers write it
    try:
        found = unpack(body)
    except MissingExtraError as why:
        raise UnreadableError(str(why)) from None
    except Exception as why:  # each decoder has its own
        raise UnreadableError(f"the page's {coding} coding is broken: {why}") from None
    if len(found) > MAX_PAGE:
        raise UnreadableError(f"the page has more than {MAX_PAGE >> 20} MiB when decoded")
    return found


def _unpacked(name: str) -> Callable[[bytes], bytes]:
    codec = next(each for each in CODECS if each.name == name)

    def unpack(body: bytes) -> bytes:
        if not body.startswith(codec.magics):
            return body  # decoded before it was stored, the header left as it was
        decoder = codec.open()
        parts: list[bytes] = []
        size = 0
        while not decoder.eof and size <= MAX_PAGE:
            parts.append(decoder.decompress(body, MAX_PAGE + 1 - size))
            size += len(parts[-1])
            body = b""
            if decoder.needs_input and not parts[-1] and not decoder.eof:
                raise EOFError("it is cut short")
        return b"".join(parts)

    return unpack


def _deflated(body: bytes) -> bytes:
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):  # with zlib's frame as specified, or without
        decoder = zlib.decompressobj(bits)
        try:
            found = decoder.decompress(body, MAX_PAGE + 1)
        except zlib.error:
            continue
        if decoder.eof or len(found) > MAX_PAGE:
            return found
        raise EOFError("it is cut short")
    return body


def _brotli(body: bytes) -> bytes:
    decoder = need("brotli", "warc", "pages in Brotli coding").Decompressor()
    parts, size = [decoder.process(body, output_buffer_limit=MAX_PAGE)], 0
    while not decoder.is_finished() and size <= MAX_PAGE:
        parts.append(decoder.process(b"", output_buffer_limit=MAX_PAGE))
        size = sum(map(len, parts))
        if not parts[-1]:
            raise EOFError("it is cut short")
    return b"".join(parts)


_CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": _unpacked("gzip"),
    "x-gzip": _unpacked("gzip"),
    "zstd": _unpacked("zstandard"),
    "deflate": _deflated,
    "br": _brotli,
}
