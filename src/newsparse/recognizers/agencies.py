"""The agencies and outlets that sign datelines."""

from __future__ import annotations

from functools import cache, lru_cache

from newsparse.data import read_table
from newsparse.recognizers.names import fold_name

_CODE = 4
"""Letters up to which a code counts as written only: `MAP` is an agency and `map` is not."""


@cache
def _agencies() -> dict[str, str]:
    known: dict[str, str] = {}
    for row in read_table("agencies.tsv"):
        for form in (row["name"], *row["forms"].split(";")):
            if form:
                known.setdefault(form if len(form) <= _CODE else fold_name(form), row["name"])
    return known


@lru_cache(4096)
def agency_name(written: str) -> str | None:
    """The name that the table lists an agency under, by any of its forms and codes.

    >>> agency_name("РИА Новости"), agency_name("新华社"), agency_name("CLAIM"), agency_name("Map")
    ('RIA Novosti', 'Xinhua', None, None)
    """
    return _agencies().get(written if len(written) <= _CODE else fold_name(written))


def is_agency(name: str) -> bool:
    """Whether a name is that of an agency or outlet which signs datelines.

    >>> is_agency("AP"), is_agency("CLAIM")
    (True, False)
    """
    return agency_name(name) is not None
