"""Quality at the desk: which services fail, the rule against them, putting one back."""

from collections.abc import Sequence

from telegram import Update

from handlers.context import Context
from handlers.operator.already import already
from handlers.operator.naming import service_name
from handlers.operator.quality.rule_views import MOST_COUNTED, preview_card, rule_card, sure_to_turn_off
from handlers.operator.quality.views import (
    LISTED,
    MOVES_SHOWN,
    Named,
    ShownService,
    quality_list,
    service_card,
    stopped_list,
    sure_to_put_back,
)
from handlers.operator.suppliers import name_at
from handlers.sentences import toast_for
from handlers.show import show
from shop.acts import Did
from shop.errors import ShopError
from shop.quality.rule import FailRule, read_rule
from shop.quality.supplier import costs_of
from storage.orders.quality import RULE, Kept


async def opened_quality(_update: Update, context: Context) -> None:
    """Quality, or a further page: the button names the last service of the page before."""
    services, button = context.services, context.button
    behind = (_worst(button.value), button.of) if button.action == "next" else None
    found = await services.stores.qualities.list_worst(behind=behind, limit=LISTED + 1)
    rule = (await services.stores.qualities.rule()).rule
    stopped = await services.stores.qualities.count_stopped()
    page = await _named(context, found)
    await show(context, quality_list(page, rule, stopped, context.turn.t, is_first=behind is None))


async def opened_stopped(_update: Update, context: Context) -> None:
    """Off sale, or a further page of it."""
    behind = context.button.of
    found = await context.services.stores.qualities.list_stopped(behind=behind, limit=LISTED + 1)
    await show(context, stopped_list(await _named(context, found), context.turn.t, is_first=not behind))


async def opened_service(_update: Update, context: Context) -> None:
    """One service, from the list, from another screen, or from its alert."""
    await show(context, service_card(await _shown(context, context.button.of), context.turn.t))


async def opened_rule(_update: Update, context: Context) -> None:
    """The rule: what is in force, and what to choose from."""
    await show(context, rule_card(await context.services.stores.qualities.rule(), context.turn.t))


async def tried_rule(_update: Update, context: Context) -> None:
    """One of the rules: what would it do now?"""
    services, rule = context.services, _tapped_rule(context)
    hit = await services.stores.qualities.list_hit(rule, limit=MOST_COUNTED)
    named = await _named(context, hit)
    await show(context, preview_card(rule, named, services.storefront.size, context.turn.t))


async def set_rule(update: Update, context: Context) -> None:
    """Yes, set this rule: it takes effect at once."""
    services, t, rule, now = (
        context.services,
        context.turn.t,
        _tapped_rule(context),
        context.services.clock.now(),
    )
    qualities = services.stores.qualities
    if not await qualities.set_rule(rule, now, by=context.turn.person.id):
        await _was_done(context, RULE, Did.FAIL_RULE_SET)
    elif stopped := await qualities.stop_failing(now):
        services.wakeups.alerts()
        for desk in services.panels.values():
            await desk.follow_stops()
        await context.turn.answer(t.label("Set. Off sale now: {count}", count=len(stopped)))
    else:
        await context.turn.answer(t.label("Set. Nothing is off sale because of it now."))
    await opened_rule(update, context)


async def wished_no_rule(_update: Update, context: Context) -> None:
    """Turn the rule off: are you sure?"""
    await show(context, sure_to_turn_off(context.turn.t))


async def turned_rule_off(update: Update, context: Context) -> None:
    """Yes, turn it off."""
    services, t = context.services, context.turn.t
    if await services.stores.qualities.set_rule(None, services.clock.now(), by=context.turn.person.id):
        await context.turn.answer(t.label("The rule is off."))
    else:
        await _was_done(context, RULE, Did.FAIL_RULE_OFF)
    await opened_rule(update, context)


async def wished_to_put_back(_update: Update, context: Context) -> None:
    """Put back on sale: are you sure?"""
    number = context.button.of
    await show(context, sure_to_put_back(number, await service_name(context, number), context.turn.t))


async def put_back(update: Update, context: Context) -> None:
    """Yes, put it back."""
    services, t, number = context.services, context.turn.t, context.button.of
    qualities, now = services.stores.qualities, services.clock.now()
    kept = await qualities.find(number)
    panel = "" if kept is None else kept.panel
    if await qualities.resume(number, now, by=context.turn.person.id, panel=panel):
        services.wakeups.alerts()
        await services.at(panel).follow_stops()
        await context.turn.answer(t.label("Service {service} is sold again.", service=number[:20]))
    else:
        await _was_done(context, f"service:{number}", Did.SERVICE_PUT_BACK)
    await opened_service(update, context)


async def _was_done(context: Context, subject: str, did: Did) -> None:
    first = await already(context, subject, did)
    await context.turn.answer(toast_for(first, context.turn.t), alert=True)


async def _shown(context: Context, number: str) -> ShownService:
    services = context.services
    offer = services.suppliers.find(number)
    service = None if offer is None else offer.service
    kept = await services.stores.qualities.find(number)
    name = service.name if service is not None else await service_name(context, number)
    if service is None and kept is None and not name:
        raise ShopError("button_old")
    panel = service.panel if service is not None else "" if kept is None else kept.panel
    moves = await services.stores.rate_moves.list_latest(number, panel=panel, limit=MOVES_SHOWN)
    kinds = await services.storefront.sort_kinds()
    found = kinds.find(kinds.key_of(number) or "")
    return ShownService(
        number=number,
        name=name,
        supplier=name_at(services, panel) if panel else "",
        service=service,
        kept=kept,
        moves=moves,
        cost_micro=None if service is None else costs_of([service], services.board).get(number),
        currency=services.board.currency,
        has_alike=found is not None and len(found[1]) > 1,
    )


async def _named(context: Context, found: Sequence[Kept]) -> list[Named]:
    names = await context.services.stores.catalogue.list_names({one.service_id for one in found})
    return [(one, names.get(one.service_id, "")) for one in found]


def _tapped_rule(context: Context) -> FailRule:
    rule = read_rule(context.button.value)
    if rule is None:
        raise ShopError("button_old")
    return rule


def _worst(value: str) -> int:
    if not value.isascii() or not value.isdecimal() or len(value) > len("1000000"):
        raise ShopError("button_old")
    return int(value)
