"""Telling binary files from text by their first bytes."""

from __future__ import annotations

import codecs

HEAD = 1 << 16
"""Bytes that a format is told by."""
_LOOKED_AT = 1 << 13  # for control characters

_MAGIC = (  # first bytes as registered in the `file` magic database
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "RIFF media (WebP, WAV, AVI)"),
    (b"PK\x03\x04", "a zip archive (or office document)"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"\x7fELF", "an ELF program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"WARC/1.", "a WARC archive"),
)
_MAGICS = tuple(magic for magic, _ in _MAGIC)
_MARKS = (  # longest first: the UTF-32 mark begins with the UTF-16 one
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TEXT_CONTROLS = frozenset(b"\t\n\v\f\r\x0e\x0f\x1a\x1b\x1c\x1d\x1e\x1f")
"""Controls that text files hold: white space, charset shifts (ISO 2022), the DOS end mark."""
_CONTROLS = bytes(code for code in range(32) if code not in _TEXT_CONTROLS)


def wide_charset(head: bytes) -> str | None:
    """The UTF-16 or UTF-32 that a byte order mark declares.

    >>> wide_charset("Nachricht".encode("utf-16")), wide_charset(b"News")
    ('utf-16', None)
    """
    return next((charset for mark, charset in _MARKS if head.startswith(mark)), None)


def looks_like(head: bytes, encoding: str | None = None) -> str | None:
    """What a file that is not text looks like, from its first bytes; `None` for text.

    >>> looks_like(b"%PDF-1.7 ..."), looks_like(bytes(300))
    ('a PDF document', 'binary data (300 control characters in the first 300 bytes)')
    >>> looks_like(b"HANOI: The mill"), looks_like(b""), looks_like("Straße".encode("utf-16"))
    (None, None, None)
    """
    head = head[:_LOOKED_AT]
    if head.startswith(_MAGICS):
        return next(kind for magic, kind in _MAGIC if head.startswith(magic))
    controls = _controls(head)
    if controls <= max(len(head), 256) // 50:  # a stray NUL or two is dirt, not binary
        return None
    text = head.decode(wide_charset(head) or encoding or "latin-1", "replace")
    controls = _controls(text.encode("utf-8", "replace"))
    if controls <= max(len(text), 256) // 50:
        return None
    if _wide_without_mark(head):
        return "UTF-16 without a byte order mark (its encoding must be declared)"
    return f"binary data ({controls} control characters in the first {len(head)} bytes)"


def _wide_without_mark(head: bytes) -> bool:
    """Whether every other byte is mostly NUL and what they make is text: Latin UTF-16."""
    zeros = (head[::2].count(0), head[1::2].count(0))
    if max(zeros) * 4 < len(head) or min(zeros) * 8 > max(zeros):
        return False
    text = head.decode("utf-16-be" if zeros[0] > zeros[1] else "utf-16-le", "replace")
    return _controls(text.encode("utf-8", "replace")) <= len(text) // 50


def _controls(data: bytes) -> int:
    return len(data) - len(data.translate(None, _CONTROLS))
