"""Who is credited: people before outlets, what is declared before what is read from the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsparse.blocks.metadata.identity import squeezed
from newsparse.blocks.metadata.people import people as named
from newsparse.provenance import VISIBLE, Candidate

_TYPED = frozenset(("json-ld", "microdata", "microdata page"))


def choose_credits(
    listed: Sequence[Candidate], people: list[int], outlets: list[int]
) -> Iterator[tuple[int, str]]:
    """The people of the first source that names any; the outlet only where no person is.

    Who is declared to be an organisation is no person for another source either.
    """
    organisations = {squeezed(listed[i].value) for i in outlets if listed[i].source in _TYPED}
    people = [
        index
        for index in people
        if squeezed(listed[index].value) not in organisations
        # A visible byline may credit an outlet too: a declared one has the better name.
        and not (outlets and listed[index].source == VISIBLE and not named(listed[index].value))
    ]
    for places, why in ((people, "first source that names people"), (outlets, "no person named")):
        if places:
            yield from ((index, why) for index in _once(listed, places))
            return


def _once(listed: Sequence[Candidate], places: list[int]) -> Iterator[int]:
    """The candidates of the first one's source, each name once."""
    seen: set[str] = set()
    for index in places:
        name = squeezed(listed[index].value)
        if listed[index].source == listed[places[0]].source and name not in seen:
            seen.add(name)
            yield index
