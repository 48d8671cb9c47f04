"""Telling which of the four kinds of `reply_markup` a request means.

The models make a union of them, and a kind whose fields are all optional accepts
whatever the right one does not.
"""

from collections.abc import Container, Mapping
from typing import Any, get_args

_KINDS = ("inline_keyboard", "keyboard", "remove_keyboard", "force_reply")
"""What tells them apart (core.telegram.org/bots/api#sendmessage, `reply_markup`)."""


def meant(annotation: Any, value: Any) -> Any:
    """Return the model of the union `annotation` that `value` is meant to be; None if that is unclear."""
    if not isinstance(value, Mapping):
        return None
    models = [model for model in get_args(annotation) if hasattr(model, "model_fields")]
    kind = _kind(value)
    return next((model for model in models if kind is not None and _kind(model.model_fields) == kind), None)


def _kind(names: Container[str]) -> str | None:
    """Return the kind by the first name present: a keyboard may also ask for a reply."""
    return next((kind for kind in _KINDS if kind in names), None)


def spelled_out(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keyboard with every plain text key as a button object.

    "For simple text buttons, String can be used instead of this object"
    (core.telegram.org/bots/api#keyboardbutton); the models know the object only.
    """
    rows = value.get("keyboard")
    if not isinstance(rows, list):
        return dict(value)
    return {**value, "keyboard": [_row(row) for row in rows]}


def _row(row: Any) -> Any:
    if not isinstance(row, list):
        return row
    return [{"text": key} if isinstance(key, str) else key for key in row]
