"""A shop with one way to pay, and that way's provider: what people and the provider do in a scenario."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Connection, func, select

from shop.ledger.topup import Invoice
from storage.ledger.crediting import invoice_of
from storage.ledger.tables import invoice
from tests.in_process import Harness, Player
from tests.stories.hostile.bill import ALL, Bill
from tests.stories.hostile.provider import Provider
from tests.stories.hostile.table import Right
from tests.stories.hostile.truth import what_is_wrong

LINK = "https://www.instagram.com/ann/"


class World(Provider):
    """One way's world. Subclasses say how its customers pay and how its provider tells of it."""

    name: ClassVar[str]
    settings: ClassVar[Mapping[str, str]]
    environment: ClassVar[Mapping[str, str]] = {}
    off: ClassVar[Mapping[str, str]]
    """The settings that take the way off."""

    lacks: ClassVar[Mapping[str, str]]
    """Why a need is not met, or a scenario cannot happen: by the need, or the scenario's name."""

    amount: ClassVar[int] = 5_000_000
    """What people ask for, in micro-units."""

    currency: ClassVar[str] = "USD"

    def __init__(self, database: Path) -> None:
        settings = {
            "access": "shop",
            "currency": self.currency,
            "topup_amounts": str(self.amount // 1_000_000),
            "topup_least": "1",
            "topup_most": "100000000",
            **self.settings,
            **self.places(),
        }
        self.shop = Harness(database, **settings)  # type: ignore[arg-type]  # settings alone
        self.shop.panel.currency = self.currency
        self.environ: Callable[[str, str], None] = lambda _name, _value: None
        self.prepares()

    def places(self) -> Mapping[str, str]:
        """Return the settings that differ at each start of a test, like ports."""
        return {}

    def prepares(self) -> None:
        """Set the provider up before the shop opens."""

    @property
    def ann(self) -> Player:
        """The customer."""
        return self.shop.ann

    @property
    def bob(self) -> Player:
        """Another customer."""
        return self.shop.bob

    async def opens(self) -> None:
        """Open the shop; its operator says hello, so that the shop can write to them."""
        await self.shop.opens()
        await self.shop.olga.says("/start")

    async def asks(self, player: Player | None = None) -> Bill:
        """Have a customer begin a payment, up to where they know how to pay."""
        player = player or self.ann
        await self.taps_amount(player)
        return await self.begun(player)

    async def taps_amount(self, player: Player | None = None) -> None:
        """Have a customer ask for an invoice."""
        player = player or self.ann
        await player.says("/topup")
        if self.has_button(player, f"u:{self.name}:way:"):
            await player.taps(f"u:{self.name}:way:")
        await player.taps(f"u:{self.name}:amount:{self.amount}")

    @staticmethod
    def has_button(player: Player, data: str) -> bool:
        """Return True if the newest message has this button."""
        return any(button.data == data for row in player.person.last.keyboard or () for button in row)

    async def begun(self, player: Player) -> Bill:
        """Return the payment that this customer began last."""
        newest = await self._newest_invoice(player)
        return Bill(player, newest.credit_micro, newest)

    @abstractmethod
    async def pays(self, bill: Bill, share: Fraction = ALL) -> int:
        """Pay at the provider, which tells nobody yet; return what it brings, 0 if it cannot be paid."""

    @abstractmethod
    async def tells(self, bill: Bill, *, times: int = 1) -> None:
        """Have the provider tell of what was paid, and the kiosk do its work."""

    async def tells_at_once(self, bill: Bill) -> None:
        """Have the provider tell the same many times in one moment."""
        await self.tells(bill, times=5)

    async def looks(self, seconds: float = 20) -> None:
        """Let time pass, and the kiosk look at what is open, as its schedule does."""
        self.shop.clock.advance(seconds)
        await self.shop.kiosk.payments.close_gaps()
        await self.shop.settles()

    async def tells_again(self, bill: Bill, news: list[Any]) -> None:
        """Have the provider tell once more what it told before."""
        bill.news = list(news)
        await self.tells(bill)

    async def pays_again(self, bill: Bill) -> int:
        """Have the customer pay the same invoice a second time; return what that brings."""
        due = await self.pays(bill)
        await self.tells(bill)
        return due

    async def asks_for_an_order(self) -> Bill:
        """Have Ann begin to pay for an order, on its confirm card."""
        await self.ann.says(f"/order 1 {LINK} 1000")
        buttons = [one for row in self.ann.person.last.keyboard or () for one in row]
        await self.ann.taps(
            next(one.data for one in buttons if f":pay:{self.name}" in (one.data or "")) or ""
        )
        return await self.begun(self.ann)

    async def before_blocking(self, bill: Bill) -> None:
        """Have the customer do what they must do themselves before the provider tells."""

    async def takes_key(self, changed: Mapping[str, str]) -> None:
        """Give the kiosk these settings and keys, and start it again."""
        for name in [one for one in changed if one.isupper()]:
            self.environ(name, changed[name])
        await self.restarts(**{name: value for name, value in changed.items() if not name.isupper()})

    async def decides(self, bill: Bill) -> None:
        """Have the operator say yes, where a payment is theirs to decide."""

    def sets_clock(self, by: timedelta) -> None:
        """Set the machine's clock, and nobody else's."""
        self.shop.clock.set_ahead(by)

    async def restarts(self, **changed: str) -> None:
        """End the kiosk and start another one on its rows, under changed settings."""
        self.shop.settings = {**self.shop.settings, **changed}
        await self.shop.restarts()
        await self.shop.settles()

    async def spends(self) -> int:
        """Have Ann order something; return what that takes out of her wallet."""
        before = await self.wallet(self.ann)
        await self.ann.says(f"/order 1 {LINK} 1000")
        await self.ann.taps("Confirm")
        return before - await self.wallet(self.ann)

    async def wallet(self, player: Player) -> int:
        """Return what a customer has, in micro-units."""
        return await balance_of(self.shop, player.id)

    async def ends(self, right: Right) -> None:
        """Assert that this is how it ended, that the book adds up, and that nobody was told otherwise."""
        await self.shop.settles()
        await self.shop.audited()
        wrong = await what_is_wrong(self.shop, right)
        assert not wrong, "\n".join(wrong)

    async def _newest_invoice(self, player: Player) -> Invoice:
        def unit(connection: Connection) -> Invoice:
            newest = select(func.max(invoice.c.id)).where(invoice.c.person_id == player.id)
            row = connection.execute(select(invoice).where(invoice.c.id == newest.scalar_subquery())).one()
            return invoice_of(row)

        return await self.shop.kiosk.stores.database.read(unit)


async def balance_of(shop: Harness, person_id: int) -> int:
    """Return a customer's balance, in micro-units."""
    from shop.ledger.journals import Account, AccountKind

    currency = shop.kiosk.services.board.currency
    return await shop.kiosk.stores.ledger.balance(Account(AccountKind.WALLET, person_id, currency))
