"""Arrow batches as Spark, Ray and polars hand them on."""

from __future__ import annotations

import io
import pickle
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from newsparse import Document, Options, parse_many
from newsparse.cli import cli
from newsparse.integrations.arrow import parse_arrow
from newsparse.readers import Fields
from newsparse.writers.parquet import arrow_schema

PAGES = [path.read_text("utf-8") for path in sorted(
    (Path(__file__).parent.parent / "fixtures" / "pages").glob("*.txt"))]  # fmt: skip


def batch(**columns: list[Any]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(columns)


def test_a_batch_gives_the_records_of_parse_many() -> None:
    ids = [f"page {number}" for number in range(len(PAGES))]
    found = parse_arrow(batch(id=ids, text=PAGES, other=[1] * len(ids)))
    documents = [Document(text, id=id_) for id_, text in zip(ids, PAGES, strict=True)]
    expected = [article.to_dict() for article in parse_many(documents)]
    assert isinstance(found, pa.RecordBatch)
    assert found.schema == arrow_schema()
    for row, record in zip(found.to_pylist(), expected, strict=True):
        assert row == record | {"metadata": None}


def test_a_batch_has_the_schema_and_the_rows_of_parquet_output(tmp_path: Path) -> None:
    dump, out = tmp_path / "dump.parquet", tmp_path / "out.parquet"
    table = pa.table({"id": list(map(str, range(len(PAGES)))), "text": PAGES})
    pq.write_table(table, dump)
    assert CliRunner().invoke(cli, ["parse", str(dump), "-o", str(out), "-j1"]).exit_code == 0
    assert parse_arrow(table) == pq.read_table(out)


def test_a_row_without_a_page_is_an_empty_page() -> None:
    found = parse_arrow(batch(id=["a", "b", None], text=["Mill burns", None, ""]))
    assert found.column("id").to_pylist() == ["a", "b", None]
    assert found.column("page_type").to_pylist()[1:] == ["empty", "empty"]
    assert parse_arrow(batch(text=[""]).slice(1)).num_rows == 0


def test_columns_and_options_can_be_named() -> None:
    pages = batch(page=["Straße".encode("cp1252")], meta=[{"link": "u"}])
    fields = Fields(text="page", url="meta.link")
    found = parse_arrow(pages, fields=fields, options=Options(encoding="cp1252"), spans=True)
    assert found.schema == arrow_schema(spans=True)
    assert found.column("source").to_pylist() == ["Straße"]
    assert found.column("url").to_pylist() == ["u"]


def test_a_batch_without_pages_says_what_is_there() -> None:
    with pytest.raises(ValueError, match='fields seen: "texte"'):
        parse_arrow(batch(texte=["a"]))


def test_a_batch_can_go_through_a_stream() -> None:
    """As Spark and Ray send it: in the IPC format, to a function that is pickled."""
    stream = io.BytesIO()
    sent = pickle.loads(pickle.dumps(parse_arrow))  # noqa: S301 (our own)
    result = sent(batch(text=PAGES[:2]))
    with pa.ipc.new_stream(stream, result.schema) as writer:
        writer.write_batch(result)
    assert pa.ipc.open_stream(stream.getvalue()).read_next_batch() == result
