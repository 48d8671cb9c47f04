"""One customer's account at the panel: its orders and its money."""

import math
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Literal

from playground.clock import Clock
from playground.panel.catalogue import Service
from playground.panel.orders import Order, Pace, Refill
from playground.panel.reply import Refused
from playground.panel.rules import Form, Terms, terms
from playground.panel.sample_catalogue import stocked

_DAY = 24 * 3600.0
_NOT_ORDERS_OWN = frozenset({"key", "action"})


class Account:
    """What the panel keeps in its database. Every refusal is raised as Refused, in a panel's words.

    `orders` (by id) is the ground truth. `catalogue`, `pace`,
    `refuse_duplicate_links` (one running order a link), `gross_charge`
    (status shows the charge without refunds), `charge_factor` (it charges this many times
    its rate), `cuts_comments_at` (characters at which it splits one comment) and
    `idempotency_field` (an order that repeats this field's value is the same order, for
    `references_kept` seconds after it was made) may be changed at any time; so may `numbered`, the form of
    its orders' numbers ("ORD-{}/2024").
    So may what makes a balance a poor witness: `charge_late` and `refund_late`
    (seconds until the money moves, as where a cron moves it), `balance_cached`
    (seconds for which a shown balance is shown again), `balance_decimals`
    (the balance is rounded to this many), `posts_shown` (what a subscription's status says of posts:
    how many were `served`, how many were `ordered`, or `none` at all), `charge_decimals` (charges are
    rounded up to this many) and
    `charge_by_run` (a drip-feed is charged run by run, not at once).
    """

    def __init__(self, *, clock: Clock, balance: Decimal, currency: str) -> None:
        self.clock = clock
        self.currency = currency
        self.catalogue = stocked()
        self.pace = Pace()
        self.refuse_duplicate_links = False
        self.gross_charge = False
        self.charge_factor = Decimal(1)
        self.cuts_comments_at: tuple[str, ...] = ()
        self.idempotency_field = ""
        self.references_kept = math.inf
        self.charge_late = 0.0
        self.refund_late = 0.0
        self.balance_cached = 0.0
        self.balance_decimals: int | None = None
        self.charge_decimals: int | None = None
        self.charge_by_run = False
        self.numbered = "{}"
        self.posts_shown: Literal["served", "ordered", "none"] = "served"
        self.orders: dict[str, Order] = {}
        self._balance = balance
        self._moving: list[tuple[float, Decimal]] = []
        self._shown: tuple[float, Decimal] | None = None
        self._running: dict[str, Order] = {}
        self._refills: dict[str, Refill] = {}
        self._ahead = 0.0
        self.number_from(23_501)  # the first id in the seed's own documentation

    def begin_anew(self) -> None:
        """Forget every order; the catalogue stays, and no number comes again."""
        for kept in (self.orders, self._running, self._refills):
            kept.clear()

    @property
    def balance(self) -> Decimal:
        """The account's money right now."""
        self.live()
        return self._balance

    def number_from(self, first: int) -> None:
        """Give the next order this number."""
        self._next_id = first

    @property
    def next_id(self) -> str:
        """The id that the next order gets."""
        return self.numbered.format(self._next_id)

    def shown_balance(self) -> Decimal:
        """The balance the panel reports: perhaps rounded, perhaps old."""
        now = self._now()
        if self._shown is None or now - self._shown[0] >= self.balance_cached:
            self._shown = (now, self.balance)
        shown = self._shown[1]
        if self.balance_decimals is None:
            return shown
        return shown.quantize(Decimal(1).scaleb(-self.balance_decimals), ROUND_HALF_UP)

    def deposit(self, amount: Decimal) -> None:
        """Add money to the account, or take some if the amount is negative."""
        self._balance += amount

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass for the orders, in addition to the clock."""
        self._ahead += seconds
        self.live()

    def live(self) -> None:
        """Bring every running order up to the present, and move the money that is due."""
        due = [one for one in self._moving if one[0] <= self._now()]
        self._moving = [one for one in self._moving if one[0] > self._now()]
        self._balance += sum((amount for _, amount in due), Decimal(0))
        for order in self._running.values():
            order.live(self._now(), self.pace)
            self.settle(order)
        self._running = {order.id: order for order in self._running.values() if order.moves}

    def settle(self, order: Order) -> None:
        """Pay back what an order's state owes, and charge a subscription for its posts."""
        for_posts = order.per_post * order.posts
        if order.per_post and for_posts > order.charge:
            self._balance -= for_posts - order.charge
            order.charge = for_posts
        for _ in range(order.runs_charged, order.runs_begun(self._now())):
            self._move(-order.per_run, self.charge_late)
            order.charge += order.per_run
            order.runs_charged += 1
        back = order.owed_back()
        order.refunded += back
        self._move(back, self.refund_late)

    def orders_for(self, link: str) -> list[Order]:
        """Return every order ever accepted for exactly this link: more than one is a duplicate."""
        return [order for order in self.orders.values() if order.link == link]

    def order(self, order_id: str) -> Order:
        """Return the order with this id."""
        order = self.orders.get(order_id)
        if order is None:
            raise Refused("Incorrect order ID")
        return order

    def place(self, form: Form, target: str) -> Order:
        """Accept an order and charge it; `target` names the link's parameter."""
        service = self.catalogue.service(form.get("service", ""))
        if service is None:
            raise Refused("Incorrect service ID")
        agreed = terms(service, form, target, self.cuts_comments_at)
        agreed = replace(agreed, charge=agreed.charge * self.charge_factor)
        again = self._named(form)
        if again is not None:
            return again
        if self.refuse_duplicate_links and any(order.running for order in self.orders_for(agreed.link)):
            raise Refused("You have active order with this link. Please wait until order being completed.")
        if self.charge_decimals is not None:
            step = Decimal(1).scaleb(-self.charge_decimals)
            agreed = replace(agreed, charge=agreed.charge.quantize(step, ROUND_UP))
        if agreed.charge > self._balance:
            raise Refused("Not enough funds")
        runs = int(form.get("runs") or 1) if self.charge_by_run else 1
        first = agreed.charge / runs
        self._move(-first, self.charge_late)
        order = self._keep(service, replace(agreed, charge=first), form)
        if runs > 1:
            order.per_run, order.runs, order.run_every = first, runs, 60.0 * float(form["interval"])
        return order

    def _move(self, amount: Decimal, after: float) -> None:
        """Move money, at once or `after` seconds later."""
        if after and amount:
            self._moving.append((self._now() + after, amount))
        else:
            self._balance += amount

    def _named(self, form: Form) -> Order | None:
        """Return the order that was placed with this form's reference before, if it is not forgotten yet."""
        reference = form.get(self.idempotency_field) if self.idempotency_field else None
        if not reference:
            return None
        field, since = self.idempotency_field, self._now() - self.references_kept
        known = (order for order in self.orders.values() if order.born > since)
        return next((order for order in known if order.fields.get(field) == reference), None)

    def refill(self, order_id: str) -> str:
        """Note a refill and return its id."""
        order = self.order(order_id)
        _may_refill(order, [self._refills[one] for one in order.refills], self._now())
        refill = Refill(id=str(len(self._refills) + 1), order_id=order.id, asked=self._now())
        self._refills[refill.id] = refill
        order.refills.append(refill.id)
        return refill.id

    def refill_word(self, refill_id: str) -> str:
        """Return a refill's state in the panel's word."""
        refill = self._refills.get(refill_id)
        if refill is None:
            raise Refused("Refill not found")
        return refill.word(self._now(), self.pace)

    def reject_refill(self, refill_id: str) -> None:
        """Reject this refill, as somebody at the panel can decide."""
        self._refills[refill_id].rejected = True

    def cancel(self, order_id: str) -> str:
        """Note a cancellation; the order stops a little later."""
        order = self.order(order_id)
        if order.stop_asked is not None:
            raise Refused("Cancel already requested")
        if not (order.service.cancel and order.running):
            raise Refused("This order cannot be canceled")
        order.stop_asked = self._now()
        return "1"

    def _keep(self, service: Service, agreed: Terms, form: Form) -> Order:
        order = Order(
            id=self.next_id,
            service=service,
            link=agreed.link,
            quantity=agreed.quantity,
            charge=agreed.charge,
            per_post=agreed.per_post,
            fields={name: value for name, value in form.items() if name not in _NOT_ORDERS_OWN},
            placed_at=self.clock.now(),
            born=self._now(),
            start_count=zlib.crc32(agreed.link.encode()) % 9_000 + 100,
            remains=agreed.quantity,
            lasts=self._seconds_until(form.get("expiry", "")),
        )
        self._next_id += 1
        self.orders[order.id] = self._running[order.id] = order
        return order

    def _seconds_until(self, expiry: str) -> float:
        """Return how long a subscription lasts that ends with this day (d/m/Y); without one, for ever."""
        if not expiry:
            return math.inf
        try:
            day = datetime.strptime(expiry, "%d/%m/%Y").replace(tzinfo=UTC)
        except ValueError:
            raise Refused("Incorrect expiry") from None
        return (day + timedelta(days=1) - self.clock.now()).total_seconds()

    def _now(self) -> float:
        return self.clock.monotonic() + self._ahead


def _may_refill(order: Order, earlier: list[Refill], now: float) -> None:
    if not order.service.refill:
        raise Refused("Refill is disabled for this service")
    if order.word != "Completed":
        raise Refused("The order is not completed")
    if any(now - refill.asked < _DAY for refill in earlier):
        raise Refused("The order was completed or refill was requested less than 24 hours ago")
