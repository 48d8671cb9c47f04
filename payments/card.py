"""Cards, through a payment provider the operator connected in BotFather. Telegram reports each payment."""

from payments.base import Bounds, Shown, TelegramInvoice, Way
from payments.card_bounds import DRIFT, card_bounds
from shop.ledger.topup import STARS, Invoice
from shop.sentences import marked


class Card(Way):
    """`provider_token` is BotFather's; empty if cards are not accepted."""

    name = "card"
    label = marked("💳 Card")
    called = "card"

    def __init__(self, provider_token: str) -> None:
        self._provider_token = provider_token

    @property
    def is_set_up(self) -> bool:
        return bool(self._provider_token)

    def bounds(self, currency: str, *, exact: bool = False) -> Bounds | None:
        return card_bounds(currency) if exact else card_bounds(currency, drift=DRIFT)

    def reason_unpayable(self, currency: str) -> str | None:
        return None if card_bounds(currency) else f"Telegram charges no card in {currency}"

    async def show(self, invoice: Invoice) -> Shown:  # noqa: ARG002 - Telegram has it all
        return TelegramInvoice(self._provider_token)

    def telegram_reports(self, currency: str) -> bool:
        return currency != STARS
