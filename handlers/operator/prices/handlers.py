"""The operator's /prices: what things cost, and changing that."""

from telegram import Update

from handlers.context import Context
from handlers.operator.prices.views import price_changed, price_report, rules_report
from handlers.operator.stopped import all_stopped, resume_sale
from handlers.show import say
from handlers.view import View
from shop.errors import ShopError
from shop.pricing.changes import Signed, change_price
from shop.pricing.price_list import Scope
from shop.pricing.typed_rules import asked_about, read_change
from shop.typed import as_id


async def asked_for_prices(_update: Update, context: Context) -> None:
    """/prices by itself: every rule, with examples."""
    services = context.services
    stopped = await all_stopped(services)
    await say(context, price_report(services.board, services.storefront, context.turn.t, stopped=stopped))


async def changed_price(update: Update, context: Context) -> None:
    """/prices with a change, or with the kind of rules to show in full."""
    turn, services = context.turn, context.services
    words = context.args or []
    if len(words) == 2 and words[0].lower() == "resume":
        return await _resumed(context, as_id(words[1]))
    kind = asked_about(words)
    if kind is not None:
        return await _asked_for_rules(context, kind)
    wanted = read_change(words, services.storefront, services.board)
    by = Signed(turn.person.id, update.update_id, services.clock.now())
    changed = await change_price(services.stores.price_rules, services.board, wanted, by)
    whose = await services.stores.people.find(int(wanted.key)) if wanted.scope is Scope.PERSON else None
    await say(context, price_changed(changed, services.board, services.storefront, turn.t, whose=whose))
    return None


async def _resumed(context: Context, service_id: str) -> None:
    """Sell a service again that was stopped because the panel charged too much."""
    services, turn = context.services, context.turn
    if not await resume_sale(services, service_id, by=turn.person.id):
        raise ShopError("service_not_stopped", service=service_id[:20])
    await say(context, View(turn.t("✅ Service {service} is sold again.", service=service_id)))


async def _asked_for_rules(context: Context, kind: Scope) -> None:
    services = context.services
    await say(context, rules_report(kind, services.board, services.storefront, context.turn.t))
