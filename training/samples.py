"""Pages as the trainer takes them: columns of numbers and the states that each block may have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newsparse.blocks.names import name_words
from newsparse.blocks.page import Page
from newsparse.labeling.cues import GRAIN, cue_matrix, in_units
from newsparse.labeling.names import DECAY, LEVELS
from newsparse.labeling.scene import Scene
from newsparse.labeling.table import tabulate
from newsparse.labeling.words import Hashes, HashIndex
from newsparse.taxonomy import BODY_LABELS, STATES, Label, Part, State
from training.corpus import LABELS, Example, Known

LEAST_SITES, MOST_WORDS = 3, 1 << 15
"""A word is known if it stands on so many sites; of more words, those on most sites are."""
MOST_NAMES = 1 << 13
"""As `MOST_WORDS`, of words in the names of elements."""

Mask = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.integer]
Columns = npt.NDArray[np.float16]  # cues are multiples of 1/64 up to 4: exact
_NUMBER = {state: number for number, state in enumerate(STATES)}
_LABEL_OF_STATE = np.array([LABELS.index(state.label) for state in STATES])
_IN_BODY = np.array([state.label in BODY_LABELS for state in STATES])
_HEADLINE = np.array([state.label is Label.HEADLINE for state in STATES])


@dataclass(frozen=True, slots=True)
class Bag:
    """Words of the blocks of a page."""

    words: npt.NDArray[np.int32]
    """Places in a vocabulary."""
    owners: npt.NDArray[np.int32]
    """The block of each."""
    weights: npt.NDArray[np.float16]
    """What each counts."""

    @classmethod
    def of(cls, words: Ints, owners: Ints) -> Bag:
        """A bag of words that count the same."""
        ones = np.ones(len(words), dtype=np.float16)
        return cls(words.astype(np.int32), owners.astype(np.int32), ones)

    def where(self, kept: Mask) -> Bag:
        """The bag of the blocks that are kept, numbered anew."""
        rows = kept[self.owners]
        owners = (np.cumsum(kept) - 1)[self.owners[rows]]
        return Bag(self.words[rows], owners.astype(np.int32), self.weights[rows])

    def known(self, places: Ints) -> Bag:
        """The bag with its words at other places, without those at negative ones."""
        words = places[self.words]
        found = words >= 0
        return Bag(words[found].astype(np.int32), self.owners[found], self.weights[found])


@dataclass(frozen=True, slots=True)
class Names:
    """The words in the names of the elements that the blocks of a page stand in."""

    near: Bag
    far: Bag


@dataclass(frozen=True, slots=True)
class Named:
    """Those words before it is known which a model knows."""

    words: tuple[str, ...]
    names: Names
    """Places in `words`."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted of a page, whatever is known of it."""

    site: str
    cues: Columns
    """Shape `(blocks, cues)`."""
    tokens: Hashes
    """`BlockTable.tokens`, with the block of each in `token_blocks`."""
    token_blocks: npt.NDArray[np.int32]
    named: Named | None = None
    """Of a page with markup; its evidence stands after the cues."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One page ready for training."""

    features: Columns
    """Shape `(blocks, features)`."""
    words: Bag
    """Known tokens."""
    allowed: Mask
    """States that each block may have, shape `(blocks, states)`."""
    article: bool | None = None
    """Whether the page is a news article, if that is known."""
    names: Names | None = None
    """Of a page with markup."""

    def __len__(self) -> int:
        return len(self.features)


def count(page: Page, site: str) -> Counted:
    """What is counted of a page."""
    table = tabulate([page])
    columns, named = cue_matrix(table), None
    if table.marked is not None:
        columns = np.hstack((columns, in_units(table.marked.evidence) / GRAIN))
        named = _named(table.marked.scene)
    return Counted(
        site,
        columns.astype(np.float16),
        table.tokens,
        table.token_blocks.astype(np.int32),
        named,
    )


def _named(scene: Scene) -> Named:
    """The words in the names around each block, as `newsparse.labeling.names` looks at them."""
    markup = scene.markup
    places: dict[str, int] = {}
    words = [
        [places.setdefault(word, len(places)) for word in name_words(*key)]
        for key in zip(markup.tags, markup.names, strict=True)
    ]
    parents = markup.parents.tolist()
    near, far = [], []
    for block, (element, own) in enumerate(
        zip(scene.elements.tolist(), scene.blocks.tolist(), strict=True)
    ):
        inner = [element]
        while inner[-1] != own:
            inner.append(parents[inner[-1]])
        above: list[int] = []
        while (above or inner)[-1] != 0 and len(above) < LEVELS:
            above.append(parents[(above or inner)[-1]])
        near += [(word, block, 1.0) for at in (*inner, *above[:1]) for word in words[at]]
        far += [(word, block, DECAY**level) for level, at in enumerate(above) for word in words[at]]
    return Named(tuple(places), Names(_bag(near), _bag(far)))


def _bag(rows: list[tuple[int, int, float]]) -> Bag:
    words, owners, weights = zip(*rows, strict=True) if rows else ((), (), ())
    return Bag(
        np.array(words, dtype=np.int32),
        np.array(owners, dtype=np.int32),
        np.array(weights, dtype=np.float16),
    )


def vocabulary(pages: Iterable[Counted]) -> Hashes:
    """The tokens that stand on enough sites, sorted."""
    sites: dict[str, list[Hashes]] = {}
    for page in pages:
        sites.setdefault(page.site, []).append(page.tokens)
    every = [np.unique(np.concatenate(tokens)) for tokens in sites.values()]
    known, times = np.unique(np.concatenate(every), return_counts=True)
    known, times = known[times >= LEAST_SITES], times[times >= LEAST_SITES]
    return np.sort(known[np.argsort(-times, kind="stable")[:MOST_WORDS]])


def name_vocabulary(pages: Iterable[Counted]) -> tuple[str, ...]:
    """The words in names of elements that stand on enough sites, those on most sites first."""
    sites: dict[str, set[str]] = {}
    for page in pages:
        if page.named:
            sites.setdefault(page.site, set()).update(page.named.words)
    times = Counter(word for words in sites.values() for word in words)
    known = sorted(
        (word for word, count in times.items() if count >= LEAST_SITES),
        key=lambda word: (-times[word], word),
    )
    return tuple(known[:MOST_NAMES])


def sample(
    counted: Counted,
    known: Hashes,
    allowed: Mask,
    *,
    article: bool | None = None,
    names: Mapping[str, int] | None = None,
) -> Sample:
    """A page for a model that knows some words (and `names`)."""
    found, place = HashIndex.of(known).find(counted.tokens)
    bags = None
    if names is not None and counted.named is not None:
        places = np.array([names.get(word, -1) for word in counted.named.words])
        told = counted.named.names
        bags = Names(told.near.known(places), told.far.known(places))
    words = Bag.of(place, counted.token_blocks[found])
    return Sample(counted.cues, words, allowed, article, bags)


def labelled(example: Example) -> Mask:
    """The one state of each block; a label illegal in its part becomes chrome."""
    names = [LABELS[label] for label in example.labels]
    body = [i for i, label in enumerate(names) if label in BODY_LABELS]
    texts = Label.BODY in names
    first, last = (body[0], body[-1]) if texts else (len(names), len(names))
    allowed = np.zeros((len(names), len(STATES)), dtype=np.bool_)
    for i, label in enumerate(names):
        part = Part.LEADING if i < first else Part.ARTICLE if i <= last else Part.TRAILING
        state = _NUMBER.get(State(part, label))
        allowed[i, _NUMBER[State(part, Label.NAV)] if state is None else state] = True
    return allowed


def partly_known(known: npt.NDArray[np.int8]) -> Mask:
    """The states that blocks may have of which only `Known` is known."""
    rows = np.stack([np.ones_like(_IN_BODY), _IN_BODY, ~_IN_BODY])
    assert list(Known) == [Known.NOTHING, Known.BODY, Known.OUTSIDE]
    return np.asarray(rows[known])


def with_headline(allowed: Mask, block: int) -> Mask:
    """The states left where one block is known to be the headline, and so no other is."""
    told: Mask = allowed & ~_HEADLINE
    told[block] = _HEADLINE
    return told


def surely(allowed: Mask, labels: Collection[Label]) -> Mask:
    """The blocks that can have none but these labels."""
    others = np.array([state.label not in labels for state in STATES])
    return np.asarray(~allowed[:, others].any(axis=1))


def with_labels(allowed: Mask, labels: npt.NDArray[np.int64], sure: Mask) -> Mask:
    """The states left where a teacher is sure of a block's label."""
    told = allowed & (labels[:, None] == _LABEL_OF_STATE)
    return np.where((sure & told.any(axis=1))[:, None], told, allowed)
