"""Suppliers at the desk: what is of the same kind, side by side. Nothing here changes anything."""

from collections import Counter
from collections.abc import Sequence

from telegram import Update

from handlers.context import Context
from handlers.operator.comparing.views import (
    Comparison,
    comparison,
    kind_list,
    platform_list,
    two_side_by_side,
)
from handlers.operator.suppliers import name_at
from handlers.show import show
from shop.catalogue.services import Service
from shop.errors import ShopError
from shop.quality.compare import Rival, proposals, side_by_side
from shop.quality.kinds import KindShelf
from shop.quality.supplier import costs_of


async def opened_suppliers(_update: Update, context: Context) -> None:
    """Suppliers, or a page of the platforms."""
    kinds = await _kinds(context)
    counted = Counter(kind.platform for kind, _ in kinds.comparable)
    platforms = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    await show(context, platform_list(platforms, _place(context.button.of), context.turn.t))


async def chose_platform(_update: Update, context: Context) -> None:
    """One platform: its kinds."""
    button, kinds = context.button, await _kinds(context)
    mine = [(kind, len(some)) for kind, some in kinds.comparable if kind.platform == button.of]
    if not mine:
        raise ShopError("kind_gone")
    mine.sort(key=lambda one: (-one[1], one[0].key))
    await show(context, kind_list(button.of, mine, _place(button.value), context.turn.t))


async def chose_kind(_update: Update, context: Context) -> None:
    """One kind: its services."""
    button = context.button
    await _compare(context, button.of, _place(button.value))


async def wished_comparison(_update: Update, context: Context) -> None:
    """Compare, on a service's card."""
    key = (await _kinds(context)).key_of(context.button.of)
    if key is None:
        raise ShopError("kind_gone")
    await _compare(context, key, 0)


async def showed_both(_update: Update, context: Context) -> None:
    """Show both: two services with all their figures."""
    button = context.button
    kinds = await _kinds(context)
    found = kinds.find(kinds.key_of(button.of) or "")
    if found is None:
        raise ShopError("kind_gone")
    kind, services = found
    pair = [one for number in (button.of, button.value) for one in services if one.id == number]
    if len(pair) < 2:
        raise ShopError("kind_gone")
    by_number = {one.service.id: one for one in await _rivals(context, pair)}
    rivals = [by_number[one.id] for one in pair]
    rule = (await context.services.stores.qualities.rule()).rule
    proposed = next((one for one in proposals(rivals, rule) if one.one is rivals[0]), None)
    named = [(one, name_at(context.services, one.service.panel)) for one in rivals]
    currency = context.services.board.currency
    await show(context, two_side_by_side(kind, proposed, named, currency, context.turn.t))


async def _compare(context: Context, key: str, first: int) -> None:
    found = (await _kinds(context)).find(key)
    if found is None:
        raise ShopError("kind_gone")
    kind, services = found
    rivals = await _rivals(context, services)
    rule = (await context.services.stores.qualities.rule()).rule
    shown = Comparison(
        kind=kind,
        rivals=rivals,
        proposals=sorted(proposals(rivals, rule), key=lambda one: -len(one.one.quality.recent)),
        first=min(first, len(rivals) - 1),
        currency=context.services.board.currency,
        suppliers=[name_at(context.services, one.service.panel) for one in rivals],
        hidden=frozenset(one.id for one in services if not context.services.storefront.knows(one.id)),
    )
    await show(context, comparison(shown, context.turn.t))


async def _rivals(context: Context, services: Sequence[Service]) -> list[Rival]:
    named = [(one.panel, one.id) for one in services]
    kept = await context.services.stores.qualities.list_of(named)
    figures = {number: row.quality for number, row in kept.items()}
    stopped = [number for number, row in kept.items() if row.stopped is not None]
    return side_by_side(services, costs_of(services, context.services.board), figures, stopped)


async def _kinds(context: Context) -> KindShelf:
    return await context.services.storefront.sort_kinds()


def _place(value: str) -> int:
    """Return the place of a page's first entry; a former or foreign button's is the first page."""
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 7 else 0
