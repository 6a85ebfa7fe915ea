"""Data that pages carry for their own scripts: `__NEXT_DATA__`, Fusion globals, preloaded states.

Where a page is drawn in the browser, its article stands only there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml.html import HtmlElement

from newsparse.blocks.metadata.identity import Identity
from newsparse.blocks.metadata.json_text import LARGEST
from newsparse.blocks.metadata.values import Found, paragraphs, plain

SOURCE = "embedded json"

# The name of a variable that holds the page's data, before the value given to it.
_NAMES = ("globalContent", "STATE", "DATA", "PROPS", "State", "Data", "Content", "Props")
_ASSIGNED = re.compile(
    rf"(?:{'|'.join(_NAMES)})[_\"'\]]{{0,5}}\s{{0,9}}=\s{{0,9}}"
    r"(?:JSON\.parse\(\s{0,9})?(?=[{\[\"'])"
)
_MOST_SCRIPTS, _MOST_STORIES, _MOST_ASSIGNED, _MOST_OBJECTS, _DEEPEST = 200, 8, 10, 50_000, 40
_SHORTEST_TEXT = 200  # characters; less is a teaser
_LONGEST_TEXT = 500_000
_DECODER = json.JSONDecoder(strict=False)

_TITLES = ("headline", "title", "headlines", "name")
_PUBLISHED = ("datePublished", "display_date", "first_publish_date", "publish_date", "publishedAt",
              "published_at", "publishDate", "publicationDate", "publishedDate", "firstPublished",
              "published", "createdAt", "created_at", "date")  # fmt: skip
_MODIFIED = ("dateModified", "last_updated_date", "updatedAt", "updated_at", "modifiedAt",
             "lastModified", "modified")  # fmt: skip
_AUTHORS = ("authors", "author", "byline", "credits", "by", "writers", "contributors")
_TEXTS = ("articleBody", "content_elements", "body", "content", "text", "paragraphs", "bodyHtml",
          "body_html", "html", "blocks", "components", "children", "elements")  # fmt: skip
_PARTS = frozenset((*_TEXTS, "value", "data", "items", "props", "attributes"))


class _Story(NamedTuple):
    """An object that may be the page's article."""

    text: str
    item: dict[str, Any]


def from_embedded(scripts: list[HtmlElement], identity: Identity) -> Iterator[Found]:
    """The article of a page's embedded data: what the objects with the page's title hold.

    Where none has that title, the object with most text, if that is more than a teaser's.
    """
    own: list[_Story] = []
    longest: _Story | None = None
    for value in _values(scripts):
        for item in _objects(value):
            title = _first(item, _TITLES)
            if title is None:
                continue
            if identity.titled(title):
                own.append(_Story(_text(item), item))
            elif not own and len(text := _text(item)) > max(
                len(longest.text) if longest else 0, _SHORTEST_TEXT
            ):
                longest = _Story(text, item)
    own.sort(key=lambda story: -len(story.text))
    yield from _declared(own[:_MOST_STORIES] or ([longest] if longest else []))


def _declared(stories: list[_Story]) -> Iterator[Found]:
    """Each field from the first object that has it."""
    for field, keys in (
        ("headline", _TITLES), ("published", _PUBLISHED), ("modified", _MODIFIED),
    ):  # fmt: skip
        values = (_first(story.item, keys) for story in stories)
        if value := next(filter(None, values), None):
            yield Found(field, value, SOURCE)
    credits_ = (list(_names(story.item.get(key))) for story in stories for key in _AUTHORS)
    for name in next(filter(None, credits_), []):
        yield Found("authors", name, SOURCE)
    if stories and len(stories[0].text) >= _SHORTEST_TEXT:
        yield Found("article_body", stories[0].text, SOURCE)


def _values(scripts: list[HtmlElement]) -> Iterator[Any]:
    """Every JSON value that a script of data holds, in its text or in an attribute."""
    for script in scripts[:_MOST_SCRIPTS]:
        text = script.text or ""
        texts = [value for value in script.attrib.values() if value.startswith("{")]
        if text[:1] in ("{", "[") or text.lstrip()[:1] in ("{", "["):
            texts.append(text.lstrip())
        elif any(word in text for word in _NAMES):
            ends = [match.end() for match in _ASSIGNED.finditer(text[:LARGEST])]
            texts += [text[end:LARGEST] for end in ends[:_MOST_ASSIGNED]]
        for each in texts:
            value = _decoded(each)
            if isinstance(value, str):  # JSON.parse("…")
                value = _decoded(value)
            if isinstance(value, dict | list):
                yield value


def _decoded(text: str) -> Any:
    try:
        return _DECODER.raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    stack = [value]
    for _ in range(_MOST_OBJECTS):
        if not stack:
            return
        each = stack.pop()
        if isinstance(each, dict):
            yield each
            stack += [v for v in each.values() if isinstance(v, dict | list)]
        elif isinstance(each, list):
            stack += [v for v in each if isinstance(v, dict | list)]


def _first(item: dict[str, Any], keys: tuple[str, ...]) -> str | None:
    """The first of several keys that holds a text, or in Arc's objects a basic one."""
    for key in keys:
        value = item.get(key)
        if isinstance(value, dict):
            value = value.get("basic") or value.get("rendered")
        elif isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if text := plain(value):
            return text
    return None


def _names(value: Any, depth: int = 0) -> Iterator[str]:
    if isinstance(value, str):
        if name := plain(value, 200):
            yield name
    elif isinstance(value, dict):
        name = next(
            (n for key in ("name", "byline", "fullName") if (n := plain(value.get(key), 200))), None
        )
        if name:
            yield name
        elif depth < 3:
            yield from _names(value.get("by") or value.get("authors"), depth + 1)
    elif isinstance(value, list) and depth < 3:
        for each in value[:20]:
            yield from _names(each, depth + 1)


def _text(item: dict[str, Any]) -> str:
    """The paragraphs of an article's object, a line each."""
    for key in _TEXTS:
        value = item.get(key)
        if not isinstance(value, str | list | dict):
            continue
        lines: list[str] = []
        size = 0
        for piece in _pieces(value):
            for line in paragraphs(piece):
                if " " in line or not line.isascii():
                    lines.append(line)
                    size += len(line)
            if size > _LONGEST_TEXT:
                break
        if size >= _SHORTEST_TEXT:
            return "\n".join(lines)
    return ""


def _pieces(value: Any) -> Iterator[str]:
    """The strings under keys that hold text, in order."""
    stack: list[tuple[Any, int]] = [(value, 0)]
    for _ in range(_MOST_OBJECTS):
        if not stack:
            return
        each, depth = stack.pop()
        if isinstance(each, str):
            yield each
        elif depth > _DEEPEST:
            continue
        elif isinstance(each, list):
            stack += [(part, depth + 1) for part in reversed(each)]
        elif isinstance(each, dict):
            stack += [(each[key], depth + 1) for key in reversed(each) if key in _PARTS]
