"""What each button of a customer's does."""

from handlers.bundles import handlers as bundles
from handlers.buttons import (
    BUNDLE_OFFER,
    COUPON,
    GIFT,
    INVITE,
    LIST,
    MASS,
    MEMBER,
    ORDER,
    PRESET,
    STANDING,
    START,
    TICKET,
    TOKEN,
    TOPUP,
    WALLET,
)
from handlers.growth import coupons, gifts, invites
from handlers.mass import handlers as mass
from handlers.mass import ordered as mass_ordered
from handlers.membership import handlers as membership
from handlers.noticing import handlers as noticing
from handlers.ordering import browsing
from handlers.orders import handlers as orders
from handlers.orders import rating, searching
from handlers.presets import handlers as presets
from handlers.route import CUSTOMERS, EVERYBODY, Route, tap
from handlers.service_news import handlers as service_news
from handlers.tickets import handlers as tickets
from handlers.topup import by_hand, for_order
from handlers.topup import handlers as topup
from handlers.topup import waiting as waiting_payment
from handlers.wallet import handlers as wallet
from handlers.welcome import accepting, closed, erasing, home, outside, preferences, support
from handlers.welcome import handlers as welcome
from shop.catalogue.shelf import FAVOURITES, ORDERED


def customer_buttons() -> tuple[Route, ...]:
    """Return the routes of customers' buttons; no two take the same tap."""
    return (
        *_of_outsiders(),
        *_of_orders(),
        *_of_many_orders(),
        *_of_wallets(),
        *_of_preferences(),
        *_of_home(),
        *_of_tickets(),
    )


def _of_outsiders() -> tuple[Route, ...]:
    """What strangers and banned people may tap, too: deletion is their right."""
    return (
        tap(EVERYBODY, START, "erase", by=erasing.wished_deletion),
        tap(EVERYBODY, START, "giveup", by=erasing.wished_to_give_up),
        tap(EVERYBODY, START, "eraseall", by=erasing.deleted_data),
        tap(EVERYBODY, STANDING, "ask", by=outside.asked_to_come_in),
    )


def _of_orders() -> tuple[Route, ...]:
    """A person's orders: the list, and the card of one."""
    return (
        tap(CUSTOMERS, START, "orders", by=orders.opened_orders),
        tap(CUSTOMERS, LIST, "show", by=orders.chose_filter),
        tap(CUSTOMERS, LIST, "search", by=searching.wished_to_search),
        tap(CUSTOMERS, LIST, "older", by=orders.paged_older),
        tap(CUSTOMERS, LIST, "newer", by=orders.paged_newer),
        tap(CUSTOMERS, ORDER, "open", by=orders.opened_order),
        tap(CUSTOMERS, ORDER, "refresh", by=orders.refreshed),
        tap(CUSTOMERS, ORDER, "refill", by=orders.asked_refill),
        tap(CUSTOMERS, ORDER, "cancel", by=orders.wished_cancel),
        tap(CUSTOMERS, ORDER, "stop", by=orders.asked_cancel),
        tap(CUSTOMERS, ORDER, "drop", by=orders.dropped),
        tap(CUSTOMERS, ORDER, "keep", by=orders.kept_order),
        tap(CUSTOMERS, ORDER, "reorder", by=orders.reordered),
        tap(CUSTOMERS, ORDER, "back", by=orders.went_back),
        tap(CUSTOMERS, ORDER, "rate", by=rating.rated),
    )


def _of_many_orders() -> tuple[Route, ...]:
    """Many orders at once: lists, bundles and presets."""
    return (
        tap(CUSTOMERS, START, "mass", by=mass.opened_mass),
        tap(CUSTOMERS, BUNDLE_OFFER, "list", by=bundles.opened_bundles),
        tap(CUSTOMERS, BUNDLE_OFFER, "open", by=bundles.opened_bundle),
        tap(CUSTOMERS, BUNDLE_OFFER, "order", by=bundles.wished_to_order),
        tap(CUSTOMERS, MASS, "page", by=mass.turned_page),
        tap(CUSTOMERS, MASS, "how", by=mass.asked_how),
        tap(CUSTOMERS, MASS, "drop", by=mass.went_on_without_them),
        tap(CUSTOMERS, MASS, "once", by=mass.left_out_twins),
        tap(CUSTOMERS, MASS, "ok", by=mass.confirmed),
        tap(CUSTOMERS, MASS, "refresh", by=mass_ordered.refreshed),
        tap(CUSTOMERS, MASS, "orders", by=mass_ordered.opened_orders),
        tap(CUSTOMERS, MASS, "home", by=mass_ordered.went_home),
        tap(CUSTOMERS, MASS, "keep", by=presets.saved_mass_order),
        tap(CUSTOMERS, PRESET, "list", by=presets.opened_presets),
        tap(CUSTOMERS, PRESET, "open", by=presets.opened_preset),
        tap(CUSTOMERS, PRESET, "name", by=presets.wished_name),
        tap(CUSTOMERS, PRESET, "wish", by=presets.wished_to_delete),
        tap(CUSTOMERS, PRESET, "drop", by=presets.deleted),
        tap(CUSTOMERS, ORDER, "preset", by=presets.saved_order),
    )


def _of_wallets() -> tuple[Route, ...]:
    """Money of one's own: the wallet, top-ups, coupons, invitations, gifts and memberships."""
    return (
        tap(CUSTOMERS, START, "wallet", by=wallet.opened_wallet),
        tap(CUSTOMERS, START, "resume", by=topup.resumed_order),
        tap(CUSTOMERS, WALLET, "statement", by=wallet.asked_for_statement),
        tap(CUSTOMERS, TOKEN, "pay", by=for_order.pays),
        tap(CUSTOMERS, TOKEN, "payagain", by=for_order.pays_again),
        tap(CUSTOMERS, TOPUP, "open", by=topup.began_topup),
        tap(CUSTOMERS, TOPUP, "way", by=topup.chose_way),
        tap(CUSTOMERS, TOPUP, "amount", by=topup.chose_amount),
        tap(CUSTOMERS, TOPUP, "paid", by=by_hand.has_paid),
        tap(CUSTOMERS, TOPUP, "handin", by=by_hand.handed_in),
        tap(CUSTOMERS, TOPUP, "ask", by=support.asked_about_receipt),
        tap(CUSTOMERS, TOPUP, "drop", by=topup.dropped_topup),
        tap(CUSTOMERS, TOPUP, "waiting", by=waiting_payment.opened_payment),
        tap(CUSTOMERS, TOPUP, "check", by=waiting_payment.checked_payment),
        tap(CUSTOMERS, TOPUP, "unpay", by=waiting_payment.dropped_payment),
        tap(CUSTOMERS, COUPON, "ask", by=coupons.wished_coupon),
        tap(CUSTOMERS, COUPON, "drop", by=coupons.put_coupon_away),
        tap(CUSTOMERS, INVITE, "open", by=invites.opened_invite),
        tap(CUSTOMERS, GIFT, "open", by=gifts.opened_gifts),
        tap(CUSTOMERS, GIFT, "amount", by=gifts.chose_gift_amount),
        tap(CUSTOMERS, GIFT, "make", by=gifts.made_gift),
        tap(CUSTOMERS, GIFT, "show", by=gifts.opened_gift),
        tap(CUSTOMERS, GIFT, "cancel", by=gifts.canceled_gift),
        tap(CUSTOMERS, MEMBER, "open", by=membership.opened_membership),
        tap(CUSTOMERS, MEMBER, "join", by=membership.wished_to_join),
        tap(CUSTOMERS, MEMBER, "stop", by=membership.stopped_renewing),
        tap(CUSTOMERS, MEMBER, "renew", by=membership.wished_to_renew),
    )


def _of_preferences() -> tuple[Route, ...]:
    """What people set for themselves, and news of their services."""
    return (
        tap(CUSTOMERS, START, "settings", by=preferences.opened_settings),
        tap(CUSTOMERS, START, "language", by=preferences.opened_languages),
        tap(CUSTOMERS, START, "speak", by=preferences.chose_language),
        tap(CUSTOMERS, START, "notices", by=noticing.opened_notices),
        tap(CUSTOMERS, START, "listen", by=noticing.chose_notices),
        tap(CUSTOMERS, START, "shopon", by=noticing.wants_shop_news),
        tap(CUSTOMERS, START, "shopoff", by=noticing.stopped_shop_news),
        tap(CUSTOMERS, START, "quiet", by=noticing.opened_quiet_hours),
        tap(CUSTOMERS, START, "hush", by=noticing.chose_quiet_hours),
        tap(CUSTOMERS, START, "zone", by=noticing.opened_zone),
        tap(CUSTOMERS, START, "clock", by=noticing.chose_clock),
        tap(CUSTOMERS, START, "town", by=noticing.chose_town),
        tap(CUSTOMERS, START, "news", by=service_news.opened_news),
        tap(CUSTOMERS, START, "newson", by=service_news.wished_news),
        tap(CUSTOMERS, START, "newsoff", by=service_news.stopped_news),
        tap(CUSTOMERS, START, "card", by=service_news.opened_service),
    )


def _of_home() -> tuple[Route, ...]:
    """The home, help, and the shop's terms."""
    return (
        tap(CUSTOMERS, START, "home", by=home.opened_home),
        tap(CUSTOMERS, START, "help", by=welcome.asked_a_question),
        tap(CUSTOMERS, START, "drop", by=home.dropped_draft),
        tap(CUSTOMERS, START, "search", by=home.asked_how_to_search),
        tap(CUSTOMERS, START, "again", by=home.opened_again),
        tap(CUSTOMERS, START, "left", by=browsing.took_up_left),
        tap(CUSTOMERS, START, FAVOURITES, by=browsing.opened_shelf),
        tap(CUSTOMERS, START, ORDERED, by=browsing.opened_shelf),
        tap(CUSTOMERS, START, "support", by=support.asked_for_support),
        tap(CUSTOMERS, START, "terms", by=support.read_terms),
        tap(CUSTOMERS, START, "readterms", by=accepting.read_before_accepting),
        tap(CUSTOMERS, START, "askterms", by=accepting.went_back_to_question),
        tap(CUSTOMERS, START, "accept", by=accepting.accepted_terms),
        tap(CUSTOMERS, START, "call", by=support.called_operator),
        tap(CUSTOMERS, START, "tellopen", by=closed.wished_to_be_told),
    )


def _of_tickets() -> tuple[Route, ...]:
    """What customers ask a person of the shop."""
    return (
        tap(CUSTOMERS, TICKET, "write", by=tickets.wished_to_write),
        tap(CUSTOMERS, TICKET, "order", by=tickets.asked_about_order),
        tap(CUSTOMERS, TICKET, "answer", by=tickets.wished_to_answer),
        tap(CUSTOMERS, TICKET, "reopen", by=tickets.reopened),
        tap(CUSTOMERS, TICKET, "leave", by=tickets.stopped_writing),
    )
