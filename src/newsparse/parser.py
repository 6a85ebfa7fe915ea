"""The spine: decode → blocks → labels → fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newsparse import fields
from newsparse.article import Article, Block
from newsparse.blocks.decode import decode
from newsparse.blocks.page import Page
from newsparse.blocks.text import page_from_text
from newsparse.document import Document
from newsparse.labeling.explain import reasons
from newsparse.labeling.labeller import label_pages
from newsparse.labeling.model import Model
from newsparse.options import DEFAULT, Options
from newsparse.taxonomy import Label

_BATCH_PAGES = 64
_BATCH_CHARS = 1_000_000  # bounds the memory of a batch; array costs per page are flat from here


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


def parse_many(
    documents: Iterable[str | bytes | Document],
    *,
    options: Options = DEFAULT,
    model: Model | None = None,
) -> Iterator[Article]:
    """The articles of many pages, in order, lazily: the same as `parse` on each, but faster.

    `model` replaces the shipped weights, for training and measuring.
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
    text: str | bytes, *, title: str | None = None, options: Options = DEFAULT
) -> tuple[Explanation, ...]:
    """The blocks of a page with the cues that decided, from the same labelling as `parse`.

    >>> explanation = explain("Related News")[0]
    >>> explanation.text, len(explanation.reasons) > 0
    ('Related News', True)
    """
    document = Document(text, title=title)
    page = _page(document, options)
    [labelling] = label_pages([page])
    article = fields.article(page, labelling, document)
    return tuple(
        Explanation(block, page.text(number), why.cues, why.alternatives)
        for number, (block, why) in enumerate(
            zip(article.blocks, reasons(page, labelling), strict=True)
        )
    )


def _page(document: Document, options: Options) -> Page:
    text, flags = decode(document.content, options)
    return page_from_text(text, title=document.title, url=document.url, flags=flags)


def _batches(documents: Iterable[str | bytes | Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    size = 0
    for item in documents:
        document = item if isinstance(item, Document) else Document(item)
        batch.append(document)
        size += len(document.content)
        if len(batch) == _BATCH_PAGES or size > _BATCH_CHARS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
