"""Bytes or text in, text out, with what had to be guessed or mended said in flags."""

from __future__ import annotations

import codecs
from contextlib import suppress

from newsparse.options import Options, is_charset
from newsparse.taxonomy import Flag

# Longest first: the UTF-32 mark begins with the UTF-16 one.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 1 << 16  # bytes that charset detection looks at
_MOJIBAKE = "â€"  # what UTF-8 quotes and dashes become under windows-1252; no language writes it
_CONTROLS = bytes({*range(32)} - {*b"\t\n\v\f\r\x1b\x1c\x1d\x1e\x1f"})


def decode(
    content: str | bytes, options: Options, *, charset: str | None = None, html: bool = False
) -> tuple[str, tuple[Flag, ...]]:
    r"""The text of a page and what a reader should know about its decoding.

    Order of evidence for bytes: byte order mark, `options.encoding`, the `charset` that came with
    the page, valid UTF-8, what `html` declares of itself, detection by charset-normalizer. Text is
    returned as it is, unless mojibake repair is asked for.

    >>> decode("Prix : 5 €".encode("cp1252"), Options(encoding="cp1252"))
    ('Prix : 5 €', ())
    >>> decode(b"\xef\xbb\xbfHello", Options())
    ('Hello', ())
    >>> decode(b'<meta charset="windows-1251">\xcf\xf0\xe8\xe2\xe5\xf2', Options(), html=True)
    ('<meta charset="windows-1251">Привет', ())
    """
    flags: list[Flag] = []
    if isinstance(content, bytes):
        stated = options.encoding or (charset if charset and is_charset(charset) else None)
        text = _decode_bytes(content, stated, html, flags)
    else:
        text = content
    if _MOJIBAKE[-1] in text and _MOJIBAKE in text:  # one character is found far faster than two
        repaired = _repair(text) if options.repair_mojibake else text
        flags.append(Flag.MOJIBAKE if repaired == text else Flag.MOJIBAKE_REPAIRED)
        text = repaired
    if "\ufffd" in text:
        flags.append(Flag.UNDECODABLE)
    if _garbled(text):
        flags.append(Flag.BINARY)
    return text, tuple(flags)


def _decode_bytes(content: bytes, stated: str | None, html: bool, flags: list[Flag]) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    if stated is not None:
        return content.decode(_codec(stated), "replace")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        broken = error.start
    else:
        wide = _utf_16(content) if _garbled(text) else None
        flags += [Flag.ENCODING_GUESSED] if wide else []
        return wide or text
    declared = _declared(content) if html else None
    if declared is not None:
        return content.decode(declared, "replace")
    flags.append(Flag.ENCODING_GUESSED)
    text = content.decode("utf-8", "replace")
    # Whole but for a character cut off at the end, or some bytes among many good characters.
    if broken > len(content) - 4 or 10 * text.count("\ufffd") < len(content) - len(text):
        return text
    return content.decode(_detect(content), "replace")


def _garbled(text: str) -> bool:
    """Whether control characters abound."""
    head = text[:_SAMPLE]
    content = head.encode("utf-8", "surrogatepass")
    return len(content) - len(content.translate(None, _CONTROLS)) > len(head) // 50


def _utf_16(content: bytes) -> str | None:
    """The text of UTF-16 without a mark: in the right byte order, spaces stand between words."""
    readings = []
    for encoding in ("utf-16-le", "utf-16-be"):
        with suppress(UnicodeError):
            text = content.decode(encoding)
            readings.append((text.count(" ") + text.count("\n"), text))
    spaces, text = max(readings, default=(0, ""))
    return text if spaces and not _garbled(text) else None


def _codec(name: str) -> str:
    """The codec that browsers use for a declared charset (WHATWG: Latin-1 means windows-1252)."""
    found = codecs.lookup(name).name
    return {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}.get(
        found, found
    )


def _declared(content: bytes) -> str | None:
    """The charset that a page which is no UTF-8 declares in its `meta` or XML declaration."""
    from bs4.dammit import EncodingDetector

    name = EncodingDetector.find_declared_encoding(content[:_SAMPLE], is_html=True)
    if not name or not is_charset(name) or name.lower().startswith("utf-16"):
        return None  # WHATWG: a declaration that can be read is not in UTF-16
    codec = _codec(name)
    return None if codec == "utf-8" else codec


def _detect(content: bytes) -> str:
    # Costs 40 ms: only undeclared, non-UTF-8 bytes pay. bs4 would ask whichever detector happens to
    # be installed: the same page must decode the same everywhere.
    from charset_normalizer import detect

    sample = content[:_SAMPLE]
    if len(content) > _SAMPLE:
        sample = sample[: max(sample.rfind(b"\n"), sample.rfind(b" ")) + 1] or sample
    guess = detect(sample)["encoding"]
    with suppress(LookupError, UnicodeError):
        codec = _codec(str(guess))
        sample.decode(codec)
        return codec
    return "cp1252"


def _repair(text: str) -> str:
    try:
        from ftfy import fix_encoding
    except ImportError:
        raise ModuleNotFoundError(
            "mojibake repair needs ftfy: pip install 'newsparse[mojibake]'"
        ) from None
    return fix_encoding(text)
