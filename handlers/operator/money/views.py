"""The operator's view of somebody's money."""

from collections.abc import Callable, Sequence

from handlers.buttons import CHANGE, PAYMENT, Button
from handlers.view import Row, View
from handlers.wallet.views import movement, others
from locales import Translator, marked
from shop.ledger.payment import RETURNABLE, Payment, PaymentState
from shop.person import Person
from storage.ledger.statements import WalletView

STATES: dict[PaymentState, str] = {
    PaymentState.CREDITED: marked("credited"),
    PaymentState.SUSPENSE: marked("nobody knows what for"),
    PaymentState.RETURNING: marked("being given back"),
    PaymentState.RETURNED: marked("given back"),
}


def sure_to_change(
    person: Person, t: Translator, *, number: int, micro: int, before_micro: int, reason: str, currency: str
) -> View:
    """The question before an operator changes a wallet; `number` is the update that asked for the change."""
    ask = marked("Give <b>{name}</b> ({number}) <b>{amount}</b>?")
    if micro < 0:
        ask = marked("Take <b>{amount}</b> from <b>{name}</b> ({number})?")
    lines = [
        t(ask, name=person.name, number=str(person.id), amount=t.money(abs(micro), currency)),
        t(
            "They have {before}, then {after}.",
            before=t.balance(before_micro, currency),
            after=t.balance(before_micro + micro, currency),
        ),
        t("They read: {reason}", reason=reason),
    ]
    yes = ("✅ " + t.label("Confirm"), Button(CHANGE, str(number), "sure"))
    no = ("✖️ " + t.label("Cancel"), Button(CHANGE, str(number), "drop"))
    return View("\n".join(lines), ((yes, no),))


def several_found(people: Sequence[Person], t: Translator) -> View:
    """Several people of one name, each with the number that tells them apart."""
    lines = [t("More than one has that name. Send /find with a number:")]
    lines += [t("<b>{name}</b> · {number}", name=person.name, number=str(person.id)) for person in people]
    return View("\n".join(lines))


def wallet_changed(person: Person, micro: int, balance_micro: int, currency: str, t: Translator) -> View:
    """The answer when a credit or debit is booked; the person gets a notice of their own."""
    text = t(
        "{amount} for {name} ({number}). Their balance: <b>{balance}</b>",
        amount=t.movement(micro, currency),
        name=person.name,
        number=str(person.id),
        balance=t.balance(balance_micro, currency),
    )
    return View(text)


def found(
    person: Person,
    wallet_view: WalletView,
    payments: Sequence[Payment],
    t: Translator,
    *,
    refunds: Callable[[str], bool],
) -> View:
    """Who somebody is, what they have, and what they paid. `refunds` knows which ways give back."""
    lines = [
        t("<b>{name}</b> · {number}", name=person.name, number=str(person.id)),
        t("Language: {language}", language=person.language),
        "" if person.reachable else t("Has blocked the bot."),
        t("Balance: <b>{amount}</b>", amount=t.balance(wallet_view.balance_micro, wallet_view.currency)),
        t(
            "Held for orders under way: {amount}",
            amount=t.due(wallet_view.held_micro, wallet_view.currency),
        ),
    ]
    lines += others(wallet_view, t)
    for line in wallet_view.lines:
        amount = t.movement(line.amount_micro, wallet_view.currency)
        moment, what = line.at, movement(line, t)
        lines.append(t("{moment} · <b>{amount}</b> · {what}", moment=moment, amount=amount, what=what))
    rows: list[Row] = []
    for payment in payments:
        state, amount = t(STATES[payment.state]), t.paid(payment.currency, payment.amount_minor)
        lines.append(t("Paid {amount}: {state}", amount=amount, state=state))
        if refunds(payment.way) and payment.state in RETURNABLE:
            label = t.label("Give {amount} back", amount=amount)
            rows.append((("↩️ " + label, Button(PAYMENT, str(payment.id), "return")),))
    return View("\n".join(line for line in lines if line), tuple(rows))


def sure_to_return(payment: Payment, t: Translator) -> View:
    """The question before a payment is given back."""
    text = t(
        "Give {amount} back? {credit} is taken out of the wallet first.",
        amount=t.paid(payment.currency, payment.amount_minor),
        credit=t.money(payment.credited_micro, payment.credited_currency),
    )
    yes = ("✅ " + t.label("Confirm"), Button(PAYMENT, str(payment.id), "sure", str(payment.person_id)))
    no = ("✖️ " + t.label("Cancel"), Button(PAYMENT, str(payment.id), "kept", str(payment.person_id)))
    return View(text, ((yes, no),))
