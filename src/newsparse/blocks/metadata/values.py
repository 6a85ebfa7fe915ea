"""Values as pages declare them, made plain: text without markup, addresses, languages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from newsparse.parts import fold

_NOTHING = 10  # characters: `undefined` has nine
LONGEST = 1000  # characters of a value; a title or name that is longer is none
_MARKUP = re.compile(r"<(?:[a-zA-Z/!][^<>]{0,500})>")
_ENTITY = re.compile(r"&(?:#|[a-zA-Z]{2})")
_UNSEEN = re.compile("[\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_BREAK = re.compile(r"</(?:p|h[1-6]|li|blockquote|div)>|<br\s{0,5}/?>", re.IGNORECASE)
_LONGEST_PARAGRAPH = 20_000
_ABSOLUTE = re.compile(r"https?://[^/?#\s]", re.IGNORECASE)
_TEMPLATE = re.compile(
    r"\{\{|\$\{|%%|\[object |^(?:null|undefined|none|nan|false|true)$", re.IGNORECASE
)


class Found(NamedTuple):
    """A value that a page declares for a field, before it is judged."""

    field: str
    value: str
    source: str
    of: str | None = None


def plain(value: object, longest: int = LONGEST) -> str | None:
    """The text of a declared value: no tags, entities, invisible marks or unfilled templates.

    >>> plain(" Mill &amp;amp; <b>market</b> "), plain("{{title}}"), plain("null"), plain(["a"])
    ('Mill & market', None, None, None)
    """
    if not isinstance(value, str) or not value:
        return None
    text = value[: longest * 2]
    for _ in range(2):  # systems that escape twice are common, thrice unheard of
        if "&" not in text or not _ENTITY.search(text):
            break
        text = html.unescape(text)
    if "<" in text:
        text = _MARKUP.sub(" ", text)
    if not text.isascii():
        text = _UNSEEN.sub("", text)
    text = fold(text)
    if not text or len(text) > longest:
        return None
    # Templates have signs of their own; words for nothing are short.
    suspect = len(text) < _NOTHING or "{" in text or "%%" in text or "[" in text
    return None if suspect and _TEMPLATE.search(text) else text


def paragraphs(text: str) -> list[str]:
    """The paragraphs of an article's text as data has it: HTML, escaped or plain lines.

    >>> paragraphs("<p>The mill burns.</p><p>Nobody <i>was</i> hurt.</p>")
    ['The mill burns.', 'Nobody was hurt.']
    """
    if "<" not in text and "&lt;" in text:
        text = html.unescape(text)
    parts = _BREAK.split(text) if "<" in text else text.split("\n")
    lines = (plain(part, _LONGEST_PARAGRAPH) for part in parts)
    return [line for line in lines if line]


def address(value: object, base: str | None) -> str | None:
    """An absolute web address; relative ones are joined to the page's.

    >>> address("/news/mill", "https://example.com/x"), address("https://example.com/a#b", None)
    ('https://example.com/news/mill', 'https://example.com/a#b')
    >>> [address(miss, None) for miss in ("/news/mill", "mailto:desk@example.com", "https://", 5)]
    [None, None, None, None]
    """
    text = plain(value, 4000)
    if text is None or " " in text:
        return None
    if _ABSOLUTE.match(text):
        return text
    try:
        joined = urljoin(base, text) if base else text
    except ValueError:
        return None
    return joined if _ABSOLUTE.match(joined) else None


def same_page(address: str) -> str:
    """What two addresses of one page share: no scheme, `www.`, query, fragment, closing slash.

    >>> same_page("https://www.Example.com/news/mill/?ref=rss#top")
    'example.com/news/mill'
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    return f"{host}{parts.path}".rstrip("/")


_LANGUAGE = re.compile(r"([a-zA-Z]{2,3})(?:[-_](?![0-9]\Z)[a-zA-Z0-9-_]{1,20})?\Z")
_THREE_LETTERS = {"ger": "de", "deu": "de", "eng": "en", "fre": "fr", "fra": "fr", "spa": "es",
                  "ita": "it", "rus": "ru", "por": "pt", "pol": "pl", "dut": "nl", "nld": "nl",
                  "jpn": "ja", "chi": "zh", "zho": "zh", "kor": "ko", "ara": "ar",
                  "tur": "tr"}  # fmt: skip
_NAMED = {"english": "en", "deutsch": "de", "german": "de", "français": "fr", "french": "fr",
          "español": "es", "spanish": "es", "italiano": "it", "italian": "it",
          "русский": "ru", "russian": "ru", "português": "pt", "polski": "pl"}  # fmt: skip


def language(value: object) -> str | None:
    """The ISO 639 code of a declared language; none of a charset in its place (`utf-8`).

    >>> language("de_AT"), language("English"), language("deu"), language("x-default")
    ('de', 'en', 'de', None)
    >>> language("es-419"), language("utf-8")
    ('es', None)
    """
    text = plain(value, 40)
    if text is None:
        return None
    if named := _NAMED.get(text.casefold()):
        return named
    code = _LANGUAGE.match(text)
    found = code[1].lower() if code else None
    return _THREE_LETTERS.get(found, found) if found else None


def listed(value: object) -> Iterator[str]:
    """The entries of a list of keywords, or of a text that lists them with commas.

    >>> list(listed("rain, floods;harbour")), list(listed(["Sok, Dara", None]))
    (['rain', 'floods', 'harbour'], ['Sok, Dara'])
    """
    if isinstance(value, str):
        text = value[:20_000]
        parts: Iterable[object] = re.split(r"[,;，、|]", text)
    else:
        parts = value if isinstance(value, list) else ()
    for part in parts:
        name = part.get("name") if isinstance(part, dict) else part
        if (tag := plain(name, 120)) is not None:
            yield tag
