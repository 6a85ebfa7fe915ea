"""What formats stricter than JSON make of the text of pages."""

from __future__ import annotations

from typing import Any


def encodable(text: str) -> str:
    r"""The text as UTF-8 can hold it: lone surrogates, which pages may have, become U+FFFD.

    >>> encodable("Straße"), encodable("\ud800!")
    ('Straße', '\ufffd!')
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def all_encodable(value: Any) -> Any:
    """The same of every text in a record."""
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, list):
        return [all_encodable(each) for each in value]
    if isinstance(value, dict):
        return {key: all_encodable(each) for key, each in value.items()}
    return value
