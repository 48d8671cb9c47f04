"""The operator's view of somebody's money."""

from collections.abc import Callable, Sequence

from handlers.buttons import PAYMENT, Button
from handlers.operator.navigation import back_to_person
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
    return View("\n".join(line for line in lines if line), (*rows, back_to_person(t, person.id)))


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
