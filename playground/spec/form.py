"""A request's form fields decoded to JSON values, by the types of the specification."""

import json
import types
from collections.abc import Mapping
from typing import Annotated, Any, Union, get_args, get_origin

_TEXT, _WHOLE = "text", "whole"


def decoded(values: Mapping[str, Any], annotations: Mapping[str, Any]) -> dict[str, Any]:
    """Return texts, numbers, lists and objects where the specification has them.

    A value that is not JSON is left as it is: the specification check will report it.
    """
    return {name: _value(value, annotations.get(name)) for name, value in values.items()}


def _value(value: Any, annotation: Any) -> Any:
    if not isinstance(value, str) or annotation is None:
        return value
    kinds = _kinds(annotation)
    if _TEXT in kinds and not (_WHOLE in kinds and _is_whole(value)):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def _kinds(annotation: Any) -> set[str]:
    """Return which of text and whole number an annotation allows."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _kinds(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return set().union(*(_kinds(option) for option in get_args(annotation)))
    if isinstance(annotation, type):
        if issubclass(annotation, str):
            return {_TEXT}
        if issubclass(annotation, int) and annotation is not bool:
            return {_WHOLE}
    return set()


def _is_whole(text: str) -> bool:
    return text.removeprefix("-").isdigit()
