"""The people that a byline credits: `By Sok Dara | 14 September 2023` is `("Sok Dara",)`.

The line is read word by word. Words of `data/byline_words.tsv` open a credit (`by`, `von`, `记者`),
end a name (roles, outlets) or join two (`and`); what stands between and looks like a name is one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache

from newsparse.data import read_table
from newsparse.recognizers.date import find_dates
from newsparse.recognizers.line_words import HEAD, fold

_PREFIX, _ROLE, _OUTLET, _CONJUNCTION = "prefix", "role", "outlet", "conjunction"

# Words that are lower-case inside names.
_INSIDE = (
    "al ap ben bin bint d da dal dan das de dei del della den der des di do dos du e el ibn la las "
    "le lo los op san st ten ter van vom von y zu zum zur"
)
_PARTICLES = frozenset(_INSIDE.split())
_TITLES = frozenset(("dr", "prof", "mr", "mrs", "ms", "mx", "pr", "rev"))
_CREDENTIALS = frozenset(("md", "phd", "ph.d", "m.d", "mba", "rn", "jd", "rd", "dvm", "cfp", "esq"))
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))


def parse_byline(line: str) -> tuple[str, ...]:
    """The people credited in a line that is known to be a byline; `()` where it names none.

    >>> parse_byline("By Sok Dara | 14 September 2023")
    ('Sok Dara',)
    >>> parse_byline("Von Anna Müller und Jan Schmidt"), parse_byline("本报记者 张三 李四")
    (('Anna Müller', 'Jan Schmidt'), ('张三', '李四'))
    >>> parse_byline("By JANE DOE, Associated Press")
    ('Jane Doe',)
    >>> [parse_byline(miss) for miss in ("By Staff Writer", "5 Minutes Ago", "He said so.", "")]
    [(), (), (), ()]
    """
    reader = _Reader()
    tokens = _tokens(line[:HEAD])
    index = 0
    while index < len(tokens):
        kinds, length = _phrase_at(tokens, index)
        reader.take(tokens, index, kinds, length)
        index += length
    reader.close()
    return tuple({fold(name): name for name in reversed(reader.names)}.values())[::-1]


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


_NOT_NAMES = re.compile(
    r"[^\s|,;:()<>]*@[^\s|,;()]*|https?://\S*|www\.\S*|\([^()]*\)|（[^（）]*）|\[[^\[\]]*\]"
    r"|(?<![^\s|,(])[\w-]+\.(?i:com|org|net|info|news|tv|co\.\w\w|de|fr|ru|it|es)\b"
)
_STOPS = r"|·•●,;:：；/／、，。＝=<>()（）\[\]\"“”„«»*_…–—―"
_TOKEN = re.compile(rf"[{_STOPS}]|[‐-](?=\s)|[^\s{_STOPS}]+|\S")
_EAST_ASIAN = re.compile("[\u3040-\u9fff가-힣]")
_COLUMNS = re.compile(r"(?<=\S)(?: *[\t\xa0] +| +[\t\xa0] *)(?=\S)")  # cells of one row
_GLUED = re.compile(r"(?<=[a-zß-ÿ])(?=[A-Z])")


@cache
def _cjk_words() -> re.Pattern[str]:
    """Words that stand right against a name in scripts without spaces."""
    rows = read_table("byline_words.tsv")
    words = {
        row["phrase"]
        for row in rows
        if row["language"] in ("zh", "ja", "ko")
        and row["kind"] != _CONJUNCTION
        and len(row["phrase"]) > 1
    }
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


def _tokens(line: str) -> list[str]:
    """Words and separators, without dates, addresses and parentheses."""
    for found in reversed(list(find_dates(line))):
        line = f"{line[: found.span.start]} | {line[found.span.end :]}"
    line = _COLUMNS.sub(" | ", _NOT_NAMES.sub(" | ", line))
    if not line.isascii() and _EAST_ASIAN.search(line):
        line = _cjk_words().sub(r" \g<0> ", line)
    tokens: list[str] = []
    for token in _TOKEN.findall(line):
        tokens.extend([token] if token.islower() else _unglued(token))
    return tokens


def _unglued(token: str) -> list[str]:
    """`HusbandTwitter` lost a space in flattening, `McDonald` and `DeSiato` did not."""
    parts: list[str] = []
    lost = True
    for part in _GLUED.split(token):
        word = fold(part) in _phrases() and fold(part) not in _PARTICLES
        if lost or word:
            parts.append(part)
        else:
            parts[-1] += part
        lost = word
    return parts


def _phrase_at(tokens: list[str], index: int) -> tuple[frozenset[str], int]:
    """The kinds and the length of the longest phrase that begins here; `(∅, 1)` for none."""
    for words, kinds in _phrases().get(_bare(tokens[index]), ()):
        if all(map(_same, words, tokens[index : index + len(words)])) and index + len(words) <= len(
            tokens
        ):
            return kinds, len(words)
    return frozenset(), 1


@lru_cache(4096)
def _bare(token: str) -> str:
    return fold(token).rstrip(".'’")


def _same(word: str, token: str) -> bool:
    return word == _bare(token)


@dataclass(slots=True)
class _Reader:
    """The names found so far, and the words that may become the next."""

    names: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    opened: bool = False
    """A prefix stood before: what follows is credited."""
    fresh: bool = False
    """Nothing but the prefix stood before: a single word may be a name."""
    credited: bool = True
    """False after `Photos by`, until the next prefix."""
    skipping: bool = False
    """The rest of this piece is no name."""

    def take(self, tokens: list[str], index: int, kinds: frozenset[str], length: int) -> None:
        """Read the phrase, word or separator at `index`."""
        token = tokens[index]
        following = tokens[index + length] if index + length < len(tokens) else ""
        if self._opens(token, kinds, following):
            self._open()
        elif _CONJUNCTION in kinds and self.words and token == token.lower() and following:
            self._finish()
        elif _ROLE in kinds:
            self._finish()
            self.skipping |= fold(token) in _STOP_WORDS
            if following in (":", "：") or _bare(tokens[index + length - 1]) in _OTHER_CREDIT:
                self.credited = False
        elif _OUTLET in kinds:
            self._outlet(token)
        elif not _starts_word(token):
            self._finish()
            self.skipping = False
        elif not self.skipping:
            self._word(token)

    def close(self) -> None:
        """The line ends."""
        self._finish()

    def _opens(self, token: str, kinds: frozenset[str], following: str) -> bool:
        if _PREFIX not in kinds or not following:
            return False
        if following in ("|", ":", "：", "/", "／", "=", "＝", "●", "・"):
            return not self.words
        if not _starts_word(following):
            return False
        if fold(token) in _PARTICLES or not (fold(token) == "by" or kinds == {_PREFIX}):
            first = not self.words and not self.names
            return first and (_ROLE not in kinds or not _is_cased(token))
        return not self.words or fold(token) in _OTHER_CREDIT

    def _open(self) -> None:
        if not self.opened:
            self.names.clear()
        else:
            self._finish()
        self.words.clear()
        self.opened = self.fresh = self.credited = True
        self.skipping = False

    def _outlet(self, token: str) -> None:
        """`Jane Doe AFP` keeps the name, `New York Times` is none."""
        if len(self.words) >= 2 and token.isupper() and not self.words[0].isupper():
            self._finish()
        self.words.clear()
        self.skipping = True

    def _word(self, token: str) -> None:
        if _is_name_word(token) or fold(token) in _PARTICLES:
            self.words.append(token)
        else:  # `by Jane Doe in Paris`; without a prefix it is a sentence
            if self.opened:
                self._finish()
            self.words.clear()
            self.skipping = True

    def _finish(self) -> None:
        """What was gathered is a name, or several in scripts without spaces, or nothing."""
        words, self.words = self.words, []
        fresh, self.fresh = self.fresh, self.fresh and not words
        if not words or not self.credited:
            return
        if all(map(_is_han, words)):
            self.names.extend(_han_names(words))
        elif name := _name(words, alone=fresh):
            self.names.append(name)


# What follows is where, for whom or as what; never who.
_STOPS_BEFORE = (
    "for in at from about aus für pour para per of certified deputy director former head licensed "
    "master vice"
)
_STOP_WORDS = frozenset(_STOPS_BEFORE.split())
_OTHER_CREDIT = frozenset(("by", "von", "par", "por"))


def _starts_word(token: str) -> bool:
    return token[0].isalpha() or token[0] in "'’‘"


def _is_cased(word: str) -> bool:
    return word.lower() != word.upper()


def _is_lower(word: str) -> bool:
    return word.islower() and _is_cased(word)


def _is_han(word: str) -> bool:
    return all("\u3400" <= letter <= "\u9fff" or "가" <= letter <= "힣" for letter in word)


def _is_name_word(word: str) -> bool:
    """A capitalised word of letters, or a word of a script without case."""
    if not all(c.isalpha() or c in "'’‘.-‑" or unicodedata.category(c)[0] == "M" for c in word):
        # ZWNJ and ZWJ belong to Persian and Indic words
        return word[0].isalpha() and not word[0].isascii() and not any(map(str.isdigit, word))
    return word[0].isupper() or not _is_cased(word) or (word[1:2] in "'’" and word[2:3].isupper())


def _han_names(words: list[str]) -> list[str]:
    """`张三 李四` are two people, `张 三` is one; no name has five characters or more."""
    if len(words) == 2 and min(map(len, words)) == 1 and sum(map(len, words)) <= 4:
        return [" ".join(words)]
    return [word for word in words if 2 <= len(word) <= 4]


def _name(words: list[str], alone: bool) -> str | None:
    """The words as a name: two to five, or `alone` after a prefix."""
    while words and _bare(words[0]) in _TITLES:
        words = words[1:]
    while words and (_bare(words[-1]) in _CREDENTIALS or _is_lower(words[-1])):
        words = words[:-1]
    if len(words) >= 4 and words[: len(words) // 2] == words[len(words) // 2 :]:
        words = words[: len(words) // 2]  # the same link twice
    if not words or len(words) > 5 or all(len(_bare(word)) < 2 for word in words):
        return None
    if len(words) == 1 and not (alone and _is_cased(words[0]) and not words[0].isupper()):
        return None
    last = words[-1]
    if last.endswith(".") and len(last) > 2 and _bare(last) not in _SUFFIXES:
        words = [*words[:-1], last.rstrip(".")]
    shouted = all(not _is_cased(word) or word.isupper() for word in words)
    if shouted and len("".join(words)) > 4:
        words = [
            words[0].title() if len(words) == 1 else _calm(word, i) for i, word in enumerate(words)
        ]
    return " ".join(words)


def _calm(word: str, position: int) -> str:
    """`O'BRIEN-MCDONALD` as `O'Brien-McDonald`; initials such as `J.R.` and `JD` stay."""
    if position and fold(word) in _PARTICLES:
        return word.lower()
    if "." in word or (len(word) == 2 and not set(fold(word)) & set("aeiouy")):
        return word
    parts = re.split(r"(['’-])", word)
    calm = "".join(part[:1] + part[1:].lower() for part in parts)
    return re.sub(r"\bMc([a-z])", lambda found: "Mc" + found[1].upper(), calm)
