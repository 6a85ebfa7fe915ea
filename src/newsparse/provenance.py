"""What a page declares about its article, where each value came from, and which one won."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

VISIBLE = "visible text"
"""The source of what the page's own lines say."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value that a page offers for a field, where it came from, and whether it won."""

    field: str
    """A key of the JSON record (`headline`, `authors`, `published` …) or of the metadata:
    `site_name`, `canonical_url`, `section`, `tags`, `image`, `access`, `type` …"""
    value: str
    source: str
    """`json-ld`, `open graph`, `meta`, `microdata`, `visible text` …"""
    chosen: bool = False
    why: str | None = None
    """Why it won, for a chosen one."""
    of: str | None = None
    """For a caption or credit, the address of its image."""


class Image(NamedTuple):
    """An image of the article as its metadata names it."""

    url: str
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """Every candidate for the fields of a page (HTML only); the properties are the chosen ones.

    >>> told = Candidate("section", "Harbour", "open graph", chosen=True, why="the first declared")
    >>> Metadata((told, Candidate("section", "news", "url"))).section
    'Harbour'
    """

    candidates: tuple[Candidate, ...] = ()

    @property
    def headline(self) -> str | None:
        """The article's headline, without the site's name."""
        return self._one("headline")

    @property
    def deck(self) -> str | None:
        """The article's summary as its metadata has it."""
        return self._one("deck")

    @property
    def authors(self) -> tuple[str, ...]:
        """The people credited; the outlet or agency only where no person is."""
        return self._all("authors") or self._all("outlet")

    @property
    def published(self) -> str | None:
        """ISO 8601, with the time, precision and offset that the page states."""
        return self._one("published")

    @property
    def modified(self) -> str | None:
        """ISO 8601, as `published`."""
        return self._one("modified")

    @property
    def section(self) -> str | None:
        """The desk or section: `Politics`."""
        return self._one("section")

    @property
    def tags(self) -> tuple[str, ...]:
        """Topics and keywords, each once."""
        return self._all("tags")

    @property
    def language(self) -> str | None:
        """The declared language, ISO 639."""
        return self._one("language")

    @property
    def site_name(self) -> str | None:
        """The name of the site or publication."""
        return self._one("site_name")

    @property
    def canonical_url(self) -> str | None:
        """The address that the page calls its own."""
        return self._one("canonical_url")

    @property
    def images(self) -> tuple[Image, ...]:
        """The article's images with their captions and credits."""
        captions = {c.of: c.value for c in self._chosen("image_caption")}
        credits_ = {c.of: c.value for c in self._chosen("image_credit")}
        return tuple(Image(url, captions.get(url), credits_.get(url)) for url in self._all("image"))

    @property
    def access(self) -> str | None:
        """`free` or `paywalled`, `None` where nothing is declared."""
        return self._one("access")

    @property
    def type(self) -> str | None:
        """What the page says it is: `NewsArticle`, `LiveBlogPosting`, `VideoObject`, `article`."""
        return self._one("type")

    def _chosen(self, field: str) -> Iterator[Candidate]:
        return (c for c in self.candidates if c.chosen and c.field == field)

    def _one(self, field: str) -> str | None:
        return next((c.value for c in self._chosen(field)), None)

    def _all(self, field: str) -> tuple[str, ...]:
        return tuple(c.value for c in self._chosen(field))
