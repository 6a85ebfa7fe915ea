"""Metadata: small heads in many shapes and languages, what is chosen of them, and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from newsparse import Article, Candidate, Metadata, PageType
from newsparse.blocks.metadata import declared
from newsparse.data import read_table
from newsparse.metadata import choose
from newsparse.provenance import VISIBLE

FIXTURES = Path(__file__).parent.parent / "fixtures" / "html_metadata"
CASES = sorted(path.stem for path in FIXTURES.glob("*.html"))


def read(name: str) -> tuple[tuple[Candidate, ...], Metadata, dict[str, Any]]:
    case = json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))
    root = lxml.html.document_fromstring((FIXTURES / f"{name}.html").read_bytes().decode("utf-8"))
    candidates = declared(root, case["url"])
    visible = [Candidate(field, value, VISIBLE) for field, value in case["visible"]]
    return candidates, choose(candidates, visible), case


@pytest.mark.parametrize("name", CASES)
def test_chosen(name: str) -> None:
    _, told, case = read(name)
    chosen = {key: getattr(told, key) for key in case["chosen"]}
    plain = json.loads(json.dumps(chosen))
    assert plain == case["chosen"], case["why"]


@pytest.mark.parametrize("name", CASES)
def test_what_is_not_the_article_s_is_never_chosen(name: str) -> None:
    _, told, case = read(name)
    chosen = {c.value for c in told.candidates if c.chosen}
    assert chosen.isdisjoint(case.get("never", ())), case["why"]


@pytest.mark.parametrize("name", CASES)
def test_embedded_text(name: str) -> None:
    candidates, told, case = read(name)
    bodies = [c.value for c in candidates if c.field == "article_body"]
    if "body" in case:
        paragraphs = bodies[0].split("\n")
        assert len(paragraphs) == len(case["body"])
        for paragraph, start in zip(paragraphs, case["body"], strict=True):
            assert paragraph.startswith(start)
    assert all(c.field != "article_body" for c in told.candidates)  # the text is not metadata


@pytest.mark.parametrize("name", CASES)
def test_every_choice_has_a_reason(name: str) -> None:
    candidates, told, _ = read(name)
    assert all((c.why is not None) == c.chosen for c in told.candidates)
    assert not any(c.chosen for c in candidates)


def test_sources_are_told() -> None:
    candidates, _, _ = read("en_graph_yoast")
    of = {(c.field, c.source) for c in candidates}
    assert {
        ("headline", "json-ld"),
        ("headline", "open graph"),
        ("headline", "h1 element"),
        ("headline", "title element"),
        ("headline", "json-ld page"),
        ("authors", "twitter card"),
        ("canonical_url", "link element"),
        ("site_name", "json-ld site"),
        ("site_name", "url"),
    } <= of


FIELDS = {
    "headline", "deck", "authors", "published", "modified", "section", "tags", "language",
    "site_name", "canonical_url", "image", "image_caption", "access", "type",
}  # fmt: skip


def test_names_of_meta_tags() -> None:
    rows = read_table("meta_names.tsv")
    names = [row["name"] for row in rows]
    assert len(set(names)) == len(names)
    assert all(name == name.strip().lower() for name in names)
    assert {row["field"] for row in rows} == FIELDS


@pytest.mark.parametrize("name", ["en_graph_yoast", "pt_images_credit", "en_agency_only"])
def test_metadata_reads_back_from_the_record(name: str) -> None:
    _, told, _ = read(name)
    article = Article("", (), PageType.EMPTY, 1.0, metadata=told)
    assert Article.from_dict(json.loads(json.dumps(article.to_dict()))).metadata == told
