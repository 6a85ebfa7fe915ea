"""What goes in: one page and what is known about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """A page to parse, with whatever its dump says beside the text."""

    content: str | bytes
    """The page as flattened text or, if `html`, as markup; bytes are decoded as `Options.encoding`
    says."""
    id: str | None = None
    title: str | None = None
    """The page's `<title>` or feed title, if the dump kept it: finds the headline."""
    url: str | None = None
    published: str | None = None
    """ISO 8601 publication date, if the dump states one: wins over the page's visible dates."""
    language: str | None = None
    reference: str | None = None
    """ISO 8601 day or moment of the fetch: "3 hours ago" counts from it, later dates fall."""
    html: bool = False
    """Whether `content` is HTML."""
    charset: str | None = None
    """The charset of bytes as HTTP or the dump declares it for this very page."""
