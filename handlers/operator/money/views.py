"""The operator's view of somebody's money."""

from collections.abc import Callable, Sequence

from handlers.buttons import PAYMENT, PERSON, Button
from handlers.operator.navigation import back_to_person
from handlers.view import Row, Target, View, shortened
from handlers.wallet.views import movement, others
from locales import Translator, marked
from shop.ledger.payment import NO_WORDS, RETURNABLE, Payment, PaymentState, Return, Share
from shop.person import Person
from storage.ledger.statements import WalletView

PAYMENTS = 5
"""The number of a person's newest movements, and of their payments on a page."""

STATES: dict[PaymentState, str] = {
    PaymentState.CREDITED: marked("credited"),
    PaymentState.SUSPENSE: marked("nobody knows what for"),
    PaymentState.RETURNING: marked("being given back"),
    PaymentState.RETURNED: marked("given back"),
}


def persons_wallet(
    person: Person,
    wallet_view: WalletView,
    payments: Sequence[Payment],
    t: Translator,
    *,
    refunds: Callable[[str], bool],
    doubtful: Sequence[Return] = (),
    is_first: bool = True,
) -> View:
    """Who somebody is, what they have in their wallet, and what they paid: a page of it.

    `refunds` knows which ways give back; of the returns in `doubtful` nobody knows if they were made. One
    payment more than a page has says that there are others behind it.
    """
    shown = payments[:PAYMENTS]
    lines = [
        t("<b>{name}</b> · {number}", name=person.name, number=str(person.id)),
        t("Language: {language}", language=person.language),
        "" if person.reachable else t("Has blocked the bot, or had their data deleted."),
        t("Balance: <b>{amount}</b>", amount=t.money(wallet_view.balance_micro, wallet_view.currency)),
        t(
            "Held for orders under way: {amount}",
            amount=t.money(wallet_view.held_micro, wallet_view.currency),
        ),
    ]
    lines += others(wallet_view, t)
    for line in wallet_view.lines:
        amount = t.exact_movement(line.amount_micro, wallet_view.currency)
        moment, what = line.at, movement(line, t)
        lines.append(t("{moment} · <b>{amount}</b> · {what}", moment=moment, amount=amount, what=what))
    lines += [_payment_line(one, t) for one in shown]
    returnable = [one for one in shown if refunds(one.way) and one.state in RETURNABLE]
    rows: list[Row] = [
        ((f"↩️ {label}", Button(PAYMENT, str(payment.id), "return")),)
        for payment, label in zip(returnable, _return_labels(returnable, t), strict=True)
    ]
    rows += [(opens_doubt(one, t),) for one in doubtful]
    turning: list[tuple[str, Target]] = []
    if not is_first:
        turning.append(("⏮ " + t.label("First page"), Button(PERSON, str(person.id), "wallet")))
    if len(payments) > PAYMENTS:
        earlier = Button(PERSON, str(person.id), "wallet", str(shown[-1].id))
        turning.append(("🗂 " + t.label("Earlier payments"), earlier))
    rows += [tuple(turning)] if turning else []
    return View("\n".join(line for line in lines if line), (*rows, back_to_person(t, person.id)))


def _payment_line(payment: Payment, t: Translator) -> str:
    state, amount = t(STATES[payment.state]), t.paid(payment.currency, payment.amount_minor)
    is_partly_back = 0 < payment.back.amount_minor < payment.amount_minor
    if is_partly_back and payment.state is not PaymentState.RETURNING:
        part = t.paid(payment.currency, payment.back.amount_minor)
        return t("Paid {amount}: {state}, {part} of it given back", amount=amount, state=state, part=part)
    if payment.is_membership:
        return t("Paid {amount} for a membership: {state}", amount=amount, state=state)
    return t("Paid {amount}: {state}", amount=amount, state=state)


def _return_labels(payments: Sequence[Payment], t: Translator) -> list[str]:
    """The buttons' labels. Those of one amount say when they came, and their number where that is the same.

    They leave the words out: an app cuts a label that is long, and with it what tells them apart.
    """
    amounts = [t.paid(one.currency, one.left.amount_minor) for one in payments]
    moments = [
        t.label("{moment} · {name}", moment=one.created_at, name=amount)
        for one, amount in zip(payments, amounts, strict=True)
    ]
    labels = []
    for payment, amount, moment in zip(payments, amounts, moments, strict=True):
        if amounts.count(amount) == 1:
            labels.append(t.label("Give {amount} back", amount=amount))
        elif moments.count(moment) == 1:
            labels.append(moment)
        else:
            labels.append(f"{t.number(payment.id)}{t.separator}{moment}")
    return labels


def another_amount(payment: Payment, t: Translator) -> Row:
    """The button to give back a part of a payment only."""
    return (("✏️ " + t.label("Another amount"), Button(PAYMENT, str(payment.id), "part")),)


def sure_to_return(payment: Payment, share: Share, n: int, t: Translator, *less: Row) -> View:
    """The question before so much of a payment goes back, in its `n`-th return: two taps are one."""
    asks = marked("Give {amount} back? {credit} is taken out of the wallet first.")
    if payment.is_membership:
        asks = marked("Give {amount} back? The time of membership that it paid for ends at once.")
    elif not payment.is_in_wallet:
        asks = marked("Give {amount} back? It is kept apart, not in a wallet.")
    text = t(
        asks,
        amount=t.paid(payment.currency, share.amount_minor),
        credit=t.money(share.credited_micro, payment.credited_currency),
    )
    sure = Button(PAYMENT, str(payment.id), "sure", f"{n}.{share.amount_minor}")
    return View(text, (*less, (("✅ " + t.label("Confirm"), sure), _kept(payment, t))))


def opens_doubt(doubted: Return, t: Translator) -> tuple[str, Button]:
    """The button to say whether a refund was made of which nobody knows."""
    payment = doubted.payment
    label = t.label("Did {amount} go back?", amount=t.paid(payment.currency, doubted.share.amount_minor))
    return f"❔ {label}", Button(PAYMENT, str(payment.id), "unsure")


def did_it_go_back(doubted: Return, called: str, t: Translator) -> View:
    """The question for what the other side's own page shows of a refund; `called` is that side's name."""
    payment, share = doubted.payment, doubted.share
    text = t(
        "❔ Did {amount} go back to the payer? I cannot tell, and I do not ask {gateway} again, as that "
        "might pay twice. Look for payment <code>{charge}</code> on {gateway}'s own page.",
        amount=t.paid(payment.currency, share.amount_minor),
        gateway=called,
        charge=payment.charge_id,
    )
    if payment.is_in_wallet:
        credit = t.money(share.credited_micro, payment.credited_currency)
        text += " " + t("If nothing went back, {credit} comes into the wallet again.", credit=credit)
    said = "" if doubted.doubt == NO_WORDS else t("It said: {words}", words=shortened(doubted.doubt, 200))
    number, n = str(payment.id), str(doubted.n)
    went = ("✅ " + t.label("It went back"), Button(PAYMENT, number, "went", n))
    stayed = ("↩️ " + t.label("Nothing went back"), Button(PAYMENT, number, "stayed", n))
    return View(f"{text}\n\n{said}".strip(), ((went,), (stayed,), (_kept(payment, t),)))


def how_much_to_return(payment: Payment, t: Translator) -> View:
    """The question for the part that is to go back."""
    text = t(
        "How much shall go back to the payer? Send an amount up to {amount}.",
        amount=t.paid(payment.currency, payment.left.amount_minor),
    )
    return View(text, ((_kept(payment, t),),))


def _kept(payment: Payment, t: Translator) -> tuple[str, Button]:
    return "✖️ " + t.label("Cancel"), Button(PAYMENT, str(payment.id), "kept", str(payment.person_id))
