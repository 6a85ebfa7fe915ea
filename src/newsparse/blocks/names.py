"""The words in the names of elements: `wp-block-articleBody` speaks of an article and a body."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_a-zA-Z]+")
_MOST = 16  # names of an element that are read


@lru_cache(maxsize=1 << 14)
def name_words(tag: str, name: str) -> tuple[str, ...]:
    """The tag in angle brackets, the names without digits, and the words they are made of.

    >>> name_words("div", "articleBody col-8 wp-block")
    ('<div>', 'articlebody', 'article', 'body', 'col', 'wp-block', 'wp', 'block')
    >>> name_words("p", "")
    ('<p>',)
    """
    found = {f"<{tag}>": None}
    for part in name.split(None, _MOST)[:_MOST]:
        words = [word.lower() for word in _WORD.findall(part) if len(word) > 1]
        if len(words) > 1 and not any(map(str.isdigit, part)):
            found[part.lower()] = None
        found.update(dict.fromkeys(words))
    return tuple(found)
