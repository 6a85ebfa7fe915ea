"""Which of a page's statements win: every field of its metadata, each with the reason.

Candidates come from `blocks.metadata.declared` and from the labelled page. Headline, dates and
authors have rules of their own; every other field follows a line of `_FIELDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from newsparse.blocks.metadata import NEWS_TYPES, site_keys
from newsparse.blocks.metadata.identity import squeezed
from newsparse.metadata.credits import choose_credits
from newsparse.metadata.dates import choose_dates
from newsparse.metadata.headline import choose_headline
from newsparse.provenance import VISIBLE, Candidate, Metadata


class Choice(NamedTuple):
    """A candidate that won: its place among the candidates, its final value, the reason."""

    place: int
    value: str
    why: str


def choose(candidates: Sequence[Candidate], visible: Sequence[Candidate] = ()) -> Metadata:
    """The winner of every field among what a page declares and what its visible lines say.

    >>> declared = [Candidate("headline", "Mill burns | The Herald", "open graph"),
    ...     Candidate("site_name", "The Herald", "open graph"),
    ...     Candidate("authors", "Sok Dara", "meta")]
    >>> told = choose(declared, [Candidate("headline", "Mill burns", VISIBLE)])
    >>> told.headline, told.site_name, told.authors, told.published
    ('Mill burns', 'The Herald', ('Sok Dara',), None)
    """
    listed = [c for c in (*candidates, *visible) if c.field != "article_body"]
    for choice in _choices(listed):
        listed[choice.place] = replace(
            listed[choice.place], value=choice.value, chosen=True, why=choice.why
        )
    return Metadata(tuple(listed))


def _choices(listed: Sequence[Candidate]) -> Iterator[Choice]:
    of: dict[str, list[int]] = {}
    for index, candidate in enumerate(listed):
        of.setdefault(candidate.field, []).append(index)
    sites = site_keys(listed[index].value for index in of.get("site_name", ()))
    news = any(
        listed[i].value in NEWS_TYPES for i in of.get("type", ()) if listed[i].source == "json-ld"
    )
    titles = [listed[index] for index in of.get("headline", ())]
    if (title := choose_headline(titles, sites, news)) is not None:
        yield Choice(of["headline"][title[0]], title[1], title[2])
    published, modified = of.get("published", []), of.get("modified", [])
    for index, why in choose_dates(listed, published, modified):
        yield Choice(index, listed[index].value, why)
    for index, why in choose_credits(listed, of.get("authors", []), of.get("outlet", [])):
        yield Choice(index, listed[index].value, why)
    of["tags"] = [i for i in of.get("tags", []) if squeezed(listed[i].value) not in sites]
    for field, (choose_field, sources) in _FIELDS.items():
        for index, why in choose_field(listed, of.get(field, []), sources):
            yield Choice(index, listed[index].value, why)
    images = {listed[i].value for i in of.get("image", ())}
    for field in ("image_caption", "image_credit"):
        seen: set[str | None] = set()
        for index in of.get(field, ()):
            if listed[index].of in images and listed[index].of not in seen:
                seen.add(listed[index].of)
                yield Choice(index, listed[index].value, "first of its image")


_Chosen = Iterator[tuple[int, str]]


def _ranked(listed: Sequence[Candidate], places: list[int], sources: tuple[str, ...]) -> list[int]:
    rank = {source: order for order, source in enumerate(sources)}
    return sorted(places, key=lambda index: rank.get(listed[index].source, len(sources)))


def _first(listed: Sequence[Candidate], places: list[int], sources: tuple[str, ...]) -> _Chosen:
    """The candidate of the most trusted source."""
    for index in _ranked(listed, places, sources)[:1]:
        yield index, "most trusted source"


def _all(listed: Sequence[Candidate], places: list[int], sources: tuple[str, ...]) -> _Chosen:
    """Every candidate of the most trusted source, each value once."""
    ranked = _ranked(listed, places, sources)
    seen: set[str] = set()
    for index in ranked:
        value = listed[index].value.casefold()
        if listed[index].source == listed[ranked[0]].source and value not in seen:
            seen.add(value)
            yield index, "most trusted source"


def _vote(listed: Sequence[Candidate], places: list[int], sources: tuple[str, ...]) -> _Chosen:
    """The value that most sources state; the most trusted source decides between equals."""
    stating: dict[str, set[str]] = {}
    for index in places:
        stating.setdefault(listed[index].value, set()).add(listed[index].source)
    ranked = _ranked(listed, places, sources)
    if ranked:
        best = max(ranked, key=lambda index: len(stating[listed[index].value]))
        agree = len(stating[listed[best].value]) > 1
        yield best, "most sources agree" if agree else "most trusted source"


# Sources from the most trusted on; those that are not named follow in the order of listing.
_FIELDS: dict[str, tuple[Callable[..., _Chosen], tuple[str, ...]]] = {
    "deck": (_first, (VISIBLE, "json-ld", "open graph", "twitter card")),
    "section": (_first, ("json-ld", "open graph", "parsely", "microdata", "meta")),
    "tags": (_all, ("json-ld", "open graph", "parsely", "sailthru", "meta")),
    "language": (_vote, ("html element", "json-ld", "meta")),
    # Publishers in JSON-LD are often companies; OpenGraph has the name that readers know.
    "site_name": (_first, ("open graph", "json-ld site", "json-ld", "microdata", "meta")),
    "canonical_url": (_vote, ("link element", "open graph", "json-ld")),
    "image": (_all, ("json-ld", "open graph", "microdata", "twitter card")),
    "access": (_first, ("json-ld", "microdata", "open graph", "meta")),
    "type": (_first, ("json-ld", "microdata", "json-ld page", "open graph")),
}
