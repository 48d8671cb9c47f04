"""What a method is: a function of the world and the call's parameters."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from playground.telegram.params import Params
from playground.telegram.world import World

Run = Callable[[World, Params], Any | Awaitable[Any]]
Methods = dict[str, Run]


@dataclass(frozen=True)
class Method:
    """A modelled method with Telegram's own spelling of its name."""

    name: str
    run: Run
