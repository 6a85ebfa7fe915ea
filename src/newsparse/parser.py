"""The spine: decode → blocks → labels → fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newsparse import fields
from newsparse.article import Article
from newsparse.blocks.decode import decode
from newsparse.blocks.page import Page
from newsparse.blocks.text import page_from_text
from newsparse.document import Document
from newsparse.labeling.explain import reasons
from newsparse.labeling.labeller import label_pages
from newsparse.labeling.model import Model
from newsparse.options import DEFAULT, Options
from newsparse.parts import Block
from newsparse.taxonomy import Label

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

    from newsparse.blocks.html import Tree

_BATCH_PAGES = 64
_BATCH_CHARS = 1_000_000  # bounds the memory of a batch; array costs per page are flat from here
_MARKUP = 8  # characters of HTML that come to one of text, about


def parse(
    text: str | bytes,
    *,
    title: str | None = None,
    url: str | None = None,
    published: str | None = None,
    reference: str | None = None,
    options: Options = DEFAULT,
) -> Article:
    """The article of one page of flattened text.

    Args:
        text: The page; bytes are decoded (byte order mark, `options.encoding`, UTF-8, detection).
        title: The page's `<title>`, if known: evidence for the headline, never copied from.
        url: Kept with the article; a day in it decides between two readings of a date.
        published: ISO 8601 date from outside the page; wins over what the page says.
        reference: ISO 8601 day or moment at which the page was fetched: "3 hours ago" counts from
            it, and later dates are refused.
        options: How to read the page.

    Never raises for what stands on the page: an empty page, a menu or garbage comes back with its
    `page_type`, its flags and all of its blocks.

    >>> page = '''Rain floods market | Mayor resigns over bridge |
    ...
    ... Old mill reopens after ten years
    ...
    ... HANOI: The mill by the river opened its doors on Monday, ten years after the fire.
    ...
    ... Related News'''
    >>> article = parse(page)
    >>> article.headline.text, article.dateline.places, [b.text for b in article.trailing]
    ('Old mill reopens after ten years', ('Hanoi',), ['Related News'])
    """
    document = Document(text, title=title, url=url, published=published, reference=reference)
    return next(parse_many([document], options=options))


def parse_html(
    html: str | bytes | Tree | BeautifulSoup,
    *,
    url: str | None = None,
    title: str | None = None,
    published: str | None = None,
    reference: str | None = None,
    charset: str | None = None,
    options: Options = DEFAULT,
) -> Article:
    """The article of one HTML page: the same types as `parse` gives, with more evidence.

    `article.source` is the page's text, a block element a line; `article.metadata` lists what the
    page declares of itself, where, and what won.

    Args:
        html: The page as text, as bytes (decoded by byte order mark, `options.encoding`, `charset`,
            as UTF-8, by its `meta`, by detection), or as a tree of lxml (an element or its
            `ElementTree`) or Beautiful Soup.
        url: The page's address: kept, and what relative addresses start from.
        title: Stands in where the page declares none.
        published: ISO 8601 date from outside the page; wins over what the page says.
        reference: ISO 8601 day or moment at which the page was fetched.
        charset: The charset that HTTP declared.
        options: How to read the page.

    Raises:
        TypeError: `html` is none of these.

    Never raises for what stands on the page. What lxml cannot be interrupted in (a tag with a
    hundred thousand attributes takes it many seconds) only a process of its own bounds.

    >>> article = parse_html('''<html lang="en"><title>Old mill reopens - The Courier</title>
    ... <nav><a href="/">Home</a></nav><article><h1>Old mill reopens</h1>
    ... <p>HANOI: The mill by the river opened its doors on Monday, ten years after the fire that
    ... took its roof. <p>Grain was milled by noon, and the first bread was sold by the evening.
    ... </article><aside><a href="/x">Ferry resumes</a></aside>''')
    >>> article.headline.text, article.language, len(article.body)
    ('Old mill reopens', 'en', 2)
    """
    known = Document("", None, title, url, published, reference=reference)
    if isinstance(html, str | bytes):
        document = replace(known, content=html, html=True, charset=charset)
        return next(parse_many([document], options=options))
    from newsparse.blocks.html import page_from_html, tree_or_text

    page = page_from_html(tree_or_text(html), url=url, title=title)
    [labelling] = label_pages([page])
    return fields.article(page, labelling, known)


def parse_many(
    documents: Iterable[str | bytes | Document],
    *,
    options: Options = DEFAULT,
    model: Model | None = None,
) -> Iterator[Article]:
    """The articles of many pages, in order, lazily: the same as `parse` on each, but faster.

    A document that says it is HTML is read as `parse_html` does. `model` replaces the shipped
    weights, for training and measuring.
    """
    for batch in _batches(documents):
        pages = [_page(document, options) for document in batch]
        labellings = label_pages(pages, model)
        yield from map(fields.article, pages, labellings, batch)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a block has its label."""

    block: Block
    text: str
    reasons: tuple[tuple[str, float], ...]
    """Cues with what each added to the label's lead over the runner-up, strongest first."""
    alternatives: tuple[tuple[Label, float], ...]
    """Other labels with their probabilities, most likely first."""


def explain(
    page: str | bytes | Document, *, title: str | None = None, options: Options = DEFAULT
) -> tuple[Explanation, ...]:
    """The blocks of a page with the cues that decided, from the same labelling as `parse`.

    A document that says it is HTML is explained as `parse_html` reads it.

    >>> explanation = explain("Related News")[0]
    >>> explanation.text, len(explanation.reasons) > 0
    ('Related News', True)
    """
    document = page if isinstance(page, Document) else Document(page, title=title)
    read = _page(document, options)
    [labelling] = label_pages([read])
    article = fields.article(read, labelling, document)
    return tuple(
        Explanation(block, read.text(number), why.cues, why.alternatives)
        for number, (block, why) in enumerate(
            zip(article.blocks, reasons(read, labelling), strict=True)
        )
    )


def _page(document: Document, options: Options) -> Page:
    text, flags = decode(document.content, options, charset=document.charset, html=document.html)
    read = _reader_of_html() if document.html else page_from_text
    return read(text, title=document.title, url=document.url, flags=flags)


def _reader_of_html() -> Callable[..., Page]:
    from newsparse.blocks.html import page_from_html  # brings lxml, which text does not need

    return page_from_html


def _batches(documents: Iterable[str | bytes | Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    size = 0
    for item in documents:
        document = item if isinstance(item, Document) else Document(item)
        batch.append(document)
        size += len(document.content) // (_MARKUP if document.html else 1)
        if len(batch) == _BATCH_PAGES or size > _BATCH_CHARS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
