"""Identity: the bot, panel account, access and currency this database belongs to, and refused changes.

Rows name their panel account, payments the bot that was paid, and accounts their
currency. Changing a setting renames none of them; so a start that would leave money
or orders behind is refused with a sentence that says how to go on.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from shop.money import amount_text

FIRST_PANEL = "main"
"""The name of the only panel account, before accounts had names."""

_USUAL_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Identity:
    """The identity in the settings. `currency` is the wallets': in private the panel's, once reported."""

    panel: str
    bot_id: int
    access: str
    currency: str


@dataclass(frozen=True, slots=True)
class Sum:
    """Money in one currency, in micro-units: what people have, and what they owe (a positive number)."""

    currency: str
    have_micro: int = 0
    owe_micro: int = 0


@dataclass(frozen=True, slots=True)
class Behind:
    """What a change would leave behind: orders under way and money, and the number of people concerned.

    `payments` can only be refunded by the bot that was paid, or were not handled by it yet.
    """

    people: int = 0
    orders: int = 0
    order_sums: tuple[Sum, ...] = ()
    wallets: tuple[Sum, ...] = ()
    payments: int = 0

    @property
    def is_nothing(self) -> bool:
        """True if nothing would be left behind."""
        return not (self.orders or self.wallets or self.payments)

    def __str__(self) -> str:
        """Like `2 people, 3 orders under way (7.50 USD), 5.00 USD in wallets`."""
        parts = [_counted(self.people, "person", "people")]
        if self.orders:
            prices = ", ".join(f"{amount_text(sum_.have_micro)} {sum_.currency}" for sum_ in self.order_sums)
            parts.append(f"{_counted(self.orders, 'order', 'orders')} under way ({prices})")
        parts += [
            f"{amount_text(sum_.have_micro)} {sum_.currency} in wallets"
            for sum_ in self.wallets
            if sum_.have_micro
        ]
        parts += [
            f"{amount_text(sum_.owe_micro)} {sum_.currency} owed" for sum_ in self.wallets if sum_.owe_micro
        ]
        if self.payments:
            parts.append(_counted(self.payments, "payment", "payments") + " to this bot")
        return ", ".join(parts)


class OtherIdentity(Exception):
    """The settings name another bot, account, access or currency than money or orders belong to.

    `lines` are sentences for the operator, one per setting: the change, what is at stake, the way on.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


def panel_name(url: str, key: str) -> str:
    """Return the panel account's name in rows: its host, and ten digits of a hash of the key.

    A path, capitals, `www.` and the default port do not make it another panel.
    """
    sign = hashlib.sha256(b"kiosk panel account\n" + key.strip().encode()).hexdigest()[:10]
    return f"{host_of(url)}~{sign}"


def panel_host(panel: str) -> str:
    """Return the host in a panel account's name in rows; empty in one from before accounts had names.

    >>> panel_host(panel_name("https://smm.example/api/v2", "key")), panel_host("main")
    ('smm.example', '')
    """
    return panel.rpartition("~")[0]


def host_of(url: str) -> str:
    """Return where this address leads, without its path, `www.` or the default port.

    >>> host_of("https://www.smm.example/api/v2"), host_of("http://127.0.0.1:8080/")
    ('smm.example', '127.0.0.1:8080')
    """
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    port = "" if parts.port in {None, _USUAL_PORTS.get(parts.scheme)} else f":{parts.port}"
    return f"{host}{port}"


def panel_refusal(known: Identity, today: Identity, behind: Behind) -> Iterator[str]:
    """Yield the sentence if orders are under way at another panel account."""
    if known.panel == today.panel or behind.is_nothing:
        return
    hosts = [panel_host(name) for name in (known.panel, today.panel)]
    setting = "PANEL_KEY" if hosts[0] == hosts[1] else "PANEL_URL"
    yield (
        f"{setting}: this is another panel account than the one that has this database's orders "
        f"({hosts[0] or known.panel}; at stake: {behind}). Put the old setting back until they are "
        "finished. Or run `bot.py convert panel moved` if it is the same account with a new address "
        "or key, or `bot.py convert panel given-up` to refund them and start anew here."
    )


def bot_refusal(known: Identity, today: Identity, behind: Behind) -> Iterator[str]:
    """Yield the sentence if people's money is with another bot."""
    if known.bot_id == today.bot_id or behind.is_nothing:
        return
    yield (
        f"BOT_TOKEN: this is the token of bot {today.bot_id}; the money and orders of this database belong "
        f"to bot {known.bot_id} (at stake: {behind}). Put that bot's token back. Or run "
        "`bot.py convert bot moved`: the new bot takes over wallets and orders, people must open it "
        "once to get its messages, and only the old bot can refund payments made to it."
    )


def access_refusal(known: Identity, today: Identity, behind: Behind) -> Iterator[str]:
    """Yield the sentence if people have or owe something under the other rule."""
    if known.access == today.access or behind.is_nothing:
        return
    means = (
        "people in debt must top up before they can order, and prices have your markup"
        if today.access == "shop"
        else "only ADMIN_IDS and ALLOWED_IDS can still use what they have"
    )
    yield (
        f"ACCESS: it was {known.access} and is {today.access} now (at stake: {behind}). "
        f"Put ACCESS={known.access} back, or settle the wallets with /credit and /debit there. "
        f"Or run `bot.py convert access kept`: all wallets stay as they are; {means}."
    )


def currency_refusal(today: Identity, other: str, behind: Behind) -> Iterator[str]:
    """Yield the sentence if money is in a currency that nobody would see any more."""
    if behind.is_nothing:
        return
    source = "" if today.access == "shop" else " (the panel's own, as it reports it, while ACCESS is private)"
    yield (
        f"CURRENCY: it is {today.currency} now{source}, and there is money in {other} (at stake: {behind}). "
        f"Put {other} back, or convert the money: `bot.py convert {other} {today.currency} RATE`, "
        f"where RATE is what one {other} is worth in {today.currency}, like 0.92."
    )


def _counted(number: int, singular: str, plural: str) -> str:
    return f"{number} {singular if number == 1 else plural}"
