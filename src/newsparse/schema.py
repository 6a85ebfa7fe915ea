"""The JSON Schema of the record, generated from the types that `Article.to_dict` writes."""

from __future__ import annotations

import ast
import inspect
import types
import typing
from enum import StrEnum
from typing import Any

from newsparse.article import Article
from newsparse.parts import Headline, Span
from newsparse.provenance import Candidate, Metadata
from newsparse.taxonomy import PageType

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_ONLY_WITH_SPANS = ("source", "blocks")
_ONLY_FROM_HTML = ("metadata",)
_ONLY_FROM_TABLES = ("agency_name", "resolved")
_RECORD_NAMES = {"label": "kind"}
_WRITTEN_AS: dict[Any, Any] = {Headline: str, Metadata: tuple[Candidate, ...]}
_PRIMITIVES: dict[type, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer", "minimum": 0},  # the only integers are positions in the source
    float: {"type": "number", "minimum": 0, "maximum": 1},  # the only floats are confidences
    bool: {"type": "boolean"},
}


def record_schema(spans: bool = False) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one line of output, with or without `source` and `blocks`.

    >>> schema = record_schema()
    >>> schema["properties"]["headline"]["anyOf"], "blocks" in schema["properties"]
    ([{'type': 'string'}, {'type': 'null'}], False)
    """
    schema = _object(Article, leave_out=() if spans else _ONLY_WITH_SPANS)
    written = Article("", (), PageType.EMPTY, 0.0, metadata=Metadata()).to_dict(spans)
    schema["properties"] = {key: schema["properties"][key] for key in written}  # in this order
    schema["required"] = [key for key in schema["required"] if key not in _ONLY_FROM_HTML]
    return {"$schema": DIALECT, "title": "newsparse record", **schema}


def _object(of: type, leave_out: tuple[str, ...] = ()) -> dict[str, Any]:
    """The schema of a type's fields: every field there, no others; spans are left out of parts."""
    hints = typing.get_type_hints(of)
    told = _field_docstrings(of)
    properties: dict[str, Any] = {}
    for name, hint in hints.items():
        if name in leave_out or name in _ONLY_FROM_TABLES or hint == Span | None:
            continue
        if hint is Span:  # a block's span is what it is: its ends stand beside it
            properties |= _object(Span)["properties"]
            continue
        key = _RECORD_NAMES.get(name, name)
        properties[key] = _value(hint)
        if name in told:
            properties[key]["description"] = told[name]
    return {
        "description": inspect.cleandoc(of.__doc__ or ""),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _value(hint: Any) -> dict[str, Any]:
    """The schema of a field's type as the record writes it.

    >>> _value(tuple[str, ...])
    {'type': 'array', 'items': {'type': 'string'}}
    """
    hint = _WRITTEN_AS.get(hint, hint)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint is types.NoneType:
        return {"type": "null"}
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [_value(argument) for argument in arguments]}
    if origin is tuple:
        return {"type": "array", "items": _value(arguments[0])}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {
            "description": inspect.cleandoc(hint.__doc__ or ""),
            "enum": [m.value for m in hint],
        }
    return dict(_PRIMITIVES[hint]) if hint in _PRIMITIVES else _object(hint)


def _field_docstrings(of: type) -> dict[str, str]:
    """The docstrings under a type's fields; none where its source is not at hand."""
    try:
        [body] = ast.parse(inspect.getsource(of)).body
    except OSError:
        return {}
    if not isinstance(body, ast.ClassDef):
        return {}
    return {
        field.target.id: " ".join(told.value.value.split())
        for field, told in zip(body.body, body.body[1:], strict=False)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(told, ast.Expr)
        and isinstance(told.value, ast.Constant)
        and isinstance(told.value.value, str)
    }
