"""Money: people's Stars, charges, and the bot's transactions in Stars."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from playground.telegram.invoices import Invoice

PER_MILLE = 100
"""An affiliate's share of each payment."""


@dataclass
class Charge:
    """One payment that went through. `id` is the telegram_payment_charge_id."""

    id: str
    provider_id: str
    user: dict[str, Any]
    invoice: Invoice
    refunded: bool = False

    def json(self) -> dict[str, Any]:
        """What a successful and a refunded payment have in common."""
        return {
            **self.invoice.terms(),
            "telegram_payment_charge_id": self.id,
            "provider_payment_charge_id": self.provider_id,
        }


@dataclass(frozen=True)
class Transaction:
    """Stars in (a payment) or out (a refund); both have the id of the charge.

    `commission` is what an affiliate got of it. Nothing says whether `amount` leaves that out; here it does,
    which is the harder case.
    """

    charge: Charge
    date: int
    incoming: bool
    commission: int = 0

    def json(self) -> dict[str, Any]:
        """A StarTransaction (core.telegram.org/bots/api#startransaction)."""
        partner: dict[str, Any] = {
            "type": "user",
            "transaction_type": "invoice_payment",
            "user": self.charge.user,
            "invoice_payload": self.charge.invoice.payload,
        }
        if self.charge.invoice.subscription_period:
            partner["subscription_period"] = self.charge.invoice.subscription_period
        if self.commission:
            partner["affiliate"] = {"commission_per_mille": PER_MILLE, "amount": self.commission}
        return {
            "id": self.charge.id,
            "amount": self.charge.invoice.total - self.commission,
            "date": self.date,
            "source" if self.incoming else "receiver": partner,
        }


@dataclass(frozen=True)
class Fee:
    """Stars that Telegram took for calls beyond the free pace."""

    id: str
    date: int
    calls: int

    @property
    def amount(self) -> int:
        """A tenth of a Star for each call."""
        return self.calls // 10

    def json(self) -> dict[str, Any]:
        """A StarTransaction whose receiver is TransactionPartnerTelegramApi."""
        receiver = {"type": "telegram_api", "request_count": self.calls}
        return {"id": self.id, "amount": self.amount, "date": self.date, "receiver": receiver}


@dataclass(frozen=True)
class Withdrawal:
    """Stars that the bot's owner took out through Fragment; they leave the balance at once."""

    id: str
    date: int
    amount: int
    state: str

    def json(self) -> dict[str, Any]:
        """A StarTransaction whose receiver is TransactionPartnerFragment."""
        state: dict[str, Any] = {"type": self.state}
        if self.state == "succeeded":
            state |= {"date": self.date, "url": f"https://fragment.example/{self.id}"}
        receiver = {"type": "fragment", "withdrawal_state": state}
        return {"id": self.id, "amount": self.amount, "date": self.date, "receiver": receiver}


@dataclass
class Ledger:
    """Everybody's Stars, and every charge there ever was.

    With `has_affiliate` an affiliate brought the people here and gets a part of what they pay.
    `deposited` are Stars that its owner put there, and that are in no list.
    `emails` are the addresses that people give to those who ask a payer for one; each has their own.
    """

    emails: dict[int, str] = field(default_factory=dict)
    stars: dict[int, int] = field(default_factory=dict)
    charges: dict[str, Charge] = field(default_factory=dict)
    transactions: list[Transaction | Fee | Withdrawal] = field(default_factory=list)
    deposited: int = 0
    has_affiliate: bool = False

    @property
    def balance(self) -> int:
        """The bot's Stars."""
        return self.deposited + sum(_moved(one) for one in self.transactions)

    def bill(self, calls: int, date: int) -> None:
        """Take the fee for so many calls of a paid broadcast."""
        self.transactions.append(Fee(f"fee{len(self.transactions)}", date, calls))

    def withdraw(self, stars: int, date: int, *, state: str = "succeeded") -> None:
        """Take Stars out, as the bot's owner does; `state` may be `pending` as well."""
        self.transactions.append(Withdrawal(f"out{len(self.transactions)}", date, stars, state))

    def order_info(self, person_id: int, invoice: Invoice) -> dict[str, Any]:
        """Return what a pre-checkout query and a payment say of the payer, if the invoice asks for it."""
        if not invoice.needs_email:
            return {}
        return {"order_info": {"email": self.emails.get(person_id, f"person{person_id}@mail.example")}}

    def has(self, person_id: int, invoice: Invoice) -> bool:
        """Return True if this person's Stars suffice; a card always does."""
        return not invoice.in_stars or self.stars.get(person_id, 0) >= invoice.total

    def charge(self, user: dict[str, Any], invoice: Invoice, number: str, date: int) -> Charge:
        """Take the money. `number` makes the charge's id unique."""
        charge = Charge(_charge_id(invoice, number), f"{user['id']}_{len(self.charges)}", user, invoice)
        self.charges[charge.id] = charge
        if invoice.in_stars:
            self.stars[user["id"]] -= invoice.total
            commission = invoice.total * PER_MILLE // 1000 if self.has_affiliate else 0
            self.transactions.append(Transaction(charge, date, incoming=True, commission=commission))
        return charge

    def refund(self, charge: Charge, date: int) -> None:
        """Give the Stars back."""
        charge.refunded = True
        person_id = charge.user["id"]
        self.stars[person_id] = self.stars.get(person_id, 0) + charge.invoice.total
        self.transactions.append(Transaction(charge, date, incoming=False))


def _moved(entry: Transaction | Fee | Withdrawal) -> int:
    if not isinstance(entry, Transaction):
        return -entry.amount
    return entry.charge.invoice.total - entry.commission if entry.incoming else -entry.charge.invoice.total


def _charge_id(invoice: Invoice, number: str) -> str:
    # Telegram's ids are opaque and long, those for Stars begin with "stx": do not expect 32 characters.
    long = hashlib.sha512(number.encode()).hexdigest()
    return f"stx{long[:100]}" if invoice.in_stars else f"{number}_{long[:30]}"
