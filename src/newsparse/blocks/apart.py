"""Words of inline elements side by side, which only a style sheet sets apart."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

_STANDING = frozenset({"a", "label", "time"})
"""Elements that stand for themselves: two in a row are of a menu, a form, or two dates."""
_TIGHT = frozenset({
    "sub", "sup", "ruby", "rb", "rt", "rp", "code", "kbd", "samp", "tt", "pre",
    "math", "semantics", "mrow", "mi", "mn", "mo", "ms", "mtext", "msup", "msub", "mfrac", "msqrt",
})  # fmt: skip
"""Elements whose text is set tight: what is glued there is meant so."""
_STYLES = frozenset({"b", "strong", "i", "em", "u", "font", "big", "small"})
"""Elements in which editors leave pieces of a word or a number behind."""
_STOPS = frozenset(".!?…)%")
_LAST, _FIRST = re.compile(r"\w{1,3}\Z"), re.compile(r"\w{1,3}")
_WORD, _LONG_WORD = 2, 3  # characters


def stand_apart(
    before: str, after: str, closed: AbstractSet[str], opened: AbstractSet[str], around: str
) -> bool:
    """Whether texts with tags but no white space between are words, not a word styled in parts.

    `closed` are the tags around the first only, `opened` those around the second only, and
    `around` is the innermost around both. Unless both are links or the like, only a change of case,
    from letters to digits, or behind the end of a sentence tells.

    >>> stand_apart("Politics", "Sport", {"a"}, {"a"}, "nav")
    True
    >>> stand_apart("Ana Lopes", "25 May", {"span"}, {"span"}, "div")
    True
    >>> stand_apart("re", "opened", {"b"}, {"i"}, "p"), stand_apart("茶", "馆", {"b"}, {"i"}, "p")
    (False, False)
    >>> stand_apart("T", "HE", {"b"}, {"i"}, "p"), stand_apart("CO", "2", {"b"}, {"sub"}, "p")
    (False, False)
    """
    if not closed or around in _TIGHT or not _TIGHT.isdisjoint(closed | opened):
        return False
    left, right = before[-1], after[0]
    if not (_STANDING.isdisjoint(closed) or _STANDING.isdisjoint(opened)):
        return right.isalnum() and (left.isalnum() or left in _STOPS)
    if opened <= _STYLES and _kind(left) == _kind(right):
        return False
    first, last = _FIRST.match(after), _LAST.search(before[-_LONG_WORD:])
    begins, ends = len(first[0]) if first else 0, len(last[0]) if last else 0
    if right.isupper():
        styled = begins < _WORD or (ends < _WORD and not left.isdecimal())
        return left in _STOPS or (_kind(left) != "" and not styled)
    if right.isdecimal():
        return _kind(left) != "" and begins + ends > _WORD and (ends >= _WORD or left.isdecimal())
    return right.islower() and left.isdecimal() and begins >= _LONG_WORD


def _kind(character: str) -> str:
    """Which kind a digit or a letter of a script with two cases is; empty for others."""
    if character.isdecimal():
        return "digit"
    return "upper" if character.isupper() else "lower" if character.islower() else ""
