"""The words in the names of elements: `wp-block-articleBody` speaks of an article and a body."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_a-zA-Z]+")
_MOST = 16  # names of an element that are read


def name_words(tag: str, name: str) -> tuple[str, ...]:
    """The tag in angle brackets, the names without digits, and the words they are made of.

    >>> name_words("div", "articleBody col-8 wp-block")
    ('<div>', 'articlebody', 'article', 'body', 'col', 'wp-block', 'wp', 'block')
    >>> name_words("p", "")
    ('<p>',)
    """
    parts = name.split(None, _MOST)[:_MOST]
    words = [word for part in parts for word in part_words(part)]
    return tuple(dict.fromkeys((f"<{tag}>", *words)))


@lru_cache(maxsize=1 << 16)
def part_words(part: str) -> tuple[str, ...]:
    """One name, unless digits stand in it, and the words it is made of.

    >>> part_words("articleBody"), part_words("col-8"), part_words("x")
    (('articlebody', 'article', 'body'), ('col',), ())
    """
    if part.isalpha() and part.islower() and part.isascii():
        return (part,) if len(part) > 1 else ()
    words = [word.lower() for word in _WORD.findall(part) if len(word) > 1]
    whole = len(words) > 1 and not any(map(str.isdigit, part))
    return (part.lower(), *words) if whole else tuple(words)
