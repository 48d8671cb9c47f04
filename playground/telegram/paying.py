"""Paying, from a person's side: the Pay button or a link, their Stars, and the outcome."""

from playground.telegram.chats import Chat
from playground.telegram.checkout import Checkout
from playground.telegram.inline import Asker
from playground.telegram.invoices import Invoice
from playground.telegram.messages import FakeMessage
from playground.telegram.subscriptions import Subscription


class CannotPay(AssertionError):
    """The app does not let this person pay; the text says why."""


class Payer(Asker):
    """A person with Stars and a working card."""

    _last_checkout: Checkout | None = None

    @property
    def stars(self) -> int:
        """Their balance of Telegram Stars."""
        return self._world.ledger.stars.get(self.id, 0)

    def tops_up(self, stars: int) -> None:
        """Buy Stars."""
        if stars <= 0:
            raise ValueError("one buys at least one Star")
        self._world.ledger.stars[self.id] = self.stars + stars
        self._world.bump()

    @property
    def subscriptions(self) -> list[Subscription]:
        """What they pay for each period, as their app lists it."""
        return self._world.subscriptions.of(self.id)

    def cancels(self, subscription: Subscription) -> None:
        """Stop a subscription in the app."""
        subscription.canceled = True
        self._tell_of(subscription, "canceled")

    def takes_up_again(self, subscription: Subscription) -> None:
        """Switch a subscription on again in the app. Raises CannotPay while the bot does not allow it."""
        if subscription.stopped:
            raise CannotPay("the bot has canceled this subscription")
        subscription.canceled = False
        self._tell_of(subscription, "active")

    def _tell_of(self, subscription: Subscription, state: str) -> None:
        self._world.updates.add("subscription", subscription.update_json(state))
        self._world.bump()

    def gives_email(self, address: str) -> None:
        """Give this address to those who ask a payer for one, instead of their own."""
        self._world.ledger.emails[self.id] = address

    @property
    def checkouts(self) -> list[Checkout]:
        """All their payments, whatever the outcome, oldest first."""
        return [one for one in self._world.checkouts.values() if one.person_id == self.id]

    def pays(
        self, invoice: FakeMessage | str, *, card_declined: bool = False, stale: bool = False
    ) -> Checkout:
        """Pay an invoice message or a link; the bot has `world.checkout_seconds` to approve.

        An app shows a receipt once a message is paid, and nothing of a deleted one;
        `stale` pays anyway, as a second phone can: to Telegram an invoice may be paid
        any number of times. Raises CannotPay.
        """
        message = None if isinstance(invoice, str) else invoice
        terms = self._linked(invoice) if isinstance(invoice, str) else self._on_message(invoice, stale=stale)
        if not self._world.ledger.has(self.id, terms):
            raise CannotPay(f"{self.name} has {self.stars} Stars and would need {terms.total}")
        self._act()
        checkout = self._begin(terms, message, card_declined=card_declined)
        self._last_checkout = checkout
        return checkout

    def screen(self, group: Chat | None = None) -> str:
        """Return the last messages as text, with buttons, and the outcome of the latest payment."""
        latest = self.checkouts[-1:] if group is None else []
        return "\n".join([super().screen(group), *(f"  {one.line()}" for one in latest)])

    def _linked(self, link: str) -> Invoice:
        if link not in self._world.invoice_links:
            raise CannotPay(f"{self.name} opens {link}: there is no such invoice")
        return self._world.invoice_links[link]

    def _on_message(self, message: FakeMessage, *, stale: bool) -> Invoice:
        invoice = message.content.invoice
        if invoice is None or message.chat_id != self.id:
            raise CannotPay(f"message #{message.id} is no invoice in {self.name}'s chat:\n{self.screen()}")
        if not stale and (message.deleted or message.receipt is not None):
            what = "was deleted" if message.deleted else "shows a receipt"
            raise CannotPay(f"invoice #{message.id} {what}:\n{self.screen()}")
        return invoice

    def _begin(self, invoice: Invoice, message: FakeMessage | None, *, card_declined: bool) -> Checkout:
        world = self._world
        until = world.clock.monotonic() + world.checkout_seconds
        number = world.new_number()
        checkout = Checkout(number, self.id, invoice, message, card_declined, until, world.clock)
        world.checkouts[number] = checkout
        about = world.ledger.order_info(self.id, invoice)
        query = {"id": number, "from": self.user, **invoice.terms(), **about}
        world.updates.add("pre_checkout_query", query)
        world.bump()
        return checkout

    def _news_with(self, wanted: str, chat: Chat) -> FakeMessage | None:
        found = super()._news_with(wanted, chat)
        checkout = self._last_checkout
        if found is None and checkout is not None and wanted in checkout.words:
            return checkout.message
        return found

    def _act(self) -> None:
        super()._act()
        self._last_checkout = None
