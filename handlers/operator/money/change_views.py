"""Giving to a wallet and taking from it: the questions, the cards, and what became of them."""

from handlers.buttons import PERSON, Button
from handlers.operator.money.shown import Shown
from handlers.operator.navigation import back_to_person, desk_door, open_person
from handlers.view import Row, View, shortened
from locales import Translator, marked
from shop.acts import Noted
from shop.ledger.wallet_change import ALONE_AFTER, HOLDS, ChangeState
from shop.person import Person


def ask_amount(person: Person, t: Translator, *, adds: bool) -> View:
    """The question for amount and reason."""
    ask = marked("How much shall <b>{name}</b> ({number}) get, and why?")
    if not adds:
        ask = marked("How much shall be taken from <b>{name}</b> ({number}), and why?")
    how = t("Send both in one message, like <code>5.00 for the long wait</code>. They read the reason.")
    head = t(ask, name=shortened(person.name, 64), number=str(person.id))
    return View(f"{head}\n{how}", (back_to_person(t, person.id),))


def sure_card(shown: Shown, t: Translator, *, note: str = "") -> View:
    """The question before money moves: it names the person first, then what they have and will have."""
    number, version = str(shown.change.id), str(shown.now.version)
    yes = ("✅ " + t.label("Confirm"), Button(PERSON, number, "sure", version))
    no = ("✖️ " + t.label("Cancel"), Button(PERSON, number, "drop"))
    return View("\n".join(line for line in (note, *_lines(shown, t)) if line), ((yes, no),))


def type_again(shown: Shown, t: Translator) -> View:
    """The question for the amount once more, above the first limit."""
    lines = [
        *_lines(shown, t),
        "",
        t("That is a large amount. Type it once more to confirm, without the reason."),
    ]
    return View("\n".join(lines), (_drop_row(shown, t),))


def waits_for_second(shown: Shown, t: Translator, others: int) -> View:
    """The asker's card while another operator is to confirm; alone, they type it again after a while."""
    lines = [*_lines(shown, t), ""]
    if others:
        until = shown.change.asked_at + HOLDS
        lines.append(
            t("A second operator must confirm this, until {moment}. They have been asked.", moment=until)
        )
        return View("\n".join(lines), (_drop_row(shown, t),))
    lines.append(
        t(
            "This needs a second look. You are the only operator here, so type the amount once more, but "
            "not before {moment}.",
            moment=shown.change.changed_at + ALONE_AFTER,
        )
    )
    again = ("✍️ " + t.label("Type it again"), Button(PERSON, str(shown.change.id), "again"))
    return View("\n".join(lines), ((again,), _drop_row(shown, t)))


def second_card(shown: Shown, t: Translator, *, note: str = "") -> View:
    """The card of the other operators."""
    number, version = str(shown.change.id), str(shown.now.version)
    head = t("🔐 {asker} asks for a second yes:", asker=shown.asker)
    yes = ("✅ " + t.label("Confirm"), Button(PERSON, number, "sure", version))
    no = ("✖️ " + t.label("Stop it"), Button(PERSON, number, "drop"))
    lines = [note, head, *_lines(shown, t)]
    return View("\n".join(line for line in lines if line), ((yes, no), (open_door(shown.person, t),)))


def has_less(shown: Shown, t: Translator, *, is_mine: bool) -> View:
    """The answer where less is there than was to be taken: nothing was, and the rest is one tap away."""
    change, balance = shown.change, shown.now.balance_micro
    amount = t.money(balance, change.currency)
    text = t("⚠️ {name} has only {amount}. Nothing was taken.", name=shown.person.name, amount=amount)
    rows: list[Row] = []
    if balance > 0 and is_mine:
        label = t.label("Take {amount}", amount=t.button_amount(balance, change.currency))
        rows.append((("➖ " + label, Button(PERSON, str(change.id), "rest")),))
    return View(text, (*rows, back_to_person(t, shown.person.id)))


def done_card(shown: Shown, t: Translator, noted: Noted | None, *, is_undone: bool) -> View:
    """What a change came to, with who did it and when; a booked one can be taken back once."""
    change, person = shown.change, shown.person
    if change.state is ChangeState.EXPIRED:
        lines = [t("⌛ Nobody confirmed this in time. Nothing was changed.")]
    elif change.state is ChangeState.DROPPED:
        lines = [t("Nothing was changed.")]
    else:
        lines = [
            t(
                "{amount} for {name} ({number}). Their balance: <b>{balance}</b>",
                amount=t.exact_movement(change.micro, change.currency),
                name=person.name,
                number=str(person.id),
                balance=t.money(shown.now.balance_micro, change.currency),
            )
        ]
    if change.reason and change.state is ChangeState.DONE:
        lines.append(t("They read: {reason}", reason=change.reason))
    if noted is not None:
        who = noted.actor or str(noted.act.actor_id)
        lines.append(t("{moment} · <b>{actor}</b>", moment=noted.at, actor=who))
    rows: list[Row] = []
    if is_undone:
        lines.append(t("This was taken back."))
    elif change.state is ChangeState.DONE and change.undoes is None:
        rows.append((("↩️ " + t.label("Undo"), Button(PERSON, str(change.id), "undo")),))
    return View("\n".join(lines), (*rows, (open_door(person, t), desk_door(t))))


def open_door(person: Person, t: Translator) -> tuple[str, Button]:
    """The button that opens somebody's card."""
    return "👤 " + t.label("Their card"), open_person(person.id)


def _drop_row(shown: Shown, t: Translator) -> Row:
    return (("✖️ " + t.label("Cancel"), Button(PERSON, str(shown.change.id), "drop")), desk_door(t))


def _lines(shown: Shown, t: Translator) -> list[str]:
    change, person, before = shown.change, shown.person, shown.now.balance_micro
    ask = marked("Give <b>{name}</b> ({number}) <b>{amount}</b>?")
    if not shown.is_gift:
        ask = marked("Take <b>{amount}</b> from <b>{name}</b> ({number})?")
    amount = t.money(abs(change.micro), change.currency)
    lines = [
        t(ask, name=person.name, number=str(person.id), amount=amount),
        t(
            "They have {before}, then {after}.",
            before=t.money(before, change.currency),
            after=t.money(before + change.micro, change.currency),
        ),
        t("They read: {reason}", reason=change.reason) if change.reason else "",
        t("This takes back what was done before.") if change.undoes is not None else "",
        t("⚠️ They are banned.") if shown.is_banned else "",
    ]
    return [line for line in lines if line]
