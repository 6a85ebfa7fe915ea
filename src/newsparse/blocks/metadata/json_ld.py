"""JSON-LD: the node of the page's own article among graphs, breadcrumbs and related stories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from newsparse.blocks.metadata.identity import Identity
from newsparse.blocks.metadata.schema_org import ARTICLES, ORGANIZATIONS, level, type_name
from newsparse.blocks.metadata.values import Found, address, language, listed, plain

SOURCE = "json-ld"
_DEEPEST = 6  # levels between the top of a script and a node of the page
_MOST_NODES = 2000
_HOLDERS = ("@graph", "mainEntity", "mainEntityOfPage", "itemReviewed")
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
    nodes = list(_nodes(values))
    names = {
        key: node.fields for node in nodes if isinstance(key := node.fields.get("@id"), str)
    }
    for node in _of_page(nodes, identity):
        yield from _declared(node, names, identity.url)


def _nodes(values: Iterable[object]) -> Iterator[_Node]:
    """The typed objects that stand for the page, its article or its site, in page order."""
    stack: list[tuple[object, int]] = [(value, 0) for value in values][::-1]
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
    articles = [node for node in nodes if node.level == 0]
    if len(articles) > 1:
        agreeing = [(_agreement(node, identity), node) for node in articles]
        best = max(score for score, _ in agreeing)
        if best > 0:
            articles = [node for score, node in sorted(agreeing, key=lambda a: -a[0]) if score > 0]
        else:
            articles = articles[:1] if len(articles) == 2 else []
    rest = sorted((node for node in nodes if 1 <= node.level <= 3), key=lambda node: node.level)
    works = [n for n in rest if n.level > 1 or _agreement(n, identity) > 0 or not articles]
    return articles + works


def _agreement(node: _Node, identity: Identity) -> int:
    """2 for the page's title, 2 for its address, 0 for neither."""
    fields = node.fields
    titles = [plain(fields.get(key)) for key in ("headline", "name", "alternativeHeadline")]
    score = 2 * any(identity.titled(title) for title in titles if title)
    places = [fields.get("url"), fields.get("@id"), fields.get("mainEntityOfPage")]
    for place in places:
        if isinstance(place, dict):
            place = place.get("@id") or place.get("url")
        if isinstance(place, str) and identity.is_at(place):
            return score + 2
    return score


def _declared(node: _Node, names: dict[str, dict[str, Any]], url: str | None) -> Iterator[Found]:
    fields = node.fields
    source = SOURCE if node.level < 2 else f"{SOURCE} {'page' if node.level == 2 else 'site'}"
    if node.level == 3:
        if node.type == "WebSite":
            yield from _texts("site_name", source, fields, "name")
        return
    yield Found("type", node.type, source)
    yield from _texts("headline", source, fields, "headline", "name")
    yield from _texts("alternative_headline", source, fields, "alternativeHeadline")
    yield from _texts("deck", source, fields, "description", "abstract", longest=3000)
    yield from _texts("published", source, fields, "datePublished", "dateCreated", "uploadDate")
    yield from _texts("modified", source, fields, "dateModified")
    if node.level < 2:
        yield from _credited(fields, names, source)
    for section in _many(fields.get("articleSection")):
        if text := plain(section, 100):
            yield Found("section", text, source)
    for tag in listed(fields.get("keywords")):
        yield Found("tags", tag, source)
    spoken = fields.get("inLanguage")
    if isinstance(spoken, dict):
        spoken = spoken.get("alternateName") or spoken.get("name")
    if code := language(spoken[0] if isinstance(spoken, list) and spoken else spoken):
        yield Found("language", code, source)
    for publisher in _many(fields.get("publisher") or fields.get("isPartOf")):
        if (entity := _resolved(publisher, names)) and (name := _name(entity)):
            yield Found("site_name", name, source)
    yield from _addresses(fields, source, url)
    yield from _images(fields, source, url)
    yield from _access(fields, source)
    for key in ("articleBody", "text"):
        if node.level == 0 and (body := fields.get(key)) and isinstance(body, str):
            yield Found("article_body", body[:_BODY], source)
            break


def _texts(
    field: str, source: str, fields: dict[str, Any], *keys: str, longest: int = 1000
) -> Iterator[Found]:
    """The first of several properties that holds a text."""
    for key in keys:
        for value in _many(fields.get(key)):
            if isinstance(value, dict):
                value = value.get("@value")
            if text := plain(value, longest):
                yield Found(field, text, source)
                return


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


def _resolved(value: object, names: dict[str, dict[str, Any]]) -> dict[str, Any] | str | None:
    """An entity: what it names itself, or what the node of its `@id` says."""
    if isinstance(value, dict):
        if "name" not in value and isinstance(key := value.get("@id"), str):
            return names.get(key, value)
        return value
    return value if isinstance(value, str) else None


def _name(entity: dict[str, Any] | str) -> str | None:
    if isinstance(entity, str):
        return plain(entity, 300)
    for value in _many(entity.get("name")):
        if isinstance(value, dict):
            value = value.get("@value")
        if name := plain(value, 300):
            return name
    parts = [plain(entity.get(key), 100) for key in ("givenName", "familyName")]
    return " ".join(filter(None, parts)) or None


def _addresses(fields: dict[str, Any], source: str, url: str | None) -> Iterator[Found]:
    for value in (fields.get("url"), fields.get("mainEntityOfPage")):
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if place := address(value, url):
            yield Found("canonical_url", place, source)
            return


def _images(fields: dict[str, Any], source: str, url: str | None) -> Iterator[Found]:
    for image in _many(fields.get("image") or fields.get("thumbnailUrl"))[:50]:
        place = image
        if isinstance(image, dict):
            place = image.get("url") or image.get("contentUrl") or image.get("@id")
            place = place[0] if isinstance(place, list) and place else place
        if (found := address(place, url)) is None:
            continue
        yield Found("image", found, source)
        if isinstance(image, dict):
            if caption := plain(image.get("caption"), 3000) or plain(image.get("description"), 3000):
                yield Found("image_caption", caption, source, found)
            for key in ("creditText", "creator", "author", "copyrightHolder", "copyrightNotice"):
                holder = _many(image.get(key))
                credit = _name(holder[0]) if holder and isinstance(holder[0], dict | str) else None
                if credit:
                    yield Found("image_credit", credit, source, found)
                    break


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


__all__ = ["ARTICLES", "SOURCE", "from_json_ld"]
