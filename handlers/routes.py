"""One table of handlers. Order matters: the first match wins."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from telegram import Message, Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from handlers.bundles import handlers as bundles
from handlers.buttons import (
    ALERT,
    BROADCAST,
    BUNDLE_OFFER,
    BUNDLES,
    CHANGE,
    COUPON,
    CURATED,
    DESK,
    DESK_ORDER,
    EXPORTS,
    FIGURES,
    GIFT,
    IMPORTS,
    INVITE,
    LIST,
    MAINTENANCE,
    MASS,
    MEMBER,
    ORDER,
    ORPHAN,
    PANEL,
    PAYMENT,
    PERSON,
    PRESET,
    QUALITY,
    RECEIPT,
    REVIEW,
    ROUTE,
    RULES,
    SETTINGS,
    STANDING,
    START,
    SUPPLIERS,
    TEXTS,
    TICKET,
    TOKEN,
    TOPUP,
    TRANSFER,
    WAITING,
    WALLET,
    is_button,
)
from handlers.context import App, Context, Turn, current_turn
from handlers.conversation import NEW_MESSAGE, SLASH, OrderConversation
from handlers.dispatch import Dispatch
from handlers.errors import went_wrong
from handlers.growth import coupons, gifts, invites
from handlers.inline import handlers as inline
from handlers.mass import handlers as mass
from handlers.mass import ordered as mass_ordered
from handlers.membership import handlers as membership
from handlers.noticing import handlers as noticing
from handlers.operator.alerts import handlers as alerts
from handlers.operator.broadcast import choosing as broadcast_to
from handlers.operator.broadcast import handlers as broadcast
from handlers.operator.broadcast import sending as broadcast_sent
from handlers.operator.broadcast import timing as broadcast_at
from handlers.operator.bundles import composing as bundling
from handlers.operator.bundles import sale as bundle_sale
from handlers.operator.catalogue import browsing as catalogue
from handlers.operator.catalogue import changes as catalogue_changes
from handlers.operator.catalogue import deciding, rules
from handlers.operator.catalogue import handlers as services
from handlers.operator.comparing import handlers as comparing
from handlers.operator.coupons import handlers as made_coupons
from handlers.operator.desk import handlers as desk
from handlers.operator.door import bans
from handlers.operator.door import handlers as door
from handlers.operator.exports import handlers as exports
from handlers.operator.imports import handlers as imports
from handlers.operator.live import handlers as live
from handlers.operator.maintenance import after_restore
from handlers.operator.maintenance import handlers as maintenance
from handlers.operator.money import changes, returns
from handlers.operator.money import handlers as money
from handlers.operator.order_history import handlers as order_history
from handlers.operator.orders import acts as order_acts
from handlers.operator.orders import cards as order_cards
from handlers.operator.orders import lists as order_lists
from handlers.operator.orders import writing as order_writing
from handlers.operator.orphans import handlers as orphans
from handlers.operator.panel import handlers as panel
from handlers.operator.people import handlers as people
from handlers.operator.people import letters, levels, notes, seen_as
from handlers.operator.prices import handlers as prices
from handlers.operator.quality import handlers as quality
from handlers.operator.receipts import handlers as receipts
from handlers.operator.review import ending
from handlers.operator.review import handlers as review
from handlers.operator.routing import handlers as routing
from handlers.operator.services_command import wrote_services
from handlers.operator.staff import handlers as staff
from handlers.operator.stats import handlers as stats
from handlers.operator.tickets import handlers as ticket_desk
from handlers.operator.transfers import handlers as transfers
from handlers.operator.waiting import handlers as waiting
from handlers.ordering import browsing, confirming, form
from handlers.ordering.pasting import is_bell
from handlers.orders import handlers as orders
from handlers.orders import rating, searching
from handlers.presets import handlers as presets
from handlers.service_news import handlers as service_news
from handlers.tickets import handlers as tickets
from handlers.topup import by_hand, for_order, payments
from handlers.topup import handlers as topup
from handlers.topup import waiting as waiting_payment
from handlers.wallet import handlers as wallet
from handlers.welcome import accepting, closed, erasing, home, outside, preferences, support
from handlers.welcome import handlers as welcome
from shop.catalogue.shelf import FAVOURITES, ORDERED
from shop.desk_question import DeskAsks
from shop.errors import ShopError
from shop.ledger.topup import TopupState
from shop.ordering.draft import MASS as MASS_LINES
from shop.tickets.ticket import Side
from storage.growth.questions import Asks

Handler = BaseHandler[Any, Context, Any]


class Access(Enum):
    """Who may reach a handler. EVERYBODY: strangers too, for money that has moved, groups, inline queries.

    STAFF: support, operators and owners; OPERATORS: operators and owners.
    """

    EVERYBODY = auto()
    CUSTOMERS = auto()
    STAFF = auto()
    OPERATORS = auto()
    OWNERS = auto()


EVERYBODY, CUSTOMERS, STAFF, OPERATORS, OWNERS = Access
_OPERATING = frozenset({OPERATORS, OWNERS})


@dataclass(frozen=True, slots=True)
class Route:
    """Who may reach this handler; `trigger` is the command or button that leads to it, if any."""

    access: Access
    handler: Handler
    trigger: str = ""


class _Composing(filters.MessageFilter):
    """The message after an operator's /broadcast, which is for everybody."""

    def filter(self, message: Message) -> bool:  # noqa: ARG002 - PTB hands every filter its message
        return current_turn.get().composing is not None


class _SeeksOrders(filters.MessageFilter):
    """An answer to the question for words, to find an order by."""

    def filter(self, message: Message) -> bool:  # noqa: ARG002 - PTB hands every filter its message
        return current_turn.get().seeks_orders


class _MakesList(filters.UpdateFilter):
    """Whoever writes is in the middle of a mass order."""

    def filter(self, update: Update) -> bool:  # noqa: ARG002 - PTB hands every filter its update
        draft = current_turn.get().draft
        return draft is not None and draft.question == MASS_LINES


class _NamesPreset(filters.MessageFilter):
    """An answer to the question for a preset's name."""

    def filter(self, message: Message) -> bool:  # noqa: ARG002 - PTB hands every filter its message
        return current_turn.get().names_preset


class _TextFile(filters.MessageFilter):
    """A file that can hold the lines of a mass order, by its name."""

    def filter(self, message: Message) -> bool:
        name = (message.document.file_name or "") if message.document is not None else ""
        return name.lower().endswith((".txt", ".csv")) and current_turn.get().draft is None


class _SetsSomething(filters.MessageFilter):
    """An answer to a question of the person's own settings."""

    def filter(self, message: Message) -> bool:  # noqa: ARG002 - PTB hands every filter its message
        return current_turn.get().wish is not None


class _ForTheShop(filters.MessageFilter):
    """What a customer writes to a person of the shop: asked for, or in reply to the shop's words."""

    def filter(self, message: Message) -> bool:  # noqa: ARG002 - PTB hands every filter its message
        turn = current_turn.get()
        replies = turn.ticket is not None and turn.ticket.side is Side.CUSTOMER
        return replies or turn.asks is not None


class _OfADesk(filters.MessageFilter):
    """What an operator writes in a ticket: in its topic, or in reply to one of its messages."""

    def filter(self, message: Message) -> bool:  # noqa: ARG002 - PTB hands every filter its message
        turn = current_turn.get()
        return turn.serves and turn.ticket is not None and turn.ticket.side is Side.DESK


class _OperatorInAGroup(filters.MessageFilter):
    """An operator's command in any group."""

    def filter(self, message: Message) -> bool:
        return current_turn.get().serves and message.chat.type != message.chat.PRIVATE


class _Asks(filters.MessageFilter):
    """An answer to the question for a coupon, for the amount of a gift, or for what somebody looks for."""

    def __init__(self, asks: Asks) -> None:
        super().__init__(name=asks)
        self._asks = asks

    def filter(self, message: Message) -> bool:  # noqa: ARG002 - PTB hands every filter its message
        return current_turn.get().enters is self._asks


class _DeskAsks(filters.MessageFilter):
    """An answer to this question of the desk."""

    def __init__(self, asks: DeskAsks) -> None:
        super().__init__(name=asks)
        self._asks = asks

    def filter(self, message: Message) -> bool:  # noqa: ARG002 - PTB hands every filter its message
        asked = current_turn.get().desk_asks
        return asked is not None and asked.asks is self._asks


class _IsAskedAtDesk(filters.MessageFilter):
    """Whatever a member of staff writes while the desk waits for words."""

    def filter(self, message: Message) -> bool:  # noqa: ARG002 - PTB hands every filter its message
        return current_turn.get().desk_asks is not None


class _Bell(filters.UpdateFilter):
    """The kiosk's own reminder of a list, which nobody wrote."""

    def filter(self, update: Update) -> bool:
        return is_bell(update)


class _Asked(filters.MessageFilter):
    """An answer to a top-up question."""

    def __init__(self, state: TopupState | None) -> None:
        super().__init__(name=state or "told")
        self._state = state

    def filter(self, message: Message) -> bool:  # noqa: ARG002 - PTB hands every filter its message
        turn = current_turn.get()
        return turn.topup is not None and turn.topup.question(turn.update.update_id) == self._state


def routes(conversation: OrderConversation) -> tuple[Route, ...]:
    """Return every handler with its access rule, in the order in which they are tried."""
    composing, in_a_group = NEW_MESSAGE & _Composing(), ~filters.ChatType.PRIVATE
    amount, receipt = NEW_MESSAGE & _Asked(TopupState.AMOUNT), NEW_MESSAGE & _Asked(TopupState.RECEIPT)
    told = NEW_MESSAGE & _Asked(None)  # how to pay by hand
    seeking, setting = NEW_MESSAGE & _SeeksOrders(), NEW_MESSAGE & _SetsSomething()
    listing = NEW_MESSAGE & _MakesList()
    to_the_shop, of_a_desk = NEW_MESSAGE & _ForTheShop(), filters.UpdateType.MESSAGE & _OfADesk()
    at_the_desk = NEW_MESSAGE | (filters.UpdateType.MESSAGE & _OperatorInAGroup())
    topic, staff_id = filters.StatusUpdate, NEW_MESSAGE & _DeskAsks(DeskAsks.STAFF_ID)
    naming_coupon, giving = NEW_MESSAGE & _Asks(Asks.COUPON), NEW_MESSAGE & _Asks(Asks.GIFT)
    searching_shop = NEW_MESSAGE & _Asks(Asks.SERVICE)
    return (
        # Money that has moved comes before everything else.
        Route(EVERYBODY, MessageHandler(filters.SUCCESSFUL_PAYMENT, payments.paid)),
        Route(EVERYBODY, MessageHandler(filters.StatusUpdate.REFUNDED_PAYMENT, payments.was_given_back)),
        # The reminder after a long list, which can mean nothing else.
        Route(CUSTOMERS, MessageHandler(_Bell() & _MakesList(), mass.nothing_followed)),
        Route(CUSTOMERS, MessageHandler(_Bell(), form.nothing_followed)),
        # Tickets are answered in the operators' group, or in reply to their messages.
        _said(STAFF, "close", by=ticket_desk.closed_ticket, filters=at_the_desk),
        _said(STAFF, "tickets", by=ticket_desk.listed_tickets, filters=at_the_desk),
        Route(STAFF, MessageHandler(of_a_desk & topic.FORUM_TOPIC_CLOSED, ticket_desk.closed_ticket)),
        Route(STAFF, MessageHandler(of_a_desk & topic.FORUM_TOPIC_REOPENED, ticket_desk.reopened_topic)),
        Route(STAFF, MessageHandler(of_a_desk & ~filters.COMMAND & ~topic.ALL, ticket_desk.answered)),
        # In a group there is nothing to see and nothing to order.
        Route(EVERYBODY, MessageHandler(in_a_group & filters.COMMAND, welcome.spoke_in_a_group)),
        # The message after /broadcast is for everybody, even in the middle of an order.
        _said(OPERATORS, "cancel", by=broadcast.dropped_broadcast, filters=composing),
        Route(OPERATORS, MessageHandler(composing & ~filters.COMMAND, broadcast.composed)),
        # What the desk asks for, even in the middle of an order.
        _said(STAFF, "cancel", by=desk.gave_up_question, filters=NEW_MESSAGE & _IsAskedAtDesk()),
        _told(OWNERS, DeskAsks.IMPORT_FILE, by=imports.sent_people),
        _told(OWNERS, DeskAsks.IMPORT_SUM, by=imports.typed_sum),
        _told(OPERATORS, DeskAsks.CLOSING_WORDS, by=maintenance.typed_words),
        _told(STAFF, DeskAsks.ORDER_WORDS, by=order_lists.typed_order_words, of=filters.TEXT),
        _told(STAFF, DeskAsks.ORDER_DAY, by=order_lists.typed_day, of=filters.TEXT),
        _told(OPERATORS, DeskAsks.BROADCAST_BUTTONS, by=broadcast.typed_buttons),
        _told(OPERATORS, DeskAsks.BROADCAST_BOUGHT, by=broadcast_to.named_what_they_bought),
        _told(OPERATORS, DeskAsks.BROADCAST_LIST, by=broadcast_to.sent_list),
        _told(OPERATORS, DeskAsks.BROADCAST_TIME, by=broadcast_at.typed_moment),
        _told(OPERATORS, DeskAsks.PANELS_NUMBER, by=review.typed_number, of=filters.TEXT),
        _told(STAFF, DeskAsks.ORDER_MESSAGE, by=order_writing.wrote_message),
        _told(OWNERS, DeskAsks.LIVE_VALUE, by=live.typed_value),
        _told(STAFF, DeskAsks.PERSON_WORDS, by=people.typed_person),
        _told(STAFF, DeskAsks.NOTE_TEXT, by=notes.typed_note),
        _told(STAFF, DeskAsks.LETTER, by=letters.wrote_letter),
        _told(OPERATORS, DeskAsks.TRANSFERS, by=transfers.sent_transfers),
        _told(OPERATORS, DeskAsks.BUNDLE_NAME, by=bundling.typed_bundle_name, of=filters.TEXT),
        _told(OPERATORS, DeskAsks.BUNDLE_PART, by=bundling.typed_part, of=filters.TEXT),
        _told(OPERATORS, DeskAsks.BUNDLE_WHOLE, by=bundling.typed_whole, of=filters.TEXT),
        _told(OPERATORS, DeskAsks.BUNDLE_PRICE, by=bundling.typed_price, of=filters.TEXT),
        _told(OPERATORS, DeskAsks.CHANGE_AMOUNT, by=changes.typed_amount),
        _told(OPERATORS, DeskAsks.CHANGE_AGAIN, by=changes.typed_amount_again),
        _told(OPERATORS, DeskAsks.RETURN_PART, by=returns.typed_part),
        _told(OPERATORS, DeskAsks.CATALOGUE_WORDS, by=catalogue.typed_catalogue_words),
        _told(OPERATORS, DeskAsks.CATALOGUE_NAME, by=deciding.typed_catalogue_name),
        _told(OPERATORS, DeskAsks.CATALOGUE_DESCRIPTION, by=deciding.typed_description),
        _told(OPERATORS, DeskAsks.CATALOGUE_PICTURE, by=deciding.sent_category_picture),
        _told(OPERATORS, DeskAsks.HIDING_WORDS, by=rules.typed_rule),
        Route(OWNERS, MessageHandler(staff_id & ~filters.COMMAND, staff.typed_number)),
        # What is written to a person of the shop, even in the middle of an order.
        _said(CUSTOMERS, "cancel", by=tickets.stopped_writing, filters=to_the_shop),
        Route(CUSTOMERS, MessageHandler(to_the_shop & ~SLASH, tickets.wrote)),
        # What somebody looks for, even in the middle of an order, and while a receipt is waited for.
        _said(CUSTOMERS, "cancel", by=home.opened_home, filters=searching_shop),
        Route(CUSTOMERS, MessageHandler(searching_shop & filters.TEXT & ~SLASH, home.typed_search)),
        # An answer to a top-up question, even in the middle of an order.
        _said(CUSTOMERS, "cancel", by=topup.dropped_topup, filters=amount | receipt | told),
        Route(CUSTOMERS, MessageHandler(amount & ~filters.COMMAND, topup.typed_amount)),
        Route(CUSTOMERS, MessageHandler(receipt & ~filters.COMMAND, by_hand.sent_receipt)),
        # Words to find an order by, even in the middle of another.
        _said(CUSTOMERS, "cancel", by=searching.gave_up_search, filters=seeking),
        Route(CUSTOMERS, MessageHandler(seeking & filters.TEXT & ~SLASH, searching.typed_words)),
        # A person's own settings that are typed.
        _said(CUSTOMERS, "cancel", by=noticing.gave_up_typing, filters=setting),
        Route(CUSTOMERS, MessageHandler(setting & filters.TEXT & ~SLASH, noticing.typed_preference)),
        # The name of a coupon, even in the middle of an order.
        _said(CUSTOMERS, "cancel", by=coupons.gave_up_coupon, filters=naming_coupon),
        Route(CUSTOMERS, MessageHandler(naming_coupon & filters.TEXT & ~SLASH, coupons.typed_coupon)),
        # The amount of a gift.
        _said(CUSTOMERS, "cancel", by=gifts.gave_up_gift, filters=giving),
        Route(CUSTOMERS, MessageHandler(giving & filters.TEXT & ~SLASH, gifts.typed_gift_amount)),
        # The lines of a mass order, or a preset's name: whatever answers no question that was asked since.
        Route(CUSTOMERS, MessageHandler(listing & ~SLASH, mass.sent_lines)),
        Route(CUSTOMERS, MessageHandler(NEW_MESSAGE & _NamesPreset() & ~SLASH, presets.typed_name)),
        # Always available, whatever is being filled in.
        _said(CUSTOMERS, "start", by=welcome.started),
        _said(CUSTOMERS, "menu", by=home.opened_home),
        _said(CUSTOMERS, "help", by=welcome.asked_for_help),
        _said(CUSTOMERS, "settings", by=preferences.opened_settings),
        _said(CUSTOMERS, "language", by=preferences.opened_languages),
        _said(CUSTOMERS, "support", by=support.asked_for_support),
        _said(CUSTOMERS, "paysupport", by=support.asked_about_payment),
        _said(CUSTOMERS, "terms", by=support.read_terms),
        _said(CUSTOMERS, "mass", by=mass.opened_mass),
        _said(CUSTOMERS, "orders", by=orders.opened_orders, has_args=False),
        _said(CUSTOMERS, "orders", by=searching.searched_orders, has_args=True),
        _said(CUSTOMERS, "status", by=orders.asked_status),
        _said(CUSTOMERS, "wallet", by=wallet.opened_wallet),
        _said(CUSTOMERS, "statement", by=wallet.asked_for_statement),
        _said(CUSTOMERS, "topup", by=topup.began_topup),
        _said(STAFF, "admin", by=desk.opened_desk),
        _said(OPERATORS, "maintenance", by=maintenance.opened_maintenance),
        _said(OWNERS, "texts", by=live.opened_texts),
        _said(OPERATORS, "stats", by=stats.opened_figures),
        _said(OPERATORS, "services", by=services.opened_catalogue, has_args=False),
        _said(OPERATORS, "services", by=wrote_services, has_args=True),
        _said(OPERATORS, "credit", by=money.credited),
        _said(OPERATORS, "debit", by=money.debited),
        _said(STAFF, "find", by=people.looked_for),
        _said(STAFF, "people", by=people.opened_people),
        _said(OPERATORS, "coupon", by=made_coupons.asked_for_coupons, has_args=False),
        _said(OPERATORS, "coupon", by=made_coupons.changed_coupon, has_args=True),
        _said(OPERATORS, "broadcast", by=broadcast.began_broadcast),
        _said(OPERATORS, "panel", by=panel.opened_panel, has_args=False),
        _said(OPERATORS, "panel", by=panel.taught_words, has_args=True),
        _said(OPERATORS, "prices", by=prices.asked_for_prices, has_args=False),
        _said(OPERATORS, "prices", by=prices.changed_price, has_args=True),
        _said(OPERATORS, "review", by=review.opened_review),
        _said(OPERATORS, "transfers", by=transfers.opened_transfers),
        _said(OPERATORS, "ban", by=bans.typed_ban),
        _said(OPERATORS, "unban", by=bans.typed_unban),
        Route(EVERYBODY, InlineQueryHandler(inline.queried)),
        Route(EVERYBODY, ChosenInlineResultHandler(inline.shared)),
        _tap(CUSTOMERS, START, "home", by=home.opened_home),
        _tap(CUSTOMERS, START, "help", by=welcome.asked_a_question),
        _tap(CUSTOMERS, START, "drop", by=home.dropped_draft),
        _tap(CUSTOMERS, START, "search", by=home.asked_how_to_search),
        _tap(CUSTOMERS, START, "again", by=home.opened_again),
        _tap(CUSTOMERS, START, FAVOURITES, by=browsing.opened_shelf),
        _tap(CUSTOMERS, START, ORDERED, by=browsing.opened_shelf),
        _tap(CUSTOMERS, START, "support", by=support.asked_for_support),
        _tap(CUSTOMERS, START, "terms", by=support.read_terms),
        _tap(CUSTOMERS, START, "readterms", by=accepting.read_before_accepting),
        _tap(CUSTOMERS, START, "askterms", by=accepting.went_back_to_question),
        _tap(CUSTOMERS, START, "accept", by=accepting.accepted_terms),
        _tap(CUSTOMERS, START, "call", by=support.called_operator),
        _tap(CUSTOMERS, START, "tellopen", by=closed.wished_to_be_told),
        _tap(CUSTOMERS, START, "settings", by=preferences.opened_settings),
        _tap(CUSTOMERS, START, "language", by=preferences.opened_languages),
        _tap(CUSTOMERS, START, "speak", by=preferences.chose_language),
        _tap(CUSTOMERS, START, "notices", by=noticing.opened_notices),
        _tap(CUSTOMERS, START, "listen", by=noticing.chose_notices),
        _tap(CUSTOMERS, START, "shopon", by=noticing.wants_shop_news),
        _tap(CUSTOMERS, START, "shopoff", by=noticing.stopped_shop_news),
        _tap(CUSTOMERS, START, "quiet", by=noticing.opened_quiet_hours),
        _tap(CUSTOMERS, START, "hush", by=noticing.chose_quiet_hours),
        _tap(CUSTOMERS, START, "zone", by=noticing.opened_zone),
        _tap(CUSTOMERS, START, "clock", by=noticing.chose_clock),
        _tap(CUSTOMERS, START, "town", by=noticing.chose_town),
        _tap(CUSTOMERS, START, "news", by=service_news.opened_news),
        _tap(CUSTOMERS, START, "newson", by=service_news.wished_news),
        _tap(CUSTOMERS, START, "newsoff", by=service_news.stopped_news),
        _tap(CUSTOMERS, START, "card", by=service_news.opened_service),
        # A right of strangers and banned people, too.
        _tap(EVERYBODY, START, "erase", by=erasing.wished_deletion),
        _tap(EVERYBODY, START, "giveup", by=erasing.wished_to_give_up),
        _tap(EVERYBODY, START, "eraseall", by=erasing.deleted_data),
        _tap(EVERYBODY, STANDING, "ask", by=outside.asked_to_come_in),
        _tap(CUSTOMERS, START, "orders", by=orders.opened_orders),
        _tap(CUSTOMERS, START, "mass", by=mass.opened_mass),
        _tap(CUSTOMERS, BUNDLE_OFFER, "list", by=bundles.opened_bundles),
        _tap(CUSTOMERS, BUNDLE_OFFER, "open", by=bundles.opened_bundle),
        _tap(CUSTOMERS, BUNDLE_OFFER, "order", by=bundles.wished_to_order),
        _tap(CUSTOMERS, MASS, "page", by=mass.turned_page),
        _tap(CUSTOMERS, MASS, "how", by=mass.asked_how),
        _tap(CUSTOMERS, MASS, "drop", by=mass.went_on_without_them),
        _tap(CUSTOMERS, MASS, "once", by=mass.left_out_twins),
        _tap(CUSTOMERS, MASS, "ok", by=mass.confirmed),
        _tap(CUSTOMERS, MASS, "refresh", by=mass_ordered.refreshed),
        _tap(CUSTOMERS, MASS, "orders", by=mass_ordered.opened_orders),
        _tap(CUSTOMERS, MASS, "home", by=mass_ordered.went_home),
        _tap(CUSTOMERS, MASS, "keep", by=presets.saved_mass_order),
        _tap(CUSTOMERS, ORDER, "preset", by=presets.saved_order),
        _tap(CUSTOMERS, PRESET, "list", by=presets.opened_presets),
        _tap(CUSTOMERS, PRESET, "open", by=presets.opened_preset),
        _tap(CUSTOMERS, PRESET, "name", by=presets.wished_name),
        _tap(CUSTOMERS, PRESET, "wish", by=presets.wished_to_delete),
        _tap(CUSTOMERS, PRESET, "drop", by=presets.deleted),
        _tap(CUSTOMERS, LIST, "show", by=orders.chose_filter),
        _tap(CUSTOMERS, LIST, "search", by=searching.wished_to_search),
        _tap(CUSTOMERS, LIST, "older", by=orders.paged_older),
        _tap(CUSTOMERS, LIST, "newer", by=orders.paged_newer),
        _tap(CUSTOMERS, ORDER, "open", by=orders.opened_order),
        _tap(CUSTOMERS, ORDER, "refresh", by=orders.refreshed),
        _tap(CUSTOMERS, ORDER, "refill", by=orders.asked_refill),
        _tap(CUSTOMERS, ORDER, "cancel", by=orders.wished_cancel),
        _tap(CUSTOMERS, ORDER, "stop", by=orders.asked_cancel),
        _tap(CUSTOMERS, ORDER, "drop", by=orders.dropped),
        _tap(CUSTOMERS, ORDER, "keep", by=orders.kept_order),
        _tap(CUSTOMERS, ORDER, "reorder", by=orders.reordered),
        _tap(CUSTOMERS, ORDER, "back", by=orders.went_back),
        _tap(CUSTOMERS, ORDER, "rate", by=rating.rated),
        _tap(STAFF, DESK, "home", by=desk.opened_desk),
        _tap(OPERATORS, DESK, "log", by=desk.opened_log),
        _tap(OPERATORS, DESK, "older", by=desk.opened_log),
        _tap(STAFF, DESK, "more", by=desk.opened_more),
        _tap(OPERATORS, DESK, "hear", by=desk.hears_of_orders),
        _tap(OPERATORS, DESK, "hush", by=desk.hears_no_more),
        _tap(OPERATORS, DESK, "stats", by=stats.opened_figures),
        _tap(OPERATORS, FIGURES, "days", by=stats.chose_period),
        _tap(OPERATORS, FIGURES, "pics", by=stats.wanted_pictures),
        _tap(OPERATORS, FIGURES, "csv", by=stats.wanted_file),
        _tap(OPERATORS, DESK, "services", by=services.opened_catalogue),
        _tap(OPERATORS, DESK, "resume", by=services.wished_to_resume),
        _tap(OPERATORS, DESK, "resumed", by=services.resumed),
        _tap(OPERATORS, ROUTE, "list", by=routing.opened_routes),
        _tap(OPERATORS, ROUTE, "sureroute", by=routing.wished_route),
        _tap(OPERATORS, ROUTE, "surefallback", by=routing.wished_route),
        _tap(OPERATORS, ROUTE, "route", by=routing.named_route),
        _tap(OPERATORS, ROUTE, "fallback", by=routing.named_route),
        _tap(OPERATORS, ROUTE, "noroute", by=routing.dropped_route),
        _tap(OPERATORS, ROUTE, "nofallback", by=routing.dropped_route),
        _tap(OPERATORS, ROUTE, "loss", by=routing.wished_to_send_at_loss),
        _tap(OPERATORS, ROUTE, "atloss", by=routing.sent_at_loss),
        _tap(OPERATORS, CURATED, "sections", by=catalogue.opened_sections),
        _tap(OPERATORS, CURATED, "section", by=catalogue.opened_section),
        _tap(OPERATORS, CURATED, "category", by=catalogue.opened_category),
        _tap(OPERATORS, CURATED, "list", by=catalogue.opened_list),
        _tap(OPERATORS, CURATED, "service", by=catalogue.opened_service),
        _tap(OPERATORS, CURATED, "hidden", by=catalogue.opened_hidden),
        _tap(OPERATORS, CURATED, "find", by=catalogue.wished_to_find),
        _tap(OPERATORS, CURATED, "hide", by=deciding.decided_about_service),
        _tap(OPERATORS, CURATED, "show", by=deciding.decided_about_service),
        _tap(OPERATORS, CURATED, "pin", by=deciding.decided_about_service),
        _tap(OPERATORS, CURATED, "unpin", by=deciding.decided_about_service),
        _tap(OPERATORS, CURATED, "unname", by=deciding.decided_about_service),
        _tap(OPERATORS, CURATED, "unwords", by=deciding.decided_about_service),
        _tap(OPERATORS, CURATED, "up", by=deciding.moved_service),
        _tap(OPERATORS, CURATED, "down", by=deciding.moved_service),
        _tap(OPERATORS, CURATED, "name", by=deciding.wished_name),
        _tap(OPERATORS, CURATED, "words", by=deciding.wished_description),
        _tap(OPERATORS, CURATED, "chide", by=deciding.decided_about_category),
        _tap(OPERATORS, CURATED, "cshow", by=deciding.decided_about_category),
        _tap(OPERATORS, CURATED, "cpin", by=deciding.decided_about_category),
        _tap(OPERATORS, CURATED, "cunpin", by=deciding.decided_about_category),
        _tap(OPERATORS, CURATED, "cunname", by=deciding.decided_about_category),
        _tap(OPERATORS, CURATED, "nopicture", by=deciding.decided_about_category),
        _tap(OPERATORS, CURATED, "cup", by=deciding.moved_category),
        _tap(OPERATORS, CURATED, "cdown", by=deciding.moved_category),
        _tap(OPERATORS, CURATED, "cname", by=deciding.wished_category_name),
        _tap(OPERATORS, CURATED, "picture", by=deciding.wished_picture),
        _tap(OPERATORS, CURATED, "changes", by=catalogue_changes.opened_changes),
        _tap(OPERATORS, CURATED, "sync", by=catalogue_changes.opened_sync),
        _tap(OPERATORS, RULES, "list", by=rules.opened_rules),
        _tap(OPERATORS, RULES, "add", by=rules.wished_rule),
        _tap(OPERATORS, RULES, "open", by=rules.opened_rule),
        _tap(OPERATORS, RULES, "keep", by=rules.changed_rule),
        _tap(OPERATORS, RULES, "on", by=rules.changed_rule),
        _tap(OPERATORS, RULES, "off", by=rules.changed_rule),
        _tap(OPERATORS, RULES, "remove", by=rules.changed_rule),
        _tap(OPERATORS, RULES, "undo", by=rules.changed_rule),
        _tap(OPERATORS, RULES, "set", by=rules.opened_set),
        _tap(OPERATORS, RULES, "seton", by=rules.turned_set),
        _tap(OPERATORS, RULES, "setoff", by=rules.turned_set),
        _tap(OPERATORS, RULES, "hideall", by=rules.answered_question),
        _tap(OPERATORS, RULES, "leave", by=rules.answered_question),
        _tap(STAFF, WAITING, "list", by=waiting.opened_queue),
        _tap(STAFF, WAITING, "older", by=waiting.paged_on),
        _tap(STAFF, WAITING, "open", by=waiting.opened_waiting),
        _tap(OPERATORS, WAITING, "order", by=waiting.opened_order),
        _tap(OPERATORS, WAITING, "done", by=waiting.saw_to),
        _tap(OPERATORS, WAITING, "end", by=waiting.wished_to_end),
        _tap(OPERATORS, DESK, "panel", by=panel.opened_panel),
        _tap(OPERATORS, DESK, "prices", by=prices.asked_for_prices),
        _tap(OPERATORS, DESK, "broadcast", by=broadcast.began_broadcast),
        _tap(OPERATORS, DESK, "review", by=review.opened_review),
        _tap(OPERATORS, DESK, "coupons", by=made_coupons.asked_for_coupons),
        _tap(STAFF, DESK, "tickets", by=ticket_desk.listed_tickets),
        _tap(OPERATORS, MAINTENANCE, "home", by=maintenance.opened_maintenance),
        _tap(OPERATORS, MAINTENANCE, "sure", by=maintenance.wished_to_close),
        _tap(OPERATORS, MAINTENANCE, "close", by=maintenance.closed_shop),
        _tap(OPERATORS, MAINTENANCE, "sureopen", by=maintenance.wished_to_open),
        _tap(OPERATORS, MAINTENANCE, "open", by=maintenance.opened_shop),
        _tap(OPERATORS, MAINTENANCE, "words", by=maintenance.wished_words),
        _tap(OPERATORS, MAINTENANCE, "nowords", by=maintenance.took_usual_words),
        _tap(OPERATORS, MAINTENANCE, "when", by=maintenance.wished_end),
        _tap(OPERATORS, MAINTENANCE, "until", by=maintenance.chose_end),
        _tap(OWNERS, MAINTENANCE, "restored", by=after_restore.opened_standstill),
        _tap(OWNERS, MAINTENANCE, "goon", by=after_restore.went_on),
        _tap(OWNERS, EXPORTS, "home", by=exports.opened_exports),
        _tap(OWNERS, EXPORTS, "span", by=exports.chose_kind),
        _tap(OWNERS, EXPORTS, "form", by=exports.chose_span),
        _tap(OWNERS, EXPORTS, "make", by=exports.chose_form),
        _tap(STAFF, DESK_ORDER, "list", by=order_lists.opened_list),
        _tap(STAFF, DESK_ORDER, "person", by=order_lists.opened_orders_of),
        _tap(STAFF, DESK_ORDER, "from", by=order_lists.went_back_to_page),
        _tap(STAFF, DESK_ORDER, "older", by=order_lists.paged_older),
        _tap(STAFF, DESK_ORDER, "newer", by=order_lists.paged_newer),
        _tap(STAFF, DESK_ORDER, "filter", by=order_lists.wished_filter),
        _tap(STAFF, DESK_ORDER, "day", by=order_lists.wished_day),
        _tap(STAFF, DESK_ORDER, "search", by=order_lists.wished_search),
        _tap(STAFF, DESK_ORDER, "like", by=order_lists.opened_similar),
        _tap(STAFF, DESK_ORDER, "open", by=order_cards.opened_order),
        _tap(STAFF, DESK_ORDER, "line", by=order_history.opened_timeline),
        _tap(STAFF, DESK_ORDER, "ask", by=order_acts.asked_panel),
        _tap(STAFF, DESK_ORDER, "write", by=order_writing.wished_to_write),
        _tap(STAFF, DESK_ORDER, "send", by=order_writing.sent_message),
        _tap(OPERATORS, DESK_ORDER, "cancel", by=order_acts.wished_to_cancel),
        _tap(OPERATORS, DESK_ORDER, "drop", by=order_acts.dropped_order),
        _tap(OPERATORS, DESK_ORDER, "stop", by=order_acts.asked_to_stop),
        _tap(OPERATORS, DESK_ORDER, "refill", by=order_acts.wished_refill),
        _tap(OPERATORS, DESK_ORDER, "refilled", by=order_acts.asked_for_refill),
        _tap(OPERATORS, DESK_ORDER, "end", by=order_acts.wished_to_end),
        _tap(OWNERS, IMPORTS, "home", by=imports.opened_imports),
        _tap(OWNERS, IMPORTS, "yes", by=imports.confirmed_import),
        _tap(OWNERS, IMPORTS, "drop", by=imports.dropped_import),
        _tap(OWNERS, TEXTS, "list", by=live.opened_texts),
        _tap(OWNERS, TEXTS, "text", by=live.chose_text),
        _tap(OWNERS, TEXTS, "open", by=live.opened_value),
        _tap(OWNERS, TEXTS, "change", by=live.wished_change),
        _tap(OWNERS, TEXTS, "look", by=live.looked_at_text),
        _tap(OWNERS, TEXTS, "offer", by=live.offered_value),
        _tap(OWNERS, TEXTS, "save", by=live.saved_value),
        _tap(OWNERS, SETTINGS, "list", by=live.opened_settings),
        _tap(OWNERS, SETTINGS, "open", by=live.opened_value),
        _tap(OWNERS, SETTINGS, "change", by=live.wished_change),
        _tap(OWNERS, SETTINGS, "offer", by=live.offered_value),
        _tap(OWNERS, SETTINGS, "save", by=live.saved_value),
        _tap(STAFF, DESK, "people", by=people.opened_people),
        _tap(STAFF, PERSON, "list", by=people.chose_people),
        _tap(STAFF, PERSON, "next", by=people.paged_people),
        _tap(STAFF, PERSON, "filters", by=people.opened_filters),
        _tap(STAFF, PERSON, "search", by=people.wished_person),
        _tap(STAFF, PERSON, "open", by=people.opened_person),
        _tap(STAFF, PERSON, "wallet", by=returns.opened_wallet),
        _tap(STAFF, PERSON, "notes", by=notes.opened_notes),
        _tap(STAFF, PERSON, "addnote", by=notes.wished_note),
        _tap(STAFF, PERSON, "delnote", by=notes.wished_to_delete_note),
        _tap(STAFF, PERSON, "dropnote", by=notes.deleted_note),
        _tap(STAFF, PERSON, "tickets", by=letters.opened_tickets),
        _tap(STAFF, PERSON, "ticket", by=letters.opened_ticket),
        _tap(STAFF, PERSON, "write", by=letters.wished_to_write),
        _tap(OPERATORS, PERSON, "level", by=levels.opened_levels),
        _tap(OPERATORS, PERSON, "setlevel", by=levels.chose_level),
        _tap(OPERATORS, PERSON, "surelevel", by=levels.sure_of_chosen_level),
        _tap(OPERATORS, PERSON, "see", by=seen_as.saw_as),
        _tap(OPERATORS, PERSON, "seen", by=seen_as.looked_around),
        _tap(OPERATORS, PERSON, "inert", by=seen_as.tapped_inert),
        _tap(OPERATORS, PERSON, "give", by=changes.wished_to_give),
        _tap(OPERATORS, PERSON, "take", by=changes.wished_to_take),
        _tap(OPERATORS, PERSON, "sure", by=changes.confirmed),
        _tap(OPERATORS, PERSON, "again", by=changes.wished_to_type_again),
        _tap(OPERATORS, PERSON, "drop", by=changes.dropped),
        _tap(OPERATORS, PERSON, "rest", by=changes.wished_rest),
        _tap(OPERATORS, PERSON, "undo", by=changes.wished_undo),
        _tap(OPERATORS, QUALITY, "list", by=quality.opened_quality),
        _tap(OPERATORS, QUALITY, "next", by=quality.opened_quality),
        _tap(OPERATORS, QUALITY, "stopped", by=quality.opened_stopped),
        _tap(OPERATORS, QUALITY, "card", by=quality.opened_service),
        _tap(OPERATORS, QUALITY, "rule", by=quality.opened_rule),
        _tap(OPERATORS, QUALITY, "try", by=quality.tried_rule),
        _tap(OPERATORS, QUALITY, "set", by=quality.set_rule),
        _tap(OPERATORS, QUALITY, "sureoff", by=quality.wished_no_rule),
        _tap(OPERATORS, QUALITY, "off", by=quality.turned_rule_off),
        _tap(OPERATORS, QUALITY, "back", by=quality.wished_to_put_back),
        _tap(OPERATORS, QUALITY, "resume", by=quality.put_back),
        _tap(OPERATORS, SUPPLIERS, "list", by=comparing.opened_suppliers),
        _tap(OPERATORS, SUPPLIERS, "kinds", by=comparing.chose_platform),
        _tap(OPERATORS, SUPPLIERS, "kind", by=comparing.chose_kind),
        _tap(OPERATORS, SUPPLIERS, "like", by=comparing.wished_comparison),
        _tap(OPERATORS, SUPPLIERS, "both", by=comparing.showed_both),
        _tap(OPERATORS, BUNDLES, "list", by=bundling.opened_bundles),
        _tap(OPERATORS, BUNDLES, "new", by=bundling.wished_bundle),
        _tap(OPERATORS, BUNDLES, "open", by=bundling.opened_bundle),
        _tap(OPERATORS, BUNDLES, "name", by=bundling.wished_name),
        _tap(OPERATORS, BUNDLES, "add", by=bundling.wished_part),
        _tap(OPERATORS, BUNDLES, "whole", by=bundling.wished_whole),
        _tap(OPERATORS, BUNDLES, "price", by=bundling.wished_price),
        _tap(OPERATORS, BUNDLES, "parts", by=bundling.opened_parts),
        _tap(OPERATORS, BUNDLES, "drop", by=bundling.took_part_out),
        _tap(OPERATORS, BUNDLES, "look", by=bundle_sale.looked_at_bundle),
        _tap(OPERATORS, BUNDLES, "sell", by=bundle_sale.put_on_sale),
        _tap(OPERATORS, BUNDLES, "wish", by=bundle_sale.wished_off_sale),
        _tap(OPERATORS, BUNDLES, "stop", by=bundle_sale.took_off_sale),
        _tap(OPERATORS, ALERT, "list", by=alerts.opened_alerts),
        _tap(OPERATORS, ALERT, "card", by=alerts.opened_alert),
        _tap(OPERATORS, ALERT, "seen", by=alerts.looks_after),
        _tap(OPERATORS, ALERT, "mute", by=alerts.muted),
        _tap(OPERATORS, ALERT, "loud", by=alerts.let_ring),
        _tap(OPERATORS, ALERT, "settled", by=alerts.settled),
        _tap(OPERATORS, ALERT, "panel", by=panel.opened_panel),
        _tap(OPERATORS, ALERT, "prices", by=prices.asked_for_prices),
        _tap(OPERATORS, ALERT, "review", by=review.opened_review),
        _tap(OPERATORS, ALERT, "question", by=review.opened_question),
        _tap(OPERATORS, ALERT, "service", by=quality.opened_service),
        _tap(OPERATORS, ALERT, "compare", by=comparing.opened_suppliers),
        _tap(OPERATORS, ALERT, "changes", by=catalogue_changes.opened_changes),
        _tap(OPERATORS, ALERT, "rules", by=rules.opened_question),
        _tap(OPERATORS, ALERT, "orphans", by=orphans.opened_orphans),
        _tap(OPERATORS, ORPHAN, "list", by=orphans.opened_orphans),
        _tap(OPERATORS, ORPHAN, "on", by=orphans.paged_orphans),
        _tap(OPERATORS, ORPHAN, "look", by=orphans.wished_look),
        _tap(OPERATORS, ORPHAN, "open", by=orphans.opened_orphan),
        _tap(OPERATORS, ORPHAN, "own", by=orphans.marked_own),
        _tap(OPERATORS, ORPHAN, "nobodys", by=orphans.marked_nobodys),
        _tap(OPERATORS, ORPHAN, "loss", by=orphans.wished_loss),
        _tap(OPERATORS, ORPHAN, "lost", by=orphans.noted_loss),
        _tap(OPERATORS, ORPHAN, "undo", by=orphans.undid),
        _tap(OPERATORS, ORPHAN, "rest", by=orphans.wished_rest),
        _tap(OPERATORS, ORPHAN, "rested", by=orphans.marked_rest),
        _tap(OWNERS, STANDING, "staff", by=staff.opened_staff),
        _tap(OWNERS, STANDING, "add", by=staff.wished_to_add),
        _tap(OWNERS, STANDING, "member", by=staff.opened_member),
        _tap(OWNERS, STANDING, "role", by=staff.chose_role),
        _tap(OWNERS, STANDING, "give", by=staff.gave_role),
        _tap(OWNERS, STANDING, "take", by=staff.took_role),
        _tap(OPERATORS, STANDING, "door", by=door.opened_door),
        _tap(OPERATORS, STANDING, "list", by=door.listed_people),
        _tap(OPERATORS, STANDING, "who", by=door.opened_person),
        _tap(OPERATORS, STANDING, "letin", by=door.wished_to_let_in),
        _tap(OPERATORS, STANDING, "in", by=door.let_in),
        _tap(OPERATORS, STANDING, "no", by=door.turned_away),
        _tap(OPERATORS, STANDING, "remove", by=door.wished_to_put_out),
        _tap(OPERATORS, STANDING, "out", by=door.put_out),
        _tap(OPERATORS, STANDING, "ban", by=bans.wished_to_ban),
        _tap(OPERATORS, STANDING, "banned", by=bans.banned),
        _tap(OPERATORS, STANDING, "unban", by=bans.wished_to_unban),
        _tap(OPERATORS, STANDING, "unbanned", by=bans.unbanned),
        _tap(OPERATORS, BROADCAST, "send", by=broadcast.confirmed_broadcast),
        _tap(OPERATORS, BROADCAST, "drop", by=broadcast.dropped_broadcast),
        _tap(OPERATORS, BROADCAST, "card", by=broadcast.went_back_to_card),
        _tap(OPERATORS, BROADCAST, "edit", by=broadcast.wished_another_message),
        _tap(OPERATORS, BROADCAST, "keys", by=broadcast.wished_buttons),
        _tap(OPERATORS, BROADCAST, "nokeys", by=broadcast.dropped_buttons),
        _tap(OPERATORS, BROADCAST, "who", by=broadcast_to.opened_who),
        _tap(OPERATORS, BROADCAST, "langs", by=broadcast_to.opened_languages),
        _tap(OPERATORS, BROADCAST, "lang", by=broadcast_to.chose_language),
        _tap(OPERATORS, BROADCAST, "active", by=broadcast_to.chose_activity),
        _tap(OPERATORS, BROADCAST, "ordered", by=broadcast_to.chose_ordered),
        _tap(OPERATORS, BROADCAST, "money", by=broadcast_to.chose_money),
        _tap(OPERATORS, BROADCAST, "loud", by=broadcast_to.chose_unwilling),
        _tap(OPERATORS, BROADCAST, "all", by=broadcast_to.chose_everybody),
        _tap(OPERATORS, BROADCAST, "bought", by=broadcast_to.wished_buyers),
        _tap(OPERATORS, BROADCAST, "unbought", by=broadcast_to.dropped_buyers),
        _tap(OPERATORS, BROADCAST, "list", by=broadcast_to.wished_list),
        _tap(OPERATORS, BROADCAST, "unlist", by=broadcast_to.dropped_list),
        _tap(OPERATORS, BROADCAST, "when", by=broadcast_at.opened_when),
        _tap(OPERATORS, BROADCAST, "now", by=broadcast_at.chose_now),
        _tap(OPERATORS, BROADCAST, "at", by=broadcast_at.chose_moment),
        _tap(OPERATORS, BROADCAST, "day", by=broadcast_at.chose_daytime),
        _tap(OPERATORS, BROADCAST, "fast", by=broadcast_at.opened_faster),
        _tap(OPERATORS, BROADCAST, "pace", by=broadcast_at.chose_pace),
        _tap(OPERATORS, BROADCAST, "pause", by=broadcast_sent.paused_broadcast),
        _tap(OPERATORS, BROADCAST, "goon", by=broadcast_sent.went_on_with_broadcast),
        _tap(OPERATORS, BROADCAST, "stop", by=broadcast_sent.stopped_broadcast),
        _tap(OPERATORS, BROADCAST, "unsend", by=broadcast_sent.wished_deletion),
        _tap(OPERATORS, BROADCAST, "gone", by=broadcast_sent.deleted_again),
        _tap(OPERATORS, BROADCAST, "open", by=broadcast_sent.opened_broadcast),
        _tap(OPERATORS, BROADCAST, "history", by=broadcast_sent.opened_history),
        _tap(OPERATORS, BROADCAST, "older", by=broadcast_sent.opened_history),
        _tap(OPERATORS, BROADCAST, "again", by=broadcast_sent.sends_again),
        _tap(OPERATORS, PANEL, "refresh", by=panel.refreshed_panel),
        _tap(OPERATORS, PANEL, "open", by=panel.chose_supplier),
        _tap(OPERATORS, PANEL, "mine", by=panel.explained_money),
        _tap(CUSTOMERS, START, "wallet", by=wallet.opened_wallet),
        _tap(CUSTOMERS, START, "resume", by=topup.resumed_order),
        _tap(CUSTOMERS, WALLET, "statement", by=wallet.asked_for_statement),
        _tap(CUSTOMERS, COUPON, "ask", by=coupons.wished_coupon),
        _tap(CUSTOMERS, COUPON, "drop", by=coupons.put_coupon_away),
        _tap(CUSTOMERS, INVITE, "open", by=invites.opened_invite),
        _tap(CUSTOMERS, GIFT, "open", by=gifts.opened_gifts),
        _tap(CUSTOMERS, GIFT, "amount", by=gifts.chose_gift_amount),
        _tap(CUSTOMERS, GIFT, "make", by=gifts.made_gift),
        _tap(CUSTOMERS, GIFT, "show", by=gifts.opened_gift),
        _tap(CUSTOMERS, GIFT, "cancel", by=gifts.canceled_gift),
        _tap(CUSTOMERS, MEMBER, "open", by=membership.opened_membership),
        _tap(CUSTOMERS, MEMBER, "join", by=membership.wished_to_join),
        _tap(CUSTOMERS, MEMBER, "stop", by=membership.stopped_renewing),
        _tap(CUSTOMERS, MEMBER, "renew", by=membership.wished_to_renew),
        _tap(CUSTOMERS, TOKEN, "pay", by=for_order.pays),
        _tap(CUSTOMERS, TOKEN, "payagain", by=for_order.pays_again),
        _tap(CUSTOMERS, TOPUP, "open", by=topup.began_topup),
        _tap(CUSTOMERS, TOPUP, "way", by=topup.chose_way),
        _tap(CUSTOMERS, TOPUP, "amount", by=topup.chose_amount),
        _tap(CUSTOMERS, TOPUP, "paid", by=by_hand.has_paid),
        _tap(CUSTOMERS, TOPUP, "handin", by=by_hand.handed_in),
        _tap(CUSTOMERS, TOPUP, "ask", by=support.asked_about_receipt),
        _tap(CUSTOMERS, TOPUP, "drop", by=topup.dropped_topup),
        _tap(CUSTOMERS, TOPUP, "waiting", by=waiting_payment.opened_payment),
        _tap(CUSTOMERS, TOPUP, "check", by=waiting_payment.checked_payment),
        _tap(CUSTOMERS, TOPUP, "unpay", by=waiting_payment.dropped_payment),
        _tap(OPERATORS, RECEIPT, "picture", by=receipts.showed_picture),
        _tap(OPERATORS, RECEIPT, "approve", by=receipts.approved_receipt),
        _tap(OPERATORS, RECEIPT, "why", by=receipts.wished_to_decline),
        _tap(OPERATORS, RECEIPT, "decline", by=receipts.declined_receipt),
        _tap(OPERATORS, RECEIPT, "keep", by=receipts.kept_receipt),
        _tap(OPERATORS, TRANSFER, "open", by=transfers.opened_transfers),
        _tap(OPERATORS, TRANSFER, "list", by=transfers.listed_transfers),
        _tap(OPERATORS, TRANSFER, "give", by=transfers.gave_transfer),
        _tap(OPERATORS, TRANSFER, "leave", by=transfers.left_transfer),
        _tap(OPERATORS, CHANGE, "sure", by=money.sure_of_change),
        _tap(OPERATORS, CHANGE, "drop", by=money.dropped_change),
        _tap(OPERATORS, PAYMENT, "return", by=returns.wished_return),
        _tap(OPERATORS, PAYMENT, "sure", by=returns.returned),
        _tap(OPERATORS, PAYMENT, "part", by=returns.wished_part),
        _tap(OPERATORS, PAYMENT, "kept", by=returns.kept),
        _tap(OPERATORS, PAYMENT, "unsure", by=returns.opened_doubt),
        _tap(OPERATORS, PAYMENT, "went", by=returns.saw_it_went_back),
        _tap(OPERATORS, PAYMENT, "stayed", by=returns.saw_nothing_went_back),
        _tap(OPERATORS, REVIEW, "open", by=review.opened_question),
        _tap(OPERATORS, REVIEW, "adopt", by=review.asked_to_adopt),
        _tap(OPERATORS, REVIEW, "number", by=review.wished_to_type_number),
        _tap(OPERATORS, REVIEW, "void", by=review.asked_to_void),
        _tap(OPERATORS, REVIEW, "adopted", by=review.adopted),
        _tap(OPERATORS, REVIEW, "right", by=review.corrected),
        _tap(OPERATORS, REVIEW, "back", by=review.took_back),
        _tap(OPERATORS, REVIEW, "voided", by=review.voided),
        _tap(OPERATORS, REVIEW, "wait", by=review.waited),
        _tap(OPERATORS, REVIEW, "wish", by=ending.wished_end),
        _tap(OPERATORS, REVIEW, "end", by=ending.ended),
        _tap(CUSTOMERS, TICKET, "write", by=tickets.wished_to_write),
        _tap(CUSTOMERS, TICKET, "order", by=tickets.asked_about_order),
        _tap(CUSTOMERS, TICKET, "answer", by=tickets.wished_to_answer),
        _tap(CUSTOMERS, TICKET, "reopen", by=tickets.reopened),
        _tap(CUSTOMERS, TICKET, "leave", by=tickets.stopped_writing),
        _tap(STAFF, TICKET, "end", by=ticket_desk.tapped_close),
        _tap(STAFF, TICKET, "again", by=ticket_desk.tapped_open_again),
        Route(CUSTOMERS, conversation),
        # A second tap on Confirm, long after the conversation is over, finds the same order.
        Route(CUSTOMERS, CallbackQueryHandler(confirming.confirmed, pattern=is_button(TOKEN, "ok", "again"))),
        Route(CUSTOMERS, MessageHandler(NEW_MESSAGE & _TextFile(), mass.sent_file)),
        _said(CUSTOMERS, "cancel", by=welcome.had_nothing_to_cancel),
        # A command that nobody knows is never words to look for.
        Route(CUSTOMERS, MessageHandler(NEW_MESSAGE & SLASH, welcome.said_unknown_command)),
        # Everything that no other handler takes.
        Route(CUSTOMERS, CallbackQueryHandler(welcome.tapped_old_button)),
        Route(CUSTOMERS, MessageHandler(NEW_MESSAGE, welcome.said_something_else)),
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


def _tap(access: Access, subject: str, action: str, *, by: Any) -> Route:
    """A button of this subject with this action."""
    handler = CallbackQueryHandler[Context, Any](by, pattern=is_button(subject, action))
    return Route(access, handler, f"{subject}:1:{action}:")


def _told(access: Access, asks: DeskAsks, *, by: Any, of: filters.BaseFilter = filters.ALL) -> Route:
    """A message that answers this question of the desk: anything but a command, of this kind."""
    return Route(access, MessageHandler(NEW_MESSAGE & _DeskAsks(asks) & ~SLASH & of, by))


def _said(
    access: Access,
    command: str,
    *,
    by: Any,
    has_args: bool | None = None,
    filters: filters.BaseFilter = NEW_MESSAGE,
) -> Route:
    """A command; `has_args` tells it from the same one with words behind it, or without."""
    handler = CommandHandler[Context, Any](command, by, filters=filters, has_args=has_args)
    return Route(access, handler, f"/{command}" + (" 1 2" if has_args else ""))
