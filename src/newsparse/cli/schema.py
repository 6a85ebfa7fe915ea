"""`newsparse schema`: the JSON Schema of the records."""

from __future__ import annotations

import json

import click


@click.command()
@click.option("--spans", is_flag=True, help="Of the records that `parse --spans` writes.")
def schema(spans: bool) -> None:
    """Print the JSON Schema of the records."""
    from newsparse.schema import record_schema

    click.echo(json.dumps(record_schema(spans), indent=2, ensure_ascii=False))
