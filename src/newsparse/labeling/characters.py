"""What every character is: classes and lower case as lookup tables over code points."""

from __future__ import annotations

import sys
from enum import IntEnum
from functools import cache

import numpy as np
import numpy.typing as npt

from newsparse.data import read_table

Codes = npt.NDArray[np.uint32]
Classes = npt.NDArray[np.uint8]


class CharClass(IntEnum):
    """Classes of characters; the first five make words."""

    UPPER = 0
    LOWER = 1
    LETTER = 2
    """Letters without case and combining marks."""
    DENSE = 3
    """Scripts written without spaces: Han, Kana, Thai, Lao, Khmer, Burmese."""
    DIGIT = 4
    SPACE = 5
    TERMINAL = 6
    """Ends a sentence."""
    COMMA = 7
    COLON = 8
    QUOTE = 9
    OPEN = 10
    CLOSE = 11
    DASH = 12
    SEPARATOR = 13
    """Stands between items: pipes, bullets, arrows, slashes."""
    PUNCTUATION = 14
    SYMBOL = 15
    OTHER = 16
    """Controls, unassigned and private characters."""


WORD_CLASSES = CharClass.DIGIT + 1
CLASS_COUNT = len(CharClass)


@cache
def class_table() -> Classes:
    """The `CharClass` of every code point."""
    rows = read_table("characters.tsv")
    first = np.array([int(row["first"], 16) for row in rows] + [sys.maxunicode + 1])
    classes = np.array([CharClass[row["class"].upper()] for row in rows], dtype=np.uint8)
    return np.repeat(classes, np.diff(first))


@cache
def lower_table() -> Codes:
    """The lower case of every code point that has a single one, else the code point itself."""
    table = np.arange(sys.maxunicode + 1, dtype=np.uint32)
    for row in read_table("lowercase.tsv"):
        table[int(row["upper"], 16)] = int(row["lower"], 16)
    return table


def code_points(text: str) -> Codes:
    """The code points of a text, lone surrogates included."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
