"""Updates that could not be handled: counted, one handled again, and its money booked once."""

import pytest
from sqlalchemy import Connection, func, select

from playground.telegram.faults import refusal
from storage.messages.asides import Asides, PutBack, tells_of_money
from storage.messages.tables import inbox
from tests.in_process import ANN, Harness, Player
from tests.stories.test_payments_found import set_aside, shop
from tests.stories.test_topping_up import has, pays

__all__ = ["shop"]

WALLET = [{"type": "bot_command", "offset": 0, "length": 7}]
BROKEN = "Bad Request: not today"


async def once_more(harness: Harness) -> None:
    """Have the only one handled again as the operator, and let the kiosk look at the rows."""
    asides = Asides(harness.kiosk.stores.database)
    [only] = await asides.list(10)
    assert await asides.put_back(only.seq) is PutBack.DONE
    await harness.settles()


async def money(harness: Harness) -> int:
    """Return the row of the last update about money."""

    def unit(connection: Connection) -> int:
        last = select(func.max(inbox.c.seq)).where(tells_of_money)
        return int(connection.execute(last).scalar_one())

    return await harness.kiosk.stores.database.read(unit)


async def test_the_operator_hears_how_many_stand_aside_and_how_to_see_them(harness: Harness) -> None:
    harness.telegram.plan("sendMessage", *[refusal(400, BROKEN)] * 3, chat_id=harness.ann.id)
    await harness.ann.says("/help")
    await harness.ann.sees("went wrong")
    await harness.olga.says("/panel")
    await harness.olga.sees("could not be handled: 1, see bot.py aside")


async def test_what_can_be_handled_now_is_answered(harness: Harness) -> None:
    harness.telegram.plan("sendMessage", *[refusal(400, BROKEN)] * 3, chat_id=harness.ann.id)
    await harness.ann.says("/wallet")
    await harness.passes(86_400)
    await once_more(harness)
    await harness.ann.sees("Balance")
    await harness.olga.says("/panel")
    harness.olga.finds_no("could not be handled")


async def test_what_fails_again_stands_aside_again_without_another_apology(harness: Harness) -> None:
    harness.telegram.plan("sendMessage", *[refusal(400, BROKEN)] * 3, chat_id=harness.ann.id)
    await harness.ann.says("/wallet")
    harness.telegram.plan("sendMessage", refusal(400, BROKEN), chat_id=harness.ann.id)
    await once_more(harness)
    assert await set_aside(harness) == 1
    assert sum("went wrong" in message.text for message in harness.ann.person.chat) == 1


def poll(*, is_whole: bool) -> dict[str, object]:
    """Return a poll as a Bot API server writes it, from version 9.6 on, or before."""
    options = [{"text": "Yes", "voter_count": 0}, {"text": "No", "voter_count": 0}]
    whole = {"allows_revoting": True, "members_only": False} if is_whole else {}
    if is_whole:
        options = [{**option, "persistent_id": str(number)} for number, option in enumerate(options)]
    return {
        "id": "5",
        "question": "Is that an order?",
        "options": options,
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        **whole,
    }


def sends(player: Player, **content: object) -> None:
    """Queue a message of this person's that the fake's people cannot send."""
    home = player.person.home
    sender = {"id": player.id, "is_bot": False, "first_name": player.person.name, "language_code": "en"}
    chat = {"id": player.id, "type": "private", "first_name": player.person.name}
    message = {"message_id": 9_000 + len(home.messages), "from": sender, "chat": chat}
    message |= {"date": int(player.harness.clock.now().timestamp()), **content}
    player.harness.telegram.updates.add("message", message)


@pytest.mark.parametrize("is_whole", [True, False], ids=["9.6", "before"])
async def test_a_poll_alarms_nobody(harness: Harness, *, is_whole: bool) -> None:
    ann = harness.ann
    await ann.says("/help")
    sends(ann, poll=poll(is_whole=is_whole))
    await harness.settles()
    harness.telegram.takes_findings()
    await ann.sees("/order")
    ann.finds_no("went wrong")
    assert await set_aside(harness) == 0
    await harness.olga.says("/panel")
    harness.olga.finds_no("could not be handled")


async def test_words_in_answer_to_a_poll_are_words(harness: Harness) -> None:
    await harness.ann.says("/help")
    asked = {"message_id": 7, "chat": {"id": ANN, "type": "private"}, "date": 1, "poll": poll(is_whole=False)}
    sends(harness.ann, text="/wallet", entities=WALLET, reply_to_message=asked)
    await harness.settles()
    harness.telegram.takes_findings()
    await harness.ann.sees("Balance")


async def test_a_payment_is_credited_once_however_often_its_update_is_handled(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/topup")
    await ann.taps("Telegram Stars")
    await ann.taps("$1 · 77 ⭐")
    await pays(ann)
    for _ in range(2):
        await shop.kiosk.stores.inbox.set_aside(await money(shop), "KeyError", shop.clock.now())
        await once_more(shop)
        assert await set_aside(shop) == 0
    await has(ann, "1.00")


async def test_a_payment_given_back_is_taken_out_once_however_often_it_is_told(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await ann.says("/topup")
    await ann.taps("Telegram Stars")
    await ann.taps("$1 · 77 ⭐")
    await pays(ann)
    await olga.says(f"/find {ANN}")
    await olga.taps("Wallet")
    await olga.taps("Give 77 ⭐ back")
    await olga.taps("Confirm")
    await shop.kiosk.stores.inbox.set_aside(await money(shop), "KeyError", shop.clock.now())
    await once_more(shop)
    await has(ann, "0.00")
