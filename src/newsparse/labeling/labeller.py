"""Pages in, a labelling for each out: cues, emissions, decoding, judgement, in that order."""

from __future__ import annotations

from collections.abc import Sequence

from newsparse.blocks.labelled import Labelling
from newsparse.blocks.page import Page
from newsparse.labeling.cues import cue_matrix
from newsparse.labeling.decode import decode
from newsparse.labeling.judge import judge
from newsparse.labeling.model import Model, shipped_model
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
        states = tuple(STATES[state] for state in decoded.states[low:high].tolist())
        verdict, states = judge(table, slice(low, high), states, float(decoded.bodyless[number]))
        labellings.append(Labelling(states, decoded.label_probabilities[low:high], verdict))
    return labellings
