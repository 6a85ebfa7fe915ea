"""The elements of an HTML page as columns, in document order, with what their names speak for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lxml import etree, html

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

DECAY = 0.87
"""What an element counts for one a level below: ten levels up it is a quarter."""
TEXTLESS = frozenset({"script", "style"})
"""Elements whose text no flattening shows."""
_NAMING = frozenset({"class", "id", "itemprop", "rel", "role", "aria-label", "property", "typeof"})
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_IDLE = ("has", "no", "not", "with", "without")  # `no-sidebar` names what is not there
_TERM = re.compile("(?:post|type|status|format|category|tag)-")
_LONGEST = 3  # words joined in the table
_STEM = 5  # letters a word of the table needs to be found inside a longer name
_NAME_LENGTH = 200  # characters of an attribute that are read
_UNSEEN = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Concepts:
    """What names of elements can speak for, each a bit of a mask."""

    names: tuple[str, ...]
    words: dict[str, int]
    """Mask of a word or of words joined by `-` (`read-next`, also written `readnext`)."""
    tags: dict[str, int]
    """Mask of an element by its tag."""


@cache
def concepts() -> Concepts:
    """The table `evidence_words.tsv`; its rows with tags in angle brackets are for elements."""
    path = Path(__file__).with_name("evidence_words.tsv")
    lines = [line for line in path.read_text("utf-8").splitlines() if line[:1] != "#"]
    rows = [line.split("\t") for line in lines[1:]]
    names = tuple(dict.fromkeys(row[0] for row in rows))
    words: dict[str, int] = {}
    tags: dict[str, int] = {}
    for name, listed in rows:
        bit = 1 << names.index(name)
        for word in listed.split():
            table, key = (tags, word[1:-1]) if word[0] == "<" else (words, word)
            for form in {key, key.replace("-", "")}:
                table[form] = table.get(form, 0) | bit
    return Concepts(names, words, tags)


@lru_cache(maxsize=1 << 17)
def name_mask(value: str) -> int:
    """The concepts that the names in an attribute speak for."""
    mask = 0
    for name in value[:_NAME_LENGTH].split():
        if _TERM.match(name) and "status-" in value:
            continue  # the terms an article is filed under, as WordPress names them
        words = [word.lower() for word in _WORD.findall(name)]
        if words and words[0] not in _IDLE:
            mask |= _words_mask(words)
    return mask


def _words_mask(words: list[str]) -> int:
    """The concepts of words in a row; `comment-author` speaks for comments, not for authors."""
    known = concepts().words
    mask, covered = 0, 0
    for at, word in enumerate(words):
        ends = range(min(at + _LONGEST, len(words)), at + 1, -1)
        end = next((end for end in ends if "-".join(words[at:end]) in known), 0)
        if end:
            mask |= known["-".join(words[at:end])]
            covered = max(covered, end)
        elif at >= covered:
            mask |= _word_mask(word)
    return mask


@lru_cache(maxsize=1 << 16)
def _word_mask(word: str) -> int:
    """The concepts of a word, of its singular, or of the longest words it begins or ends with."""
    known = concepts().words
    for form in (word, word.removesuffix("s"), word.removesuffix("es")):
        if form in known:
            return known[form]
    cuts = range(_STEM, len(word) - 1)
    heads = (known[word[:cut]] for cut in reversed(cuts) if word[:cut] in known)
    tails = (known[word[-cut:]] for cut in reversed(cuts) if word[-cut:] in known)
    return next(heads, 0) | next(tails, 0)


@dataclass(frozen=True)
class Tree:
    """The elements of a page as columns in document order, and its text nodes."""

    tags: Sequence[str]
    parents: Ints
    """Place of each element's parent; that of the root is itself."""
    depths: Ints
    masks: npt.NDArray[np.uint64]
    """Concepts of each element's own names and tag."""
    links: npt.NDArray[np.uint64]
    """Concepts of the address an element links to."""
    classes: Sequence[str]
    ids: Sequence[str]
    hrefs: Sequence[str]
    texts: Sequence[str]
    """Text nodes in document order."""
    owners: Ints
    """The element each text node stands in."""

    @cached_property
    def levels(self) -> list[Ints]:
        """Places of the elements of each depth, from the root down."""
        order = np.argsort(self.depths, kind="stable")
        return np.split(order, np.cumsum(np.bincount(self.depths))[:-1])

    def having(self, tags: Iterable[str]) -> Bools:
        """Which elements have one of the tags."""
        wanted = frozenset(tags)
        return np.array([tag in wanted for tag in self.tags], dtype=np.bool_)

    def inherit(self, own: Floats | Bools, decay: float = 1.0) -> Floats:
        """The greatest value of an element and its ancestors, which count less with distance."""
        best = own.astype(np.float32)
        own = best.copy()
        for level in self.levels[1:]:
            best[level] = np.maximum(own[level], decay * best[self.parents[level]])
        return best

    def nearest(self, chosen: Bools) -> Ints:
        """The nearest element among self and ancestors that is chosen, else the root."""
        found = np.where(chosen, np.arange(len(chosen)), 0)
        for level in self.levels[1:]:
            found[level] = np.where(chosen[level], level, found[self.parents[level]])
        return found

    def sums(self, own: Floats | Bools) -> Floats:
        """The values of an element and all its descendants added up."""
        total = own.astype(np.float64)
        for level in self.levels[:0:-1]:
            np.add.at(total, self.parents[level], total[level])
        return total.astype(np.float32)


def parse(source: str) -> html.HtmlElement | None:
    """The root of an HTML page, `None` where there is none."""
    clean = _FORBIDDEN.sub(" ", source).encode()
    parser = html.HTMLParser(huge_tree=True, recover=True, encoding="utf-8", remove_pis=True)
    try:
        return html.document_fromstring(clean, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def read_tree(root: html.HtmlElement) -> Tree:
    """The elements below a root as columns."""
    tags: list[str] = []
    parents, masks, links, owners = [], [], [], []
    classes, ids, hrefs, texts = [], [], [], []
    path: list[int] = []
    depths = []
    for event, element in _events(root):
        if event == "start":
            here = len(tags)
            parents.append(path[-1] if path else 0)
            depths.append(len(path))
            path.append(here)
            attributes = element.attrib
            tags.append(element.tag)
            classes.append(attributes.get("class", ""))
            ids.append(attributes.get("id", ""))
            hrefs.append(attributes.get("href", ""))
            masks.append(_mask(element.tag, attributes.items()))
            links.append(name_mask(_address(hrefs[-1])) if element.tag == "a" else 0)
            text = element.text
        else:
            if event == "end":
                path.pop()
            text = element.tail
        if text and path and not text.isspace() and tags[path[-1]] not in TEXTLESS:
            texts.append(text)
            owners.append(path[-1])
    bits = [np.array(column, dtype=np.uint64) for column in (masks, links)]
    numbers = [np.array(column, dtype=np.int64) for column in (parents, depths, owners)]
    return Tree(
        tags=tags,
        parents=numbers[0],
        depths=numbers[1],
        masks=bits[0],
        links=bits[1],
        classes=classes,
        ids=ids,
        hrefs=hrefs,
        texts=texts,
        owners=numbers[2],
    )


def _events(root: html.HtmlElement) -> Iterator[tuple[str, html.HtmlElement]]:
    yield from etree.iterwalk(root, events=("start", "end", "comment"))


def _mask(tag: str, attributes: list[tuple[str, str]]) -> int:
    mask = concepts().tags.get(tag, 0)
    if tag in {"html", "body"}:
        return mask  # their classes are those of the page
    for name, value in attributes:
        if name == "style" and _UNSEEN.search(value):
            mask |= name_mask("hidden")
        elif name in _NAMING or (name.startswith("data-") and len(value) < 40):
            mask |= name_mask(value)
    return mask


def _address(href: str) -> str:
    """The folders and host of an address, without its last words, as names."""
    path = href.partition("?")[0].rpartition("://")[2]
    folders = path.strip("/").split("/")
    return " ".join(folders[:-1] if len(folders[-1]) > 25 else folders)
