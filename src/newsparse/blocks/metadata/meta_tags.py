"""`<meta>` tags: OpenGraph, Twitter cards, Dublin Core, Parsely and plain names, as one table."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from newsparse.blocks.metadata.json_text import read_json
from newsparse.blocks.metadata.values import Found, address, language, listed, plain
from newsparse.data import read_table

_URLS = frozenset(("image", "canonical_url"))
_LISTS = frozenset(("tags",))
_DECK = 3000
_FREE = {"free": "free", "metered": "paywalled", "locked": "paywalled", "paid": "paywalled",
         "premium": "paywalled", "subscriber": "paywalled", "subscription": "paywalled",
         "plus": "paywalled"}  # fmt: skip


@cache
def _names() -> dict[str, tuple[str, str, int]]:
    """Field, source and order of trust by the tag's name in lower case."""
    return {
        row["name"]: (row["field"], row["source"], order)
        for order, row in enumerate(read_table("meta_names.tsv"))
    }


def from_meta_tags(tags: list[tuple[str, str]], url: str | None) -> Iterator[Found]:
    """What the meta tags of a page declare, by the order of trust of their names.

    `tags` are pairs of name (or property, or itemprop) and content, in page order.
    """
    known = _names()
    found: list[tuple[int, Found]] = []
    labelled: str | None = None
    image: str | None = None
    for written, content in tags:
        name = written.strip().lower()
        if name.startswith("twitter:label"):  # twitter:label1 "Written by", twitter:data1 a name
            labelled = content.strip().casefold()
        elif name.startswith("twitter:data"):
            if labelled in _WRITTEN_BY and (text := plain(content, 200)):
                found.append((_LAST, Found("authors", text, "twitter card")))
            labelled = None
        elif name == "parsely-page":
            found += [(_LAST, each) for each in _parsely_page(content)]
        elif name in known:
            field, source, order = known[name]
            for value in _values(field, content, url):
                of = image if field in ("image_caption", "image_credit") else None
                found.append((order, Found(field, value, source, of)))
                image = value if field == "image" else image
    found.sort(key=lambda pair: pair[0])
    yield from (each for _, each in found)


_LAST = 10_000
_WRITTEN_BY = frozenset((
    "written by", "author", "by", "verfasst von", "geschrieben von", "escrito por", "écrit par",
    "scritto da", "geschreven door", "автор", "написано автором", "skrevet av", "skriven av",
    "skrevet af", "yazan", "napisane przez", "作者", "執筆者", "글쓴이", "ditulis oleh",
    "được viết bởi", "napsal(a)", "kirjoittanut", "συντάχθηκε από", "كُتب بواسطة",
))  # fmt: skip


def _values(field: str, content: str, url: str | None) -> Iterator[str]:
    if field in _LISTS:
        yield from listed(content)
        return
    value: str | None
    if field in _URLS:
        value = address(content, url)
    elif field == "language":
        value = language(content.split(",", maxsplit=1)[0])
    elif field == "access":
        value = _FREE.get(content.strip().lower())
    else:
        value = plain(content, _DECK if field == "deck" else 1000)
    if value is not None:
        yield value


def _parsely_page(content: str) -> Iterator[Found]:
    for page in read_json(content):
        if not isinstance(page, dict):
            continue
        for key, field in (
            ("title", "headline"), ("pub_date", "published"), ("section", "section"),
        ):  # fmt: skip
            if text := plain(page.get(key)):
                yield Found(field, text, "parsely")
        authors = page.get("authors") or page.get("author")
        for author in authors if isinstance(authors, list) else [authors]:
            if text := plain(author, 300):
                yield Found("authors", text, "parsely")
