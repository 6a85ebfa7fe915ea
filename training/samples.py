"""Pages as the trainer takes them: columns of numbers and the states that each block may have."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newsparse.blocks.page import Page
from newsparse.labeling.cues import cue_matrix
from newsparse.labeling.table import tabulate
from newsparse.labeling.words import Hashes, HashIndex
from newsparse.taxonomy import BODY_LABELS, STATES, Label, Part, State
from training.corpus import LABELS, Example, Known, Partial

LEAST_SITES, MOST_WORDS = 3, 1 << 15
"""A word is known if it stands on so many sites; of more words, those on most sites are."""

Mask = npt.NDArray[np.bool_]
Columns = npt.NDArray[np.float16]  # cues are multiples of 1/64 up to 4: exact
_NUMBER = {state: number for number, state in enumerate(STATES)}
_LABEL_OF_STATE = np.array([LABELS.index(state.label) for state in STATES])
_IN_BODY = np.array([state.label in BODY_LABELS for state in STATES])


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted of a page, whatever is known of it."""

    site: str
    cues: Columns
    """Shape `(blocks, cues)`."""
    tokens: Hashes
    """`BlockTable.tokens`, with the block of each in `token_blocks`."""
    token_blocks: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Sample:
    """One page ready for training."""

    features: Columns
    """Shape `(blocks, features)`."""
    words: npt.NDArray[np.int32]
    """Places of the known tokens in the vocabulary."""
    owners: npt.NDArray[np.int32]
    """The block of each."""
    allowed: Mask
    """States that each block may have, shape `(blocks, states)`."""
    article: bool | None = None
    """Whether the page is a news article, if that is known."""

    def __len__(self) -> int:
        return len(self.features)


def count(page: Page, site: str) -> Counted:
    """What is counted of a page."""
    table = tabulate([page])
    return Counted(
        site,
        cue_matrix(table).astype(np.float16),
        table.tokens,
        table.token_blocks.astype(np.int32),
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


def sample(
    counted: Counted,
    known: Hashes,
    allowed: Mask,
    *,
    article: bool | None = None,
    evidence: Columns | None = None,
) -> Sample:
    """A page for a model that knows some words; with `evidence`, for a teacher."""
    found, place = HashIndex.of(known).find(counted.tokens)
    features = counted.cues
    if evidence is not None:
        features = np.concatenate((features, evidence), axis=1)
    return Sample(features, place.astype(np.int32), counted.token_blocks[found], allowed, article)


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


def partly_known(page: Partial) -> Mask:
    """The states that blocks may have of which only the part in the body is known."""
    rows = np.stack([np.ones_like(_IN_BODY), _IN_BODY, ~_IN_BODY])
    assert list(Known) == [Known.NOTHING, Known.BODY, Known.OUTSIDE]
    return np.asarray(rows[page.known])


def surely(allowed: Mask, labels: Collection[Label]) -> Mask:
    """The blocks that can have none but these labels."""
    others = np.array([state.label not in labels for state in STATES])
    return np.asarray(~allowed[:, others].any(axis=1))


def with_labels(allowed: Mask, labels: npt.NDArray[np.int64], sure: Mask) -> Mask:
    """The states left where a teacher is sure of a block's label."""
    told = allowed & (labels[:, None] == _LABEL_OF_STATE)
    return np.where((sure & told.any(axis=1))[:, None], told, allowed)
