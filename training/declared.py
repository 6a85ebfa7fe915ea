"""What an HTML page declares of itself (meta elements, JSON-LD), and which blocks say the same."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from lxml import html

from newsparse.labeling.words import sequence_hashes
from training.align import Worded, words_of

Floats = npt.NDArray[np.float32]
Block = tuple[int, ...]  # the words of a block or of a declared text

_META = {
    "og:title": "title", "twitter:title": "title", "dc.title": "title", "title": "title",
    "description": "summary", "og:description": "summary", "twitter:description": "summary",
    "author": "author", "article:author": "author", "dc.creator": "author",
    "parsely-author": "author",
    "article:published_time": "date", "article:modified_time": "date", "date": "date",
    "parsely-pub-date": "date", "dc.date": "date", "datepublished": "date",
    "article:section": "section", "parsely-section": "section",
    "article:tag": "tag", "keywords": "tag", "news_keywords": "tag", "parsely-tags": "tag",
    "og:site_name": "site", "application-name": "site", "publisher": "site",
}  # fmt: skip
_LINKED = {
    "headline": "title", "alternativeheadline": "title", "description": "summary",
    "author": "author", "creator": "author", "datepublished": "date", "datemodified": "date",
    "articlesection": "section", "keywords": "tag", "publisher": "site",
    "itemlistelement": "crumb", "caption": "caption", "articlebody": "body",
}  # fmt: skip
_NAMED = frozenset({"author", "site", "crumb"})
_LISTS = frozenset({"tag", "section"})
_MOST = 60  # texts of one role that are read
_DEPTH = 12
_RUN = 4  # words
_DAY = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)")

Texts = dict[str, list[str]]


def declared(root: html.HtmlElement) -> Texts:
    """Texts a page declares, by their role: title, summary, author, date, section and the like."""
    texts: Texts = defaultdict(list)
    for element in root.iter("meta", "title", "script", "img"):
        if element.tag == "meta":
            name = element.get("property") or element.get("name") or element.get("itemprop") or ""
            _add(texts, _META.get(name.lower()), element.get("content"))
        elif element.tag == "title":
            _add(texts, "title", element.text)
        elif element.tag == "img":
            _add(texts, "caption", element.get("alt"))
        elif "ld+json" in element.get("type", ""):
            _read_linked(texts, element.text or "")
    return texts


def _read_linked(texts: Texts, source: str) -> None:
    try:
        _collect(texts, json.loads(source, strict=False), None, _DEPTH)
    except (ValueError, RecursionError):
        return  # a broken script declares nothing


def _add(texts: Texts, role: str | None, text: Any) -> None:
    if role and isinstance(text, str) and text.strip() and len(texts[role]) < _MOST:
        parts = re.split(r"[,;]", text) if role in _LISTS else [text]
        texts[role] += [part.strip() for part in parts if part.strip()]


def _collect(texts: Texts, value: Any, role: str | None, depth: int) -> None:
    """Texts of a JSON value found under a key of some role."""
    if isinstance(value, str):
        _add(texts, role, value)
    elif isinstance(value, list) and depth:
        for part in value:
            _collect(texts, part, role, depth - 1)
    elif isinstance(value, dict) and depth:
        for key, part in value.items():
            inner = role if key in {"name", "item"} and role in _NAMED else None
            _collect(texts, part, _LINKED.get(key.lower(), inner), depth - 1)


def split(words: Worded, count: int) -> list[Block]:
    """Words by the text they stand in."""
    cuts = np.searchsorted(words.owner, np.arange(1, count))
    return [tuple(part.tolist()) for part in np.split(words.words, cuts)]


def _equals(block: Block, texts: list[Block]) -> float:
    return float(block in texts)


def _shares(block: Block, texts: list[Block]) -> float:
    """The part of the longer of block and text that both have."""
    own = set(block)
    return max((len(own.intersection(t)) / max(len(t), len(block)) for t in texts), default=0)


def _within(block: Block, texts: list[Block]) -> float:
    """The part of the block's words that stand in one text."""
    own = set(block)
    return max((len(own.intersection(text)) / len(own) for text in texts), default=0)


def _holds(block: Block, texts: list[Block]) -> float:
    """How much of a block is a text that it holds as a whole."""
    own = set(block)
    return max((len(t) / len(block) for t in texts if own.issuperset(t)), default=0)


_COMPARED: tuple[tuple[str, str, Callable[[Block, list[Block]], float]], ...] = (
    ("title", "shares", _shares),
    ("title", "within", _within),
    ("title", "holds", _holds),
    ("summary", "shares", _shares),
    ("summary", "within", _within),
    ("author", "equals", _equals),
    ("author", "holds", _holds),
    ("date", "holds", _holds),
    ("section", "equals", _equals),
    ("tag", "equals", _equals),
    ("site", "equals", _equals),
    ("site", "holds", _holds),
    ("crumb", "equals", _equals),
    ("caption", "shares", _shares),
)
DECLARED = (*(f"{role}:{how}" for role, how, _ in _COMPARED), "articlebody:in", "articlebody:out")


def agreement(texts: Texts, blocks: list[Block]) -> Floats:
    """How far each block says what the page declares; a row a block, the columns are `DECLARED`."""
    table = np.zeros((len(blocks), len(DECLARED)), dtype=np.float32)
    words = {role: _phrases(role, listed) for role, listed in texts.items()}
    worded = [(number, block) for number, block in enumerate(blocks) if block]
    for column, (role, _, compare) in enumerate(_COMPARED):
        if known := words.get(role):
            for number, block in worded:
                table[number, column] = min(compare(block, known), 1.0)
    bodies = [_runs(body) for body in words.get("body", ()) if len(body) > 10 * _RUN]
    if bodies:
        known_runs = set().union(*bodies)
        for number, block in worded:
            runs = _runs(block)
            found = len(runs & known_runs) / len(runs) if runs else 0.5
            table[number, -2:] = found, 1 - found
    return table


def _phrases(role: str, texts: list[str]) -> list[Block]:
    """The words of each text, once; of a date those of its year and day as a reader writes them."""
    if role == "date":
        days = [match.groups() for match in map(_DAY.search, texts) if match]
        texts = [form for y, _, d in days for form in (f"{y} {d}", f"{y} {int(d)}")]
    found = split(words_of(list(dict.fromkeys(texts))), len(set(texts)))
    return list(dict.fromkeys(block for block in found if block))


def _runs(block: Block) -> set[int]:
    return set(sequence_hashes(np.array(block, dtype=np.uint64), _RUN).tolist())
