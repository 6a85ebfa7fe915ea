"""Microdata and RDFa: properties on elements, grouped by the item that they belong to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from newsparse.blocks.metadata.identity import Identity
from newsparse.blocks.metadata.schema_org import ARTICLES, ORGANIZATIONS, PAGE, level, type_name
from newsparse.blocks.metadata.values import Found, address, plain

# Attributes are found faster than elements that have them.
_MARKS = etree.XPath("descendant::*/@itemprop | descendant::*/@property")
_MOST = 3000  # properties of a page that are read
_MOST_OF_ONE = 12  # properties of one name in an item
_HEIGHT = 60  # elements between a property and its item
_FIELDS = {
    "headline": "headline", "alternativeHeadline": "alternative_headline",
    "datePublished": "published", "dateCreated": "published", "dateModified": "modified",
    "articleSection": "section", "description": "deck", "isAccessibleForFree": "access",
}  # fmt: skip
_CONTENT = ("content", "datetime")
_LONGEST_BODY = 500_000


@dataclass(slots=True)
class _Item:
    """An element with a type, and its properties in page order."""

    type: str
    property: str
    holder: HtmlElement | None
    """The element of the item that this one is a property of."""
    properties: list[tuple[str, HtmlElement]] = field(default_factory=list)


def from_microdata(root: HtmlElement, identity: Identity) -> Iterator[Found]:
    """What microdata and RDFa declare of the page's own article."""
    items: dict[HtmlElement | None, _Item] = {}
    for written in _MARKS(root)[:_MOST]:
        element = written.getparent()
        if element.tag == "meta" and written.attrname == "property":
            continue  # OpenGraph, read with the other meta tags
        scope = _scope(element)
        item = items.get(scope)
        if item is None:
            item = items[scope] = _item(scope)
        for name in written.split()[:4]:
            item.properties.append((name.rsplit(":", 1)[-1].rsplit("/", 1)[-1], element))
    for item in _of_page(items, identity):
        yield from _declared(item, items, identity.url)


def _scope(element: HtmlElement) -> HtmlElement | None:
    """The element of the nearest item around a property."""
    for height, above in enumerate(element.iterancestors()):
        if above.get("itemscope") is not None or above.get("typeof") is not None:
            return above
        if height > _HEIGHT:
            break
    return None


def _item(scope: HtmlElement | None) -> _Item:
    if scope is None:
        return _Item("", "", None)
    name = type_name((scope.get("itemtype") or scope.get("typeof") or "").split())
    own = scope.get("itemprop") or (scope.get("property") if scope.get("typeof") else None) or ""
    return _Item(name, own, _scope(scope) if own else None)


def _of_page(items: dict[HtmlElement | None, _Item], identity: Identity) -> list[_Item]:
    """The article's items: the one that holds the text or the page's title, then loose ones."""
    scored: list[tuple[int, _Item]] = []
    articles = [item for item in items.values() if item.type in ARTICLES]
    for item in articles:
        names = {name for name, _ in item.properties}
        title = next(
            (_text(e) for name, e in item.properties if name in ("headline", "name")), None
        )
        score = 2 * bool(title and identity.titled(title)) + ("articleBody" in names)
        scored.append((score, item))
    best = max((score for score, _ in scored), default=0)
    chosen = [item for score, item in scored if score == best and (score or len(articles) == 1)]
    loose = [item for item in items.values() if not item.property and item.type not in ARTICLES
             and (not item.type or level(item.type) == PAGE)]  # fmt: skip
    return chosen[:1] + loose


def _declared(
    item: _Item, items: dict[HtmlElement | None, _Item], url: str | None
) -> Iterator[Found]:
    own = item.type in ARTICLES
    source = "microdata" if own else "microdata page"
    if own:
        yield Found("type", item.type, source)
    read: Counter[str] = Counter()
    for name, element in item.properties:
        read[name] += 1
        if read[name] > _MOST_OF_ONE:
            continue
        if name == "articleBody" and own and read[name] == 1:
            text = element.get("content") or " ".join(element.itertext())
            yield Found("article_body", text[:_LONGEST_BODY], source)
        elif name == "image":
            yield from _images(element, items, source, url)
        elif name in ("author", "creator"):
            yield from _credited(element, items, source)
        elif name == "publisher":
            yield from _named("site_name", items.get(element), source)
        elif name in _FIELDS and (value := _text(element)):
            yield from _stated(_FIELDS[name], value, source)


def _stated(field: str, value: str, source: str) -> Iterator[Found]:
    if field == "access":
        word = value.rsplit("/", 1)[-1].lower()
        if word not in ("true", "false"):
            return
        value = "free" if word == "true" else "paywalled"
    yield Found(field, value, source)


def _named(field: str, item: _Item | None, source: str) -> Iterator[Found]:
    """The names of an item."""
    for key, part in item.properties if item else ():
        if key == "name" and (name := _text(part)):
            yield Found(field, name, source)


def _credited(
    element: HtmlElement, items: dict[HtmlElement | None, _Item], source: str
) -> Iterator[Found]:
    """An author: the name of its item, or its own text."""
    known = items.get(element)
    if known is not None:
        kind = "outlet" if known.type in ORGANIZATIONS else "authors"
        yield from _named(kind, known, source)
    elif name := _text(element):
        yield Found("authors", name, source)


def _images(
    element: HtmlElement, items: dict[HtmlElement | None, _Item], source: str, url: str | None
) -> Iterator[Found]:
    """The address of an image: the element's own, or its item's."""
    known = items.get(element)
    parts = [p for key, p in known.properties if key in ("url", "contentUrl")] if known else []
    places = (
        address(each.get(key), url)
        for each in (element, *parts)
        for key in ("content", "src", "href")
    )
    if place := next(filter(None, places), None):
        yield Found("image", place, source)


def _text(element: HtmlElement) -> str | None:
    for key in _CONTENT:
        if text := plain(element.get(key)):
            return text
    pieces: list[str] = []
    length = 0
    for piece in element.itertext():
        pieces.append(piece)
        length += len(piece)
        if length > 2000:
            return None
    return plain(" ".join(pieces))
