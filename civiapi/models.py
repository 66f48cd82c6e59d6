"""Rows as objects of a class that the user wrote: pydantic, msgspec, attrs or a dataclass."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from .errors import UsageError

T = TypeVar("T")
_TEXTS = " (APIv3 answers texts; with_options(typed=True) reads them)"


def as_models(rows: Sequence[Any], model: type[T], call: Any = None) -> list[T]:
    """An object for each row; UsageError, one line, for the first row that does not fit."""
    make, refusals = _maker(model)
    made = []
    for number, row in enumerate(rows):
        if not isinstance(row, Mapping):
            raise UsageError(f"row {number} is a {type(row).__name__}, not a dict; it fills no model")
        try:
            made.append(make(row))
        except refusals as error:
            place = f"row {number}" + (f" (id {row['id']})" if "id" in row else "")
            hint = _TEXTS if getattr(call, "version", 4) == 3 and isinstance(row.get("id"), str) else ""
            raise UsageError(f"{place} is no {model.__name__}: {_said(error)}{hint}", call=call) from error
    return made


def _maker(model: type[T]) -> tuple[Callable[[Mapping[str, Any]], T], tuple[type[Exception], ...]]:
    """What makes an object of a row, and what it raises where that does not fit."""
    if isinstance(model, type):
        if hasattr(model, "__pydantic_validator__"):
            return _pydantic(model)
        if hasattr(model, "__struct_fields__"):
            return _msgspec(model)
        if hasattr(model, "__attrs_attrs__"):
            taken = {(one.metadata.get("alias") or one.name): one.alias for one in _attributes(model)}
            return _by_keywords(model, taken), (TypeError, ValueError)
        if dataclasses.is_dataclass(model):
            fields = [one for one in dataclasses.fields(model) if one.init]
            taken = {(one.metadata.get("alias") or one.name): one.name for one in fields}
            return _by_keywords(model, taken), (TypeError, ValueError)
    shown = getattr(model, "__name__", repr(model))
    raise UsageError(f"as_models takes a pydantic, msgspec, attrs or dataclass class, not {shown:.80}")


def _pydantic(model: type[T]) -> tuple[Callable[[Mapping[str, Any]], T], tuple[type[Exception], ...]]:
    from pydantic import TypeAdapter, ValidationError

    adapter = TypeAdapter(model)
    return lambda row: adapter.validate_python(dict(row)), (ValidationError,)


def _msgspec(model: type[T]) -> tuple[Callable[[Mapping[str, Any]], T], tuple[type[Exception], ...]]:
    import msgspec

    return lambda row: msgspec.convert(dict(row), model), (msgspec.ValidationError,)


def _attributes(model: Any) -> list[Any]:
    return [one for one in model.__attrs_attrs__ if one.init]


def _by_keywords(model: type[T], taken: Mapping[str, str]) -> Callable[[Mapping[str, Any]], T]:
    """Calls the class with what it has of a row; ``taken`` is the argument for each name of a field."""

    def made(row: Mapping[str, Any]) -> T:
        return model(**{argument: row[name] for name, argument in taken.items() if name in row})

    return made


def _said(error: Exception) -> str:
    """The first thing that is wrong, on one line."""
    if hasattr(error, "errors"):
        first = error.errors()[0]
        more = len(error.errors()) - 1
        place = ".".join(map(str, first["loc"]))
        return f"{place}: {first['msg']}" + (f", and {more} more" if more else "")
    text = error.args[0] if error.args else error  # attrs adds the value and the attribute
    return " ".join(str(text).split())
