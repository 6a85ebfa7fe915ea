"""The people that a byline credits: `By Sok Dara | 14 September 2023` is `("Sok Dara",)`.

The lines are read word by word. Words of `data/byline_words.tsv` open a credit (`by`, `von`,
`记者`), end a name (roles, outlets) or join two (`and`); what stands between and looks like a
name is one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from newsparse.recognizers.byline_tokens import (
    CONJUNCTION,
    NEW_LINE,
    OUTLET,
    PARTICLES,
    PREFIX,
    ROLE,
    bare,
    phrase_at,
    tokens_of,
)
from newsparse.recognizers.line_words import fold
from newsparse.recognizers.person_name import han_names, is_cased, is_han, is_name_word, name_of


@dataclass(frozen=True, slots=True)
class Credit:
    """Who wrote it, as a byline says."""

    people: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    """Agencies, papers and teams, verbatim."""
    stated: bool = False
    """A word such as `by` says that it is a credit; bare names may be anything."""

    @property
    def authors(self) -> tuple[str, ...]:
        """The people; the outlets where no person is."""
        return self.people or self.outlets


def parse_byline(text: str) -> tuple[str, ...]:
    r"""The authors in one or more lines that are known to be a byline; `()` where none is named.

    >>> parse_byline("By Sok Dara | 14 September 2023"), parse_byline("By\nSok Dara\nEditor")
    (('Sok Dara',), ('Sok Dara',))
    >>> parse_byline("Von Anna Müller und Jan Schmidt"), parse_byline("本报记者 张三 李四")
    (('Anna Müller', 'Jan Schmidt'), ('张三', '李四'))
    >>> parse_byline("By JANE DOE, Associated Press"), parse_byline("By Associated Press")
    (('Jane Doe',), ('Associated Press',))
    >>> [parse_byline(miss) for miss in ("By Staff Writer", "5 Minutes Ago", "He said so.", "")]
    [(), (), (), ()]
    """
    return read_byline(text).authors


def read_byline(text: str) -> Credit:
    """The same with people and outlets apart.

    >>> read_byline("By Jane Doe, Associated Press")
    Credit(people=('Jane Doe',), outlets=('Associated Press',), stated=True)
    >>> read_byline("Photos by Jane Doe")
    Credit(people=(), outlets=(), stated=False)
    """
    reader = _Reader()
    tokens = tokens_of(text)
    index = 0
    while index < len(tokens):
        kinds, length = phrase_at(tokens, index)
        reader.take(tokens, index, kinds, length)
        index += length
    reader.close()
    people = {fold(name): name for name in reversed(reader.names)}
    outlets = {fold(name): name for name in reversed(reader.outlets)}
    return Credit(
        tuple(people.values())[::-1], tuple(outlets.values())[::-1], reader.opened or reader.titled
    )


# What follows is where, for whom or as what; never who.
_STOPS_BEFORE = (
    "for in at from about aus für pour para per of certified deputy director former head licensed "
    "master vice"
)
_STOP_WORDS = frozenset(_STOPS_BEFORE.split())
_OTHER_CREDIT = frozenset(("by", "von", "par", "por"))
_OPENED_BY = frozenset(("|", ":", "：", "/", "／", "=", "＝", "●", "・", "·", NEW_LINE))
_AND = frozenset(("And", "AND", "Und", "UND"))
"""Conjunctions in capitals that are no names, as `Dan` and `Y` may be."""
_JOINED_BY = frozenset((",", "&", "、", "，"))
_REPORTS = frozenset(("報導", "报道", "報道", "綜合報導", "综合报道"))
_PICTURES = frozenset(("摄影", "攝影", "图", "圖", "撮影", "写真", "사진"))
_CREW = frozenset(("staff", "redaktion", "redaction", "rédaction", "redacción", "redazione"))
_NO_OUTLET = (
    "the our a desk team news newsroom newsdesk staff web online digital editorial board office "
    "bureau department media service services agency agencies wire wires reporter group guest"
)
_FACELESS = frozenset(_NO_OUTLET.split())
"""Words that name no outlet by themselves."""
_MOST_OUTLET_WORDS = 5
_TIE = 40  # characters of a line that can tie it to its neighbour


@dataclass(slots=True)
class _Reader:
    """The names found so far, and the words that may become the next."""

    names: list[str] = field(default_factory=list)
    outlets: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    piece: list[str] = field(default_factory=list)
    """All words since the last separator or prefix."""
    opened: bool = False
    """A prefix stood before: what follows is credited."""
    titled: bool = False
    """A reporter's title stands against a name, `홍길동 기자`."""
    fresh: bool = False
    """Nothing but the prefix stood before: a single word may be a name."""
    credited: bool = True
    """False after `Photos by`, until the next prefix."""
    skipping: bool = False
    """The rest of this piece is no name."""
    own: list[str] = field(default_factory=list)
    """Those of them that may tell one outlet from another."""
    outlet: bool = False
    """The piece holds a word of outlets."""
    before: int = 0
    """Names and outlets there were when the piece began."""

    def take(self, tokens: list[str], index: int, kinds: frozenset[str], length: int) -> None:
        """Read the phrase, word or separator at `index`."""
        token = tokens[index]
        following = tokens[index + length] if index + length < len(tokens) else ""
        if self._opens(token, kinds, following):
            self._open(tokens[index - 1] if index else "")
        elif CONJUNCTION in kinds and (token == token.lower() or token in _AND) and following:
            self._finish()
        elif ROLE in kinds:
            self._role(tokens[index : index + length], following)
        elif OUTLET in kinds:
            self._outlet(token)
            self._keep(tokens[index : index + length])
        elif not _starts_word(token):
            self._separate(token, tokens, index)
        else:
            self._keep([token])
            if not self.skipping:
                self._word(token)

    def close(self) -> None:
        """The last line ends."""
        self._end_piece()

    def _opens(self, token: str, kinds: frozenset[str], following: str) -> bool:
        if PREFIX not in kinds or not following:
            return False
        if following in _OPENED_BY:
            return not self.words or (following == NEW_LINE and token[0].isupper())
        if not _starts_word(following):
            return False
        if fold(token) in PARTICLES or not (fold(token) == "by" or kinds == {PREFIX}):
            first = not self.words and not self.names
            return first and (ROLE not in kinds or not is_cased(token))
        return not self.words or fold(token) in _OTHER_CREDIT

    def _open(self, before: str) -> None:
        if before.isalpha() and fold(before).endswith("ed"):  # `tested by`
            self._finish()
            self.credited = False
            return
        if not self.opened:
            self.names.clear()
            self.outlets.clear()
        else:
            self._finish()
        self.words.clear()
        self.piece.clear()
        self.own.clear()
        self.opened = self.fresh = self.credited = True
        self.skipping = self.outlet = False

    def _keep(self, words: list[str]) -> None:
        self.piece += words
        self.own += [word for word in words if bare(word) not in _FACELESS and is_name_word(word)]

    def _role(self, words: list[str], following: str) -> None:
        if self.words and all(map(is_han, [*self.words, words[0]])):
            self.titled = True
        if words[0] in _REPORTS and self.names:  # `記者王小明／台北報導`: filed from there
            self.words.clear()
        if fold(words[0]) == "the" and not self.words:  # no person
            self.skipping = self.outlet = True
        if fold(words[0]) in _CREW and len(self.words) <= 1:  # `Acme Staff`
            self.words.clear()
            self.outlet, self.fresh = True, False
        self._finish()
        self.piece += words
        self.skipping |= fold(words[0]) in _STOP_WORDS
        if words[0] in _PICTURES or following in (":", "：") or bare(words[-1]) in _OTHER_CREDIT:
            self.credited = False

    def _outlet(self, token: str) -> None:
        """`Jane Doe AFP` keeps the name, `New York Times` is none."""
        if len(self.words) >= 2 and token.isupper() and not self.words[0].isupper():
            self._finish()
        self.words.clear()
        self.skipping = self.outlet = True

    def _separate(self, token: str, tokens: list[str], index: int) -> None:
        self._end_piece()
        if token != NEW_LINE or not self.names:
            return
        # A credit goes on in the next line only where a comma, a conjunction or a bullet says so.
        around = (tokens[index - 1], tokens[index + 1] if index + 1 < len(tokens) else "")
        if not any(map(_joins, around)):
            self.credited = False

    def _word(self, token: str) -> None:
        if is_name_word(token) or fold(token) in PARTICLES:
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
        if all(map(is_han, words)):
            self.names.extend(han_names(words))
        elif name := name_of(words, alone=fresh):
            self.names.append(name)

    def _end_piece(self) -> None:
        """What stood between two separators names people, an outlet or nobody."""
        self._finish()
        piece, own = self.piece, self.own
        outlet, self.outlet = self.outlet, False
        self.piece, self.own, self.skipping = [], [], False
        named, self.before = len(self.names) > self.before, len(self.names)
        if named or not own or not self.credited or len(piece) > _MOST_OUTLET_WORDS:
            return
        if outlet or (self.opened and own[0].isupper() and len(own[0]) > 1):
            self.outlets.append(" ".join(piece))


def ties(line: str, following: str) -> bool:
    """Whether a credit that one line begins goes on in the next.

    >>> ties("By", "Jane Doe"), ties("Jane Doe ,", "John Roe"), ties("Jane Doe", "und")
    (True, True, True)
    >>> ties("Jane Doe", "Politics"), ties("", "")
    (False, False)
    """
    words, more = line[-_TIE:].split(), following[:_TIE].split()
    if not words or not more:
        return False
    alone = len(words) == 1 and PREFIX in phrase_at([words[0].rstrip(":：")], 0)[0]
    return (
        alone or _joins(words[-1]) or words[-1].endswith((",", "&", "，", "、")) or _joins(more[0])
    )


def _joins(token: str) -> bool:
    return token in _JOINED_BY or bool(token and CONJUNCTION in phrase_at([token], 0)[0])


def _starts_word(token: str) -> bool:
    return token[0].isalpha() or token[0] in "'’‘\""
