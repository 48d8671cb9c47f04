"""Sequences of reports that no panel should send: refunds are exact, and never more than the price.

    python -m chaos.refunds [how many] [seed]

Each sequence is up to twelve reports on one order: ends that flip, repeat, come
late or twice, remains that grow, shrink or are nonsense. The right refund
is computed here separately, with fractions, and compared after every report.
"""

import random
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import floor

from chaos.result import Result, numbers_given, print_results, seed_or_new
from shop.ledger.journals import refunding
from shop.ordering.order import FROM_PANEL, Order, OrderState
from shop.ordering.status_tracking import follow
from shop.replies import ItemError, PanelState, StatusReport
from tests.contracts.storage.stores import ANN, NOON, PANEL, TERMS

STATES = (*PanelState, PanelState.PARTIAL, PanelState.PARTIAL, PanelState.CANCELED, None)
CHARGES = (None, Decimal(0), Decimal("0.5"))
Report = StatusReport | ItemError


def run(n: int = 100_000, seed: int | None = None) -> Result:
    """Play `n` sequences; without a `seed` it takes a new one."""
    chosen = seed_or_new(seed)
    started, dice, wrong, reports = time.perf_counter(), random.Random(chosen), [], 0
    for number in range(n):
        price, quantity = _amount(dice), dice.choice((1, 3, 1000, dice.randint(1, 10**9)))
        sequence = [_report(dice, quantity) for _ in range(dice.randint(1, 12))]
        reports += len(sequence)
        trouble = _played(price, quantity, sequence)
        if trouble:
            wrong.append(f"sequence {number}: {trouble}; price {price} of {quantity}: {sequence}")
    counts = {"reports": reports}
    return Result("refunds", n, tuple(wrong), time.perf_counter() - started, chosen, counts)


def _played(price: int, quantity: int, sequence: Sequence[Report]) -> str:
    """Return what did not hold after which report, or nothing."""
    terms = replace(TERMS, price_micro=price, quantity=quantity)
    order = Order(1, ANN, PANEL, terms, OrderState.PENDING, NOON, NOON, panel_order_id="1")
    wallet, due = 0, 0
    keys: set[str] = set()
    for place, report in enumerate(sequence):
        change = follow(order, report, NOON)
        level = change.after.refunded_micro
        for journal in refunding(order.sale, refunded_micro=order.refunded_micro, level_micro=level):
            if journal.key in keys:
                return f"report {place} gives back under a key that was used"
            keys.add(journal.key)
            wallet += sum(line.amount_micro for line in journal.postings if line.account == order.sale.wallet)
        due = max(due, _due(price, quantity, report))
        order = change.after
        if not wallet == order.refunded_micro == due <= price:
            return f"after report {place} {wallet} is back, {order.refunded_micro} noted, {due} due"
    return ""


def _due(price: int, quantity: int, report: Report) -> int:
    """Return the refund for this report alone, rounded down once."""
    if isinstance(report, ItemError) or report.state not in FROM_PANEL:
        return 0
    state = FROM_PANEL[report.state]
    if state is OrderState.CANCELED:
        return price
    if state is not OrderState.PARTIAL or report.remains is None or not 0 <= report.remains <= quantity:
        return 0
    return floor(Fraction(price) * report.remains / quantity)


def _report(dice: random.Random, quantity: int) -> Report:
    if dice.random() < 0.05:
        return ItemError("Incorrect order ID")
    remains = dice.choice((None, -1, 0, quantity, quantity + 1, 10**12, *(dice.randint(0, quantity),) * 6))
    state = dice.choice(STATES)
    return StatusReport(state, "Word", remains=remains, charge=dice.choice(CHARGES))


def _amount(dice: random.Random) -> int:
    return dice.choice((0, 1, 99, 1_000_001, dice.randint(1, 10**7), dice.randint(1, 10**15)))


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    return print_results(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())
