"""JSON-LD: the node of the page's own article among graphs, breadcrumbs and related stories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from newsparse.blocks.metadata.identity import Identity
from newsparse.blocks.metadata.schema_org import (
    ARTICLE,
    ORGANIZATIONS,
    PAGE,
    SITE,
    level,
    type_name,
)
from newsparse.blocks.metadata.values import Found, address, language, listed, paragraphs, plain

SOURCE = "json-ld"
_DEEPEST = 6  # levels between the top of a script and a node of the page
_MOST_NODES = 2000  # of a script
_HOLDERS = ("@graph", "mainEntity", "mainEntityOfPage", "itemReviewed")
_MOST_IMAGES = 50
_CAPTIONS = ("caption", "description")
_CREDITS = ("creditText", "creator", "author", "copyrightHolder", "copyrightNotice")
_BODY = 500_000  # characters of an article's text


@dataclass(frozen=True, slots=True)
class _Node:
    """An object of the page's JSON-LD and the name of its type."""

    fields: dict[str, Any]
    type: str
    level: int


def from_json_ld(values: Iterable[object], identity: Identity) -> Iterator[Found]:
    """What the JSON-LD of a page declares of its article, the article's own node first.

    `values` are the parsed scripts, in page order.
    """
    nodes = [node for value in values for node in _nodes(value)]
    names = {key: node.fields for node in nodes if isinstance(key := node.fields.get("@id"), str)}
    for node in _of_page(nodes, identity):
        yield from _declared(node, names, identity.url)


def _nodes(script: object) -> Iterator[_Node]:
    """The typed objects that stand for the page, its article or its site, in order."""
    stack: list[tuple[object, int]] = [(script, 0)]
    count = 0
    while stack and count < _MOST_NODES:
        value, depth = stack.pop()
        if isinstance(value, list):
            if depth < _DEEPEST:
                stack += [(item, depth + 1) for item in reversed(value[:_MOST_NODES])]
        elif isinstance(value, dict):
            count += 1
            if name := type_name(value.get("@type") or value.get("type")):
                yield _Node(value, name, level(name))
            if depth < _DEEPEST:
                stack += [(value[key], depth + 1) for key in reversed(_HOLDERS) if key in value]


def _of_page(nodes: list[_Node], identity: Identity) -> list[_Node]:
    """The nodes that speak of this page, the most telling first."""
    articles = [node for node in nodes if node.level == ARTICLE]
    if len(articles) > 1:
        agreeing = [(_agreement(node, identity), node) for node in articles]
        best = max(score for score, _ in agreeing)
        if best > 0:
            articles = [node for score, node in sorted(agreeing, key=lambda a: -a[0]) if score > 0]
        else:
            articles = articles[:1] if len(articles) == 2 else []
    rest = sorted(
        (node for node in nodes if ARTICLE < node.level <= SITE), key=lambda node: node.level
    )
    works = [n for n in rest if n.level >= PAGE or _agreement(n, identity) > 0 or not articles]
    return articles + works


def _agreement(node: _Node, identity: Identity) -> int:
    """2 for the page's title, 2 more for its address."""
    fields = node.fields
    titles = [plain(fields.get(key)) for key in ("headline", "name", "alternativeHeadline")]
    places = [fields.get("url"), fields.get("@id"), fields.get("mainEntityOfPage")]
    titled = any(identity.titled(title) for title in titles if title)
    placed = any(identity.is_at(place) for place in map(_place, places) if isinstance(place, str))
    return 2 * titled + 2 * placed


def _place(value: Any) -> Any:
    """The address in a value: its own, or the one of the object it is."""
    return value.get("@id") or value.get("url") if isinstance(value, dict) else value


def _declared(node: _Node, names: dict[str, dict[str, Any]], url: str | None) -> Iterator[Found]:
    fields = node.fields
    if node.level == SITE:
        if node.type == "WebSite":
            yield from _texts("site_name", f"{SOURCE} site", fields, "name")
        return
    source = SOURCE if node.level < PAGE else f"{SOURCE} page"
    yield Found("type", node.type, source)
    for field, keys, longest in _TEXTS:
        yield from _texts(field, source, fields, *keys, longest=longest)
    if node.level < PAGE:
        yield from _credited(fields, names, source)
    yield from _topics(fields, source)
    for publisher in _many(fields.get("publisher") or fields.get("isPartOf")):
        if (entity := _resolved(publisher, names)) and (name := _name(entity)):
            yield Found("site_name", name, source)
    places = (address(_place(fields.get(key)), url) for key in ("url", "mainEntityOfPage"))
    if place := next(filter(None, places), None):
        yield Found("canonical_url", place, source)
    yield from _images(fields, names, source, url)
    yield from _access(fields, source)
    bodies = (fields.get(key) for key in ("articleBody", "text") if node.level == ARTICLE)
    body = next((text for text in bodies if isinstance(text, str) and text), "")
    if lines := paragraphs(body[:_BODY]):
        yield Found("article_body", "\n".join(lines), source)


_TEXTS: tuple[tuple[str, tuple[str, ...], int], ...] = (
    ("headline", ("headline", "name"), 1000),
    ("alternative_headline", ("alternativeHeadline",), 1000),
    ("deck", ("description", "abstract"), 3000),
    ("published", ("datePublished", "dateCreated", "uploadDate"), 100),
    ("modified", ("dateModified",), 100),
)


def _topics(fields: dict[str, Any], source: str) -> Iterator[Found]:
    """Sections, keywords and the language."""
    for section in _many(fields.get("articleSection")):
        if text := plain(section, 100):
            yield Found("section", text, source)
    for tag in listed(fields.get("keywords")):
        yield Found("tags", tag, source)
    for spoken in _many(fields.get("inLanguage"))[:1]:
        named = isinstance(spoken, dict)
        code = spoken.get("alternateName") or spoken.get("name") if named else spoken
        if found := language(code):
            yield Found("language", found, source)


def _texts(
    field: str,
    source: str,
    fields: dict[str, Any],
    *keys: str,
    longest: int = 1000,
    of: str | None = None,
) -> Iterator[Found]:
    """The first of several properties that holds a text."""
    values = (plain(_literal(value), longest) for key in keys for value in _many(fields.get(key)))
    if text := next(filter(None, values), None):
        yield Found(field, text, source, of)


def _literal(value: Any) -> Any:
    return value.get("@value") if isinstance(value, dict) else value


def _credited(
    fields: dict[str, Any], names: dict[str, dict[str, Any]], source: str
) -> Iterator[Found]:
    """Authors as people, or as outlets where their type says so."""
    for key in ("author", "creator"):
        found = False
        for author in _many(fields.get(key)):
            entity = _resolved(author, names)
            if entity is None or (name := _name(entity)) is None:
                continue
            kind = type_name(entity.get("@type")) if isinstance(entity, dict) else ""
            outlet = kind in ORGANIZATIONS
            yield Found("outlet" if outlet else "authors", name, source)
            found = True
        if found:
            return


def _resolved(
    value: object, names: dict[str, dict[str, Any]], told_by: str = "name"
) -> dict[str, Any] | str | None:
    """An entity: what it names itself, or what the node of its `@id` says."""
    if isinstance(value, dict):
        if told_by not in value and isinstance(key := value.get("@id"), str):
            return names.get(key, value)
        return value
    return value if isinstance(value, str) else None


def _name(entity: dict[str, Any] | str) -> str | None:
    if isinstance(entity, str):
        return plain(entity, 300)
    names = (plain(_literal(value), 300) for value in _many(entity.get("name")))
    if name := next(filter(None, names), None):
        return name
    parts = [plain(entity.get(key), 100) for key in ("givenName", "familyName")]
    return " ".join(filter(None, parts)) or None


def _images(
    fields: dict[str, Any], names: dict[str, dict[str, Any]], source: str, url: str | None
) -> Iterator[Found]:
    for named in _many(fields.get("image") or fields.get("thumbnailUrl"))[:_MOST_IMAGES]:
        image = _resolved(named, names, "url")
        place = image
        if isinstance(image, dict):
            places = _many(image.get("url") or image.get("contentUrl"))
            place = places[0] if places else None
        if (found := address(place, url)) is None:
            continue
        yield Found("image", found, source)
        if isinstance(image, dict):
            yield from _texts("image_caption", source, image, *_CAPTIONS, longest=3000, of=found)
            holders = (_many(image.get(key))[:1] for key in _CREDITS)
            names_of = (_name(h) for held in holders for h in held if isinstance(h, dict | str))
            if credit := next(filter(None, names_of), None):
                yield Found("image_credit", credit, source, found)


def _access(fields: dict[str, Any], source: str) -> Iterator[Found]:
    free = fields.get("isAccessibleForFree")
    if free is None and isinstance(part := fields.get("hasPart"), dict):
        free = part.get("isAccessibleForFree")
    if isinstance(free, bool | str) and (word := str(free).rsplit("/", 1)[-1].strip().lower()) in (
        "true", "false",
    ):  # fmt: skip
        yield Found("access", "free" if word == "true" else "paywalled", source)


def _many(value: object) -> list[Any]:
    if isinstance(value, list):
        return value[:200]
    return [] if value is None else [value]
