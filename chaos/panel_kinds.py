"""Kinds of panel accounts for lost answers: how the balance behaves, and what others do."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from playground.panel import FakePanel

Dice = random.Random


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. `prepare` sets a panel up; `noise` lists what happens around an order.

    `noisy` times in 100 something does. `alone` is the share that must be settled without a person in
    five minutes, per cent. `slow`: times in 100 in which the panel makes the order minutes after the
    answer was lost.
    """

    name: str
    prepare: Callable[[FakePanel, Dice], None]
    noise: tuple[str, ...] = ()
    noisy: int = 0
    alone: int = 0
    slow: int = 0


def _plain(_panel: FakePanel, _dice: Dice) -> None:
    """Leave the panel as it is: it charges at once, shows everything, and gives back at once."""


def _late(panel: FakePanel, dice: Dice) -> None:
    panel.charge_late = float(dice.choice((30, 90, 180, 240, 400, 600, 900, 3600)))


def _late_refunds(panel: FakePanel, dice: Dice) -> None:
    panel.refund_late = float(dice.choice((30, 120, 300, 600, 1800)))


def _cached(panel: FakePanel, dice: Dice) -> None:
    panel.balance_cached = float(dice.choice((20, 60, 120, 300, 400, 600, 1200)))


def _rounded(panel: FakePanel, dice: Dice) -> None:
    panel.balance_decimals = dice.choice((2, 2, 4))
    panel.charge_decimals = dice.choice((None, 4))


KINDS: dict[str, Kind] = {
    one.name: one
    for one in (
        Kind("quiet", _plain, alone=95),
        Kind("late charges", _late, ("refund", "jump", "hand"), noisy=15),
        Kind("slow adds", _plain, ("jump",), noisy=15, slow=50),
        Kind("late refunds", _late_refunds, ("refund of ours", "refund of ours", "jump"), noisy=50),
        Kind("cached", _cached, ("refund", "jump"), noisy=15),
        Kind("rounded", _rounded, ("jump",), noisy=10),
        Kind("shared", _plain, ("hand", "hand", "same", "refund", "deposit", "jump"), noisy=60),
        Kind("deposits", _plain, ("deposit", "deposit", "jump"), noisy=60),
    )
}


def happens(
    what: str,
    panel: FakePanel,
    dice: Dice,
    *,
    like: tuple[int, int],
    by_hand: list[str],
    ours: list[str],
    n: int,
) -> None:
    """Do one thing that others do on the account, or the panel to an order of ours.

    `like` is the service and quantity of the lost order; `by_hand` are the
    numbers of others' orders so far, `ours` those of the kiosk's orders that may end.
    """
    match what:
        case "hand" | "same":
            service, quantity = like if what == "same" else dice.choice(SERVICES)
            form = {"service": str(service), "quantity": str(quantity), "link": f"https://x.com/hand{n}"}
            by_hand.append(panel.place(form, "link").id)
        case "refund" if by_hand:
            panel.set_state(by_hand.pop(dice.randrange(len(by_hand))), "Canceled")
        case "refund of ours" if ours:
            panel.set_state(ours.pop(dice.randrange(len(ours))), "Canceled")
        case "jump":
            panel.skip_ids(dice.choice((1, 7, 30, 120, 350, 5000)))
        case _:
            panel.deposit(Decimal(dice.choice(("5", "10", "25.5", "0.5"))))


SERVICES = ((1, 100), (1, 250), (2, 300), (3, 1000), (21, 500), (22, 70), (21, 1500))
"""The orders' services, sold by quantity, and their quantities."""
