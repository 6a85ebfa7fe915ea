"""Pages in, a labelling for each out: cues, emissions, decoding, judgement, in that order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from newsparse.blocks.labelled import Labelling
from newsparse.blocks.page import Page
from newsparse.labeling.cues import cue_matrix
from newsparse.labeling.decode import decode
from newsparse.labeling.judge import judge
from newsparse.labeling.model import LABEL_OF_STATE, Model, shipped_model
from newsparse.labeling.table import tabulate
from newsparse.taxonomy import STATES


def label_pages(pages: Sequence[Page], model: Model | None = None) -> list[Labelling]:
    """The labelling of each page; the same in any batch."""
    if not pages:
        return []
    model = model or shipped_model()
    table = tabulate(pages)
    decoded = decode(model.emissions(cue_matrix(table), table), table.bounds, model)
    labellings = []
    for number in range(len(pages)):
        low, high = int(table.bounds[number]), int(table.bounds[number + 1])
        rows = slice(low, high)
        verdict, found = judge(table, rows, decoded.states[rows], float(decoded.bodyless[number]))
        states = tuple([STATES[state] for state in found.tolist()])
        probabilities = decoded.label_probabilities[rows]
        chosen = probabilities[np.arange(high - low), LABEL_OF_STATE[found]]
        confidences = [round(value, 3) for value in chosen.tolist()]
        labellings.append(Labelling(states, confidences, probabilities, verdict))
    return labellings
