"""Pages in, a labelling for each out: cues, scores, decoding, judgement, in that order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from newsparse.blocks.labelled import Labelling
from newsparse.blocks.page import Page
from newsparse.labeling.decode import decode
from newsparse.labeling.judge import Found, judge
from newsparse.labeling.model import LABEL_OF_STATE, LABELS, Model, shipped_model
from newsparse.labeling.signs import Signs
from newsparse.labeling.table import tabulate
from newsparse.taxonomy import BODY_LABELS, STATES, Label

_BODY = [LABELS.index(label) for label in Label if label in BODY_LABELS]


def label_pages(pages: Sequence[Page], model: Model | None = None) -> list[Labelling]:
    """The labelling of each page; the same in any batch.

    `model` replaces the shipped weights; one that reads markup must be given pages with markup.
    """
    marked = [page.markup is not None for page in pages]
    if any(marked) and not all(marked):
        by_kind = {
            kind: iter(
                label_pages([page for page in pages if (page.markup is not None) is kind], model)
            )
            for kind in (True, False)
        }
        return [next(by_kind[kind]) for kind in marked]
    return _labelled(pages, model or shipped_model(markup=marked[0])) if pages else []


def _labelled(pages: Sequence[Page], model: Model) -> list[Labelling]:
    """The labellings of pages that are all of text or all of markup."""
    table = tabulate(pages)
    scores = model.scores(table)
    peers = table.marked.peers if table.marked else None
    decoded = decode(scores, table.bounds, model.temperature, peers)
    in_body = decoded.probabilities[:, _BODY].sum(axis=1)
    labellings = []
    for number, (low, high) in enumerate(pairwise(table.bounds.tolist())):
        rows = slice(low, high)
        found = Found(decoded.states[rows], in_body[rows], float(scores.articles[number]))
        verdict, chosen = judge(table, rows, found, Signs(pages[number]))
        probabilities = decoded.probabilities[rows]
        sure = probabilities[np.arange(high - low), LABEL_OF_STATE[chosen]]
        labellings.append(
            Labelling(
                tuple([STATES[state] for state in chosen.tolist()]),
                np.round(sure, 3).tolist(),
                probabilities,
                verdict,
            )
        )
    return labellings
