"""The nouns as JSON and back, and their JSON Schema; all three from the types alone."""

import types
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from .model import CleanPage, Report

Json = dict[str, Any]
Kind = Literal["clean_page", "report"]
_SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}


def to_json(noun: CleanPage | Report) -> Json:
    """The noun as plain JSON values, every field in its place."""
    return {name: _plain(getattr(noun, name)) for name in _names(type(noun))}


def _names(kind: Any) -> Iterable[str]:
    names: Iterable[str] = kind.__dataclass_fields__  # dataclasses.fields() would build a tuple each time
    return names


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return {name: _plain(getattr(value, name)) for name in _names(type(value))}


def page_from_json(data: Mapping[str, Any]) -> CleanPage:
    """A CleanPage from its JSON; ``ValueError`` in one sentence where the data is none."""
    return _noun(CleanPage, data)  # type: ignore[no-any-return]


def report_from_json(data: Mapping[str, Any]) -> Report:
    """A Report from its JSON; ``ValueError`` in one sentence where the data is none."""
    return _noun(Report, data)  # type: ignore[no-any-return]


@cache
def _types(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _noun(kind: type, data: Any) -> Any:
    if not isinstance(data, Mapping):
        raise ValueError(f"A {kind.__name__} is an object, not {type(data).__name__}.")
    hints = _types(kind)
    missing = [f.name for f in fields(kind) if _required(f) and f.name not in data]
    if missing:
        raise ValueError(f"A {kind.__name__} lacks {', '.join(missing)}.")
    return kind(**{name: _value(hints[name], data[name], name) for name in _names(kind) if name in data})


def _required(field: "Field[Any]") -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _value(hint: Any, data: Any, name: str) -> Any:
    if is_dataclass(hint) and isinstance(hint, type):
        return _noun(hint, data)
    origin, inner = get_origin(hint), get_args(hint)
    if origin is tuple:
        if not isinstance(data, list | tuple):
            raise ValueError(f"{name} is a list, not {type(data).__name__}.")
        return tuple(_value(inner[0], item, name) for item in data)
    if origin in (Union, types.UnionType):
        return _of_union(inner, data, name)
    if origin is Literal:
        if data not in inner:
            raise ValueError(f"{name} is one of {', '.join(map(str, inner))}, not {data!r}.")
        return data
    return _scalar(hint, data, name)


def _of_union(inner: tuple[Any, ...], data: Any, name: str) -> Any:
    if data is None and type(None) in inner:
        return None
    kinds = [kind for kind in inner if kind is not type(None)]
    if int in kinds and float in kinds:
        return data if _is_number(data) else _scalar(float, data, name)
    return _value(kinds[0], data, name)


def _is_number(data: Any) -> bool:
    return isinstance(data, int | float) and not isinstance(data, bool)


def _scalar(hint: Any, data: Any, name: str) -> Any:
    if not isinstance(data, hint) or (hint is int and isinstance(data, bool)):
        raise ValueError(f"{name} is of type {_SCALARS.get(hint, hint)}, not {type(data).__name__}.")
    return data


def schema(kind: Kind) -> Json:
    """JSON Schema (2020-12) of the JSON that :func:`to_json` makes."""
    noun = {"clean_page": CleanPage, "report": Report}[kind]
    definitions: Json = {}
    root = _described(noun, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": noun.__name__,
        **root,
        "$defs": definitions,
    }


def _described(noun: type, definitions: Json) -> Json:
    hints = _types(noun)
    return {
        "type": "object",
        "description": " ".join((noun.__doc__ or "").split()),
        "properties": {name: _schema(hints[name], definitions) for name in _names(noun)},
        "required": [field.name for field in fields(noun) if _required(field)],
        "additionalProperties": False,
    }


def _schema(hint: Any, definitions: Json) -> Json:
    if is_dataclass(hint) and isinstance(hint, type):
        if hint.__name__ not in definitions:
            definitions[hint.__name__] = {}
            definitions[hint.__name__] = _described(hint, definitions)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    origin, inner = get_origin(hint), get_args(hint)
    if origin is tuple:
        return {"type": "array", "items": _schema(inner[0], definitions)}
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema(kind, definitions) for kind in inner]}
    if origin is Literal:
        return {"enum": list(inner)}
    return {"type": _SCALARS[hint]}
