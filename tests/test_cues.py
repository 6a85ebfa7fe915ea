"""Cues: what must hold for every one of them on any page, and for the weights that name them."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from newsparse.blocks.html import page_from_html
from newsparse.blocks.text import page_from_text
from newsparse.labeling.cues import BOUND, CUES, GRAIN, cue_matrix
from newsparse.labeling.marked import COLUMNS
from newsparse.labeling.model import CEILING, WEIGHT_GRAIN, Context, Dense, shipped_model
from newsparse.labeling.table import BlockTable, Floats, tabulate
from tests.markup import markups
from tests.pages import pages

TITLES = st.none() | st.sampled_from(["", "Mayor opens harbour | The Post", "北京新闻"])
EXACT = 2**24 / WEIGHT_GRAIN
"""Below this, single precision holds every multiple of the weights' grain."""


def table_of(*texts: str, title: str | None = None) -> BlockTable:
    return tabulate([page_from_text(text, title=title) for text in texts])


@given(pages, TITLES)
def test_a_cue_is_a_column_of_finite_numbers(text: str, title: str | None) -> None:
    table = table_of(text, title=title)
    for name, function in CUES.items():
        column = function(table)
        assert column.shape == (len(table),), name
        assert np.isfinite(column.astype(np.float64)).all(), name


@given(pages, TITLES)
def test_cues_are_small_multiples_of_their_grain(text: str, title: str | None) -> None:
    matrix = cue_matrix(table_of(text, title=title))
    assert matrix.dtype == np.float32
    assert (np.abs(matrix) <= BOUND).all()
    assert (matrix * GRAIN == np.round(matrix * GRAIN)).all()


@given(st.lists(pages, min_size=1, max_size=5))
@settings(max_examples=50)
def test_cues_in_a_batch_are_those_of_the_page_alone(texts: list[str]) -> None:
    together = cue_matrix(table_of(*texts))
    alone = np.concatenate([cue_matrix(table_of(text)) for text in texts])
    rows, columns = np.nonzero(together != alone)
    assert not len(rows), [list(CUES)[column] for column in columns]


def test_a_page_of_nothing_has_no_rows() -> None:
    assert cue_matrix(table_of("", " \n ")).shape == (0, len(CUES))


def test_names_are_identifiers() -> None:
    # They stand in weights, explanations and docs; families and functions may not hide each other.
    assert all(name.isidentifier() and name == name.lower() for name in CUES)
    functions = {function.__name__ for function in CUES.values()} - {"<lambda>", "share"}
    assert functions <= set(CUES)


def test_every_registered_function_says_what_it_means() -> None:
    undocumented = [name for name, f in CUES.items() if f.__name__ == name and not f.__doc__]
    assert undocumented == []


def test_the_shipped_weights_name_the_cues_in_order() -> None:
    assert shipped_model().cues == tuple(CUES)


def most(weights: Floats, bound: float) -> Floats:
    """The largest sum that inputs up to a bound can come to, for each column."""
    return np.asarray(np.abs(weights).sum(axis=0) * bound, dtype=np.float32)


def test_sums_of_shipped_weights_are_exact() -> None:
    model = shipped_model()
    cues = len(model.cues)
    vector = float(np.abs(model.words.embedding).max())

    def from_inputs(weights: Floats) -> Floats:
        return most(weights[:cues], BOUND * GRAIN) + most(weights[cues:], vector)

    def from_channels(dense: Dense) -> Floats:
        return most(dense.weights, CEILING * GRAIN) + np.abs(dense.bias)

    sums = {
        "enter": from_inputs(model.enter.weights) + np.abs(model.enter.bias),
        "leave": from_channels(model.leave),
        "direct": from_inputs(model.direct),
    }
    for number, layer in enumerate(model.layers):
        sums[f"mix{number}"] = from_channels(layer.mix)
        if isinstance(layer, Context):
            sums[f"signals{number}"] = from_channels(layer.signals)
    assert {name: float(s.max()) for name, s in sums.items() if s.max() >= EXACT} == {}


def test_shipped_weights_are_multiples_of_their_grain() -> None:
    model = shipped_model()
    for weights in (model.enter.weights, model.leave.weights, model.direct):
        assert weights.dtype == np.float32
        assert (weights * WEIGHT_GRAIN == np.round(weights * WEIGHT_GRAIN)).all()
    assert (model.words.embedding == np.round(model.words.embedding)).all()
    assert (np.diff(model.words.known.hashes) > 0).all()


@given(st.lists(markups, min_size=2, max_size=5))
@settings(max_examples=60, deadline=None)
def test_evidence_in_a_batch_is_that_of_the_page_alone(htmls: list[str]) -> None:
    made = [page_from_html(html, url="https://post.test/2024/03/01/mill") for html in htmls]
    read = [page for page in made if page.markup is not None]
    tables = [tabulate([page]).marked for page in read]
    together = tabulate(read).marked if read else None
    if together is None:
        return
    alone = np.concatenate([table.evidence for table in tables if table])
    rows, columns = np.nonzero(together.evidence != alone)
    assert not len(rows), [COLUMNS[column] for column in columns]
    names = shipped_model(markup=True).names
    assert names is not None
    vectors = [names.vectors(table.scene) for table in tables if table]
    assert (names.vectors(together.scene) == np.concatenate(vectors)).all()
