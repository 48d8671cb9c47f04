"""aiogram's models of the Bot API, each prepared when it is first needed.

aiogram readies all of its six hundred models while it is imported, which keeps a
processor busy for several seconds. A chat needs some dozens of them.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from importlib import metadata
from typing import Any, get_args

from playground.spec.words import Words

PACKAGE = "aiogram"


class MissingOracle(Exception):
    """aiogram is not installed; the text says how to get it."""


class Models:
    """The Bot API's methods and types as pydantic models."""

    def __init__(self) -> None:
        """Raises MissingOracle where aiogram is not installed."""
        self._names: dict[str, Any] = {}
        try:
            with _put_off(self._names), _nothing_collected():
                import aiogram  # noqa: PLC0415 - a large package, and a development dependency
                from aiogram import enums, methods, types  # noqa: PLC0415 - likewise
        except ImportError as missing:
            raise MissingOracle("aiogram is not installed; `make demo` and `make test` bring it") from missing
        self.bot_api = str(aiogram.__api_version__)
        self.version = metadata.version(PACKAGE)
        self.words = Words(
            chat=frozenset(enums.ChatType),
            entity=frozenset(enums.MessageEntityType),
            update=frozenset(enums.UpdateType),
        )
        self._types, self._methods = types, methods

    @cached_property
    def methods(self) -> dict[str, Any]:
        """Every method by its lower-case name; some may not be built yet."""
        models = (getattr(self._methods, name) for name in self._methods.__all__)
        named = ((getattr(model, "__api_method__", None), model) for model in models)
        return {name.lower(): model for name, model in named if isinstance(name, str)}

    @cached_property
    def update(self) -> Any:
        """The model of an update."""
        return self.ready(self._types.Update)

    def ready(self, kind: Any) -> Any:
        """Return this type with every model in it built."""
        for part in get_args(kind):
            self.ready(part)
        if hasattr(kind, "model_rebuild"):
            kind.model_rebuild(_types_namespace=self._names)  # returns at once if it is built
        return kind


@contextmanager
def _put_off(names: dict[str, Any]) -> Iterator[None]:
    """Keep models from being built for now; `names` collects what they need to be built later."""
    from pydantic import BaseModel  # noqa: PLC0415 - comes with aiogram

    def put_off(_model: type[Any], /, *, _types_namespace: dict[str, Any] | None = None, **_: Any) -> None:
        names.update(_types_namespace or {})

    at_once = BaseModel.__dict__["model_rebuild"]
    setattr(BaseModel, "model_rebuild", classmethod(put_off))  # noqa: B010 - mypy knows no methods that change
    try:
        yield
    finally:
        setattr(BaseModel, "model_rebuild", at_once)  # noqa: B010 - as above


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Pause garbage collection: it takes a quarter of the time while hundreds of models are built."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
