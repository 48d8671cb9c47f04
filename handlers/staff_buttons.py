"""What each button of the desk does, by which the staff sees to people and their orders."""

from handlers.buttons import (
    ALERT,
    CHANGE,
    DESK,
    DESK_ORDER,
    FIGURES,
    ORPHAN,
    PAYMENT,
    PERSON,
    RECEIPT,
    REVIEW,
    TICKET,
    TRANSFER,
    WAITING,
)
from handlers.operator.alerts import handlers as alerts
from handlers.operator.catalogue import changes as catalogue_changes
from handlers.operator.catalogue import rules
from handlers.operator.comparing import handlers as comparing
from handlers.operator.coupons import handlers as made_coupons
from handlers.operator.desk import handlers as desk
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
from handlers.operator.stats import handlers as stats
from handlers.operator.tickets import handlers as ticket_desk
from handlers.operator.transfers import handlers as transfers
from handlers.operator.waiting import handlers as waiting
from handlers.route import OPERATORS, STAFF, Route, tap


def staff_buttons() -> tuple[Route, ...]:
    """Return the routes of the desk's buttons about people, orders and money; no two take the same tap."""
    return (
        *_of_people(),
        *_of_desk_orders(),
        *_of_review(),
        *_of_tickets(),
        *_of_desk(),
        *_of_alerts(),
        *_of_payments(),
    )


def _of_people() -> tuple[Route, ...]:
    """People, their notes and their wallets."""
    return (
        tap(STAFF, DESK, "people", by=people.opened_people),
        tap(STAFF, PERSON, "list", by=people.chose_people),
        tap(STAFF, PERSON, "next", by=people.paged_people),
        tap(STAFF, PERSON, "filters", by=people.opened_filters),
        tap(STAFF, PERSON, "search", by=people.wished_person),
        tap(STAFF, PERSON, "open", by=people.opened_person),
        tap(STAFF, PERSON, "wallet", by=returns.opened_wallet),
        tap(STAFF, PERSON, "notes", by=notes.opened_notes),
        tap(STAFF, PERSON, "addnote", by=notes.wished_note),
        tap(STAFF, PERSON, "delnote", by=notes.wished_to_delete_note),
        tap(STAFF, PERSON, "dropnote", by=notes.deleted_note),
        tap(STAFF, PERSON, "tickets", by=letters.opened_tickets),
        tap(STAFF, PERSON, "ticket", by=letters.opened_ticket),
        tap(STAFF, PERSON, "write", by=letters.wished_to_write),
        tap(OPERATORS, PERSON, "level", by=levels.opened_levels),
        tap(OPERATORS, PERSON, "setlevel", by=levels.chose_level),
        tap(OPERATORS, PERSON, "surelevel", by=levels.sure_of_chosen_level),
        tap(OPERATORS, PERSON, "see", by=seen_as.saw_as),
        tap(OPERATORS, PERSON, "seen", by=seen_as.looked_around),
        tap(OPERATORS, PERSON, "inert", by=seen_as.tapped_inert),
        tap(OPERATORS, PERSON, "give", by=changes.wished_to_give),
        tap(OPERATORS, PERSON, "take", by=changes.wished_to_take),
        tap(OPERATORS, PERSON, "sure", by=changes.confirmed),
        tap(OPERATORS, PERSON, "again", by=changes.wished_to_type_again),
        tap(OPERATORS, PERSON, "drop", by=changes.dropped),
        tap(OPERATORS, PERSON, "rest", by=changes.wished_rest),
        tap(OPERATORS, PERSON, "undo", by=changes.wished_undo),
    )


def _of_desk_orders() -> tuple[Route, ...]:
    """Everybody's orders."""
    return (
        tap(STAFF, DESK_ORDER, "list", by=order_lists.opened_list),
        tap(STAFF, DESK_ORDER, "person", by=order_lists.opened_orders_of),
        tap(STAFF, DESK_ORDER, "from", by=order_lists.went_back_to_page),
        tap(STAFF, DESK_ORDER, "older", by=order_lists.paged_older),
        tap(STAFF, DESK_ORDER, "newer", by=order_lists.paged_newer),
        tap(STAFF, DESK_ORDER, "filter", by=order_lists.wished_filter),
        tap(STAFF, DESK_ORDER, "day", by=order_lists.wished_day),
        tap(STAFF, DESK_ORDER, "search", by=order_lists.wished_search),
        tap(STAFF, DESK_ORDER, "like", by=order_lists.opened_similar),
        tap(STAFF, DESK_ORDER, "open", by=order_cards.opened_order),
        tap(STAFF, DESK_ORDER, "line", by=order_history.opened_timeline),
        tap(STAFF, DESK_ORDER, "ask", by=order_acts.asked_panel),
        tap(STAFF, DESK_ORDER, "write", by=order_writing.wished_to_write),
        tap(STAFF, DESK_ORDER, "send", by=order_writing.sent_message),
        tap(OPERATORS, DESK_ORDER, "cancel", by=order_acts.wished_to_cancel),
        tap(OPERATORS, DESK_ORDER, "drop", by=order_acts.dropped_order),
        tap(OPERATORS, DESK_ORDER, "stop", by=order_acts.asked_to_stop),
        tap(OPERATORS, DESK_ORDER, "refill", by=order_acts.wished_refill),
        tap(OPERATORS, DESK_ORDER, "refilled", by=order_acts.asked_for_refill),
        tap(OPERATORS, DESK_ORDER, "end", by=order_acts.wished_to_end),
    )


def _of_review() -> tuple[Route, ...]:
    """Orders whose answer was lost."""
    return (
        tap(OPERATORS, DESK, "review", by=review.opened_review),
        tap(OPERATORS, REVIEW, "open", by=review.opened_question),
        tap(OPERATORS, REVIEW, "adopt", by=review.asked_to_adopt),
        tap(OPERATORS, REVIEW, "number", by=review.wished_to_type_number),
        tap(OPERATORS, REVIEW, "void", by=review.asked_to_void),
        tap(OPERATORS, REVIEW, "adopted", by=review.adopted),
        tap(OPERATORS, REVIEW, "right", by=review.corrected),
        tap(OPERATORS, REVIEW, "back", by=review.took_back),
        tap(OPERATORS, REVIEW, "voided", by=review.voided),
        tap(OPERATORS, REVIEW, "wait", by=review.waited),
        tap(OPERATORS, REVIEW, "wish", by=ending.wished_end),
        tap(OPERATORS, REVIEW, "end", by=ending.ended),
    )


def _of_tickets() -> tuple[Route, ...]:
    """What customers ask, and the staff answers."""
    return (
        tap(STAFF, DESK, "tickets", by=ticket_desk.listed_tickets),
        tap(STAFF, TICKET, "end", by=ticket_desk.tapped_close),
        tap(STAFF, TICKET, "again", by=ticket_desk.tapped_open_again),
    )


def _of_desk() -> tuple[Route, ...]:
    """The desk: its home, what waits, and figures."""
    return (
        tap(STAFF, DESK, "home", by=desk.opened_desk),
        tap(OPERATORS, DESK, "log", by=desk.opened_log),
        tap(OPERATORS, DESK, "older", by=desk.opened_log),
        tap(STAFF, DESK, "more", by=desk.opened_more),
        tap(OPERATORS, DESK, "hear", by=desk.hears_of_orders),
        tap(OPERATORS, DESK, "hush", by=desk.hears_no_more),
        tap(OPERATORS, DESK, "stats", by=stats.opened_figures),
        tap(OPERATORS, DESK, "panel", by=panel.opened_panel),
        tap(OPERATORS, DESK, "prices", by=prices.asked_for_prices),
        tap(OPERATORS, DESK, "coupons", by=made_coupons.opened_coupons),
        tap(STAFF, WAITING, "list", by=waiting.opened_queue),
        tap(STAFF, WAITING, "older", by=waiting.paged_on),
        tap(STAFF, WAITING, "open", by=waiting.opened_waiting),
        tap(OPERATORS, WAITING, "order", by=waiting.opened_order),
        tap(OPERATORS, WAITING, "done", by=waiting.saw_to),
        tap(OPERATORS, WAITING, "end", by=waiting.wished_to_end),
        tap(OPERATORS, FIGURES, "days", by=stats.chose_period),
        tap(OPERATORS, FIGURES, "pics", by=stats.wanted_pictures),
        tap(OPERATORS, FIGURES, "csv", by=stats.wanted_file),
    )


def _of_alerts() -> tuple[Route, ...]:
    """What is wrong now, and orders that only a panel knows."""
    return (
        tap(OPERATORS, ALERT, "list", by=alerts.opened_alerts),
        tap(OPERATORS, ALERT, "card", by=alerts.opened_alert),
        tap(OPERATORS, ALERT, "seen", by=alerts.looks_after),
        tap(OPERATORS, ALERT, "mute", by=alerts.muted),
        tap(OPERATORS, ALERT, "loud", by=alerts.let_ring),
        tap(OPERATORS, ALERT, "settled", by=alerts.settled),
        tap(OPERATORS, ALERT, "panel", by=panel.opened_panel),
        tap(OPERATORS, ALERT, "prices", by=prices.asked_for_prices),
        tap(OPERATORS, ALERT, "review", by=review.opened_review),
        tap(OPERATORS, ALERT, "question", by=review.opened_question),
        tap(OPERATORS, ALERT, "service", by=quality.opened_service),
        tap(OPERATORS, ALERT, "compare", by=comparing.opened_suppliers),
        tap(OPERATORS, ALERT, "changes", by=catalogue_changes.opened_changes),
        tap(OPERATORS, ALERT, "rules", by=rules.opened_question),
        tap(OPERATORS, ALERT, "orphans", by=orphans.opened_orphans),
        tap(OPERATORS, ORPHAN, "list", by=orphans.opened_orphans),
        tap(OPERATORS, ORPHAN, "on", by=orphans.paged_orphans),
        tap(OPERATORS, ORPHAN, "look", by=orphans.wished_look),
        tap(OPERATORS, ORPHAN, "open", by=orphans.opened_orphan),
        tap(OPERATORS, ORPHAN, "own", by=orphans.marked_own),
        tap(OPERATORS, ORPHAN, "nobodys", by=orphans.marked_nobodys),
        tap(OPERATORS, ORPHAN, "loss", by=orphans.wished_loss),
        tap(OPERATORS, ORPHAN, "lost", by=orphans.noted_loss),
        tap(OPERATORS, ORPHAN, "undo", by=orphans.undid),
        tap(OPERATORS, ORPHAN, "rest", by=orphans.wished_rest),
        tap(OPERATORS, ORPHAN, "rested", by=orphans.marked_rest),
    )


def _of_payments() -> tuple[Route, ...]:
    """Receipts, bank transfers, changes of a wallet, and payments that go back."""
    return (
        tap(OPERATORS, RECEIPT, "picture", by=receipts.showed_picture),
        tap(OPERATORS, RECEIPT, "approve", by=receipts.approved_receipt),
        tap(OPERATORS, RECEIPT, "why", by=receipts.wished_to_decline),
        tap(OPERATORS, RECEIPT, "decline", by=receipts.declined_receipt),
        tap(OPERATORS, RECEIPT, "keep", by=receipts.kept_receipt),
        tap(OPERATORS, TRANSFER, "open", by=transfers.opened_transfers),
        tap(OPERATORS, TRANSFER, "list", by=transfers.listed_transfers),
        tap(OPERATORS, TRANSFER, "give", by=transfers.gave_transfer),
        tap(OPERATORS, TRANSFER, "leave", by=transfers.left_transfer),
        tap(OPERATORS, CHANGE, "sure", by=money.sure_of_change),
        tap(OPERATORS, CHANGE, "drop", by=money.dropped_change),
        tap(OPERATORS, PAYMENT, "return", by=returns.wished_return),
        tap(OPERATORS, PAYMENT, "sure", by=returns.returned),
        tap(OPERATORS, PAYMENT, "part", by=returns.wished_part),
        tap(OPERATORS, PAYMENT, "kept", by=returns.kept),
        tap(OPERATORS, PAYMENT, "unsure", by=returns.opened_doubt),
        tap(OPERATORS, PAYMENT, "went", by=returns.saw_it_went_back),
        tap(OPERATORS, PAYMENT, "stayed", by=returns.saw_nothing_went_back),
    )
