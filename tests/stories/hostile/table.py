"""The table: every scenario with its promise. A way lacks what a scenario needs, or plays it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.stories.hostile.world import World


class Need(StrEnum):
    """What a scenario needs of a way. A way that has it not says why."""

    PARTS = "another amount than was asked can come"
    ASKED = "the kiosk asks by itself what was paid"
    MADE = "an invoice is made by a call whose answer can be lost"
    CARD = "the payment has a card with Check and Cancel"
    BACK = "money can go back without the kiosk"
    AWAY = "people can pay while the kiosk is off"
    KEYED = "the way has a key of its own"
    SIGNED = "news of a payment are signed with that key"
    PRICED = "the invoice has a rate, because people pay in something else"
    CURRENCIES = "another currency can come"
    TIMES = "the provider says when it was paid, and that counts"
    WORDS = "the provider tells a state in words"
    REFUSES = "the kiosk says beforehand whether an amount may be paid"
    CHAIN = "payments stand in blocks"


@dataclass(frozen=True, slots=True)
class Right:
    """How a scenario must end, in micro-units: two wallets, what is lost, and how many payments wait.

    Not `is_told`: a customer could not be told of what came, or an order's own card tells of it.
    """

    ann: int = 0
    bob: int = 0
    lost: int = 0
    suspended: int = 0
    is_told: bool = True


Play = Callable[["World"], Awaitable[Right]]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One thing that goes wrong. `promise` is what holds all the same."""

    name: str
    group: str
    promise: str
    needs: tuple[Need, ...]
    play: Play


SCENARIOS: dict[str, Scenario] = {}
"""Every scenario by name, in the order of the page."""


def scenario(promise: str, *needs: Need) -> Callable[[Play], Play]:
    """Enter a scenario into the table under its function's name."""

    def enter(play: Play) -> Play:
        name, group = play.__name__, play.__module__.rpartition(".")[2]
        if name in SCENARIOS:
            raise ValueError(f"there are two scenarios {name}")
        SCENARIOS[name] = Scenario(name, group, promise, needs, play)
        return play

    return enter


def why_not(one: Scenario, way: type["World"]) -> str | None:
    """Return why a scenario cannot happen with a way; None if it is played."""
    lacking = (way.lacks[about] for about in (one.name, *one.needs) if about in way.lacks)
    return next(lacking, None)
