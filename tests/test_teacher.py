"""What models of HTML tell the lines of a page's flattenings."""

from __future__ import annotations

import numpy as np
from training.align import align, words_of
from training.corpus import LABELS
from training.samples import partly_known
from training.teacher import UNSURE, carried, sure_labels

from newsparse.blocks.html import page_from_html
from newsparse.blocks.text import page_from_text
from newsparse.labeling.model import shipped_model
from newsparse.taxonomy import STATES, Label

PARAGRAPHS = (
    "The mill at the harbour has ground no flour for forty years, and few had hoped to see it run.",
    "On Thursday its wheel turned again while some two hundred people watched from the far bank.",
    "The owners said that the restoration had taken eleven years and most of their savings.",
)
HTML = page_from_html(
    "<body><header><ul class=main-menu><li><a href=/>Home</a><li><a href=/sport/>Sport</a></ul>"
    "</header><article><h1>Old mill reopens at the harbour</h1>"
    f"{''.join(f'<p>{text}</p>' for text in PARAGRAPHS)}</article>"
    "<aside class=related><h2>Related News</h2><a href=/b>A bridge for the bay</a></aside></body>"
)
FREE = np.ones((len(HTML), len(STATES)), dtype=np.bool_)
TEACHERS = (shipped_model(markup=True), shipped_model(markup=True))


def label_of(text: str, labels: np.ndarray) -> Label | None:
    [block] = [block for block in range(len(HTML)) if HTML.text(block) == text]
    return None if labels[block] == UNSURE else LABELS[labels[block]]


def test_each_teacher_labels_each_block() -> None:
    labels = sure_labels(HTML, FREE, TEACHERS)
    assert labels.shape == (2, len(HTML))
    assert (labels[0] == labels[1]).all()
    assert {label_of(text, labels[0]) for text in PARAGRAPHS} == {Label.BODY}
    assert label_of("Home", labels[0]) is Label.NAV


def test_a_teacher_keeps_within_what_is_known() -> None:
    known = np.zeros(len(HTML), dtype=np.int8)
    known[:] = 2  # outside of the body, all of it
    labels = sure_labels(HTML, partly_known(known), TEACHERS[:1])
    assert not (labels == LABELS.index(Label.BODY)).any()


def test_lines_have_the_labels_of_the_blocks_their_words_are_from() -> None:
    given = np.arange(len(HTML), dtype=np.int8)[None] % len(LABELS)
    origins = [HTML.text(block) for block in range(len(HTML))]
    wrapped = PARAGRAPHS[0].replace(" years,", "\n\nyears,")
    text = page_from_text("\n\n".join([wrapped, PARAGRAPHS[1], "Unheard words stand alone"]))
    found = carried(given, HTML, text)[0].tolist()
    first, second = (int(given[0, origins.index(paragraph)]) for paragraph in PARAGRAPHS[:2])
    assert found == [first, first, second, UNSURE]


def test_another_page_is_told_nothing() -> None:
    given = np.zeros((1, len(HTML)), dtype=np.int8)
    text = page_from_text("Quite another page of some words that this one does not have")
    assert (carried(given, HTML, text) == UNSURE).all()


def test_alignment_pairs_equal_words_in_order() -> None:
    old, new = (words_of(texts).words for texts in (["a b", "c d e"], ["b c", "x d e"]))
    pairs = align(old, new)
    assert pairs is not None
    assert pairs[0].tolist() == [1, 2, 3, 4]
    assert pairs[1].tolist() == [0, 1, 3, 4]
