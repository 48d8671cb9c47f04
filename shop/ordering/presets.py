"""Presets: a basket of services with their quantities, saved to be ordered for one link with one tap."""

from collections.abc import Sequence
from dataclasses import dataclass

from shop.errors import ShopError
from shop.ordering.mass_lines import TypedLine
from shop.ordering.mass_list import MassList
from shop.ordering.order import FINISHED, Order
from shop.typed import as_name

MOST_PRESETS = 20
MOST_ITEMS = 20
LONGEST_NAME = 26
"""Characters: with a sign before it, a phone shows the whole button."""


@dataclass(frozen=True, slots=True)
class PresetItem:
    """One service of a preset. `quantity` is None where nothing is counted, as in a package."""

    service_id: str
    service_name: str
    quantity: int | None


@dataclass(frozen=True, slots=True)
class Preset:
    """A person's saved basket."""

    id: int
    person_id: int
    name: str
    items: tuple[PresetItem, ...]


def can_be_preset(order: Order) -> bool:
    """Return True if an ended order can become a preset: it needed a link and a quantity, and no more."""
    return order.state in FINISHED and bool(order.terms.link) and not order.terms.fields


def items_of(orders: Sequence[Order]) -> tuple[PresetItem, ...]:
    """Return what these orders had, each service once. Raises ShopError for more than MOST_ITEMS."""
    items: dict[str, PresetItem] = {}
    for order in orders:
        terms = order.terms
        quantity = terms.quantity if terms.asks_quantity else None
        items.setdefault(terms.service_id, PresetItem(terms.service_id, terms.service_name, quantity))
    if len(items) > MOST_ITEMS:
        raise ShopError("preset_too_long", count=len(items), most=MOST_ITEMS)
    return tuple(items.values())


def first_name(items: Sequence[PresetItem]) -> str:
    """Return the name of a preset that nobody has named yet: the beginning of its first service's."""
    words = " ".join(items[0].service_name.split())
    more = f" +{len(items) - 1}" if len(items) > 1 else ""
    return _cut(words, LONGEST_NAME - len(more)) + more


def _cut(words: str, room: int) -> str:
    """Return as many whole words as there is room for, with an ellipsis if it was not all of them."""
    if len(words) <= room:
        return words
    whole = words[:room].rpartition(" ")[0].rstrip(" |·-")
    return (whole or words[: room - 1]) + "…"


def read_name(text: str) -> str:
    """Return a typed name. Raises ShopError if it is empty, too long or not plain."""
    name = as_name(text, LONGEST_NAME)
    if name is None:
        raise ShopError("preset_name", limit=LONGEST_NAME)
    return name


def list_of(preset: Preset, list_id: str) -> MassList:
    """Return the mass order of this preset, which waits for the link."""
    lines = (
        TypedLine(item.service_id, quantity="" if item.quantity is None else str(item.quantity))
        for item in preset.items
    )
    return MassList(list_id, preset.person_id, tuple(lines), wants_link=True)
