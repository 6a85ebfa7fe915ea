"""Who wrote it and when, as the labelled lines of a page say together."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from newsparse.authorship import authors
from newsparse.blocks.labelled import Labelling, Verdict
from newsparse.blocks.text import page_from_text
from newsparse.dating import dates
from newsparse.document import Document
from newsparse.publication import PublicationLines
from newsparse.taxonomy import BODY_LABELS, Label, PageType, Part, State
from tests.tables import cases


def lines_of(page: str) -> PublicationLines:
    """A page written as `label: text ¶ label: text`, labelled so."""
    rows = [row.strip().partition(": ") for row in page.split("¶")]
    labels = [Label(label) for label, _, _ in rows]
    body = [block for block, label in enumerate(labels) if label in BODY_LABELS]
    states = [
        State(Part.LEADING if block < body[0] else _part(block, body[-1]), label)
        for block, label in enumerate(labels)
    ]
    labelling = Labelling(
        tuple(states),
        [1.0] * len(labels),
        np.zeros((len(labels), len(Label))),
        Verdict(PageType.ARTICLE, 1.0),
    )
    return PublicationLines(page_from_text("\n".join(text for _, _, text in rows)), labelling)


def _part(block: int, last: int) -> Part:
    return Part.ARTICLE if block <= last else Part.TRAILING


@pytest.mark.parametrize("row", cases("publication.tsv", "name", of="dates"))
def test_the_page_tells_its_dates(row: dict[str, str]) -> None:
    known: dict[str, Any] = dict(pair.split("=", 1) for pair in row["known"].split())
    found = dates(lines_of(row["page"]), Document("", **known))
    told = "ambiguous" if found.ambiguous else found.published or ""
    assert (told, found.modified or "") == tuple(row["told"].split("|"))


@pytest.mark.parametrize("row", cases("publication.tsv", "name", of="authors"))
def test_the_page_names_its_authors(row: dict[str, str]) -> None:
    assert ";".join(authors(lines_of(row["page"]))) == row["told"]
