"""What is known of each element of an HTML page: its names, its tags and its place."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import numpy.typing as npt

from training.dom import DECAY, Floats, Ints, Tree, concepts
from training.places import BOXES, PLACES, places

_KINDS = {
    "p": ("p",),
    "h1": ("h1",),
    "h2": ("h2",),
    "h3": ("h3", "h4", "h5", "h6"),
    "li": ("li", "dt", "dd"),
    "cell": ("td", "th", "tr"),
    "caption": ("figcaption", "caption"),
    "quote": ("blockquote", "q"),
    "title": ("title",),
    "form": ("form", "button", "label", "select", "option", "textarea", "fieldset"),
    "box": tuple(BOXES),
}  # fmt: skip
_INLINE = {
    "a": ("a",),
    "bold": ("b", "strong"),
    "italic": ("i", "em", "cite"),
    "time": ("time",),
    "span": ("span", "font"),
    "small": ("small",),
    "button": ("button",),
}
_INSIDE = ("article", "main", "nav", "header", "footer", "aside", "figure", "form", "table", "ul",
           "section", "blockquote", "a")  # fmt: skip
_WORDS = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d{5}")
_SLUG = re.compile(r"(?:[^\W\d_]+[-_]){2}")
_LINKS = ("link:story", "link:outside", "link:page", "link:mail", "link:query", "link:home",
          "link:depth", "link:often")  # fmt: skip
TRAITS: tuple[str, ...] = (
    *(f"near:{name}" for name in concepts().names),
    *(f"any:{name}" for name in concepts().names),
    *(f"link:{name}" for name in concepts().names),
    *(f"block:{kind}" for kind in _KINDS),
    *(f"inline:{kind}" for kind in _INLINE),
    *(f"in:{tag}" for tag in _INSIDE),
    "block:anchored",
    *_LINKS,
    *PLACES,
)
"""The names of the columns."""


def traits(tree: Tree) -> Floats:
    """A row for each element, a column for each of `TRAITS`."""
    blocks = tree.nearest(tree.having({tag for tags in _KINDS.values() for tag in tags}))
    return np.hstack(
        [_names(tree, blocks), _tags(tree, blocks), _links(tree), places(tree, blocks)]
    )


def _bits(masks: npt.NDArray[np.uint64]) -> Floats:
    """Masks as a column for each concept."""
    shifts = np.arange(len(concepts().names), dtype=np.uint64)
    return ((masks[:, None] >> shifts) & np.uint64(1)).astype(np.float32)


def _names(tree: Tree, blocks: Ints) -> Floats:
    """What an element or its block, all its ancestors, and its link speak for by their names."""
    own = _bits(tree.masks)
    near = np.maximum(own, np.maximum(own[blocks], own[tree.parents]))
    anchors = tree.nearest(tree.having(["a"]))
    return np.hstack([near, tree.inherit(own, DECAY), _bits(tree.links)[anchors]])


def _tags(tree: Tree, blocks: Ints) -> Floats:
    """The kind of the nearest block, the inline elements within it, the elements around."""
    kinds = [tree.having(tags)[blocks] for tags in _KINDS.values()]
    within = []
    for tags in _INLINE.values():
        inside = tree.having(tags)
        # Inherited down to the text, but not from beyond the block.
        nearest = tree.nearest(inside)
        within.append(inside[nearest] & (nearest >= blocks))
    around = [tree.inherit(tree.having([tag])) for tag in _INSIDE]
    anchored = np.array([bool(_SLUG.match(name)) for name in tree.ids])[blocks]
    return np.column_stack([*kinds, *within, *around, anchored]).astype(np.float32)


def _links(tree: Tree) -> Floats:
    """Where the link that an element stands in leads; columns are `_LINKS`."""
    hosts = [_host(href) for href in tree.hrefs]
    home = Counter(filter(None, hosts)).most_common(1)[0][0] if any(hosts) else ""
    often = Counter(tree.hrefs)
    rows = [
        (
            _is_story(href),
            host not in {"", home},
            href.startswith(("#", "javascript:")),
            href.startswith(("mailto:", "tel:")),
            "?" in href,
            bool(href) and len(_path(href)) < 2,
            min(_path(href).count("/") / 4, 2),
            min((often[href] - 1) / 2, 1) if href else 0,
        )
        for href, host in zip(tree.hrefs, hosts, strict=True)
    ]
    anchors = tree.nearest(tree.having(["a"]))
    return np.array(rows, dtype=np.float32)[anchors]


def _host(href: str) -> str:
    return href.split("//", 1)[1].split("/", 1)[0].removeprefix("www.") if "//" in href[:8] else ""


def _path(href: str) -> str:
    """The folders of an address, without its host and without a last slash."""
    path = href.partition("?")[0]
    return "/" + path.partition("//")[2].partition("/")[2] if "//" in path[:8] else path.rstrip("/")


def _is_story(href: str) -> bool:
    """Whether the last name of an address has four words or a long number."""
    last = _path(href).rpartition("/")[2]
    return len(_WORDS.findall(last)) > 3 or bool(_NUMBER.search(last))
