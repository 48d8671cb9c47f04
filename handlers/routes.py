"""Who handles what: one table. Order matters, the first match wins."""

from typing import Any

from telegram import Message, Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from handlers import (
    broadcasting,
    confirming,
    ending,
    form,
    inline,
    my_orders,
    panel_desk,
    paying,
    price_desk,
    review,
    till_desk,
    topping_up,
    wallet,
    welcome,
)
from handlers.buttons import (
    BROADCAST,
    CHANGE,
    LIST,
    ORDER,
    PANEL,
    PAYMENT,
    RECEIPT,
    REVIEW,
    START,
    TOKEN,
    TOPUP,
    WALLET,
    pattern,
)
from handlers.context import App, Context, current_turn
from handlers.conversation import NEW_MESSAGE, OrderConversation
from handlers.errors import went_wrong
from handlers.pasting import is_bell

Route = BaseHandler[Any, Context, Any]


class _Composing(filters.MessageFilter):
    """The operator has said /broadcast, and this is the message for everybody."""

    def filter(self, message: Message) -> bool:  # noqa: ARG002 - PTB hands every filter its message
        return current_turn.get().composing is not None


class _Bell(filters.UpdateFilter):
    """Not somebody's words, but the kiosk's own reminder of a list."""

    def filter(self, update: Update) -> bool:
        return is_bell(update)


class _Asked(filters.MessageFilter):
    """The person is topping up, and this answers what was asked."""

    def __init__(self, state: str) -> None:
        super().__init__(name=state)
        self._state = state

    def filter(self, message: Message) -> bool:  # noqa: ARG002 - PTB hands every filter its message
        turn = current_turn.get()
        return turn.topup is not None and turn.topup.question(turn.update.update_id) == self._state


def routes(conversation: OrderConversation) -> tuple[Route, ...]:
    """Every handler, in the order in which they are tried."""
    composing = NEW_MESSAGE & _Composing()
    amount, receipt = NEW_MESSAGE & _Asked("amount"), NEW_MESSAGE & _Asked("receipt")
    return (
        # What has happened to money counts before everything else.
        MessageHandler(filters.SUCCESSFUL_PAYMENT, paying.paid),
        MessageHandler(filters.StatusUpdate.REFUNDED_PAYMENT, paying.was_given_back),
        # A moment after a long list: it has been said before, and means nothing else.
        MessageHandler(_Bell(), form.nothing_followed),
        # In a group there is nothing to see and nothing to order.
        MessageHandler(~filters.ChatType.PRIVATE & filters.COMMAND, welcome.spoke_in_a_group),
        # The message after /broadcast is for everybody, even in the middle of an order.
        CommandHandler("cancel", broadcasting.dropped_broadcast, filters=composing),
        MessageHandler(composing & ~filters.COMMAND, broadcasting.composed),
        # Whoever is topping up answers that, also in the middle of an order.
        CommandHandler("cancel", topping_up.dropped_topup, filters=amount | receipt),
        MessageHandler(amount & ~filters.COMMAND, topping_up.typed_amount),
        MessageHandler(receipt & ~filters.COMMAND, topping_up.sent_receipt),
        # Always there, whatever is being filled in.
        CommandHandler("start", welcome.started, filters=NEW_MESSAGE),
        CommandHandler("help", welcome.asked_for_help, filters=NEW_MESSAGE),
        CommandHandler("orders", my_orders.opened_orders, filters=NEW_MESSAGE),
        CommandHandler("status", my_orders.asked_status, filters=NEW_MESSAGE),
        CommandHandler("wallet", wallet.opened_wallet, filters=NEW_MESSAGE),
        CommandHandler("statement", wallet.asked_for_statement, filters=NEW_MESSAGE),
        CommandHandler("topup", topping_up.began_topup, filters=NEW_MESSAGE),
        CommandHandler("credit", till_desk.credited, filters=NEW_MESSAGE),
        CommandHandler("debit", till_desk.debited, filters=NEW_MESSAGE),
        CommandHandler("find", till_desk.looked_for, filters=NEW_MESSAGE),
        CommandHandler("broadcast", broadcasting.began_broadcast, filters=NEW_MESSAGE),
        CommandHandler("panel", panel_desk.opened_panel, filters=NEW_MESSAGE, has_args=False),
        CommandHandler("panel", panel_desk.told_panel, filters=NEW_MESSAGE, has_args=True),
        CommandHandler("prices", price_desk.asked_for_prices, filters=NEW_MESSAGE, has_args=False),
        CommandHandler("prices", price_desk.changed_price, filters=NEW_MESSAGE, has_args=True),
        CommandHandler("review", review.opened_review, filters=NEW_MESSAGE),
        InlineQueryHandler(inline.queried),
        _tap(START, "orders", by=my_orders.opened_orders),
        _tap(LIST, "older", by=my_orders.paged_older),
        _tap(LIST, "newer", by=my_orders.paged_newer),
        _tap(ORDER, "open", by=my_orders.opened_order),
        _tap(ORDER, "refresh", by=my_orders.refreshed),
        _tap(ORDER, "refill", by=my_orders.asked_refill),
        _tap(ORDER, "cancel", by=my_orders.wished_cancel),
        _tap(ORDER, "stop", by=my_orders.asked_cancel),
        _tap(ORDER, "keep", by=my_orders.kept_order),
        _tap(ORDER, "reorder", by=my_orders.reordered),
        _tap(ORDER, "back", by=my_orders.went_back),
        _tap(BROADCAST, "send", by=broadcasting.confirmed_broadcast),
        _tap(BROADCAST, "stop", by=broadcasting.stopped_broadcast),
        _tap(BROADCAST, "drop", by=broadcasting.dropped_broadcast),
        _tap(PANEL, "refresh", by=panel_desk.refreshed_panel),
        _tap(PANEL, "mine", by=panel_desk.explained_money),
        _tap(START, "wallet", by=wallet.opened_wallet),
        _tap(START, "resume", by=topping_up.resumed_order),
        _tap(WALLET, "statement", by=wallet.asked_for_statement),
        _tap(TOPUP, "open", by=topping_up.began_topup),
        _tap(TOPUP, "way", by=topping_up.chose_way),
        _tap(TOPUP, "amount", by=topping_up.chose_amount),
        _tap(TOPUP, "drop", by=topping_up.dropped_topup),
        _tap(RECEIPT, "approve", by=till_desk.approved_receipt),
        _tap(RECEIPT, "decline", by=till_desk.declined_receipt),
        _tap(CHANGE, "sure", by=till_desk.sure_of_change),
        _tap(CHANGE, "drop", by=till_desk.dropped_change),
        _tap(PAYMENT, "return", by=till_desk.wished_return),
        _tap(PAYMENT, "sure", by=till_desk.returned),
        _tap(PAYMENT, "kept", by=till_desk.kept),
        _tap(REVIEW, "open", by=review.opened_question),
        _tap(REVIEW, "adopt", by=review.asked_to_adopt),
        _tap(REVIEW, "void", by=review.asked_to_void),
        _tap(REVIEW, "adopted", by=review.adopted),
        _tap(REVIEW, "back", by=review.took_back),
        _tap(REVIEW, "voided", by=review.voided),
        _tap(REVIEW, "wait", by=review.waited),
        _tap(REVIEW, "end", by=ending.ended),
        conversation,
        # A second tap on Confirm, long after the conversation is over, finds the same order.
        CallbackQueryHandler(confirming.confirmed, pattern=pattern(TOKEN, "ok", "again")),
        CommandHandler("cancel", welcome.had_nothing_to_cancel, filters=NEW_MESSAGE),
        # What reaches nobody else.
        CallbackQueryHandler(welcome.tapped_old_button),
        MessageHandler(NEW_MESSAGE, welcome.said_something_else),
    )


def install(application: App, conversation: OrderConversation) -> None:
    """Give the application every handler."""
    application.add_handlers(list(routes(conversation)))
    application.add_error_handler(went_wrong)


def _tap(subject: str, action: str, *, by: Any) -> CallbackQueryHandler[Context, Any]:
    return CallbackQueryHandler(by, pattern=pattern(subject, action))
