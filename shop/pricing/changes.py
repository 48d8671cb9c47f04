"""Change the price list: one rule at a time, by an operator, with its previous value."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shop.pricing.board import Pricing
from shop.pricing.price_list import PriceList, Scope

Value = int | str | None
"""Ppm; nano-units for a rate, the level's name for a person; None: no rule."""


@dataclass(frozen=True, slots=True)
class Change:
    """A wanted change: this rule at this value. `key` is empty for the default and the floor."""

    scope: Scope
    key: str
    value: Value


@dataclass(frozen=True, slots=True)
class Signed:
    """The author of a change, their message, and the time. One message changes a rule once."""

    operator_id: int
    update_id: int
    at: datetime


class Rules(Protocol):
    """The storage that changing the list needs."""

    async def change(self, wanted: Change, by: Signed, *, rates_in_use: Collection[str] = ()) -> Value:
        """Store the signed change in one transaction; return the previous value.

        A new rate removes those of pairs that are not in use: what was right long ago must not come back.
        """
        ...

    async def load(self) -> PriceList:
        """Return the present list."""
        ...


@dataclass(frozen=True, slots=True)
class Changed:
    """A change made."""

    change: Change
    before: Value


async def change_price(rules: Rules, board: Pricing, wanted: Change, by: Signed) -> Changed:
    """Make the change and publish the new list. Cards already shown keep their price."""
    async with board.changing:
        in_use = {one.rate_key for one in board.each if one.rate_key is not None}
        before = await rules.change(wanted, by, rates_in_use=in_use)
        board.update(await rules.load())
    return Changed(wanted, before)
