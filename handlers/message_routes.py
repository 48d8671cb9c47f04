"""What each message does: answers to what was asked, and commands. Order matters: the first match wins."""

from typing import Any

from telegram.ext import MessageHandler, filters

from handlers.commands import COMMAND, SLASH
from handlers.conversation import NEW_MESSAGE
from handlers.growth import coupons, gifts
from handlers.mass import handlers as mass
from handlers.noticing import handlers as noticing
from handlers.operator.broadcast import choosing as broadcast_to
from handlers.operator.broadcast import handlers as broadcast
from handlers.operator.broadcast import timing as broadcast_at
from handlers.operator.bundles import composing as bundling
from handlers.operator.catalogue import browsing as catalogue
from handlers.operator.catalogue import deciding, rules
from handlers.operator.catalogue import handlers as services
from handlers.operator.coupons import handlers as made_coupons
from handlers.operator.desk import handlers as desk
from handlers.operator.door import bans
from handlers.operator.imports import handlers as imports
from handlers.operator.live import handlers as live
from handlers.operator.maintenance import handlers as maintenance
from handlers.operator.money import changes, returns
from handlers.operator.money import handlers as money
from handlers.operator.orders import lists as order_lists
from handlers.operator.orders import writing as order_writing
from handlers.operator.panel import handlers as panel
from handlers.operator.people import handlers as people
from handlers.operator.people import letters, notes
from handlers.operator.prices import handlers as prices
from handlers.operator.review import handlers as review
from handlers.operator.services_command import wrote_services
from handlers.operator.staff import handlers as staff
from handlers.operator.stats import handlers as stats
from handlers.operator.tickets import handlers as ticket_desk
from handlers.operator.transfers import handlers as transfers
from handlers.ordering import browsing, choosing_chat, form
from handlers.ordering.choosing_chat import keys_go_with
from handlers.orders import handlers as orders
from handlers.orders import searching
from handlers.presets import handlers as presets
from handlers.route import (
    CUSTOMERS,
    EVERYBODY,
    OPERATORS,
    OWNERS,
    STAFF,
    Access,
    Route,
    answer_to,
    command,
    key,
    told,
    words,
)
from handlers.route_filters import (
    AnswersDesk,
    AnswersShop,
    AnswersTopup,
    ComposesBroadcast,
    FillsIn,
    ForTheShop,
    IsAskedAtDesk,
    ListReminder,
    MakesList,
    NamesPreset,
    OfADesk,
    OfTurn,
    OperatorInAGroup,
    RunsNoShop,
    SeeksOrders,
    SetsSomething,
    TextFile,
)
from handlers.tickets import handlers as tickets
from handlers.topup import by_hand, payments
from handlers.topup import handlers as topup
from handlers.wallet import handlers as wallet
from handlers.welcome import handlers as welcome
from handlers.welcome import home, preferences, support
from shop.desk_question import DeskAsks
from shop.ledger.topup import TopupState
from storage.growth.questions import Asks


def answers() -> tuple[Route, ...]:
    """Return the routes of messages that a question, a ticket or a payment gives their meaning."""
    return (*_that_cannot_wait(), *_in_groups(), *_to_broadcasts(), *_to_the_desk(), *_of_customers())


def _that_cannot_wait() -> tuple[Route, ...]:
    return (
        # Money that has moved comes before everything else.
        told(EVERYBODY, filters.SUCCESSFUL_PAYMENT, by=payments.paid),
        told(EVERYBODY, filters.StatusUpdate.REFUNDED_PAYMENT, by=payments.was_given_back),
        # The reminder after a long list, which can mean nothing else.
        Route(CUSTOMERS, MessageHandler(ListReminder() & MakesList(), mass.nothing_followed)),
        Route(CUSTOMERS, MessageHandler(ListReminder(), form.nothing_followed)),
    )


def _in_groups() -> tuple[Route, ...]:
    of_a_desk, message, topic = OfADesk(), filters.UpdateType.MESSAGE, filters.StatusUpdate
    at_the_desk = NEW_MESSAGE | (message & OperatorInAGroup())
    in_a_group = ~filters.ChatType.PRIVATE
    return (
        # Tickets are answered in the operators' group, or in reply to their messages.
        command(STAFF, "close", by=ticket_desk.closed_ticket, filters=at_the_desk),
        command(STAFF, "tickets", by=ticket_desk.listed_tickets, filters=at_the_desk),
        told(STAFF, message & topic.FORUM_TOPIC_CLOSED, by=ticket_desk.closed_ticket, waits=of_a_desk),
        told(STAFF, message & topic.FORUM_TOPIC_REOPENED, by=ticket_desk.reopened_topic, waits=of_a_desk),
        _no_command(STAFF, of_a_desk, by=ticket_desk.answered, of=message & ~topic.ALL),
        # In a group there is nothing to see and nothing to order.
        Route(EVERYBODY, MessageHandler(in_a_group & COMMAND, welcome.spoke_in_a_group)),
    )


def _to_broadcasts() -> tuple[Route, ...]:
    """The message after /broadcast is for everybody, even in the middle of an order."""
    composing = ComposesBroadcast()
    return (
        *_gave_up(OPERATORS, by=broadcast.dropped_broadcast, waits=composing),
        _no_command(OPERATORS, composing, by=broadcast.composed),
    )


def _to_the_desk() -> tuple[Route, ...]:
    """What the desk asks for, even in the middle of an order."""
    return (
        *_gave_up(STAFF, by=desk.gave_up_question, waits=IsAskedAtDesk()),
        answer_to(OWNERS, DeskAsks.IMPORT_FILE, by=imports.sent_people),
        answer_to(OWNERS, DeskAsks.IMPORT_SUM, by=imports.typed_sum),
        answer_to(OPERATORS, DeskAsks.CLOSING_WORDS, by=maintenance.typed_words),
        answer_to(OPERATORS, DeskAsks.CLOSING_END, by=maintenance.typed_end),
        answer_to(STAFF, DeskAsks.ORDER_WORDS, by=order_lists.typed_order_words, of=filters.TEXT),
        answer_to(STAFF, DeskAsks.ORDER_DAY, by=order_lists.typed_day, of=filters.TEXT),
        answer_to(OPERATORS, DeskAsks.BROADCAST_BUTTONS, by=broadcast.typed_buttons),
        answer_to(OPERATORS, DeskAsks.BROADCAST_BOUGHT, by=broadcast_to.named_what_they_bought),
        answer_to(OPERATORS, DeskAsks.BROADCAST_LIST, by=broadcast_to.sent_list),
        answer_to(OPERATORS, DeskAsks.BROADCAST_TIME, by=broadcast_at.typed_moment),
        answer_to(OPERATORS, DeskAsks.PANELS_NUMBER, by=review.typed_number, of=filters.TEXT),
        answer_to(STAFF, DeskAsks.ORDER_MESSAGE, by=order_writing.wrote_message),
        answer_to(OWNERS, DeskAsks.LIVE_VALUE, by=live.typed_value),
        answer_to(STAFF, DeskAsks.PERSON_WORDS, by=people.typed_person),
        answer_to(STAFF, DeskAsks.NOTE_TEXT, by=notes.typed_note),
        answer_to(STAFF, DeskAsks.LETTER, by=letters.wrote_letter),
        answer_to(OPERATORS, DeskAsks.TRANSFERS, by=transfers.sent_transfers),
        answer_to(OPERATORS, DeskAsks.BUNDLE_NAME, by=bundling.typed_bundle_name, of=filters.TEXT),
        answer_to(OPERATORS, DeskAsks.BUNDLE_PART, by=bundling.typed_part, of=filters.TEXT),
        answer_to(OPERATORS, DeskAsks.BUNDLE_WHOLE, by=bundling.typed_whole, of=filters.TEXT),
        answer_to(OPERATORS, DeskAsks.BUNDLE_PRICE, by=bundling.typed_price, of=filters.TEXT),
        answer_to(OPERATORS, DeskAsks.CHANGE_AMOUNT, by=changes.typed_amount),
        answer_to(OPERATORS, DeskAsks.CHANGE_AGAIN, by=changes.typed_amount_again),
        answer_to(OPERATORS, DeskAsks.RETURN_PART, by=returns.typed_part),
        answer_to(OPERATORS, DeskAsks.CATALOGUE_WORDS, by=catalogue.typed_catalogue_words),
        answer_to(OPERATORS, DeskAsks.CATALOGUE_NAME, by=deciding.typed_catalogue_name),
        answer_to(OPERATORS, DeskAsks.CATALOGUE_DESCRIPTION, by=deciding.typed_description),
        answer_to(OPERATORS, DeskAsks.CATALOGUE_PICTURE, by=deciding.sent_category_picture),
        answer_to(OPERATORS, DeskAsks.HIDING_WORDS, by=rules.typed_rule),
        _no_command(OWNERS, AnswersDesk(DeskAsks.STAFF_ID), by=staff.typed_number),
    )


def _of_customers() -> tuple[Route, ...]:
    """What customers are asked for, even in the middle of an order."""
    to_the_shop, searching_shop = ForTheShop(), AnswersShop(Asks.SERVICE)
    of_topup = AnswersTopup(TopupState.AMOUNT, TopupState.RECEIPT, None)
    seeking, setting = SeeksOrders(), SetsSomething()
    naming_coupon, giving = AnswersShop(Asks.COUPON), AnswersShop(Asks.GIFT)
    return (
        # What is written to a person of the shop, even in the middle of an order.
        *_gave_up(CUSTOMERS, by=tickets.stopped_writing, waits=to_the_shop),
        words(CUSTOMERS, to_the_shop, by=tickets.wrote),
        # What somebody looks for, even in the middle of an order, and while a receipt is waited for.
        *_gave_up(CUSTOMERS, by=home.opened_home, waits=searching_shop),
        words(CUSTOMERS, searching_shop, by=home.typed_search, of=filters.TEXT),
        # An answer to a top-up question, even in the middle of an order.
        *_gave_up(CUSTOMERS, by=topup.dropped_topup, waits=of_topup),
        _no_command(CUSTOMERS, AnswersTopup(TopupState.AMOUNT), by=topup.typed_amount),
        _no_command(CUSTOMERS, AnswersTopup(TopupState.RECEIPT), by=by_hand.sent_receipt),
        # Words to find an order by, even in the middle of another.
        *_gave_up(CUSTOMERS, by=searching.gave_up_search, waits=seeking),
        words(CUSTOMERS, seeking, by=searching.typed_words, of=filters.TEXT),
        # A person's own settings that are typed.
        *_gave_up(CUSTOMERS, by=noticing.gave_up_typing, waits=setting),
        words(CUSTOMERS, setting, by=noticing.typed_preference, of=filters.TEXT),
        # The name of a coupon, even in the middle of an order.
        *_gave_up(CUSTOMERS, by=coupons.gave_up_coupon, waits=naming_coupon),
        words(CUSTOMERS, naming_coupon, by=coupons.typed_coupon, of=filters.TEXT),
        # The amount of a gift.
        *_gave_up(CUSTOMERS, by=gifts.gave_up_gift, waits=giving),
        words(CUSTOMERS, giving, by=gifts.typed_gift_amount, of=filters.TEXT),
        # A key below the chat while only the order waits for words.
        key(CUSTOMERS, by=choosing_chat.declined_to_choose, waits=FillsIn()),
        key(CUSTOMERS, by=keys_go_with(welcome.had_nothing_to_cancel)),
        # The lines of a mass order, or a preset's name: whatever answers no question that was asked since.
        words(CUSTOMERS, MakesList(), by=mass.sent_lines),
        words(CUSTOMERS, NamesPreset(), by=presets.typed_name),
    )


def _gave_up(access: Access, *, by: Any, waits: OfTurn) -> tuple[Route, Route]:
    """Whatever gives up the question that waits: /cancel, or a key that still stands below the chat."""
    return command(access, "cancel", by=by, waits=waits), key(access, by=keys_go_with(by), waits=waits)


def _no_command(access: Access, waits: OfTurn, *, by: Any, of: filters.BaseFilter = NEW_MESSAGE) -> Route:
    """Whatever Telegram marks as no command, in turns that `waits` takes: a picture, say, or "/5"."""
    return Route(access, MessageHandler(waits & of & ~COMMAND, by), waits=waits)


def commands() -> tuple[Route, ...]:
    """Return the routes of commands that are always available, whatever is being filled in."""
    return (
        command(CUSTOMERS, "start", by=welcome.started),
        command(CUSTOMERS, "menu", by=home.opened_home),
        command(CUSTOMERS, "help", by=welcome.asked_for_help),
        command(CUSTOMERS, "settings", by=preferences.opened_settings),
        command(CUSTOMERS, "language", by=preferences.opened_languages),
        command(CUSTOMERS, "support", by=support.asked_for_support),
        command(CUSTOMERS, "paysupport", by=support.asked_about_payment),
        command(CUSTOMERS, "terms", by=support.read_terms),
        command(CUSTOMERS, "mass", by=mass.opened_mass),
        command(CUSTOMERS, "orders", by=orders.opened_orders, has_args=False),
        command(CUSTOMERS, "orders", by=searching.searched_orders, has_args=True),
        command(CUSTOMERS, "status", by=orders.asked_status),
        command(CUSTOMERS, "wallet", by=wallet.opened_wallet),
        command(CUSTOMERS, "statement", by=wallet.asked_for_statement),
        command(CUSTOMERS, "topup", by=topup.began_topup),
        # What customers mean by the names of operators' commands.
        command(CUSTOMERS, "services", by=browsing.began, waits=RunsNoShop()),
        command(CUSTOMERS, "prices", by=browsing.began, waits=RunsNoShop()),
        command(CUSTOMERS, "coupon", by=coupons.wrote_coupon, waits=RunsNoShop()),
        command(STAFF, "admin", by=desk.opened_desk),
        command(OPERATORS, "maintenance", by=maintenance.opened_maintenance),
        command(OWNERS, "texts", by=live.opened_texts),
        command(OPERATORS, "stats", by=stats.opened_figures),
        command(OPERATORS, "services", by=services.opened_catalogue, has_args=False),
        command(OPERATORS, "services", by=wrote_services, has_args=True),
        command(OPERATORS, "credit", by=money.credited),
        command(OPERATORS, "debit", by=money.debited),
        command(STAFF, "find", by=people.looked_for),
        command(STAFF, "people", by=people.opened_people),
        command(OPERATORS, "coupon", by=made_coupons.asked_for_coupons, has_args=False),
        command(OPERATORS, "coupon", by=made_coupons.changed_coupon, has_args=True),
        command(OPERATORS, "broadcast", by=broadcast.began_broadcast),
        command(OPERATORS, "panel", by=panel.opened_panel, has_args=False),
        command(OPERATORS, "panel", by=panel.taught_words, has_args=True),
        command(OPERATORS, "prices", by=prices.asked_for_prices, has_args=False),
        command(OPERATORS, "prices", by=prices.changed_price, has_args=True),
        command(OPERATORS, "review", by=review.opened_review),
        command(OPERATORS, "transfers", by=transfers.opened_transfers),
        command(OPERATORS, "ban", by=bans.typed_ban),
        command(OPERATORS, "unban", by=bans.typed_unban),
    )


def remaining() -> tuple[Route, ...]:
    """Return the routes of messages that nothing else takes, not the conversation either."""
    return (
        Route(CUSTOMERS, MessageHandler(NEW_MESSAGE & TextFile(), mass.sent_file)),
        command(CUSTOMERS, "cancel", by=welcome.had_nothing_to_cancel),
        # A command that nobody knows is never words to look for.
        Route(CUSTOMERS, MessageHandler(NEW_MESSAGE & SLASH, welcome.said_unknown_command)),
        Route(CUSTOMERS, MessageHandler(NEW_MESSAGE, welcome.said_something_else)),
    )
