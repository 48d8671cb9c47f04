"""Identity: for which bot, panel account, access and currency the books are kept; when a change must wait.

Rows name the panel account they belong to, payments the bot that was paid, and
accounts their currency. A setting that is changed renames none of them; so a
start at which money or orders would be left behind is refused, with the way on.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from shop.money import amount_text

FIRST_PANEL = "main"
"""What the one panel account was called before accounts had names of their own."""

_USUAL_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Identity:
    """What the settings say. `currency` is what wallets are in: in private the panel's, once it has told."""

    panel: str
    bot_id: int
    access: str
    currency: str


@dataclass(frozen=True, slots=True)
class Sum:
    """Money of one currency, in micro-units: what people have, and what they owe (as a positive number)."""

    currency: str
    have_micro: int = 0
    owe_micro: int = 0


@dataclass(frozen=True, slots=True)
class Behind:
    """What a change would leave behind: orders under way and money, of so many people altogether.

    `payments` are those that only the bot which was paid can give back, or that it has not handled.
    """

    people: int = 0
    orders: int = 0
    order_sums: tuple[Sum, ...] = ()
    wallets: tuple[Sum, ...] = ()
    payments: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether nobody would notice."""
        return not (self.orders or self.wallets or self.payments)

    def __str__(self) -> str:
        """Like `2 people, 3 orders under way (7.50 USD), 5.00 USD in wallets`."""
        parts = [_counted(self.people, "person", "people")]
        if self.orders:
            prices = ", ".join(f"{amount_text(one.have_micro)} {one.currency}" for one in self.order_sums)
            parts.append(f"{_counted(self.orders, 'order', 'orders')} under way ({prices})")
        parts += [
            f"{amount_text(one.have_micro)} {one.currency} in wallets"
            for one in self.wallets
            if one.have_micro
        ]
        parts += [
            f"{amount_text(one.owe_micro)} {one.currency} owed" for one in self.wallets if one.owe_micro
        ]
        if self.payments:
            parts.append(_counted(self.payments, "payment", "payments") + " to this bot")
        return ", ".join(parts)


class OtherIdentity(Exception):
    """The settings name another bot, account, access or currency than money or orders are kept for.

    `lines` are sentences for the operator, one for each setting: what changed, what is behind it, the way on.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


def panel_name(url: str, key: str) -> str:
    """The panel account's name in rows: its host, and ten signs that stand for the key and do not tell it.

    A path, capitals, `www.` and the usual port do not make another panel.
    """
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    port = "" if parts.port in {None, _USUAL_PORTS.get(parts.scheme)} else f":{parts.port}"
    sign = hashlib.sha256(b"kiosk panel account\n" + key.strip().encode()).hexdigest()[:10]
    return f"{host}{port}~{sign}"


def panel_refusal(known: Identity, today: Identity, behind: Behind) -> Iterator[str]:
    """The sentence where orders are under way at another panel account."""
    if known.panel == today.panel or behind.is_nothing:
        return
    hosts = [name.rpartition("~")[0] for name in (known.panel, today.panel)]
    setting = "PANEL_KEY" if hosts[0] == hosts[1] else "PANEL_URL"
    yield (
        f"{setting}: this is another panel account than the orders of this database are at "
        f"({hosts[0] or known.panel}; behind it: {behind}). Put the old setting back until they are "
        "finished. Or run `python bot.py convert panel moved` if it is the same account with a new address "
        "or key, or `python bot.py convert panel given-up` to give their money back and begin anew here."
    )


def bot_refusal(known: Identity, today: Identity, behind: Behind) -> Iterator[str]:
    """The sentence where people's money is with another bot."""
    if known.bot_id == today.bot_id or behind.is_nothing:
        return
    yield (
        f"BOT_TOKEN: this is the token of bot {today.bot_id}; the money and orders of this database are "
        f"with bot {known.bot_id} (behind it: {behind}). Put that bot's token back. Or run "
        "`python bot.py convert bot moved`: wallets and orders go on with the new bot, people have to open "
        "it once to hear from it, and what was paid to the old bot can be given back only by that one."
    )


def access_refusal(known: Identity, today: Identity, behind: Behind) -> Iterator[str]:
    """The sentence where people have or owe something under the other rule."""
    if known.access == today.access or behind.is_nothing:
        return
    means = (
        "who owes something must top up before they can order, and prices have your markup"
        if today.access == "shop"
        else "only ADMIN_IDS and ALLOWED_IDS can still use what they have"
    )
    yield (
        f"ACCESS: it was {known.access} and is {today.access} now (behind it: {behind}). "
        f"Put ACCESS={known.access} back, or settle the wallets with /credit and /debit there. "
        f"Or run `python bot.py convert access kept`: all wallets stay as they are; {means}."
    )


def currency_refusal(today: Identity, other: str, behind: Behind) -> Iterator[str]:
    """The sentence where money is in a currency that nobody would see any more."""
    if behind.is_nothing:
        return
    told = "" if today.access == "shop" else " (the panel's own, as it has told, where ACCESS is private)"
    yield (
        f"CURRENCY: it is {today.currency} now{told}, and there is money in {other} (behind it: {behind}). "
        f"Put {other} back, or convert it openly: `python bot.py convert {other} {today.currency} RATE`, "
        f"where RATE is what one {other} is worth in {today.currency}, like 0.92."
    )


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
