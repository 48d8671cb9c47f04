"""The fake panel as the page shows it."""

from decimal import Decimal
from typing import Any

from playground.demo_state import SPEEDS, DemoState, newest_orders
from playground.panel import FakePanel, Order

FAULTS: dict[str, str] = {
    "no_funds": "refuse: not enough funds",
    "bad_link": "refuse: invalid link",
    "bad_key": "refuse: wrong key",
    "error_vague": "refuse in vague words",
    "error_vague_after": "accept, but refuse in vague words",
    "words_unknown": "refuse in words nobody knows",
    "words_unknown_after": "accept, but refuse in words nobody knows",
    "duplicate_after": "accept, but say that it is a duplicate",
    "see_other_after": "accept, and answer with a redirect",
    "moved": "the address has moved",
    "hang_before": "time out before accepting",
    "hang_after": "time out after accepting",
    "reset_before": "cut the line before accepting",
    "reset_after": "cut the line after accepting",
    "half_body": "half a body",
    "truncated": "a body cut short",
    "html_502_before": "HTML error page, not accepted",
    "html_502_after": "HTML error page, yet accepted",
    "slow_add": "HTML error page, accepted minutes later",
    "garbage": "garbage, yet accepted",
    "empty_after": "an empty body, yet accepted",
    "throttle_429": "429, too many requests",
    "slow": "answer two seconds late",
    "catalogue_empty": "an empty catalogue",
    "catalogue_html": "an HTML page as catalogue",
    "status_swapped_order": "statuses in the wrong order",
    "status_missing": "a status missing",
    "status_unknown_word": "a status word nobody knows",
    "action_unknown": "no question about refills is known",
    "id_as_float": "an order's number with .0",
    "id_with_blanks": "an order's number with blanks",
    "id_in_an_object": "an order's number in an object",
    "status_without_charge": "a status without the charge",
    "status_remains_grow": "a status of which more remains",
    "status_in_floats": "a status in decimals",
    "status_in_titles": "a status whose names have blanks",
    "status_charged_nan": "a status with a charge that is no number",
    "status_of_another": "a status of another's order, too",
    "refill_in_a_list": "a refill in a list",
    "refill_in_an_object": "a refill in an object",
    "cancel_by_number": "cancellations by number",
    "cancel_one_message": "one sentence for a cancellation",
    "balance_grouped": "a balance with commas",
    "catalogue_odd": "odd services in the catalogue",
}
"""What goes wrong, in words; the names are the fake panel's."""


def panel(demo: DemoState) -> dict[str, Any]:
    fake = demo.panel
    return {
        "balance": _money(fake.balance),
        "currency": fake.currency,
        "orders": [_order(order) for order in newest_orders(fake)],
        "total": len(fake.orders),
        "faults": [{"name": name, "words": FAULTS[name]} for name in FAULTS if name in fake.fault_names],
        "armed": {FAULTS.get(name, name): times for name, times in fake.armed.items()},
        "speed": demo.speed,
        "speeds": list(SPEEDS),
        "open": demo.panel_switch.is_open,
        "shelf": demo.shelf,
    }


def _order(order: Order) -> dict[str, Any]:
    return {
        "id": order.id,
        "service": f"{order.service.id} {order.service.name}",
        "link": order.link,
        "quantity": order.quantity,
        "remains": order.remains,
        "start_count": order.start_count,
        "charge": str(order.charge),
        "word": order.word,
        "by_hand": order.by_hand,
    }


def _money(amount: Decimal) -> str:
    """Return the amount with two decimals, or more if it has more."""
    whole, _, places = f"{amount:.5f}".partition(".")
    return f"{whole}.{places.rstrip('0').ljust(2, '0')}"


def shelf(fake: FakePanel) -> list[dict[str, Any]]:
    """Return everything on sale, with what can be changed."""
    return [
        {
            "id": service.id,
            "name": service.name,
            "category": service.category,
            "rate": service.rate,
            "min": service.min,
            "max": service.max,
        }
        for service in fake.catalogue
    ]
