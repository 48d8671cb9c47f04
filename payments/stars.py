"""Telegram Stars, compared with Telegram's own list of payments and refunds.

A payment is an update like any other, and could be lost while the kiosk is away for
more than a day. Telegram keeps the list for ever, so every ten minutes new entries are
credited if we do not have them. A row of this bot's own stores how far the list was
compared. Telegram refunds a charge once; after a refusal the refund can be retried.
"""

from collections.abc import AsyncGenerator, Sequence

from payments.base import (
    Bounds,
    Finding,
    Ports,
    Price,
    Proof,
    RefundWish,
    Refused,
    Shown,
    StarLine,
    TelegramInvoice,
    Way,
    WentBack,
)
from shop.ledger.payment import PaymentState
from shop.ledger.topup import STARS, Invoice, Paid
from shop.membership.charges import Subscribed
from shop.money import ceil_div
from shop.sentences import marked

STARS_AT_ONCE = (1, 100_000)
"""Measured: 100,000 Stars are accepted, 150,000 are refused."""

PAGE = 100
"""core.telegram.org/bots/api#getstartransactions"""

LOOK_BACK = 100
"""How many compared lines are read again: nothing promises that no line is inserted."""

IS_BACK = "CHARGE_ALREADY_REFUNDED"
"""Telegram's answer, also if the first attempt went through and only its answer was lost."""


class Stars(Way):
    """`star_micro` is the credit for one Star, in micro-units; 0 if Stars are not accepted."""

    name = "stars"
    label = marked("⭐ Telegram Stars")
    called = "Stars"
    refunds = True
    reread_seconds = 600

    def __init__(self, star_micro: int) -> None:
        self.star_micro = star_micro

    @property
    def is_set_up(self) -> bool:
        return self.star_micro > 0

    def bounds(self, currency: str, *, exact: bool = False) -> Bounds | None:  # noqa: ARG002 - a Star is a Star
        fewest, maximum = STARS_AT_ONCE
        return Bounds(self.star_micro * fewest, self.star_micro * maximum)

    def price(self, amount_micro: int, currency: str) -> Price:  # noqa: ARG002 - the same
        stars = ceil_div(amount_micro, self.star_micro)
        return Price(STARS, stars, amount_micro)

    async def show(self, invoice: Invoice) -> Shown:  # noqa: ARG002 - Telegram has it all
        return TelegramInvoice(provider_token="")

    def telegram_reports(self, currency: str) -> bool:
        return currency == STARS

    async def reread(self, ports: Ports) -> AsyncGenerator[Sequence[Finding], None]:
        """Skip everything before this bot's first invoice: it was paid to another program with its token."""
        records = ports.stars_records
        since = await records.begins()
        if since is None:
            return
        compared = await records.compared()
        offset, is_last = max(0, compared - LOOK_BACK), False
        while not is_last:
            page = await ports.stars.lines(offset, PAGE)
            ours = [line for line in page if line.at >= since.replace(microsecond=0)]
            states = await records.states(line.charge_id for line in ours)
            found = [_finding(line, states.get(line.charge_id)) for line in ours]
            yield [finding for finding in found if finding is not None]
            offset, is_last = offset + len(page), len(page) < PAGE
            if offset > compared:  # only now: after a crash the lines not compared yet are read again
                await records.compared_to(offset, ports.clock.now())

    async def refund(self, wish: RefundWish, ports: Ports) -> None:
        try:
            await ports.stars.give_back(wish.person_id, wish.charge_id)
        except Refused as refused:
            if IS_BACK not in str(refused).upper():
                raise


def _finding(line: StarLine, state: PaymentState | None) -> Finding | None:
    """Return what this line adds to our rows; `state` is the payment's, None if we have none."""
    if line.went_back:
        return WentBack(line.charge_id) if state is not PaymentState.RETURNED else None
    if state is not None or line.person_id is None or line.payload is None:
        return None
    told = Subscribed(at=line.at)
    paid = Paid(Stars.name, line.charge_id, line.person_id, line.payload, STARS, line.amount, subscribed=told)
    return Proof(paid, line.commission)
