"""HTML into a page: a tree, its lines as blocks, its elements and statements as evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from typing import TypeAlias

import numpy as np
from lxml import etree

from newsparse.blocks.elements import INSTEAD, UNREAD
from newsparse.blocks.flatten import Flat, flatten
from newsparse.blocks.metadata import declared
from newsparse.blocks.page import Page
from newsparse.blocks.text import page_from_text
from newsparse.provenance import Candidate
from newsparse.taxonomy import Flag

Tree: TypeAlias = etree._Element  # noqa: SLF001 (lxml has no public name for it)

_CONTROLS = bytes({*range(32)} - {*b"\t\n\r"})
_SHELL = 400  # characters up to which a page may be the shell of one that scripts build
_LEADING = 2  # line feeds before the first line, which are not written
_LIMIT = "ERR_RESOURCE_LIMIT"
"""What libxml2 says where it stopped reading: it nests 2,048 elements at most."""
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1|\Z)|<[^>]*+>?", re.DOTALL | re.IGNORECASE
)
_END = b"</html>"


def tree_or_text(html: object) -> Tree | str:
    """The element of lxml that was given, or the text of a Beautiful Soup tree.

    Raises:
        TypeError: it is no tree of either.
    """
    if etree.iselement(html):
        return html
    if isinstance(html, etree._ElementTree):  # noqa: SLF001 (lxml has no public name for it)
        root = html.getroot()
        return "" if root is None else root
    if hasattr(html, "decode_contents"):
        return str(html)
    kind = type(html).__name__
    raise TypeError(f"html must be str, bytes or a tree of lxml or Beautiful Soup, not {kind}")


def page_from_html(
    html: Tree | str,
    *,
    url: str | None = None,
    title: str | None = None,
    flags: tuple[Flag, ...] = (),
) -> Page:
    r"""The page of an HTML text or tree: a block a line, a blank line between block elements.

    `title` stands in for a page that states none of its own. Two pages come as pages of text, with
    a flag: one that no tree can hold, nested thousands of elements deep (`degraded`), and one that
    shows next to nothing because its scripts bring the article from its data (`embedded`).

    >>> page = page_from_html("<title>Mill</title><h1>Old mill reopens</h1><p>It <i>did</i>.")
    >>> page.source
    'Old mill reopens\n\nIt did.'
    >>> len(page_from_html("<!-- nothing -->"))
    0
    """
    root, whole = parse_tree(html) if isinstance(html, str) else (_as_html(html), True)
    if not whole:
        lines = unescape(_TAG.sub("\n", str(html))).splitlines()
        text = "\n".join(line for line in lines if line.strip())
        return page_from_text(text, title=title, url=url, flags=(*flags, Flag.DEGRADED))
    if root is None:
        return page_from_text("", title=title, url=url, flags=flags)
    flat = _flat(root)
    shown = sum(map(len, flat.texts))
    told = declared(root, url, shell=shown < _SHELL)
    stated = next((each.value for each in told if each.field == "headline"), title)
    if shown < _SHELL and (data := _embedded(told, least=2 * shown)):
        page = page_from_text(data, title=stated, url=url, flags=(*flags, Flag.EMBEDDED))
        return replace(page, declared=told)
    lengths = np.fromiter(map(len, flat.texts), np.int64, len(flat.texts))
    gaps = np.array(flat.gaps, dtype=np.int64)
    ends = np.cumsum(lengths + gaps + 1) - _LEADING
    return Page(
        source=_source(flat),
        starts=ends - lengths,
        ends=ends,
        gaps=gaps,
        indents=np.zeros_like(gaps),
        title=stated,
        url=url,
        flags=flags,
        markup=flat.markup if flat.texts else None,
        declared=told,
    )


def parse_tree(source: str) -> tuple[Tree | None, bool]:
    """The root of an HTML text, `None` where there is none, and whether it holds all of it."""
    content = source.encode("utf-8", "replace").translate(None, _CONTROLS)
    parser = etree.HTMLParser(
        huge_tree=True,
        recover=True,
        encoding="utf-8",
        remove_pis=True,
        remove_comments=True,
        collect_ids=False,
    )
    end = content.find(_END)
    if end >= 0 and content[end + len(_END) :].strip():  # libxml2 drops what follows
        content = content.replace(_END, b"")
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        root = None
    return root, not any(error.type_name == _LIMIT for error in parser.error_log)


def _embedded(told: Sequence[Candidate], least: int) -> str | None:
    """Headline and text of the article in the page's data, if that has so many characters."""
    bodies = [each.value for each in told if each.field == "article_body"]
    body = max(bodies, key=len, default="")
    if len(body) <= least:
        return None
    headline = next((each.value for each in told if each.field == "headline"), None)
    return "\n\n".join([*filter(None, [headline]), *filter(None, body.split("\n"))])


def _as_html(tree: Tree) -> Tree:
    """The tree; one of XHTML read as XML, its tags in a namespace, anew as HTML."""
    if not str(tree.tag).startswith("{"):
        return tree
    return parse_tree(etree.tostring(tree, encoding="unicode", method="html"))[0]


def _flat(root: Tree) -> Flat:
    """The lines of a tree; those shown without scripts or frames if there are no others."""
    flat = flatten(root)
    if flat.texts:
        return flat
    unframed = root.findtext(".//noframes")  # libxml2 from 2.14 on keeps its markup as text
    inner = parse_tree(unframed)[0] if unframed else None
    return flatten(root if inner is None else inner, UNREAD - INSTEAD)


def _source(flat: Flat) -> str:
    lines = zip(flat.texts, flat.gaps, strict=True)
    return "".join(["\n\n"[: gap + 1] + text for text, gap in lines])[_LEADING:]
