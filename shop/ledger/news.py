"""Decide who is notified when money comes in, goes back, or does not come: facts in, notices out."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from shop.alerts import AlertKind, Condition, Facts
from shop.currency import in_digits
from shop.ledger.payment import Payment, Return
from shop.ledger.topup import BY_TELEGRAM, Paid, paid_words
from shop.notice import Notice, alerts, credited, returned, turned_down
from shop.ordering.news import named
from shop.ordering.paid import Placed


def of_credit(person_id: int, way: str, charge_id: str, placed: Placed | None) -> Notice:
    """Return the notice of a credit, and of the order it was for, if it was for one."""
    if placed is None:
        return credited(person_id, way, charge_id)
    return credited(person_id, way, charge_id, order_id=placed.order_id, why=placed.why)


def of_payment(
    operators: Collection[int], key: str, about: str, paid: Paid | Payment, more: str = ""
) -> list[Notice]:
    """Return the alerts to a payment; `key` names the sentence, `about` identifies the payment.

    `more` stands behind its number.
    """
    word = f"{paid_words(paid.currency, paid.amount_minor)}, {paid.charge_id}"[:200] + more
    return alerts(operators, about, key, alert=key, word=word, person=paid.person_id)


def of_payment_back(
    operators: Collection[int], key: str, back: Return, withdrawn: Sequence[int] = ()
) -> list[Notice]:
    """Return the alerts to a payment, or a part of one, that went back without the shop's asking.

    They name the orders that were `withdrawn` because of it.
    """
    about = back.payment.charge_id + (f":{back.n}" if back.n > 1 else "")
    gone = replace(back.payment, amount_minor=back.share.amount_minor)
    return of_payment(operators, key, about, gone, f", ✖️ 📦 {named(withdrawn)}" if withdrawn else "")


def key_of_back(gone: Payment) -> str:
    """Return the alert to a payment that went back without the shop's asking: it says what it came out of."""
    if gone.is_membership:
        return "membership_returned"
    if gone.invoice_id is None:
        return "unknown_returned"
    return "payment_returned" if gone.way in BY_TELEGRAM else "payment_reversed"


def of_unsent(operators: Collection[int], gone: Paid, n: int, order_id: int) -> list[Notice]:
    """Return the alerts to the `n`-th return of a payment once more, now that an order came back unsent.

    It was withdrawn because of it, and the alerts of the return could not name it.
    """
    key = "payment_returned" if gone.way in BY_TELEGRAM else "payment_reversed"
    about = f"{gone.charge_id}:{n}:{order_id}"
    return of_payment(operators, key, about, gone, f", ✖️ 📦 {named([order_id])}")


def of_return(back: Return, taken_micro: int | None = None) -> Notice:
    """Return the notice to its payer of a return; `taken_micro` if the wallet had not all of it."""
    taken = back.share.credited_micro if taken_micro is None else taken_micro
    paid = back.payment
    amount = None if back.is_whole else back.share.amount_minor
    return returned((paid.person_id, paid.way, paid.charge_id), taken, n=back.n, amount_minor=amount)


def of_doubt(back: Return, called: str) -> Condition:
    """Return the condition that nobody knows if this return was made; `called` is who was asked for it."""
    paid = back.payment
    word = f"{paid_words(paid.currency, back.share.amount_minor)}, {paid.charge_id}"[:200]
    facts: Facts = {"word": word, "number": paid.person_id, "gateway": called}
    return Condition(AlertKind.REFUND_UNSURE, str(paid.id), facts)


def of_receipt(
    person_id: int, way: str, topup_id: int, *, approved: bool, placed: Placed | None = None
) -> Notice:
    """Return the notice of an operator's decision on a receipt; `placed`: of the order it was for."""
    if approved:
        return of_credit(person_id, way, str(topup_id), placed)
    return turned_down(person_id, topup_id)


def of_unended_checkout(
    operators: Collection[int], invoice_id: int, person_id: int, charge: tuple[str, int], agreed_at: datetime
) -> list[Notice]:
    """Return the alerts to an approved checkout without a payment. `charge`: currency and smallest units."""
    return alerts(
        operators,
        "checkout",
        f"{invoice_id}:{agreed_at.isoformat()}",
        alert="checkout_unended",
        word=f"{paid_words(*charge)}, {agreed_at:%Y-%m-%d %H:%M} UTC",
        person=person_id,
    )


def of_unexplained(amount_micro: int, currency: str | None) -> Condition:
    """Return the condition that so much money has left the panel account which no order of ours explains."""
    return Condition(AlertKind.MONEY_UNEXPLAINED, facts=amount_facts(amount_micro, currency), rings=True)


def amount_facts(micro: int, currency: str | None) -> Facts:
    """Return an amount for a card, which shows it as screens do, or in plain digits without a currency."""
    word = f"{in_digits(micro, currency or '')} {currency or ''}".strip()
    return {"word": word, "amount_micro": micro, "currency": currency or ""}
