"""A way to pay that the kiosk does not ship: all of it is in this file.

A made-up gateway shows each invoice on a page of its own and tells nobody of payments. The way
asks it about its unpaid invoices, so a payment is credited because it was read there.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from app import Kiosk
from jobs.schedule import table
from payments.base import (
    Bounds,
    Finding,
    NoAnswer,
    PayLink,
    Ports,
    Proof,
    RefundWish,
    Refused,
    Shown,
    Way,
    WentBack,
)
from shop.ledger.topup import Invoice, Paid
from shop.sentences import marked
from storage.ledger.tables import invoice as invoices
from tests.in_process import ANN, Harness, Player
from tests.stories.test_topping_up import has


@dataclass
class Gateway:
    """The gateway: pages by our reference, their payments, and their refunds."""

    pages: dict[str, int] = field(default_factory=dict)
    charges: dict[str, tuple[str, int]] = field(default_factory=dict)
    refunded: list[str] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)

    def open(self, reference: str, amount_minor: int) -> str:
        """Return the page for a reference; the same reference gets the same page."""
        self.fails()
        self.pages.setdefault(reference, amount_minor)
        return f"https://pay.example/{reference}"

    def pays(self, url: str, *, amount_minor: int | None = None) -> None:
        """Pay on this page."""
        reference = url.rpartition("/")[2]
        number = f"charge-{len(self.charges) + 1}"
        self.charges[number] = (reference, amount_minor or self.pages[reference])

    def fails(self) -> None:
        """Raise the next planned fault."""
        if self.faults:
            raise self.faults.pop(0)


class ByLink(Way):
    """The whole way, as a real one would be in `payments/`."""

    name = "by_link"
    label = marked("🌐 Acme Pay")
    called = "Acme Pay"
    refunds = True
    reread_seconds = 60

    def __init__(self, gateway: Gateway, *, is_set_up: bool = True) -> None:
        self._gateway = gateway
        self._is_set_up = is_set_up

    @property
    def is_set_up(self) -> bool:
        return self._is_set_up

    def bounds(self, currency: str, *, exact: bool = False) -> Bounds | None:  # noqa: ARG002 - no rates in it
        return Bounds(2_000_000, 500_000_000) if currency == "USD" else None

    async def show(self, invoice: Invoice) -> Shown:
        return PayLink(self._gateway.open(invoice.payload, invoice.amount_minor))

    async def reread(self, ports: Ports) -> AsyncGenerator[Sequence[Finding], None]:
        for invoice in await ports.unpaid(self.name, ports.clock.now()):
            self._gateway.fails()
            yield [
                Proof(Paid(self.name, number, invoice.person_id, reference, invoice.currency, amount_minor))
                for number, (reference, amount_minor) in self._gateway.charges.items()
                if reference == invoice.payload
            ]
        yield [WentBack(number) for number in self._gateway.refunded]

    async def refund(self, wish: RefundWish, ports: Ports) -> None:  # noqa: ARG002 - has its own gateway
        self._gateway.fails()
        if wish.charge_id not in self._gateway.refunded:
            self._gateway.refunded.append(wish.charge_id)


class Shop(Harness):
    """A shop that takes Stars, and the gateway while `is_on`; each start reads the flags."""

    def __init__(self, database: Path) -> None:
        self.gateway, self.is_on, self.is_known = Gateway(), True, True
        super().__init__(database, access="shop", star_value="0.013", topup_amounts="1, 5, 20")

    def _kiosk(self) -> Kiosk:
        kiosk = super()._kiosk()
        if self.is_known:
            kiosk.payments.ways.add(ByLink(self.gateway, is_set_up=self.is_on))
        return kiosk

    async def reads_again(self) -> None:
        """Run the task that the schedule runs every minute."""
        tasks = table(
            self.kiosk.periodic,
            self.kiosk.measuring,
            self.kiosk.shared_cards,
            erasing=self.kiosk.erasing,
            check_updates=self.kiosk.messaging.receiving.check,
            payments=self.kiosk.payments,
        )
        [task] = [task for task in tasks if task.name == "payments by by_link"]
        assert task.every == 60
        await task.run()
        await self.settles()


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Shop]:
    shop = Shop(database_file)
    await shop.opens()
    await shop.olga.says("/start")
    yield shop
    await shop.audited()
    await shop.closes()


async def is_shown(ann: Player, amount: str = "$5.00") -> str:
    """Have Ann ask for an invoice for this amount; return its page's address."""
    await ann.says("/topup")
    await ann.taps("Acme Pay")
    await ann.taps(amount.removesuffix(".00"))
    await ann.sees(f"Your wallet gets exactly {amount}")
    *_, message = ann.person.home.messages.values()
    button, *_ = message.buttons
    assert button.label == f"Pay {amount}"
    assert button.url is not None
    return str(button.url)


async def gives_back(olga: Player) -> None:
    """Have Olga give Ann's payment back."""
    await olga.says(f"/find {ANN}")
    await olga.taps("Wallet")
    await olga.taps("Give $5.00 back")
    await olga.taps("Confirm")


async def test_it_is_offered_within_its_bounds(shop: Shop) -> None:
    ann = shop.ann
    await ann.says("/topup")
    await ann.sees("How would you like to pay?", "Telegram Stars")
    await ann.taps("Acme Pay")
    await ann.sees("from $2.00 to $500.00")
    ann.finds_no("$1.00 ]")
    await ann.says("1")
    await ann.sees("Send an amount from $2.00 to $500.00")
    await ann.says("2.5")
    await ann.sees("Your wallet gets exactly $2.50")


async def test_a_payment_is_credited_once_because_it_was_read(shop: Shop) -> None:
    url = await is_shown(shop.ann)
    await shop.reads_again()
    await has(shop.ann, "0.00")
    shop.gateway.pays(url)
    await has(shop.ann, "0.00")
    for _ in range(3):
        await shop.reads_again()
    await shop.restarts()
    await shop.reads_again()
    await has(shop.ann, "5.00")
    await shop.ann.sees("+$5.00 · Topped up")
    assert shop.ann.screen.count("$5.00 came into your wallet") == 1


async def test_the_invoice_is_stored_before_its_page_is_made(shop: Shop) -> None:
    def payloads(connection: Connection) -> list[str]:
        return list(connection.execute(select(invoices.c.payload)).scalars())

    shop.gateway.faults = [NoAnswer("the answer was lost")]
    await shop.ann.says("/topup")
    await shop.ann.taps("Acme Pay")
    await shop.ann.taps("$5")
    await shop.ann.sees("An invoice for $5.00 could not be made")
    [payload] = await shop.kiosk.stores.database.read(payloads)
    url = shop.gateway.open(payload, 500)  # it was made, and only the answer was lost
    shop.gateway.pays(url)
    await shop.reads_again()
    await has(shop.ann, "5.00")


async def test_a_page_that_is_refused_is_no_invoice(shop: Shop) -> None:
    shop.gateway.faults = [Refused("no pages today")]
    await shop.ann.says("/topup")
    await shop.ann.taps("Acme Pay")
    await shop.ann.taps("$5")
    await shop.ann.sees("An invoice for $5.00 could not be made")
    await shop.olga.sees("No invoice could be made: Acme Pay, 5.00 USD (no pages today)")
    await shop.ann.says("6")
    await shop.ann.sees("Your wallet gets exactly $6.00")


async def test_another_amount_than_was_asked_for_is_in_suspense(shop: Shop) -> None:
    url = await is_shown(shop.ann)
    shop.gateway.pays(url, amount_minor=499)
    await shop.reads_again()
    await has(shop.ann, "0.00")
    await shop.olga.sees("I do not know what it is for")


@pytest.mark.parametrize("fault", [NoAnswer("timed out"), Refused("unknown page")])
async def test_a_gateway_that_is_away_holds_no_other_way_up(shop: Shop, fault: Exception) -> None:
    url = await is_shown(shop.ann)
    shop.gateway.pays(url)
    shop.gateway.faults = [fault]
    await shop.kiosk.payments.close_gaps()
    await has(shop.ann, "0.00")
    await shop.reads_again()
    await has(shop.ann, "5.00")


async def test_switched_off_it_is_not_offered_and_keeps_its_payments(shop: Shop) -> None:
    url = await is_shown(shop.ann)
    shop.gateway.pays(url)
    shop.is_on = False
    await shop.restarts()
    await shop.ann.says("/topup")
    await shop.ann.sees("Telegram Stars")
    shop.ann.person.forges("u:by_link:way:")
    await shop.settles()
    assert "not available now" in shop.ann.person.toasts[-1].text
    await shop.reads_again()
    await has(shop.ann, "5.00")


async def test_a_release_that_no_longer_knows_it_still_shows_what_was_paid(shop: Shop) -> None:
    shop.gateway.pays(await is_shown(shop.ann))
    await shop.reads_again()
    await shop.ann.says("/topup")
    await shop.ann.taps("Acme Pay")
    shop.is_known = False
    await shop.restarts()
    await shop.ann.says("7")
    await shop.ann.sees("not available now")
    await shop.kiosk.payments.close_gaps()
    await shop.olga.says(f"/find {ANN}")
    await shop.olga.taps("Wallet")
    await shop.olga.sees("Paid $5.00: credited")
    shop.olga.finds_no("Give $5.00 back")
    shop.olga.person.forges(f"y:1:sure:{ANN}")
    await shop.settles()
    await has(shop.ann, "5.00")


async def test_it_gives_back_out_of_the_wallet_first_and_asks_until_there_is_an_answer(shop: Shop) -> None:
    ann, olga = shop.ann, shop.olga
    shop.gateway.pays(await is_shown(ann))
    await shop.reads_again()
    shop.gateway.faults = [NoAnswer("timed out"), NoAnswer("timed out")]
    await gives_back(olga)
    await olga.sees("Paid $5.00: being given back")
    await has(ann, "0.00")
    assert shop.gateway.refunded == []
    for _ in range(3):
        await shop.reads_again()
    await ann.sees("Your payment of $5.00 was given back to you; $5.00 was taken out of your wallet")
    assert shop.gateway.refunded == ["charge-1"]
    await has(ann, "0.00")


async def test_a_refused_refund_is_in_the_wallet_again_and_may_be_tried_again(shop: Shop) -> None:
    ann, olga = shop.ann, shop.olga
    shop.gateway.pays(await is_shown(ann))
    await shop.reads_again()
    shop.gateway.faults = [Refused("too late")]
    await gives_back(olga)
    await has(ann, "5.00")
    await gives_back(olga)
    await olga.sees("Paid $5.00: given back")
    assert shop.gateway.refunded == ["charge-1"]
    await has(ann, "0.00")


async def test_what_the_gateway_gave_back_by_itself_leaves_the_wallet(shop: Shop) -> None:
    shop.gateway.pays(await is_shown(shop.ann))
    await shop.reads_again()
    await has(shop.ann, "5.00")
    shop.gateway.refunded.append("charge-1")
    await shop.reads_again()
    await has(shop.ann, "0.00")
    await shop.reads_again()
    await has(shop.ann, "0.00")


async def test_a_name_is_taken_once_and_fits_a_button(shop: Shop) -> None:
    class Named(ByLink):
        def __init__(self, name: str) -> None:
            super().__init__(Gateway())
            self.name = name

    for wrong in ("by_link", "stars", "a:b", "", "Upper", "x" * 21):
        with pytest.raises(ValueError, match="not a name"):
            shop.kiosk.payments.ways.add(Named(wrong))
