"""The operator's view of somebody's money."""

from collections.abc import Sequence

from handlers.buttons import PAYMENT, Button
from handlers.view import Row, View
from handlers.views.topup import paid_text
from handlers.views.wallet import movement, others
from locales import Translator, marked
from shop.person import Person
from shop.topup import Way
from storage.payments import Payment
from storage.statements import Purse

STATES: dict[str, str] = {
    "credited": marked("credited"),
    "suspense": marked("nobody knows what for"),
    "returning": marked("being given back"),
    "returned": marked("given back"),
}


def wallet_changed(person: Person, micro: int, balance_micro: int, currency: str, t: Translator) -> View:
    """A credit or debit is booked, and its person is told."""
    text = t(
        "{amount} for {name} ({number}). Their balance: <b>{balance}</b>",
        amount=t.movement(micro, currency),
        name=person.name,
        number=str(person.id),
        balance=t.money(balance_micro, currency),
    )
    return View(text)


def found(person: Person, purse: Purse, payments: Sequence[Payment], t: Translator) -> View:
    """Who somebody is, what they have, and what they paid."""
    lines = [
        t("<b>{name}</b> · {number}", name=person.name, number=str(person.id)),
        t("Language: {language}", language=person.language),
        "" if person.reachable else t("Has blocked the bot."),
        t("Balance: <b>{amount}</b>", amount=t.money(purse.balance_micro, purse.currency)),
        t("Held for orders under way: {amount}", amount=t.money(purse.held_micro, purse.currency)),
    ]
    lines += others(purse, t)
    for line in purse.lines:
        amount = t.movement(line.amount_micro, purse.currency)
        what = t("{what}", what=movement(line, t))
        lines.append(f"{t.moment(line.at)} · {amount} · {what}")
    rows: list[Row] = []
    for it in payments:
        state = t(STATES[it.state])
        lines.append(t("Paid {amount}: {state}", amount=paid_text(it), state=state))
        if it.way is Way.STARS and it.state in {"credited", "suspense"}:
            label = t.label("Give {amount} back", amount=paid_text(it))
            rows.append((("↩️ " + label, Button(PAYMENT, str(it.id), "return")),))
    return View("\n".join(line for line in lines if line), tuple(rows))


def sure_to_return(it: Payment, t: Translator) -> View:
    """Once more, before money moves."""
    text = t(
        "Give {amount} back? {credit} are taken out of the wallet first.",
        amount=paid_text(it),
        credit=t.money(it.credited_micro, it.credited_currency),
    )
    yes = ("✅ " + t.label("Confirm"), Button(PAYMENT, str(it.id), "sure", str(it.person_id)))
    no = ("✖️ " + t.label("Cancel"), Button(PAYMENT, str(it.id), "kept", str(it.person_id)))
    return View(text, ((yes, no),))
