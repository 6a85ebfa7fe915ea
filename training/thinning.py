"""Pages that have lost some of their blocks: a page is no less itself without a teaser or two."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np

from newsparse.taxonomy import BODY_LABELS, STATES
from training.samples import Mask, Names, Sample

_IN_BODY = np.array([state.label in BODY_LABELS for state in STATES])
_LEAST_BLOCKS = 8
_STRETCHES, _LONGEST = 2, 8  # runs of blocks lost at most, each up to an eighth of the page


def thinned(sample: Sample, share: float, random_: random.Random) -> Sample:
    """A page without some single blocks and some stretches of them.

    The first and the last block of the body stay, and all that may or may not be body: where a
    body begins and ends must not change.
    """
    if not share or len(sample) < _LEAST_BLOCKS:
        return sample
    kept = _kept(sample, share, random_)
    if kept.sum() < _LEAST_BLOCKS // 2:
        return sample
    return replace(
        sample,
        features=sample.features[kept],
        words=sample.words.where(kept),
        allowed=sample.allowed[kept],
        names=sample.names and Names(sample.names.near.where(kept), sample.names.far.where(kept)),
    )


def _kept(sample: Sample, share: float, random_: random.Random) -> Mask:
    count = len(sample)
    lost = random_.random() * 2 * share
    kept: Mask = np.random.default_rng(random_.randrange(1 << 30)).random(count) >= lost
    for _ in range(_STRETCHES):
        if random_.random() < 2 * share:
            first = random_.randrange(count)
            kept[first : first + random_.randrange(1, max(2, count // _LONGEST))] = False
    may_be, may_not = (
        sample.allowed[:, _IN_BODY].any(axis=1),
        sample.allowed[:, ~_IN_BODY].any(axis=1),
    )
    body = np.flatnonzero(may_be & ~may_not)
    kept |= may_be & may_not
    if len(body):
        kept[[body[0], body[-1]]] = True
    return kept
