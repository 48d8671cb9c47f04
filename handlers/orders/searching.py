"""A person's list of orders, whole or found by their words, and the question for such words."""

from telegram import Update

from handlers.context import Context
from handlers.deadline import answers_of
from handlers.ordering.asking import over_with_other_questions
from handlers.ordering.files import words_in
from handlers.orders.list_views import ORDERS_ON_A_PAGE, listing, search_question
from handlers.orders.words import without_heading
from handlers.show import show
from handlers.view import View
from shop.ordering.order_list import ListPlace, OrderFilter
from shop.ordering.order_search import Wanted


async def wished_to_search(_update: Update, context: Context) -> None:
    """Search, or Other words: asks for words to find an order by."""
    services, turn = context.services, context.turn
    await over_with_other_questions(context)
    await services.stores.order_searches.ask(turn.person.id, services.clock.now())
    await show(context, search_question(turn.t))


async def typed_words(update: Update, context: Context) -> None:
    """The words that were asked for."""
    await _looks_for(context, words_in(update.message))


async def searched_orders(_update: Update, context: Context) -> None:
    """/orders likes: looks at once."""
    await _looks_for(context, " ".join(context.args or ()))


async def gave_up_search(_update: Update, context: Context) -> None:
    """/cancel: the question has ended before; shows the whole list."""
    await show(context, await list_page(context))


async def list_page(
    context: Context,
    showing: OrderFilter = OrderFilter.ALL,
    *,
    after: ListPlace | None = None,
    before: ListPlace | None = None,
) -> View:
    """Return a page of this person's list, or of what they look for; see storage.orders.pages."""
    person_id, stores = context.turn.person.id, context.services.stores
    words = await stores.order_searches.find(person_id) if showing is OrderFilter.FOUND else None
    if words is not None:
        page = await stores.orders.list_found(
            person_id, Wanted.read(words), size=ORDERS_ON_A_PAGE, after=after, before=before
        )
    else:  # the words are gone: another question was asked meanwhile
        showing = OrderFilter.ALL if showing is OrderFilter.FOUND else showing
        page = await stores.orders.list_page(
            person_id, showing, size=ORDERS_ON_A_PAGE, after=after, before=before
        )
    return listing(page, context.turn.t, answers=await answers_of(context.services, page.orders))


async def _looks_for(context: Context, text: str) -> None:
    services, turn = context.services, context.turn
    wanted = Wanted.read(without_heading(text, turn.t))
    if not wanted.words:
        await services.stores.order_searches.ask(turn.person.id, services.clock.now())
        note = turn.t("⚠️ There are no words in this.")
        await show(context, search_question(turn.t, note))
        return
    await services.stores.order_searches.answer(
        turn.person.id, wanted.words, turn.update.update_id, services.clock.now()
    )
    await show(context, await list_page(context, OrderFilter.FOUND))
