"""What an HTML page declares of its article, weighed against what its text shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from newsparse.article import Article
from newsparse.document import Document
from newsparse.metadata import choose
from newsparse.parts import Headline, fold, unfold
from newsparse.provenance import VISIBLE, Candidate
from newsparse.taxonomy import Flag


def with_metadata(article: Article, declared: tuple[Candidate, ...], document: Document) -> Article:
    """The article with its headline, dates, authors and language as page and text together say.

    What the `document` says of itself still wins.
    """
    metadata = choose(declared, tuple(_visible(article)))
    published = article.published if document.published else metadata.published
    flags = set(article.flags) - {Flag.NO_HEADLINE if metadata.headline else None}
    if published:
        flags.discard(Flag.AMBIGUOUS_DATE)
    if metadata.access == "paywalled" and Flag.TRUNCATED in flags:
        flags.add(Flag.PAYWALL)
    return replace(
        article,
        flags=tuple(flag for flag in Flag if flag in flags),
        language=document.language or metadata.language,
        headline=_headline(article, metadata.headline),
        authors=metadata.authors,
        published=published,
        modified=metadata.modified,
        metadata=metadata,
    )


def _visible(article: Article) -> Iterator[Candidate]:
    """What the labelled text says of the fields that a page declares too."""
    if article.headline:
        yield Candidate("headline", article.headline.text, VISIBLE)
    for field, value in (("published", article.published), ("modified", article.modified)):
        if value:
            yield Candidate(field, value, VISIBLE)
    for name in article.authors:
        yield Candidate("authors", name, VISIBLE)


def _headline(article: Article, chosen: str | None) -> Headline | None:
    """The chosen headline, with its place if the headline on the page holds it."""
    shown = article.headline
    if chosen is None or (shown and shown.text == fold(chosen)):
        return shown
    text, span = fold(chosen), shown.span if shown else None
    return Headline(text, span and unfold(article.source, span.start, text, span.end))
