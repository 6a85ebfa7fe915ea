"""What identifies the page: its addresses and titles, to tell its own article from related ones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from newsparse.blocks.metadata.values import same_page

_WORD = re.compile(r"\w+")
_SHORTEST = 12  # letters: a shorter title within another agrees by chance


def squeezed(text: str) -> str:
    """A title for comparison: its letters and digits alone.

    >>> squeezed("Mill’s end – a “history”") == squeezed("Mill's end - a 'history'")
    True
    """
    return "".join(_WORD.findall(text)).casefold()


def site_keys(names: Iterable[str]) -> frozenset[str]:
    """The names of a site for comparison; of a host, its labels too.

    >>> sorted(site_keys(["The Herald", "www.mill-herald.co.uk"]))
    ['millherald', 'millheraldcouk', 'theherald']
    """
    keys: set[str] = set()
    for name in names:
        keys.add(squeezed(name.removeprefix("www.")))
        if "." in name and " " not in name:
            labels = name.lower().removeprefix("www.").split(".")[:-1]
            keys.update(squeezed(label) for label in labels if len(label) > 3)
    return frozenset(keys - {""})


@dataclass(frozen=True, slots=True)
class Identity:
    """The addresses and titles by which a page declares itself."""

    url: str | None
    addresses: frozenset[str]
    """As `same_page` gives them."""
    titles: tuple[str, ...]
    """As `squeezed` gives them."""

    def is_at(self, address: str) -> bool:
        """Whether an address is the page's own."""
        return same_page(address) in self.addresses

    def titled(self, title: str) -> bool:
        """Whether a title agrees with the page's: equal, or one within the other."""
        own = squeezed(title)
        if not own:
            return False
        return any(
            own == other
            or (len(own) >= _SHORTEST and own in other)
            or (len(other) >= _SHORTEST and other in own)
            for other in self.titles
        )
