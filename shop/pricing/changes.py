"""Changing the price list: one rule at a time, by an operator, with what it was before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shop.pricing.board import Pricing
from shop.pricing.price_list import PriceList, Scope

Value = int | str | None
"""Ppm, of a rate nano-units, of a person the level's name; None: there is no rule."""


@dataclass(frozen=True, slots=True)
class Change:
    """What an operator wants: this rule at this value. `key` is empty for the default and the floor."""

    scope: Scope
    key: str
    value: Value


@dataclass(frozen=True, slots=True)
class Signed:
    """Who changes it, by which of their messages, when. One message changes a rule once."""

    operator_id: int
    update_id: int
    at: datetime


class Rules(Protocol):
    """What changing the list needs of the storage."""

    async def change(self, wanted: Change, by: Signed) -> Value:
        """Keep the change with its signature, in one transaction; what the value was before."""
        ...

    async def load(self) -> PriceList:
        """The list as it stands."""
        ...


@dataclass(frozen=True, slots=True)
class Changed:
    """A change that was made."""

    change: Change
    before: Value


async def change_price(rules: Rules, board: Pricing, wanted: Change, by: Signed) -> Changed:
    """Make the change and put the new list up. Cards that are shown already keep their price."""
    async with board.changing:
        before = await rules.change(wanted, by)
        board.update(await rules.load())
    return Changed(wanted, before)
