"""A byline as words and separators, and the phrases of `data/byline_words.tsv` among them."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from newsparse.data import read_table
from newsparse.recognizers.date import find_dates
from newsparse.recognizers.line_words import HEAD, fold, month_names

PREFIX, ROLE, OUTLET, CONJUNCTION = "prefix", "role", "outlet", "conjunction"

# Words that are lower-case inside names.
_INSIDE = (
    "al ap ben bin bint binti d da dal dan das de dei del della den der des di do dos du e el ibn "
    "la las le lo los op san st ten ter van vom von y zu zum zur"
)
PARTICLES = frozenset(_INSIDE.split())

NEW_LINE = "\n"
"""The token that stands where a line ends."""

_MOST_LINES = 50
"""Lines of a byline that are read: a longer one is a list of something else."""

_NOT_NAMES = re.compile(
    r"[^\s|,;:()<>]*@[^\s|,;()]*|https?://\S*|www\.\S*|\([^()]*\)|（[^（）]*）|\[[^\[\]]*\]"
    r"|(?<![^\s|,(])[\w-]+\.(?i:com|org|net|info|news|tv|co\.\w\w|de|fr|ru|it|es)\b"
)
_STOPS = r"|·•●,;:：；/／、，。＝=<>()（）\[\]\"“”„«»*_…–—―‧"
_TOKEN = re.compile(rf"[{_STOPS}]|[‐-](?=\s)|[^\s{_STOPS}]+|\S")
_OPENERS, _CLOSERS = tuple("[〔【（("), tuple("]〕】）)")
_EAST_ASIAN = re.compile("[\u3040-\u9fff가-힣]")
_COLUMNS = re.compile(r"(?<=\S)(?: *[\t\xa0] +| +[\t\xa0] *)(?=\S)")  # cells of one row
_NUMBER = re.compile(r"\A\s*+(?:[•*·-]\s*+)?(?:\d{1,2}+[.)]\s)?")  # `1. Jane Doe`
_NOTE_MARK = re.compile(r"(?<=[^\W\d_])[\d¹²³⁰-⁹]{1,2}(?=[\s,;]|$)")  # `Jane Doe0,`, `Jane Doe¹`
_GLUED = re.compile(r"(?<=[a-zß-ÿ])(?=[A-Z])")
_OPENING = re.compile(r"[\W\d_]*+([^\W\d_]+?)(?=[A-Z]|[\W\d_]|$)")
_BEFORE_CAPITAL = "de di da la le lo du van von mac mc des del fitz vande vander leo o"
_NAME_HEADS = frozenset(_BEFORE_CAPITAL.split())
"""What goes before a capital within one name: `DeSiato`, `VanDyke`, `FitzGerald`."""


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], frozenset[str]]]]:
    """Phrases by first word, the longest first, with all their kinds."""
    kinds: dict[tuple[str, ...], frozenset[str]] = {}
    for row in read_table("byline_words.tsv"):
        words = tuple(fold(row["phrase"]).split())
        kinds[words] = kinds.get(words, frozenset()) | {row["kind"]}
    phrases: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
    for words in sorted(kinds, key=len, reverse=True):
        phrases.setdefault(words[0], []).append((words, kinds[words]))
    return phrases


@cache
def _cjk_words() -> re.Pattern[str]:
    """Words that stand right against a name in scripts without spaces."""
    rows = read_table("byline_words.tsv")
    words = {
        row["phrase"]
        for row in rows
        if row["language"] in ("zh", "ja", "ko")
        and row["kind"] != CONJUNCTION
        and len(row["phrase"]) > 1
    }
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


@cache
def _opening_words() -> frozenset[str]:
    return frozenset(
        word for word, phrases in _phrases().items() if any(PREFIX in kinds for _, kinds in phrases)
    )


def may_open(line: str) -> bool:
    """Whether a line begins with what may open a credit: cheap, before it is read.

    >>> may_open("By Jane Doe"), may_open("• ByJane Doe"), may_open("文／王小明")
    (True, True, True)
    >>> may_open("Ferry sinks"), may_open("")
    (False, False)
    """
    found = _OPENING.match(line[:HEAD])
    if found is None:
        return False
    return fold(found[1]) in _opening_words() or bool(_EAST_ASIAN.match(found[1]))


def tokens_of(text: str) -> list[str]:
    """Words and separators of some lines, without dates, addresses and parentheses.

    >>> tokens_of("By Jane Doe (Paris) | 3 May 2023")
    ['By', 'Jane', 'Doe', '|', '|', '|']
    >>> tokens_of("Jane DoeTwitter"), tokens_of("")
    (['Jane', 'Doe', '|', 'Twitter'], [])
    """
    tokens: list[str] = []
    for line in text.split(NEW_LINE, _MOST_LINES)[:_MOST_LINES]:
        if tokens:
            tokens.append(NEW_LINE)
        tokens += _line_tokens(line[:HEAD])
    return tokens


def _line_tokens(line: str) -> list[str]:
    if line[:1] in _OPENERS and line[-1:] in _CLOSERS:  # `[김철수 기자]`
        line = line[1:-1]
    line = _NUMBER.sub("", line, count=1)
    for found in reversed(list(find_dates(line))):
        line = f"{line[: found.span.start]} | {line[found.span.end :]}"
    line = _COLUMNS.sub(" | ", _NOT_NAMES.sub(" | ", _NOTE_MARK.sub("", line)))
    if not line.isascii() and _EAST_ASIAN.search(line):
        line = _cjk_words().sub(r" \g<0> ", line)
    tokens: list[str] = []
    for token in _TOKEN.findall(line):
        inside = bool(tokens) and tokens[-1][0].isupper()
        tokens.extend(_unglued(token, inside) if _GLUED.search(token) else [token])
    return tokens


def _unglued(token: str, inside: bool) -> list[str]:
    """`HusbandTwitter` and `DoeMay` lost a break in flattening, so did `FosterTravel` after `Jane`.

    `DeSiato` did not; where no name word stands before (`inside`), `HomeAdvisor` is one name.
    """
    parts: list[str] = []
    lost = True
    for part in _GLUED.split(token):
        word = _is_word(part, inside)
        if not parts or (lost and parts[-1] != "|"):
            parts.append(part)
        elif word or (inside and _is_surname(parts[-1]) and (len(part) > 3 or _is_month(part))):
            parts += ["|", part]
        else:
            parts[-1] += part
        lost = word and (inside or _is_prefix(part))
    return parts


def _is_prefix(part: str) -> bool:
    return PREFIX in phrase_at([part], 0)[0]


def _is_surname(part: str) -> bool:
    """Whether a part can be a name by itself: not so `Mc`, `Vande`."""
    return len(part) > 3 and fold(part) not in _NAME_HEADS


def _is_month(part: str) -> bool:
    return fold(part) in month_names()


def _is_word(part: str, inside: bool) -> bool:
    """A word of bylines; an outlet's only after a name: `DoeReuters`, not `SolutionsHub`."""
    if fold(part) in PARTICLES:
        return False
    kinds = phrase_at([part], 0)[0]
    return bool(kinds) and (inside or kinds != {OUTLET})


def phrase_at(tokens: list[str], index: int) -> tuple[frozenset[str], int]:
    """The kinds and the length of the longest phrase that begins here; `(∅, 1)` for none."""
    for words, kinds in _phrases().get(bare(tokens[index]), ()):
        if all(map(_same, words, tokens[index : index + len(words)])) and index + len(words) <= len(
            tokens
        ):
            return kinds, len(words)
    return frozenset(), 1


@lru_cache(4096)
def bare(token: str) -> str:
    """The token folded, without the dot or apostrophe at its end."""
    return fold(token).rstrip(".'’")


def _same(word: str, token: str) -> bool:
    return word == bare(token)
