"""Which place on earth a dateline names, and what decided it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from newsparse.parts import Dateline, PlaceEvidence, ResolvedPlace
from newsparse.recognizers.agencies import agency_name
from newsparse.recognizers.gazetteer import Region, country_code, find_region, region_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsparse.recognizers.places import Candidate, Place

TIMES = 5
"""How many times larger than the runner-up a place must be to be meant without a word."""
_LEAST_SHARE = 1 / 20
"""Of the largest place's population, below which a capital of the same name is not meant."""


class Written(NamedTuple):
    """A dateline as read, with what is known of the places before they are resolved."""

    dateline: Dateline
    entries: tuple[Place | None, ...] = ()
    """What the table has on each of the dateline's places."""
    country: str | None = None
    """Country written beside the first place, or that of the region."""
    admin1: str = ""
    """GeoNames code of the region."""


class Context(NamedTuple):
    """What is known beside the name of a place."""

    country: str | None = None
    """Country written after the place, or that of the region."""
    admin1: str = ""
    """GeoNames code of the region written after the place."""
    publisher: str | None = None
    """Country of the publisher: decides only where the name leaves it open."""


def locate(found: Written, publisher: str | None) -> Dateline:
    """The dateline as written, with what the tables say of its places and agency."""
    dateline = found.dateline
    first = Context(found.country, found.admin1, publisher)
    contexts = [first, *[Context(publisher=publisher)] * (len(found.entries) - 1)]
    resolved = tuple(map(resolve_place, dateline.places, found.entries, contexts))
    return replace(
        dateline,
        country_code=resolved[0].country_code if resolved and resolved[0] else None,
        agency_name=dateline.agency and agency_name(dateline.agency),
        resolved=resolved,
    )


def resolve_place(name: str, place: Place | None, context: Context) -> ResolvedPlace | None:
    """The place meant: the region written decides, then AP and capitals, publisher, population.

    >>> from newsparse.recognizers.places import find_place
    >>> resolve_place("Athens", find_place("Athens"), Context("US", "GA")).region
    'Georgia'
    >>> resolve_place("Birmingham", find_place("Birmingham"), Context()) is None
    False
    >>> resolve_place("San Jose", find_place("Xanadu"), Context()) is None
    True
    """
    candidates = place.candidates if place else ()
    if context.country:
        return _within_country(name, candidates, context)
    if not candidates:
        return _land(name)
    if first := _first(candidates):
        return _resolved(name, first, "stand-alone" if first.mark == "!" else "capital")
    if at_home := [c for c in candidates if c.city.country == context.publisher]:
        return _leading(name, at_home, "publisher")
    return _by_population(name, candidates)


def _land(name: str) -> ResolvedPlace | None:
    """A country or region that stands where a city would."""
    if code := country_code(name):
        return ResolvedPlace(name, code, evidence="country")
    region = find_region(name)
    return (
        ResolvedPlace(name, region.country, region_name(region), evidence="region")
        if region
        else None
    )


def _by_population(name: str, candidates: Sequence[Candidate]) -> ResolvedPlace | None:
    """The only place of the name, or that of the country whose largest leads all others clearly."""
    lead = candidates[0]
    same = [c for c in candidates if c.city.country == lead.city.country]
    rivals = [c.weight for c in candidates if c.city.country != lead.city.country]
    if rivals and lead.weight < TIMES * max(rivals):
        return None
    alone: PlaceEvidence = "only" if len(candidates) == 1 else "country"
    return _leading(name, same, "population" if rivals else alone)


def _within_country(
    name: str, candidates: Sequence[Candidate], context: Context
) -> ResolvedPlace | None:
    inside = [c for c in candidates if c.city.country == context.country]
    if context.admin1:
        inside = [c for c in inside if c.city.admin1 == context.admin1]
    if inside:
        return _leading(name, inside, "region" if context.admin1 else "country")
    region = region_name(Region(context.country or "", context.admin1))
    evidence: PlaceEvidence = "region" if context.admin1 else "country"
    return ResolvedPlace(name, context.country or "", region, evidence=evidence)


def _first(candidates: Sequence[Candidate]) -> Candidate | None:
    """A city that stands alone or a capital, unless a far larger place bears the name."""
    least = candidates[0].weight * _LEAST_SHARE if candidates else 0
    for mark in "!*":
        for candidate in candidates:
            if candidate.mark == mark and candidate.weight >= least:
                return candidate
    return None


def _leading(name: str, candidates: Sequence[Candidate], evidence: PlaceEvidence) -> ResolvedPlace:
    """The candidate that leads those of one country; their country alone where none does."""
    lead = _first(candidates) or candidates[0]
    rest = [candidate.weight for candidate in candidates if candidate is not lead]
    if lead.mark in ("!", "*") or lead.weight >= TIMES * max(rest, default=0):
        decided = "population" if evidence == "country" and len(candidates) > 1 else evidence
        return _resolved(name, lead, decided)
    return ResolvedPlace(name, lead.city.country, evidence=evidence)


def _resolved(name: str, candidate: Candidate, evidence: PlaceEvidence) -> ResolvedPlace:
    city = candidate.city
    return ResolvedPlace(
        name,
        city.country,
        region_name(Region(city.country, city.admin1)),
        city.latitude,
        city.longitude,
        city.geonames_id,
        evidence,
    )
