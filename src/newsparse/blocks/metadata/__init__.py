"""What a page declares of its article outside its visible text: candidates with their sources.

Each module reads one way of declaring; `declared` lists what they find, in order of trust.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from newsparse.blocks.metadata.author_elements import from_author_elements
from newsparse.blocks.metadata.elements import Elements, collect, from_elements, from_times
from newsparse.blocks.metadata.embedded import from_embedded
from newsparse.blocks.metadata.identity import Identity, site_keys, squeezed
from newsparse.blocks.metadata.json_ld import from_json_ld
from newsparse.blocks.metadata.json_text import read_json
from newsparse.blocks.metadata.meta_tags import from_meta_tags
from newsparse.blocks.metadata.microdata import from_microdata
from newsparse.blocks.metadata.people import credited
from newsparse.blocks.metadata.schema_org import NEWS_TYPES
from newsparse.blocks.metadata.values import Found, address, same_page
from newsparse.blocks.metadata.web_address import from_url
from newsparse.provenance import Candidate
from newsparse.recognizers.iso_date import iso_date

__all__ = ["NEWS_TYPES", "declared", "site_keys"]


def declared(root: HtmlElement, url: str | None, *, shell: bool = False) -> tuple[Candidate, ...]:
    """Every value that a page declares for a field, once a source, in order of trust.

    A `shell` is a page whose scripts bring the text: its embedded data is read in any case.
    """
    found = collect(root)
    tags = list(from_meta_tags(found.metas, url))
    identity = _identity(found, tags, url)
    stated = list(_sources(root, found, tags, identity))
    sites = site_keys(each.value for each in stated if each.field == "site_name")
    told = [part for each in stated for part in _read(each, sites)]
    # What costs more to look through is read where it is needed.
    if shell or not (_states(told, "published") and _states(told, "authors", "outlet")):
        told += [
            part for each in from_embedded(found.scripts, identity) for part in _read(each, sites)
        ]
    if all(squeezed(each.value) in sites for each in told if each.field in ("authors", "outlet")):
        told += [part for each in from_author_elements(root) for part in credited(each, sites)]
    kept: dict[tuple[str, str, str], Candidate] = {}
    for field, value, source, of in told:
        kept.setdefault((field, value, source), Candidate(field, value, source, of=of))
    return tuple(kept.values())


def _states(told: list[Found], *fields: str) -> bool:
    return any(each.field in fields for each in told)


def _sources(
    root: HtmlElement, found: Elements, tags: list[Found], identity: Identity
) -> Iterator[Found]:
    scripts = [value for text in found.json_ld for value in read_json(text)]
    yield from from_json_ld(scripts, identity)
    yield from tags
    yield from from_microdata(root, identity)
    yield from from_elements(found, identity.url)
    yield from from_times(found.times)
    if identity.url:
        yield from from_url(identity.url)


def _read(found: Found, sites: frozenset[str]) -> Iterator[Found]:
    """A stated value as its field has it: dates in ISO 8601, authors by name."""
    if found.field in ("published", "modified"):
        if value := iso_date(found.value):
            yield found._replace(value=value)
    elif found.field in ("authors", "outlet"):
        yield from credited(found, sites)
    else:
        yield found


def _identity(found: Elements, tags: list[Found], url: str | None) -> Identity:
    base = url
    places = [url, address(found.canonical, base)]
    places += [tag.value for tag in tags if tag.field == "canonical_url"]
    titles = [found.title, *found.headings[:1]]
    titles += [tag.value for tag in tags if tag.field == "headline"]
    addresses = frozenset(same_page(place) for place in places if place)
    return Identity(
        url or next(filter(None, places), None),
        frozenset(place for place in addresses if "/" in place),
        tuple(dict.fromkeys(squeezed(title) for title in titles if title)),
    )
