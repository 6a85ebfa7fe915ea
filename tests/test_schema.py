"""The schema of the records, checked against the records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsparse import Article, Candidate, Dateline, Metadata, parse
from newsparse.schema import record_schema
from newsparse.taxonomy import PageType

PAGES = sorted((Path(__file__).parent.parent / "fixtures" / "pages").glob("*.txt"))
LEAN, FULL = (jsonschema.Draft202012Validator(record_schema(spans)) for spans in (False, True))
DATELINE = Dateline("HANOI, Sept 13 (AFP) - ", ("Hanoi",), None, "VN", "AFP", "Sept 13", ("A. B.",))


def test_the_schema_is_one() -> None:
    for spans in (False, True):
        jsonschema.Draft202012Validator.check_schema(record_schema(spans))
        assert record_schema(spans) == json.loads(json.dumps(record_schema(spans)))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_record_is_as_the_schema_says(path: Path) -> None:
    article = parse(
        path.read_bytes(), title="T", url="https://news.example", published="2021-09-13"
    )
    LEAN.validate(article.to_dict())
    FULL.validate(article.to_dict(spans=True))


@given(st.text(st.characters(), max_size=200))
def test_records_of_garbage_are_too(text: str) -> None:
    FULL.validate(parse(text).to_dict(spans=True))


def test_the_keys_are_those_of_the_record() -> None:
    for spans in (False, True):
        article = Article("", (), PageType.EMPTY, 1.0, dateline=DATELINE, metadata=Metadata())
        record, schema = article.to_dict(spans=spans), record_schema(spans)
        assert set(schema["properties"]) == set(record)
        assert set(schema["required"]) == set(record) - {"metadata"}
        assert set(schema["properties"]["dateline"]["anyOf"][0]["required"]) == set(
            record["dateline"]
        )


def test_metadata_and_dateline_have_their_place() -> None:
    candidate = Candidate("headline", "Mill burns", "json-ld", True)
    article = Article(
        "", (), PageType.ARTICLE, 0.5, dateline=DATELINE, metadata=Metadata((candidate,))
    )
    LEAN.validate(article.to_dict())


@pytest.mark.parametrize(
    "change",
    [
        {"page_type": "poem"},
        {"confidence": 1.5},
        {"headline": 5},
        {"body": [{"kind": "verse", "text": "a"}]},
        {"trailing": [{"kind": "related"}]},
        {"dateline": {"text": "HANOI: "}},
        {"extra": 1},
    ],
)
def test_other_records_are_refused(change: dict[str, Any]) -> None:
    record = Article("", (), PageType.EMPTY, 1.0).to_dict()
    LEAN.validate(record)
    with pytest.raises(jsonschema.ValidationError):
        LEAN.validate(record | change)


def test_fields_are_described_in_the_words_of_the_types() -> None:
    told = record_schema()["properties"]["language"]["description"]
    assert told.startswith("The document's declared language")
