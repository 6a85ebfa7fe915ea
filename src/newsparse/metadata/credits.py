"""Who is credited: people before outlets, what is declared before what is read from the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsparse.blocks.metadata.author_elements import SOURCE as MARKED
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
    people = _people(listed, people, outlets)
    for places, why in ((people, "first source that names people"), (outlets, "no person named")):
        if places:
            yield from ((index, why) for index in _once(listed, places))
            return


def _people(listed: Sequence[Candidate], people: list[int], outlets: list[int]) -> list[int]:
    """The places of people whom no surer statement contradicts."""
    organisations = {squeezed(listed[i].value) for i in outlets if listed[i].source in _TYPED}
    people = [index for index in people if squeezed(listed[index].value) not in organisations]
    shown = [index for index in people if listed[index].source == VISIBLE]
    marked = [index for index in people if listed[index].source == MARKED]
    told = [listed[index].value for index in outlets if listed[index].source != MARKED]
    if told:
        # Marks are loose: an author's counts here where the byline has the name as well.
        names = [squeezed(listed[index].value) for index in shown]
        marked = [i for i in marked if any(n.startswith(squeezed(listed[i].value)) for n in names)]
    elif shown and len(marked) > 1:
        marked = []  # a list of authors is not this story's
    if outlets:
        # A visible byline may credit an outlet too: one stated elsewhere has the better name.
        shown = [i for i in shown if named(listed[i].value) and not _is_part(listed[i].value, told)]
    dropped = {VISIBLE, MARKED}
    return [i for i in people if listed[i].source not in dropped or i in shown or i in marked]


def _is_part(name: str, outlets: list[str]) -> bool:
    """Whether a name is the beginning of an outlet's: `Acme Growth` of `Acme Growth Marketing`."""
    own = squeezed(name)
    longer = (key for outlet in outlets if "," not in outlet and (key := squeezed(outlet)) != own)
    return any(key.startswith(own) for key in longer)


def _once(listed: Sequence[Candidate], places: list[int]) -> Iterator[int]:
    """The candidates of the first one's source, each name once."""
    seen: set[str] = set()
    for index in places:
        name = squeezed(listed[index].value)
        if listed[index].source == listed[places[0]].source and name not in seen:
            seen.add(name)
            yield index
