"""A world that is no line of `WAYS` would never be played, and nothing else would say so."""

from collections.abc import Iterator
from importlib import import_module
from inspect import isabstract
from pathlib import Path
from typing import Any

from tests.stories.hostile.matrix import WAYS
from tests.stories.hostile.world import World


def _kinds_of(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from _kinds_of(one)


def test_every_world_is_in_the_table() -> None:
    for file in Path(__file__).parent.glob("[!_]*.py"):
        import_module(f"tests.stories.hostile.{file.stem}")
    whole = {one for one in _kinds_of(World) if not (isabstract(one) or one.__subclasses__())}
    assert whole == set(WAYS.values())
