"""See as they see it: somebody's home, wallet and orders, to be looked at and left."""

from telegram import Update

from handlers.buttons import LIST, Button, row_number
from handlers.context import Context
from handlers.deadline import answer_of, answers_of
from handlers.operator.finding import get_person
from handlers.operator.people.seen_views import HOME, NEWER, OLDER, ONE, ORDERS, WALLET, as_they_see
from handlers.orders.list_views import ORDERS_ON_A_PAGE, listing, place_of
from handlers.orders.refill import refill_of
from handlers.orders.views import card
from handlers.show import show
from handlers.view import View
from handlers.wallet.handlers import wallet_of
from handlers.welcome.home import read_home
from handlers.welcome.home_views import home_card
from locales import Translator
from shop.acts import Act, Did
from shop.errors import ShopError
from shop.ordering.order_list import OrderFilter
from shop.person import Person


async def saw_as(_update: Update, context: Context) -> None:
    """See as they see it: their home, in their language. It stands in the log."""
    services, person = context.services, await get_person(context, context.button.of)
    act = Act(context.turn.person.id, Did.SAW_AS, person_id=person.id)
    await services.stores.acts.note(act, services.clock.now())
    await _show(context, person, f"{HOME}..")


async def looked_around(_update: Update, context: Context) -> None:
    """A button of theirs that leads to another of their screens."""
    person = await get_person(context, context.button.of)
    await _show(context, person, context.button.value)


async def tapped_inert(_update: Update, context: Context) -> None:
    """Any other button of theirs."""
    words = context.turn.t.label("You are only looking: nothing is done in their name.")
    await context.turn.answer(words, alert=True)


async def _show(context: Context, person: Person, where: str) -> None:
    t = context.services.catalogues.of(person.language).at(person.preferences.zone)
    screen, of, value = [*where.split(".", 2), "", "", ""][:3]
    if screen == WALLET:
        view = await wallet_of(context.services, person.id, t)
    elif screen == ONE:
        view = await _order(context, person, of, t)
    elif screen in {ORDERS, OLDER, NEWER}:
        view = await _orders(context, person, Button(LIST, of, screen, value), t)
    else:
        view = await _home(context, person, t)
    await show(context, as_they_see(view, person, context.turn.t))


async def _home(context: Context, person: Person, t: Translator) -> View:
    draft = await context.services.stores.drafts.find(person.id)
    return home_card(await read_home(context.services, person, draft, t), t)


async def _orders(context: Context, person: Person, button: Button, t: Translator) -> View:
    services, orders = context.services, context.services.stores.orders
    if button.action == ORDERS:
        showing = OrderFilter(button.value) if button.value in set(OrderFilter) else OrderFilter.ALL
        showing = OrderFilter.ALL if showing is OrderFilter.FOUND else showing
        page = await orders.list_page(person.id, showing, size=ORDERS_ON_A_PAGE)
    else:
        showing, place = place_of(button)
        beside = {"after": place} if button.action == OLDER else {"before": place}
        page = await orders.list_page(person.id, showing, size=ORDERS_ON_A_PAGE, **beside)
    return listing(page, t, answers=await answers_of(services, page.orders))


async def _order(context: Context, person: Person, of: str, t: Translator) -> View:
    services, number = context.services, row_number(of)
    order = await services.stores.orders.find(number, owner=person.id) if number is not None else None
    if order is None:
        raise ShopError("button_old")
    return card(
        order,
        t,
        answer=await answer_of(services, order),
        measure=services.storefront.measured.of(order.terms.service_id),
        refill=refill_of(services, order),
    )
