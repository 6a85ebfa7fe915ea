"""Arrow batches in, Arrow batches out: what Spark, Ray and polars can map as it is.

spark.read.parquet("pages").mapInArrow(lambda batches: map(parse_arrow, batches), schema)
ray.data.read_parquet("pages").map_batches(parse_arrow, batch_format="pyarrow")
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from newsparse.document import Document
from newsparse.extras import need
from newsparse.options import DEFAULT, Options
from newsparse.readers import Fields
from newsparse.readers.fields import UnreadableError, document, mapping, no_text
from newsparse.writers.parquet import arrow_schema
from newsparse.writers.text import all_encodable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

_DEFAULT_FIELDS = Fields()


def parse_arrow(
    batch: pa.RecordBatch | pa.Table,
    *,
    fields: Fields = _DEFAULT_FIELDS,
    options: Options = DEFAULT,
    spans: bool = False,
) -> Any:
    """The records of a batch of pages: a row for each row, in order.

    The columns are found by their names as those of a Parquet dump are, or as `fields` names them;
    the result has the schema of Parquet output (`arrow_schema`) and is a table if a table came in.
    A row without a page is an empty page.

    Raises:
        ValueError: no column holds pages; the message lists those that are there.
        MissingExtraError: pyarrow is not installed.

    >>> import pyarrow
    >>> pages = pyarrow.RecordBatch.from_pydict({"url": ["u"], "text": ["The mill burns."]})
    >>> found = parse_arrow(pages)
    >>> found.num_rows, found.column("url").to_pylist()
    (1, ['u'])
    >>> parse_arrow(pyarrow.RecordBatch.from_pydict({"pages": ["The mill burns."]}))
    Traceback (most recent call last):
    ValueError: no field text or content or raw_content or maintext or plain_text or article or \
body or html or raw_html or page_html or html_content or source_html; fields seen: "pages"
    """
    from newsparse.parser import parse_many

    arrow = need("pyarrow", "parquet", "Arrow batches")
    names = list(batch.schema.names)
    held = mapping(names, fields)
    if not {"text", "html"} & held.keys():
        raise ValueError(no_text(names, fields))
    articles = parse_many(_documents(batch, held, fields), options=options)
    rows = [article.to_dict(spans=spans) for article in articles]
    kind = arrow.Table if isinstance(batch, arrow.Table) else arrow.RecordBatch
    schema = arrow_schema(spans)
    try:
        return kind.from_pylist(rows, schema)
    except UnicodeEncodeError:  # lone surrogates, which Arrow cannot hold
        return kind.from_pylist(all_encodable(rows), schema)


def _documents(
    batch: Any, held: Mapping[str, tuple[str, ...]], fields: Fields
) -> Iterator[Document]:
    keys = {key if key in batch.schema.names else key.partition(".")[0]
            for part in held.values() for key in part}  # fmt: skip
    wanted = [name for name in batch.schema.names if name in keys]
    for row in batch.select(wanted).to_pylist():
        try:
            found = document(row, fields, "")
        except UnreadableError:
            found = document({**row, "text": ""}, Fields(id=fields.id, url=fields.url), "")
        yield replace(found, id=found.id or None)
