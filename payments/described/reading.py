"""A gateway's payments, read from its answers, and what each proves about an invoice of ours."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from payments.base import Finding, Proof, WentBack
from payments.described.amounts import (
    LARGEST,
    coins_in,
    number_in,
    part_of,
    place_of,
    read_minor,
    went_back_minor,
)
from payments.described.meanings import CAME, Meaning
from payments.described.profile import Profile
from payments.described.wire import text_at, value_at
from shop.ledger.topup import Invoice, Paid, coin_micro


@dataclass(frozen=True, slots=True)
class GatewayPayment:
    """A payment as the gateway tells it. `reference` is ours, empty if it says none.

    `came` and `wanted` are amounts of the coin in which it was paid, rounded to `place`. `refunded` is what
    went back, in units, `kept` the part of the amount that the gateway keeps, from 0 to 1.
    """

    meaning: Meaning
    word: str
    id: str
    reference: str
    amount: Any
    currency: str
    came: Fraction | None
    wanted: Fraction | None
    refunded: Fraction
    kept: Fraction = Fraction(0)
    place: Fraction = Fraction(0)
    is_doubtful: bool = False


def payments_in(said: Any, items: str | None, profile: Profile) -> Iterator[GatewayPayment]:
    """Yield the payments that stand in an answer; what has no status is none."""
    found = value_at(items, said)
    for one in found if isinstance(found, list) else [found]:
        if isinstance(one, dict) and text_at(profile.payment.status, one):
            yield _payment(one, profile)


def finding_of(payment: GatewayPayment, invoice: Invoice, profile: Profile) -> Finding | None:
    """Return what a payment proves about this invoice; None if nothing (yet).

    Whoever asked has made sure that it is this invoice's. What came is credited as it came, so an amount
    that cannot be read, or that nobody can have paid, proves nothing.
    """
    if payment.is_doubtful:
        return None
    charge_id = payment.id or invoice.gateway_id or payment.reference
    if payment.meaning is Meaning.REFUNDED or _is_all_refunded(payment):
        return WentBack(charge_id)
    if payment.meaning not in CAME:
        return None
    currency = payment.currency or invoice.currency
    came = _came_minor(payment, invoice, currency, profile)
    if not came or came > LARGEST * coins_in(currency):
        return None
    return Proof(
        Paid(
            way=profile.name,
            charge_id=charge_id,
            person_id=invoice.person_id,
            payload=invoice.payload,
            currency=currency,
            amount_minor=came,
            in_parts=True,
            back_minor=min(came, went_back_minor(payment.refunded, currency, profile.money.form)),
            kept_micro=int(came * coin_micro(currency) * payment.kept),
        )
    )


def _is_all_refunded(payment: GatewayPayment) -> bool:
    amount = number_in(payment.amount)
    return payment.refunded > 0 and amount is not None and payment.refunded >= amount


def _came_minor(payment: GatewayPayment, invoice: Invoice, currency: str, profile: Profile) -> int | None:
    """Return what came in the smallest coins; None if the answer does not say it.

    Where parts are told in another coin, the amount is what was asked: it says nothing of what came less.
    """
    if payment.came and payment.wanted and payment.meaning is not Meaning.PAID:
        came_share = payment.came > 0 and payment.wanted > 0
        return (
            part_of(invoice.amount_minor, payment.came, payment.wanted, payment.place) if came_share else None
        )
    if profile.payment.came is not None and payment.meaning is Meaning.LESS:
        return None
    if profile.payment.amount is not None:
        return read_minor(payment.amount, currency, profile.money.form)
    return invoice.amount_minor if payment.meaning is Meaning.PAID else None


def _kept(row: dict[str, Any], profile: Profile) -> Fraction:
    """Return the part of its amount that a gateway keeps of a payment; 0 if it does not say, or nonsense."""
    reads = profile.payment
    whole = number_in(value_at(reads.fee_of or reads.amount, row)) if reads.fee_of or reads.amount else None
    if not whole or whole < 0:
        return Fraction(0)
    fee = number_in(value_at(reads.fee, row)) if reads.fee else None
    net = number_in(value_at(reads.net, row)) if reads.net else None
    kept = fee if net is None else whole - net
    return kept / whole if kept is not None and 0 < kept < whole else Fraction(0)


def _payment(row: dict[str, Any], profile: Profile) -> GatewayPayment:
    reads = profile.payment
    word = text_at(reads.status, row)
    return GatewayPayment(
        meaning=profile.meaning(word),
        word=word,
        id=text_at(reads.id, row),
        reference=text_at(reads.reference, row),
        amount=value_at(reads.amount, row) if reads.amount else None,
        currency=text_at(reads.currency, row).upper(),
        came=number_in(value_at(reads.came, row)) if reads.came else None,
        wanted=number_in(value_at(reads.wanted, row)) if reads.wanted else None,
        # Some write it as a loss, below zero.
        refunded=abs((number_in(value_at(reads.refunded, row)) if reads.refunded else None) or Fraction(0)),
        kept=_kept(row, profile),
        place=place_of(*(value_at(path, row) for path in (reads.came, reads.wanted) if path)),
        is_doubtful=any(value_at(path, row) for path in reads.doubtful),
    )
