"""What people see who pay by a transfer to the shop's account."""

import re

from handlers.buttons import TOPUP, Button
from handlers.navigation import GO_ON, WALLET, ask_us, back_and_home
from handlers.view import MOST_COPIED, Row, View, copied
from locales import Translator
from payments.base import Way
from payments.chains.way import ChainWay
from shop.ledger.payment import OwnInvoice
from shop.ledger.topup import exactly_text
from shop.plain import units

ACCOUNT = re.compile(r"`([^`\n]{1,256})`")
"""What the operator has put between backticks: an account, a wallet, a name to pay to."""

MOST_ACCOUNTS = 2


def accounts_in(words: str) -> list[str]:
    """Return what of the operator's words is to be copied, each once."""
    found = (account.strip() for account in ACCOUNT.findall(words))
    return [account for account in dict.fromkeys(found) if 0 < units(account) <= MOST_COPIED]


def then_ordered(t: Translator, *, is_for_order: bool) -> str:
    """What happens once the money is in the wallet, where an order waits for it; nobody orders it again."""
    return " " + t("Then your order is confirmed by itself.") if is_for_order else ""


def how_to_transfer(own: OwnInvoice, way: Way, words: str, contact: str, t: Translator) -> View:
    """How much to transfer, under which reference and where to, with buttons that copy each.

    `contact` is whoever answers people, empty without one.
    """
    invoice = own.invoice
    exactly = exactly_text(invoice.currency, invoice.amount_minor)
    text = t(
        "<b>{way}</b>\nTransfer exactly <b>{amount}</b>, with the reference <code>{reference}</code> as its "
        "message.\n\n{words}\n\nYour wallet gets {credit} by itself as soon as the bank tells me, usually "
        "within minutes. I wait until {until}.",
        way=t.label(way.label),
        amount=t.paid(invoice.currency, invoice.amount_minor),
        reference=invoice.gateway_id,
        words=ACCOUNT.sub(r"\1", words),
        credit=t.money(invoice.credit_micro, invoice.credit_currency),
        until=invoice.expires_at,
    )
    text += then_ordered(t, is_for_order=invoice.pays_for is not None)
    to_copy: list[Row] = [(copied(account),) for account in accounts_in(words)[:MOST_ACCOUNTS]]
    to_copy.append((copied(exactly), copied(invoice.gateway_id)))
    check = ("🔄 " + t.label("Check"), Button(TOPUP, str(own.id), "check"))
    drop = ("✖️ " + t.label("Cancel"), Button(TOPUP, str(own.id), "unpay"))
    back = GO_ON if invoice.pays_for is not None else WALLET
    return View(text, (*to_copy, (check, drop), (ask_us(contact, t),), back_and_home(t, back)))


def how_to_send(own: OwnInvoice, way: ChainWay, contact: str, t: Translator) -> View:
    """How many coins to send to the shop's address on a chain, with buttons that copy what is needed.

    `contact` is whoever answers people, empty without one.
    """
    invoice, address = own.invoice, way.account.words
    exactly = exactly_text(invoice.currency, invoice.amount_minor)
    amount = t.paid(invoice.currency, invoice.amount_minor)
    text = t(
        "<b>{way}</b>\nSend exactly <b>{amount}</b>, on this chain only, to\n<code>{address}</code>",
        way=t.label(way.label),
        amount=amount,
        address=address,
    )
    told = (
        t("Write <code>{reference}</code> as the comment.", reference=invoice.gateway_id)
        if way.has_comments
        else t("The amount tells me that it is yours: what arrives must be neither less nor more.")
    )
    then = t(
        "Your wallet gets {credit} by itself, a few minutes after it was sent. I wait until {until}.",
        credit=t.money(invoice.credit_micro, invoice.credit_currency),
        until=invoice.expires_at,
    )
    then += then_ordered(t, is_for_order=invoice.pays_for is not None)
    second = (copied(exactly), copied(invoice.gateway_id)) if way.has_comments else (copied(exactly),)
    check = ("🔄 " + t.label("Check"), Button(TOPUP, str(own.id), "check"))
    drop = ("✖️ " + t.label("Cancel"), Button(TOPUP, str(own.id), "unpay"))
    back = GO_ON if invoice.pays_for is not None else WALLET
    ways_on: tuple[Row, ...] = ((check, drop), (ask_us(contact, t),), back_and_home(t, back))
    return View(f"{text}\n\n{told}\n\n{then}", ((copied(address),), second, *ways_on))
