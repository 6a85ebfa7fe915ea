"""The ticker: a strip of other stories' headlines, taken apart into its items."""

from __future__ import annotations

import re
from functools import cache

from newsparse.data import read_table
from newsparse.parts import Headline, Span, fold

# A mark that stands alone between white space. Strong marks hardly occur inside a headline.
_STRONG = re.compile(r"(?<!\S)(\|{1,3}|[•·∙●○◦▪■►▶»›★☆✦◆→❯｜・¦]{1,3}|[*/+~>]{1,3})(?!\S)")
_IN_HEADLINES = frozenset("*/+~>")  # of those, what headlines may hold: a sum, a pair of names
_DASHES = re.compile(r"(?<!\S)(-{1,3}|[–—―])(?!\S)")
_TIGHT = re.compile(r"([|•●■★｜])")  # also without white space, if it comes again
_NUMBER = re.compile(r"[\W\d_]*")  # marks, counters: no headline without a letter
_BULLETS = re.compile(r"(?:[\s|•·▪■★]|[*►▶»]+\s)*")  # a mark of another kind before an item
_LABEL_MARKS = " \t|•·*:#!►▶»【[［"
_MARKED_LABEL = re.compile(r"([^:：!|–—】\]］]{1,48}?)\s*([:：!|–—】\]］]|-(?=\s))[\s:：!|–—-]*")
_HAN_KANA = re.compile(r"[\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_SOUTH_EAST_ASIAN = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")


def split_ticker(line: str) -> tuple[Headline, ...]:
    """The headlines of a ticker line, without separators and label, with spans in the line.

    A line without separators is one headline, unless it is the ticker's label.

    >>> [item.text for item in split_ticker("Breaking News: Ferry sinks | Mayor resigns |")]
    ['Ferry sinks', 'Mayor resigns']
    >>> [item.text for item in split_ticker("Peace - at last - in sight • Rain ahead")]
    ['Peace - at last - in sight', 'Rain ahead']
    >>> split_ticker("BREAKING NEWS")
    ()
    """
    items: list[Headline] = []
    pieces = _pieces(line)
    for start, end in pieces:
        first = line[start:end] if not items else ""
        begin = start + _label_length(first, strip=len(pieces) > 1)
        text = line[begin:end]
        if _NUMBER.fullmatch(text):
            continue
        bullets = _BULLETS.match(text)
        begin += bullets.end() if bullets else 0
        text = line[begin:end].rstrip("|•·▪■★ \t").rstrip()
        items.append(Headline(fold(text), Span(begin, begin + len(text))))
    return tuple(items)


def is_strip(line: str) -> bool:
    """Whether a line is a strip of headlines, and no menu, breadcrumb or `Title | Site` line.

    >>> is_strip("Ferry sinks off the coast | Mayor of Lyon resigns | Rain ahead for the south")
    True
    >>> is_strip("Home | News | Sport | Weather"), is_strip("Ferry sinks off the coast | The Post")
    (False, False)
    """
    words = [_words(item.text) for item in split_ticker(line)]
    return len(words) >= 2 and sum(words) >= 4 * len(words)


def _words(headline: str) -> float:
    """Spaced words, or what unspaced letters come to: 1.5 Han or Kana a word, 4 Thai or Khmer."""
    unspaced = len(_HAN_KANA.findall(headline)) / 1.5 + len(_SOUTH_EAST_ASIAN.findall(headline)) / 4
    return max(float(len(headline.split())), unspaced)


def _pieces(line: str) -> list[tuple[int, int]]:
    """Ranges between the separators; one range if the line has none."""
    marks = _usual(_standing_alone(line))
    if not marks:
        tight = _usual(list(_TIGHT.finditer(line)))
        marks = tight if len(tight) >= 2 else _separating_dashes(line)
    edges = [0, *(edge for mark in marks for edge in mark.span()), len(line)]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _standing_alone(line: str) -> list[re.Match[str]]:
    """Strong marks, without the guillemets that close a French quote (« Plus jamais »)."""
    marks = []
    reached = 0
    for mark in _STRONG.finditer(line):
        if mark[1] != "»" or line.find("«", reached, mark.start()) < 0:
            marks.append(mark)
        reached = mark.end()
    return marks


def _usual(marks: list[re.Match[str]]) -> list[re.Match[str]]:
    """The marks of the kind that comes most often; of two, the one that headlines do not hold."""
    counts: dict[str, int] = {}
    for mark in marks:
        counts[mark[1]] = counts.get(mark[1], 0) + 1
    usual = max(counts, key=lambda key: (counts[key], key[0] not in _IN_HEADLINES), default=None)
    return [mark for mark in marks if mark[1] == usual]


def _separating_dashes(line: str) -> list[re.Match[str]]:
    """Two dashes and more, unless one is inside a headline, which then goes on in lower case."""
    marks = _usual(list(_DASHES.finditer(line)))
    inside = any(line[mark.end() + 1 : mark.end() + 2].islower() for mark in marks)
    return marks if len(marks) >= 2 and not inside else []


def _label_length(item: str, strip: bool) -> int:
    """Characters of a ticker's label at the beginning of its first item."""
    start = len(item) - len(item.lstrip(_LABEL_MARKS))
    marked = _MARKED_LABEL.match(item, start)
    if marked and marked[1].casefold() in _labels():
        after = item[marked.end() : marked.end() + 1]
        # "Flash – the dog that saved Lyon": after a dash, lower case goes on with the sentence.
        if marked[2] not in "-–—" or not after.islower():
            return marked.end()
    words = item[start:].split(maxsplit=_most_words())
    for count in range(min(len(words), _most_words()), 0, -1):
        if " ".join(words[:count]).casefold() in _labels():
            end = start
            for word in words[:count]:
                end = item.index(word, end) + len(word)
            rest = item[end:].lstrip()
            if not rest:
                return len(item)
            apart = _stands_apart(words[:count], words[count], strip)
            return len(item) - len(rest) if apart else 0
    return 0


def _stands_apart(label: list[str], after: str, strip: bool) -> bool:
    """Whether a label without a mark is none of the headline's own words.

    "Breaking Bad star opens restaurant" begins with a label's word: outside a strip, one word must
    differ from the headline in case.
    """
    if after[0].islower():
        return False
    cased = label[0].upper() != label[0].lower()
    differs = label[0].isupper() != after.isupper()
    if strip:
        return len(label) > 1 or differs or not label[0].isupper()
    return len(label) > 1 or not cased or (label[0].isupper() and differs)


@cache
def _labels() -> frozenset[str]:
    return frozenset(row["phrase"] for row in read_table("phrases.tsv") if row["label"] == "ticker")


@cache
def _most_words() -> int:
    return max(len(phrase.split()) for phrase in _labels())
