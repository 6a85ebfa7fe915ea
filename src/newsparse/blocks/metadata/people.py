"""Who is credited: declared authors as people, each by name, or as an outlet where none is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from newsparse.blocks.metadata.identity import squeezed
from newsparse.blocks.metadata.values import Found
from newsparse.recognizers.byline import read_byline
from newsparse.recognizers.byline_tokens import PREFIX, phrase_at
from newsparse.recognizers.date import find_dates

_NO_NAME = re.compile(r"https?:|www\.|@|^\W*\d+\W*$|\.(?:com|org|net)/")
_SLUG = re.compile(r"[a-z]++[-_][a-z_-]++\Z")
_ACCOUNTS = frozenset((
    "admin", "administrator", "author", "user", "webmaster", "guest",
    "root", "blogger", "unknown", "anonymous", "contributor", "default", "redaktor",
    "nachrichten", "news", "by",
    "wordpress", "moderator", "superuser", "publisher", "system", "online", "webdesk", "desk",
))  # fmt: skip
_INVERTED = frozenset(("dublin core", "citation"))
_INVERSE = re.compile(r"([^\W\d][\w'’. -]{0,40}), ?([^\W\d][\w'’. -]{0,40})\Z")


def credited(found: Found, sites: frozenset[str]) -> Iterator[Found]:
    """A declared author as candidates: every person by name, else the outlet.

    `sites` are the squeezed names of the site.

    >>> [f[:2] for f in credited(Found("authors", "By Sok Dara and Ana Ruiz, AFP", "meta"),
    ...     frozenset())]
    [('authors', 'Sok Dara'), ('authors', 'Ana Ruiz')]
    >>> [f[:2] for f in credited(Found("authors", "The Mill Herald", "meta"),
    ...     frozenset({"themillherald"}))]
    [('outlet', 'The Mill Herald')]
    >>> [list(credited(Found("authors", miss, "meta"), frozenset())) for miss in
    ...     ("https://example.com/sok", "@sokdara", "admin", "105092")]
    [[], [], [], []]
    """
    value, source = found.value.strip(" ,;|/-"), found.source
    if not value or (_NO_NAME.search(value) and " " not in value) or _SLUG.match(value):
        return
    if found.field == "outlet":
        yield found._replace(value=value)
        return
    if source in _INVERTED and (match := _INVERSE.match(value)):
        value = f"{match[2]} {match[1]}"
    own = squeezed(value)
    names = () if own in sites else people(value)
    for name in names:
        if squeezed(name) not in sites:
            yield Found("authors", name, source)
    outlet = "" if names else outlet_name(value)
    if outlet and outlet.casefold() not in _ACCOUNTS and not _NO_NAME.search(outlet):
        yield Found("outlet", outlet, source)


def outlet_name(text: str) -> str:
    """A credit that names no person, without the words that open it and the date that follows.

    >>> outlet_name("By the Herald Team on May 3, 2023"), outlet_name("May 3, 2023")
    ('the Herald Team', '')
    """
    for date in find_dates(text):
        text = text[: date.span.start].rstrip(" |·•,-–—")
        text = text.removesuffix(" on").removesuffix(" am")
        break
    words = text.split()
    kinds, length = phrase_at([word.rstrip(":") for word in words], 0) if words else ((), 1)
    return " ".join(words[length:]) if PREFIX in kinds and words[length:] else text


@lru_cache(4096)
def people(text: str) -> tuple[str, ...]:
    """The people that a declared author names.

    >>> people("Sok Dara (sd), Ana Ruiz"), people("Susan"), people("Herald Staff"), people("admin")
    (('Sok Dara', 'Ana Ruiz'), ('Susan',), (), ())
    """
    names = read_byline(text).people
    if not names and " " not in text and text.isalpha() and text.istitle():
        names = read_byline(f"By {text}").people
    return tuple(name for name in names if name.casefold() not in _ACCOUNTS)
