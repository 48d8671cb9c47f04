"""All routes in the order in which they are tried (the first match wins), each behind its access rule."""

from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, ChosenInlineResultHandler, InlineQueryHandler

from handlers.buttons import TOKEN, is_button
from handlers.context import App, Context, Turn
from handlers.conversation import OrderConversation
from handlers.customer_buttons import customer_buttons
from handlers.dispatch import Dispatch
from handlers.errors import went_wrong
from handlers.inline import handlers as inline
from handlers.message_routes import answers, commands, remaining
from handlers.operator_buttons import operator_buttons
from handlers.ordering import confirming
from handlers.route import CUSTOMERS, EVERYBODY, OPERATORS, OWNERS, Access, Route
from handlers.staff_buttons import staff_buttons
from handlers.welcome import handlers as welcome
from shop.errors import ShopError

_OPERATING = frozenset({OPERATORS, OWNERS})


def routes(conversation: OrderConversation) -> tuple[Route, ...]:
    """Return every handler with its access rule, in the order in which they are tried."""
    return (
        *answers(),
        *commands(),
        Route(EVERYBODY, InlineQueryHandler(inline.queried)),
        Route(EVERYBODY, ChosenInlineResultHandler(inline.shared)),
        *customer_buttons(),
        *staff_buttons(),
        *operator_buttons(),
        Route(CUSTOMERS, conversation),
        # A second tap on Confirm, long after the conversation is over, finds the same order.
        Route(CUSTOMERS, CallbackQueryHandler(confirming.confirmed, pattern=is_button(TOKEN, "ok", "again"))),
        Route(CUSTOMERS, CallbackQueryHandler(welcome.tapped_old_button)),
        *remaining(),
    )


def install(application: App, conversation: OrderConversation) -> None:
    """Give the application every handler, each behind its access rule."""
    table = routes(conversation)
    for route in table:
        _guard(route)
    application.add_handler(Dispatch(table))
    application.add_error_handler(went_wrong)


def _guard(route: Route) -> None:
    """Have the handler raise ShopError where this person may not reach it.

    The role is looked up anew at every update, buttons included. The conversation guards itself: strangers
    are turned away before any route is tried (handlers/turns), and it has nothing for operators only.
    """
    handler = route.handler
    if route.access is Access.EVERYBODY or isinstance(handler, OrderConversation):
        return
    wanted = handler.callback

    async def admitted(update: Update, context: Context) -> Any:
        _check(route.access, context.turn)
        return await wanted(update, context)

    handler.callback = admitted


def _check(wanted: Access, turn: Turn) -> None:
    """Raise ShopError if this person may not reach a handler of this access."""
    if not turn.may_order:
        raise ShopError("button_old")
    if (wanted is Access.STAFF and not turn.serves) or (wanted in _OPERATING and not turn.operates):
        raise ShopError("only_operators")
    if wanted is Access.OWNERS and not turn.owns:
        raise ShopError("only_owners")
