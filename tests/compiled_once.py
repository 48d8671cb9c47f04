"""Compile statements once per process, not once per engine: every kiosk of a test has three new engines.

SQLAlchemy caches compiled statements by engine and by dialect object. A compiled statement depends only on
the kind of dialect, so all engines of one kind may share theirs. The kiosk itself opens its engines once.
"""

from collections import defaultdict
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.engine import Dialect
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

KEPT = 5_000
"""Statements at most; the kiosk and its tests have fewer."""


class _OfAllEngines(LRUCache[Any, Any]):
    """A cache keyed by the kind of dialect, where SQLAlchemy's own key has the dialect object."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_by_kind(key), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__(_by_kind(key), compiled)


def _by_kind(key: tuple[Any, ...]) -> tuple[Any, ...]:
    dialect, *rest = key
    return (type(dialect), *rest)


def share_compiled_statements() -> None:
    """Let all engines share compiled statements, and all dialects of a kind their type caches."""
    compiled = _OfAllEngines(KEPT)
    types: dict[type[Dialect], WeakKeyDictionary[Any, Any]] = defaultdict(WeakKeyDictionary)

    def statements(_: Engine) -> _OfAllEngines:
        return compiled

    def nothing(_: Engine, own: object) -> None:
        """Do nothing: an engine needs no cache of its own."""

    # Private: SQLAlchemy has an option for one connection's cache, but none for all engines.
    engines: Any = Engine
    engines._compiled_cache = property(statements, nothing)
    dialects: Any = DefaultDialect
    dialects._type_memos = property(lambda dialect: types[type(dialect)])
