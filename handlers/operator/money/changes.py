"""Giving to a wallet and taking from it: asked on a card, typed again, confirmed by a second one, undone."""

from collections.abc import Sequence

from telegram import Update

from handlers.buttons import row_number
from handlers.context import Context, typed_text
from handlers.operator.already import was_first
from handlers.operator.finding import get_person
from handlers.operator.money.change_views import (
    ask_amount,
    done_card,
    has_less,
    second_card,
    sure_card,
    type_again,
    waits_for_second,
)
from handlers.operator.money.shown import Shown, shown_of
from handlers.operator.money.typed import TypedChange, read_change
from handlers.operator.questions import ask_at_desk, note_answered
from handlers.sentences import toast_for
from handlers.show import show
from shop.acts import Did
from shop.desk_question import DeskAsks
from shop.errors import ShopError
from shop.ledger.journals import FundsShort
from shop.ledger.wallet_change import Came, ChangeState, Step, WalletChange, WantedChange
from shop.money import is_typed
from shop.person import Person

GIVES, TAKES = "give", "take"

BOOKS = (Did.GAVE, Did.TOOK, Did.TOOK_BACK)
"""What a yes comes to in the log."""

STOPS = (Did.CHANGE_DECLINED,)
"""What a no comes to."""


async def wished_to_give(_update: Update, context: Context) -> None:
    """Give: asks how much, and why."""
    await _ask_amount(context, adds=True)


async def wished_to_take(_update: Update, context: Context) -> None:
    """Take: the same."""
    await _ask_amount(context, adds=False)


async def typed_amount(update: Update, context: Context) -> None:
    """The amount and the reason. Whatever cannot be read is said, and the question goes on."""
    turn = context.turn
    question = turn.desk_asks
    text = typed_text(update)
    typed = read_change(text.split(), context.services.board.currency)
    if question is None or typed is None:
        raise ShopError("change_usage")
    which, _, number = question.about.partition(":")
    person = await get_person(context, number)
    await offer(context, person, typed, adds=which == GIVES)
    await note_answered(context)


async def offer(context: Context, person: Person, typed: TypedChange, *, adds: bool) -> None:
    """Show the card: person, amount, balance before and after, and what the person will read.

    More than there is, is said at once.
    """
    await _show(
        context, await store_change(context, person, typed, adds=adds, number=context.turn.update.update_id)
    )


async def store_change(
    context: Context, person: Person, typed: TypedChange, *, adds: bool, number: int
) -> WalletChange:
    """Store what an operator wants, once for the update of this number."""
    services, turn = context.services, context.turn
    if person.is_erasing:
        raise ShopError("change_erasing")
    wanted = WantedChange(
        asked_by=turn.person.id,
        update_id=number,
        person_id=person.id,
        micro=typed.micro if adds else -typed.micro,
        currency=services.board.currency,
        reason=typed.reason,
        is_typed_twice=typed.is_typed_twice,
    )
    return await services.stores.wallet_changes.ask(wanted, services.clock.now())


async def confirmed(_update: Update, context: Context) -> None:
    """Confirm: the asker's, or a second operator's."""
    await decide(context, await _tapped(context), row_number(context.button.value))


async def wished_to_type_again(_update: Update, context: Context) -> None:
    """Type it again: takes the next message as the amount."""
    await _show(context, await _tapped(context))


async def typed_amount_again(update: Update, context: Context) -> None:
    """The amount once more. Another one changes nothing, and the question goes on."""
    services, turn = context.services, context.turn
    number, version, led_to_it = [*turn.desk_about.split("."), "", "", ""][:3]
    change = await _get(context, number)
    if led_to_it == str(update.update_id):
        await _show(context, change)
        return
    text = typed_text(update)
    stores, now = services.stores, services.clock.now()
    # Else another operator has decided meanwhile, or nobody in time: no amount would do.
    waits = change.is_open and not change.has_lapsed(now)
    if waits and not is_typed(abs(change.micro), text, change.currency):
        raise ShopError("change_typed_other")
    _check_currency(context, change)
    try:
        step = await stores.wallet_changes.typed_again(
            change.id,
            turn.person.id,
            version=row_number(version),
            limits=services.rules.changes,
            now=now,
        )
    except FundsShort:
        step = Step(change, Came.MOVED)
    await note_answered(context)
    services.wakeups.outbox()
    await _show_step(context, step, BOOKS)


async def dropped(_update: Update, context: Context) -> None:
    """Cancel, or a second operator's Stop it."""
    services, change = context.services, await _tapped(context)
    step = await services.stores.wallet_changes.drop(change.id, context.turn.person.id, services.clock.now())
    services.wakeups.outbox()
    await _show_step(context, step, STOPS)


async def wished_rest(update: Update, context: Context) -> None:
    """Take what is there, where more was meant: asks anew, with that amount."""
    services, change = context.services, await _tapped(context)
    stores, me, now = services.stores, context.turn.person.id, services.clock.now()
    if change.asked_by != me:
        raise ShopError("change_not_yours")
    there = await stores.wallet_changes.wallet_now(change.wallet)
    if change.is_open:
        await stores.wallet_changes.drop(change.id, me, now)
    if not 0 < there.balance_micro < -change.micro:
        raise ShopError("button_old")
    rest = WantedChange(
        asked_by=me,
        update_id=update.update_id,
        person_id=change.person_id,
        micro=-there.balance_micro,
        currency=change.currency,
        reason=change.reason,
        is_typed_twice=change.is_typed_twice,
        undoes=change.undoes,
    )
    await _show(context, await stores.wallet_changes.ask(rest, now))


async def wished_undo(update: Update, context: Context) -> None:
    """Undo: asks first, and says so where the money is spent."""
    services, change = context.services, await _tapped(context)
    wanted = WantedChange(
        asked_by=context.turn.person.id,
        update_id=update.update_id,
        person_id=change.person_id,
        micro=-change.micro,
        currency=change.currency,
        reason=change.reason,
        undoes=change.id,
    )
    await _show(context, await services.stores.wallet_changes.ask(wanted, services.clock.now()))


async def decide(context: Context, change: WalletChange, version: int | None) -> None:
    """Take this operator's yes on a card of this version of the wallet, and show what it came to."""
    step = await _step(context, change, version)
    context.services.wakeups.outbox()
    await _show_step(context, step, BOOKS)


async def _step(context: Context, change: WalletChange, version: int | None) -> Step:
    services, turn = context.services, context.turn
    _check_currency(context, change)
    try:
        return await services.stores.wallet_changes.confirm(
            change.id,
            turn.person.id,
            version=version,
            limits=services.rules.changes,
            now=services.clock.now(),
        )
    except FundsShort:  # between the card and the tap, without a movement: it never had as much
        return Step(change, Came.MOVED)


def _check_currency(context: Context, change: WalletChange) -> None:
    """Raise ShopError for money of another currency than the shop's: it was meant before that changed."""
    if change.is_open and change.currency != context.services.board.currency:
        raise ShopError("change_currency")


async def _show_step(context: Context, step: Step, wanted: Sequence[Did]) -> None:
    change, turn = step.change, context.turn
    if step.came is Came.MOVED:
        note = turn.t("⚠️ Their balance has changed meanwhile. Look again:")
        await _show(context, change, note=note)
        return
    if step.came is Came.BEFORE:
        noted = await context.services.stores.acts.last(change.subject, (*BOOKS, *STOPS))
        if noted is not None and noted.act.actor_id != turn.person.id:
            told = await was_first(context, change.subject, *wanted)
            await turn.answer(toast_for(told, turn.t), alert=True)
    await _show(context, change)


async def _show(context: Context, change: WalletChange, *, note: str = "") -> None:
    """Show the change as it stands, to whoever looks; what waits for words asks for them."""
    turn, stores = context.turn, context.services.stores
    shown = await shown_of(context.services, change)
    is_mine = change.asked_by == turn.person.id
    if not change.is_open:
        noted = await stores.acts.last(change.subject)
        is_undone = await stores.wallet_changes.is_undone(change.id)
        await show(context, done_card(shown, turn.t, noted, is_undone=is_undone))
    elif change.micro < 0 and shown.now.balance_micro < -change.micro:
        await show(context, has_less(shown, turn.t, is_mine=is_mine))
    elif change.state is ChangeState.ASKED:
        await show(context, sure_card(shown, turn.t, note=note))
    elif change.state is ChangeState.CONFIRMED:
        await _ask_again(context, shown)
        await show(context, type_again(shown, turn.t))
    elif not is_mine:
        await show(context, second_card(shown, turn.t, note=note))
    else:
        others = await stores.wallet_changes.others(change.asked_by)
        if not others:
            await _ask_again(context, shown)
        await show(context, waits_for_second(shown, turn.t, len(others)))


async def _ask_again(context: Context, shown: Shown) -> None:
    """Take the next message as the amount once more, of a card that shows this version of the wallet.

    The question knows the update that led to it: a message that is handled again after a crash is not
    the answer to the question it led to itself.
    """
    turn = context.turn
    about = f"{shown.change.id}.{shown.now.version}.{turn.update.update_id}"
    await ask_at_desk(context, DeskAsks.CHANGE_AGAIN, about)


async def _ask_amount(context: Context, *, adds: bool) -> None:
    person = await get_person(context, context.button.of)
    if person.is_erasing:
        raise ShopError("change_erasing")
    await ask_at_desk(context, DeskAsks.CHANGE_AMOUNT, f"{GIVES if adds else TAKES}:{person.id}")
    await show(context, ask_amount(person, context.turn.t, adds=adds))


async def _tapped(context: Context) -> WalletChange:
    return await _get(context, context.button.of)


async def _get(context: Context, text: str) -> WalletChange:
    number = row_number(text)
    changes = context.services.stores.wallet_changes
    change = await changes.find(number) if number is not None else None
    if change is None:
        raise ShopError("button_old")
    return change
