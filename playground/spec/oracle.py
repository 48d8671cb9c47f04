"""aiogram's models of the Bot API as an independent judge of everything that goes over the wire.

aiogram shares no code with python-telegram-bot and none with this fake. Its models
let unknown fields pass and turn "5" into 5; both are looked for here.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from playground.spec.form import decoded
from playground.spec.limits import beyond
from playground.spec.markup import meant, spelled_out
from playground.spec.models import Models
from playground.telegram.findings import Finding

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_TOLD = 3  # the first of a union's many complaints are enough


class Oracle:
    """Judges requests, answers and updates; each verdict is a list of findings, empty if all is well."""

    def __init__(self) -> None:
        """Raises MissingOracle where aiogram is not installed. Importing it takes a second or two."""
        self._models = Models()
        self.bot_api, self.version = self._models.bot_api, self._models.version
        self._adapters: dict[str, TypeAdapter[Any]] = {}

    @property
    def methods(self) -> list[str]:
        """Every method of the Bot API, in Telegram's spelling."""
        return [model.__api_method__ for model in self._models.methods.values()]

    def request(self, method: str, values: Mapping[str, Any]) -> list[Finding]:
        """Judge a request: its method and parameters as they were sent (files as any text)."""
        model = self._models.methods.get(method.lower())
        if model is None:
            return [Finding("request", method, "the specification has no such method")]
        fields = {name: field.annotation for name, field in self._models.ready(model).model_fields.items()}
        told = decoded(values, fields)
        try:
            return self._judged(method, model, told, fields)
        except (RecursionError, UnicodeError) as error:
            return [Finding("request", method, f"it cannot be read: {type(error).__name__}")]

    def _judged(
        self, method: str, model: Any, told: dict[str, Any], fields: Mapping[str, Any]
    ) -> list[Finding]:
        spelled = model.__api_method__
        words = [] if method == spelled else [("", f"Telegram spells it {spelled}; others know no other way")]
        words += [(name, "there is no such parameter") for name in told if name not in fields]
        known = {name: value for name, value in told.items() if name in fields}
        words += self._markup(known.get("reply_markup"), fields.get("reply_markup"))
        words += self._judge(model, _but_markup(known, fields.get("reply_markup")))
        words += beyond(model.__api_method__, known)
        return [Finding("request", f"{method} {where}".strip(), what) for where, what in words]

    def _markup(self, value: Any, annotation: Any) -> list[tuple[str, str]]:
        """Judge a keyboard by the one model it means: others of the union would accept it too."""
        model = meant(annotation, value)
        if model is None:
            return []
        return [(f"reply_markup.{where}", what) for where, what in self._judge(model, spelled_out(value))]

    def answer(self, method: str, result: Any) -> list[Finding]:
        """Judge the `result` of a successful call."""
        model = self._models.methods.get(method.lower())
        if model is None:
            return []  # already reported for the request
        words = self._judge(model.__returning__, result)
        return [Finding("answer", f"{method} {where}".strip(), what) for where, what in words]

    def update(self, body: Mapping[str, Any]) -> list[Finding]:
        """Judge an update."""
        words = self._judge(self._models.update, body)
        if len(body) != 2:
            words.append(("", "an update has its id and exactly one thing that happened"))
        kind = next((name for name in body if name != "update_id"), "update")
        return [Finding("update", where or kind, what) for where, what in words]

    def _judge(self, kind: Any, value: Any) -> list[tuple[str, str]]:
        from pydantic import ValidationError  # noqa: PLC0415 - comes with aiogram

        adapter = self._adapter(kind)
        try:
            read = adapter.validate_python(value)
        except ValidationError as error:
            told = error.errors(include_input=False, include_url=False, include_context=False)
            return [(_path(one["loc"]), one["msg"]) for one in told[:_TOLD]]
        extras = list(_unknown(read, ""))
        if extras:
            return extras
        again = adapter.dump_python(read, mode="json", by_alias=True, exclude_unset=True, warnings=False)
        return [*_changed(value, again, ""), *self._models.words.odd(value)]

    def _adapter(self, kind: Any) -> "TypeAdapter[Any]":
        from pydantic import TypeAdapter  # noqa: PLC0415 - comes with aiogram

        key = repr(kind)
        if key not in self._adapters:
            self._adapters[key] = TypeAdapter(self._models.ready(kind))
        return self._adapters[key]


@cache
def load_oracle() -> Oracle:
    """The one oracle of this process. Raises MissingOracle."""
    return Oracle()


def _but_markup(known: dict[str, Any], annotation: Any) -> dict[str, Any]:
    if meant(annotation, known.get("reply_markup")) is None:
        return known
    return {name: value for name, value in known.items() if name != "reply_markup"}


def _path(parts: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in parts)


def _unknown(read: Any, path: str) -> Iterator[tuple[str, str]]:
    """Return the fields, at any depth, that the models do not have."""
    if isinstance(read, list):
        for number, item in enumerate(read):
            yield from _unknown(item, f"{path}.{number}")
    elif hasattr(read, "model_fields_set"):
        for name in read.model_extra or {}:
            yield f"{path}.{name}".lstrip("."), "there is no such field"
        for name in read.model_fields_set - set(read.model_extra or {}):
            yield from _unknown(getattr(read, name), f"{path}.{name}")


def _changed(sent: Any, again: Any, path: str) -> Iterator[tuple[str, str]]:
    """Return the values that the models had to convert: they came with the wrong type."""
    if isinstance(sent, Mapping) and isinstance(again, dict):
        for name in sent:
            if sent[name] is None:
                yield f"{path}.{name}".lstrip("."), "null, where Telegram leaves the field out"
            elif name in again:
                yield from _changed(sent[name], again[name], f"{path}.{name}")
    elif isinstance(sent, list) and isinstance(again, list):
        for number, (one, other) in enumerate(zip(sent, again, strict=False)):
            yield from _changed(one, other, f"{path}.{number}")
    elif json.dumps(sent) != json.dumps(again):
        yield path.lstrip("."), f"{json.dumps(sent)} has the wrong type"
