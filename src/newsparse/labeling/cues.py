"""The cues: named columns that speak for or against what a block is.

A cue is a function of the block table that returns one column; its name is its name in the
weights, in `explain()` and in the docs, its docstring what it means. Families (`words_…`,
`phrase_…`) make one cue a member. Values are clipped to ±`BOUND` and rounded to multiples of
1/`GRAIN`, so that sums of weighted cues are exact in single precision, whatever their order: a page
gets the same labels alone, in a batch, and on any machine.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from newsparse.labeling import layout
from newsparse.labeling.characters import CharClass
from newsparse.labeling.phrases import KINDS
from newsparse.labeling.table import BlockTable, Floats

Column = npt.NDArray[np.generic]
Cue = Callable[[BlockTable], Column]

GRAIN = 64
BOUND = 4.0

CUES: dict[str, Cue] = {}
"""Every cue by name, in the order of the columns."""


def cue(function: Cue) -> Cue:
    """Register a cue under its function's name."""
    CUES[function.__name__] = function
    return function


def cue_matrix(table: BlockTable) -> Floats:
    """All cues of all blocks, shape `(blocks, cues)`."""
    return cue_units(table) / np.float32(GRAIN)


def cue_units(table: BlockTable) -> Floats:
    """All cues of all blocks in units of 1/`GRAIN`: whole numbers."""
    rows = np.empty((len(CUES), len(table)), dtype=np.float32)  # a cue's column in one piece
    for row, function in zip(rows, CUES.values(), strict=True):
        row[:] = function(table)
    return np.ascontiguousarray(in_units(rows).T)


def in_units(values: Floats) -> Floats:
    """Values, clipped, as whole numbers in units of 1/`GRAIN`; what is given is overwritten."""
    values *= GRAIN
    np.rint(values, out=values)
    return np.clip(values, -BOUND * GRAIN, BOUND * GRAIN, out=values)


def _share(part: Column, whole: Column) -> Column:
    return np.asarray(part / np.maximum(whole, 1), dtype=np.float64)


# Size ------------------------------------------------------------------------------------------


def _word_bin(low: int, high: int) -> Cue:
    return lambda t: (t.words >= low) & (t.words <= high)


for _low, _high in ((0, 0), (1, 1), (2, 2), (3, 4), (5, 7), (8, 12), (13, 20), (21, 40), (41, 80)):
    CUES[f"words_{_low}" if _low == _high else f"words_{_low}_to_{_high}"] = _word_bin(_low, _high)
CUES["words_over_80"] = _word_bin(81, 1 << 62)


@cue
def size(t: BlockTable) -> Column:
    """Logarithm of the number of words."""
    return np.asarray(np.log2(t.words + 1) / 3)


# Characters ------------------------------------------------------------------------------------


@cue
def capital_share(t: BlockTable) -> Column:
    """Share of words that begin in upper case."""
    return _share(t.capitals, t.words)


@cue
def all_upper(t: BlockTable) -> Column:
    """Letters with case, and all of them upper."""
    return np.asarray((t.counts[:, CharClass.UPPER] > 2) & (t.counts[:, CharClass.LOWER] == 0))


@cue
def digit_share(t: BlockTable) -> Column:
    """Share of characters that are digits."""
    return _share(t.counts[:, CharClass.DIGIT], t.chars)


@cue
def mark_share(t: BlockTable) -> Column:
    """Share of characters that are neither letters nor digits nor white space."""
    return 2 * _share(t.counts[:, CharClass.TERMINAL :].sum(axis=1), t.chars)


@cue
def separators(t: BlockTable) -> Column:
    """Pipes, bullets, arrows, slashes."""
    return np.log2(t.counts[:, CharClass.SEPARATOR] + 1)


@cue
def commas_per_word(t: BlockTable) -> Column:
    """Commas for each word: lists of tags and of names have many."""
    return 3 * _share(t.counts[:, CharClass.COMMA], t.words)


@cue
def quotes(t: BlockTable) -> Column:
    """Quotation marks."""
    return np.minimum(t.counts[:, CharClass.QUOTE], 4) / 2


@cue
def symbols(t: BlockTable) -> Column:
    """Symbols: ©, currency, arrows, emoji."""
    return np.minimum(t.counts[:, CharClass.SYMBOL], 4) / 2


@cue
def no_words(t: BlockTable) -> Column:
    """Marks only."""
    return np.asarray(t.head_words == 0)


@cue
def dense_script(t: BlockTable) -> Column:
    """Written mostly in a script without spaces."""
    return 2 * t.counts[:, CharClass.DENSE] > t.chars


# Beginnings and ends ----------------------------------------------------------------------------


def _first(*classes: CharClass) -> Cue:
    return lambda t: np.isin(t.first, classes)


def _last(*classes: CharClass) -> Cue:
    return lambda t: np.isin(t.last, classes)


for _name, _classes in {
    "starts_lower": (CharClass.LOWER,),
    "starts_upper": (CharClass.UPPER,),
    "starts_digit": (CharClass.DIGIT,),
    "starts_quote": (CharClass.QUOTE,),
    "starts_bracket": (CharClass.OPEN,),
    "starts_bullet": (CharClass.SEPARATOR, CharClass.DASH),
    "starts_symbol": (CharClass.SYMBOL, CharClass.OTHER),
    "starts_star": (CharClass.PUNCTUATION,),
    "starts_mark": (CharClass.TERMINAL, CharClass.COMMA, CharClass.COLON, CharClass.CLOSE),
}.items():
    CUES[_name] = _first(*_classes)
for _name, _classes in {
    "ends_sentence": (CharClass.TERMINAL,),
    "ends_colon": (CharClass.COLON,),
    "ends_comma": (CharClass.COMMA,),
    "ends_digit": (CharClass.DIGIT,),
    "ends_separator": (CharClass.SEPARATOR, CharClass.DASH),
}.items():
    CUES[_name] = _last(*_classes)


@cue
def running_text(t: BlockTable) -> Column:
    """Several words and a sentence end."""
    return t.running


@cue
def inner_sentence_ends(t: BlockTable) -> Column:
    """Sentence ends inside the block."""
    return np.log2(t.inner_ends + 1)


@cue
def unfinished(t: BlockTable) -> Column:
    """Many words but no sentence end."""
    return (t.words >= 8) & ~t.running


@cue
def ticker_strip(t: BlockTable) -> Column:
    """Separators between stretches as long as headlines (four words and more)."""
    parts = t.counts[:, CharClass.SEPARATOR] + t.counts[:, CharClass.DASH] // 2
    return (parts >= 2) & (t.words >= 5 * parts) & (t.inner_ends <= parts)


@cue
def menu_strip(t: BlockTable) -> Column:
    """Separators between stretches of a word or three."""
    parts = t.counts[:, CharClass.SEPARATOR]
    return (parts >= 1) & (t.words <= 3 * parts + 3)


# Dates, addresses -------------------------------------------------------------------------------


@cue
def clock_time(t: BlockTable) -> Column:
    """A time of day."""
    return np.minimum(t.clock_marks, 2) * (t.words < 40)


@cue
def number_date(t: BlockTable) -> Column:
    """Numbers joined as in a date."""
    return np.minimum(t.number_marks, 2) * (t.words < 40)


@cue
def year(t: BlockTable) -> Column:
    """A year in a short block."""
    return (t.years > 0) & (t.words < 20)


@cue
def address(t: BlockTable) -> Column:
    """An e-mail or web address."""
    return np.minimum(t.addresses, 2)


@cue
def dateline(t: BlockTable) -> Column:
    """Opens with a dateline (looked for in the first longer blocks of a page)."""
    return t.datelines


# Set phrases ------------------------------------------------------------------------------------


def _phrase(kind: int) -> Cue:
    return lambda t: _share(t.phrase_words[:, kind], t.head_words)


def _all_phrase(kind: int) -> Cue:
    return lambda t: (t.phrase_words[:, kind] == t.head_words) & (t.head_words > 0)


for _kind, _name in enumerate(KINDS):
    CUES[f"phrase_{_name}"] = _phrase(_kind)
    CUES[f"all_phrase_{_name}"] = _all_phrase(_kind)


# The page ---------------------------------------------------------------------------------------


@cue
def copied(t: BlockTable) -> Column:
    """Stands elsewhere on the page word for word."""
    return np.log2(t.copies + 1)


@cue
def echoed_above(t: BlockTable) -> Column:
    """Its opening words stand in an earlier block."""
    return t.echoed_above


@cue
def echoed_below(t: BlockTable) -> Column:
    """Its opening words stand in a later block."""
    return t.echoed_below


@cue
def topical_share(t: BlockTable) -> Column:
    """Share of its long words that running text elsewhere on the page holds."""
    return 2 * _share(t.topics.elsewhere, t.topics.words)


@cue
def topical_words(t: BlockTable) -> Column:
    """Number of its long words that running text elsewhere on the page holds."""
    return np.log2(t.topics.elsewhere + 1)


@cue
def taken_up(t: BlockTable) -> Column:
    """Share of its long words that earlier running text holds: it goes on with the subject."""
    return 2 * _share(t.topics.before, t.topics.words)


@cue
def kept_up(t: BlockTable) -> Column:
    """Share of its long words that later running text holds: the subject goes on."""
    return 2 * _share(t.topics.after, t.topics.words)


@cue
def central_words(t: BlockTable) -> Column:
    """Number of its long words that two or more other blocks of running text hold."""
    return np.log2(t.topics.often + 1)


@cue
def central_share(t: BlockTable) -> Column:
    """Share of its long words that two or more other blocks of running text hold."""
    return 2 * _share(t.topics.often, t.topics.words)


@cue
def main_share(t: BlockTable) -> Column:
    """Share of its long words that the page's longest run of text holds."""
    return 2 * _share(t.topics.main, t.topics.words)


@cue
def main_words(t: BlockTable) -> Column:
    """Number of its long words that the page's longest run of text holds."""
    return np.log2(t.topics.main + 1)


@cue
def title_share(t: BlockTable) -> Column:
    """Share of its words that stand in the given title."""
    return 2 * _share(t.in_title, t.head_words) * (t.words < 40)


@cue
def title_cover(t: BlockTable) -> Column:
    """How much of the given title it could make up."""
    return 2 * np.minimum(_share(t.in_title, t.title_words), 1) * (t.words < 40)


@cue
def title_given(t: BlockTable) -> Column:
    """A title was given, so that its absence from a block tells something."""
    return t.title_words > 0


# Layout -----------------------------------------------------------------------------------------


CUES |= layout.CUES
