"""Giving and taking at the desk: named first, typed again, confirmed by a second one, booked once, undone."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from playground.telegram.people import NoSuchButton
from shop.acts import Did
from shop.person import GivenRole
from tests.in_process import ANN, BOB, OLGA, Harness, Player
from tests.stories.test_desk import given

LINK = "https://www.instagram.com/ann/"


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """An open shop that knows Ann, Bob and Olga. Its second limit is 500 dollars."""
    harness = Harness(database_file, access="shop", allowed_ids="")
    await harness.opens()
    for player in (harness.ann, harness.bob, harness.olga):
        await player.says("/start")
    yield harness
    await harness.audited()
    await harness.closes()


async def has(player: Player, amount: str) -> None:
    await player.says("/wallet")
    await player.sees(f"Balance: ${amount}")


async def asks(olga: Player, which: str, words: str, name: str = "ann") -> None:
    """Ask for a change by buttons, up to the card."""
    await olga.says(f"/find {name}")
    await olga.taps(which)
    await olga.says(words)


async def did(harness: Harness, person_id: int = ANN) -> list[tuple[Did, int]]:
    """Return what the log says of a person, newest first: what was done, and by whom."""
    acts = await harness.kiosk.stores.acts.list_of_person(person_id, 20)
    return [(one.act.did, one.act.actor_id) for one in acts]


@pytest.mark.parametrize("command", ["/credit", "/debit"])
async def test_a_mere_name_moves_nothing_and_is_no_unknown_person(shop: Harness, command: str) -> None:
    olga = shop.olga
    await olga.says(f"{command} Ann 5 for the long wait")
    await olga.sees("Send a person's number or @name here; /find Ann shows it.")
    olga.finds_no("I know nobody")
    await olga.says(f"{command} 4711 5 for the long wait")
    await olga.sees("I know nobody called 4711")


async def test_a_card_names_them_first_and_one_yes_gives(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await olga.says("/find ann")
    await olga.taps("Give")
    await olga.sees("How much shall Ann (101) get, and why?")
    await olga.says("5 for the long wait")
    await olga.sees("Give Ann (101) $5.00?", "They have $0.00, then $5.00", "They read: for the long wait")
    await has(ann, "0.00")
    await olga.taps("Confirm")
    await olga.sees("+$5.00 for Ann (101). Their balance: $5.00")
    await ann.sees("Credited: +$5.00. Balance: $5.00", "for the long wait")
    await asks(olga, "Take", "2 a fee")
    await olga.sees("Take $2.00 from Ann (101)?", "They have $5.00, then $3.00")
    await olga.taps("Cancel")
    await olga.sees("Nothing was changed.")
    await has(ann, "5.00")
    assert await did(shop) == [(Did.GAVE, OLGA)]


async def test_an_amount_is_typed_again_as_it_is_shown(shop: Harness) -> None:
    """The card shows what was typed as 60.1250 with three decimals."""
    olga = shop.olga
    await asks(olga, "Give", "60.1250 for the long wait")
    await olga.taps("Confirm")
    await olga.sees("$60.125")
    await olga.says("60.126")
    await olga.says("60.125")
    await olga.sees("for Ann (101). Their balance: $60.12")
    assert await did(shop) == [(Did.GAVE, OLGA)]


async def test_what_cannot_be_read_is_said_and_asked_again(shop: Harness) -> None:
    olga = shop.olga
    await olga.says("/find ann")
    await olga.taps("Give")
    for words in ("5", "five for you", "-5 x", "0 x", "x" * 4000, "<b>5</b> x"):
        await olga.says(words)
        await olga.sees("⚠️ I could not read that")
    await olga.says("50.000 a gift")
    await olga.sees("50.000 can be two amounts")
    for words, many, few in (("1 000 sorry", "1000", "1.00"), ("$5 100 orders failed", "5100", "5.00")):
        await olga.says(words)
        await olga.sees("can be two amounts", f"Send {many}, or {few}")
    await olga.says("5.00 100 orders failed")
    await olga.sees("Give Ann (101) $5.00?", "They read: 100 orders failed")
    await olga.taps("Cancel")
    await olga.says("/find ann")
    await olga.taps("Give")
    await olga.says("5 <b>\u202egift</b> " + "x" * 3000)
    await olga.sees("Give Ann (101) $5.00?", "They read: ", "<b>")
    await olga.taps("Confirm")
    await shop.ann.sees("Credited: +$5.00")


@pytest.mark.parametrize("turn", ["amount", "confirm"])
async def test_a_turn_repeated_after_a_crash_gives_once(shop: Harness, turn: str) -> None:
    olga = shop.olga
    await asks(olga, "Give", "5 for the long wait")
    if turn == "confirm":
        await olga.taps("Confirm")
    await shop.forgets_last_turn()
    await shop.restarts()
    await shop.settles()
    if turn == "amount":
        await olga.sees("Give Ann (101) $5.00?")
        await olga.taps("Confirm")
    await olga.sees("+$5.00 for Ann")
    await olga.taps("Confirm", stale=True)
    await has(shop.ann, "5.00")
    assert await did(shop) == [(Did.GAVE, OLGA)]


async def test_above_the_first_limit_it_is_typed_again(shop: Harness) -> None:
    olga = shop.olga
    await asks(olga, "Give", "60 for the long wait")
    await olga.taps("Confirm")
    await olga.sees("Type it once more to confirm")
    await olga.says("600")
    await olga.sees("⚠️ That is another amount")
    await has(shop.ann, "0.00")
    await olga.says("$60")
    await olga.sees("+$60.00 for Ann")
    await shop.forgets_last_turn()
    await shop.restarts()
    await shop.settles()
    await has(shop.ann, "60.00")


async def test_a_wallet_that_moved_meanwhile_is_shown_anew(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await asks(olga, "Give", "5 one")
    await asks(olga, "Give", "7 two")
    await olga.taps("Confirm")
    await olga.sees("+$7.00 for Ann")
    olga.person.forges("ap:1:sure:0")
    await shop.settles()
    await olga.sees("⚠️ Their balance has changed meanwhile", "They have $7.00, then $12.00")
    await has(ann, "7.00")
    await olga.taps("Confirm")
    await has(ann, "12.00")


async def test_less_than_was_meant_can_be_taken_with_one_tap(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await asks(olga, "Take", "5 a fee")
    await olga.sees("Ann has only $0.00. Nothing was taken")
    with pytest.raises(NoSuchButton):
        await olga.taps("Take $")
    await asks(olga, "Give", "4.32 hello")
    await olga.taps("Confirm")
    await asks(olga, "Take", "5 a fee")
    await olga.sees("Ann has only $4.32. Nothing was taken")
    await olga.taps("Take $4.32")
    await olga.sees("Take $4.32 from Ann (101)?", "They have $4.32, then $0.00", "They read: a fee")
    await olga.taps("Confirm")
    await has(ann, "0.00")


async def test_a_second_operator_confirms_a_large_amount(shop: Harness) -> None:
    ann, bob, olga = shop.ann, shop.bob, shop.olga
    await given(shop, BOB, GivenRole.OPERATOR)
    await olga.says(f"/credit {ANN} 600 600 for the long wait")
    await olga.taps("Confirm")
    await olga.sees("A second operator must confirm this")
    await bob.sees("Olga asks for a second yes", "Give Ann (101) $600.00?", "They have $0.00, then $600.00")
    await has(ann, "0.00")
    await olga.says("600")
    await has(ann, "0.00")
    await bob.taps("Confirm")
    await bob.sees("+$600.00 for Ann")
    await olga.sees("+$600.00 for Ann", "Bob")
    await bob.taps("Confirm", stale=True)
    await has(ann, "600.00")
    assert await did(shop) == [(Did.GAVE, BOB), (Did.CHANGE_ASKED, OLGA)]


async def test_whoever_asked_is_not_the_second(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await given(shop, BOB, GivenRole.OPERATOR)
    await olga.says(f"/credit {ANN} 600 600 for the long wait")
    await olga.taps("Confirm")
    for data in ("ap:1:sure:0", "ap:1:again:", "ap:1:sure:"):
        olga.person.forges(data)
        await shop.settles()
        await shop.olga.says("600")
    await has(ann, "0.00")


async def test_two_operators_confirm_at_once(shop: Harness) -> None:
    ann, bob, olga = shop.ann, shop.bob, shop.olga
    carol = shop._somebody(103, "Carol")
    await carol.says("/start")
    await given(shop, BOB, GivenRole.OPERATOR)
    await given(shop, carol.id, GivenRole.OPERATOR)
    await olga.says(f"/credit {ANN} 600 600 for the long wait")
    await olga.taps("Confirm")
    bob.person.taps("Confirm")
    carol.person.taps("Confirm")
    await shop.settles()
    await has(ann, "600.00")
    told = [
        toast.text for player in (bob, carol) for toast in player.person.toasts if "has done" in toast.text
    ]
    assert len(told) == 1
    assert len([one for one in await did(shop) if one[0] is Did.GAVE]) == 1


async def test_a_second_operator_can_stop_it(shop: Harness) -> None:
    bob, olga = shop.bob, shop.olga
    await given(shop, BOB, GivenRole.OPERATOR)
    await olga.says(f"/credit {ANN} 600 600 typo")
    await olga.taps("Confirm")
    await bob.taps("Stop it")
    await bob.sees("Nothing was changed.", "Bob")
    await olga.sees("Nothing was changed.", "Bob")
    await has(shop.ann, "0.00")
    assert await did(shop) == [(Did.CHANGE_DECLINED, BOB), (Did.CHANGE_ASKED, OLGA)]


async def test_an_only_operator_types_it_again_after_a_minute(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await asks(olga, "Give", "600 for the long wait")
    await olga.taps("Confirm")
    await olga.says("600")
    await olga.sees("You are the only operator here", "not before")
    await olga.says("600")
    await olga.sees("⚠️ Not yet: type the amount again in 60 s.")
    shop.clock.advance(59)
    await olga.says("600")
    await olga.sees("again in 1 s.")
    await has(ann, "0.00")
    shop.clock.advance(2)
    await olga.taps("Type it again")
    await olga.says("600")
    await olga.sees("+$600.00 for Ann")
    await has(ann, "600.00")


async def test_a_message_repeated_after_a_long_crash_is_not_the_second_look(shop: Harness) -> None:
    olga = shop.olga
    await asks(olga, "Give", "600 for the long wait")
    await olga.taps("Confirm")
    await olga.says("600")
    await shop.forgets_last_turn()
    shop.clock.advance(300)
    await shop.restarts()
    await shop.settles()
    await has(shop.ann, "0.00")


async def test_nobody_confirms_in_time(shop: Harness) -> None:
    bob, olga = shop.bob, shop.olga
    await given(shop, BOB, GivenRole.OPERATOR)
    await olga.says(f"/credit {ANN} 600 600 for the long wait")
    await olga.taps("Confirm")
    shop.clock.advance(3600)
    await bob.taps("Confirm")
    await bob.sees("Nobody confirmed this in time")
    await has(shop.ann, "0.00")


@pytest.mark.parametrize("hours", [2, -2])
async def test_a_clock_that_is_set_shortens_no_wait(shop: Harness, hours: int) -> None:
    bob, olga = shop.bob, shop.olga
    await given(shop, BOB, GivenRole.OPERATOR)
    await olga.says(f"/credit {ANN} 600 600 for the long wait")
    await olga.taps("Confirm")
    shop.clock.set_ahead(timedelta(hours=hours))
    await bob.says("/start")
    bob.person.forges("ap:1:sure:0")
    await shop.settles()
    await bob.sees("+$600.00 for Ann")


async def test_a_restart_between_question_and_yes(shop: Harness) -> None:
    bob, olga = shop.bob, shop.olga
    await given(shop, BOB, GivenRole.OPERATOR)
    await asks(olga, "Give", "600 for the long wait")
    await shop.restarts()
    await olga.taps("Confirm")
    await shop.restarts()
    await olga.says("600")
    await shop.restarts()
    await bob.taps("Confirm")
    await has(shop.ann, "600.00")


async def test_another_currency_moves_nothing(shop: Harness) -> None:
    olga = shop.olga
    await asks(olga, "Give", "5 one")
    shop.kiosk.pricing._currency = "EUR"
    await olga.taps("Confirm")
    await olga.sees("⚠️ The shop's currency has changed")
    shop.kiosk.pricing._currency = "USD"
    await has(shop.ann, "0.00")


async def test_somebody_whose_data_is_deleted_gets_no_change_of_before(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await asks(olga, "Give", "5 one")
    assert await shop.kiosk.stores.erasures.begin(ANN, shop.clock.now()) is None
    await shop.rounds()
    await olga.taps("Confirm")
    await olga.sees("Nothing was changed.")
    await has(ann, "0.00")


async def test_a_banned_person_is_said_to_be(shop: Harness) -> None:
    shop.kiosk.access.roster = type(shop.kiosk.access.roster)(banned=frozenset({ANN}))
    await asks(shop.olga, "Give", "5 what was owed")
    await shop.olga.sees("⚠️ They are banned.")
    await shop.olga.taps("Confirm")
    await shop.olga.sees("+$5.00 for Ann")


async def test_a_wrong_credit_is_undone_once(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await asks(olga, "Give", "5 a slip")
    await olga.taps("Confirm")
    await olga.taps("Undo")
    await olga.sees("Take $5.00 from Ann (101)?", "This takes back what was done before")
    await has(ann, "5.00")
    await olga.taps("Confirm")
    await olga.sees("−$5.00 for Ann (101). Their balance: $0.00")
    await has(ann, "0.00")
    olga.person.forges("ap:1:undo:")
    await shop.settles()
    assert "taken back already" in olga.person.toasts[-1].text
    assert await did(shop) == [(Did.TOOK_BACK, OLGA), (Did.GAVE, OLGA)]


async def test_what_is_spent_cannot_be_undone_and_that_is_said(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await asks(olga, "Give", "5 a slip")
    await olga.taps("Confirm")
    await ann.says(f"/order 1 {LINK} 100")
    await ann.taps("Confirm")
    await olga.taps("Undo")
    await olga.sees("Ann has only", "Nothing was taken")


async def test_giving_back_what_two_have_taken_needs_two_again(shop: Harness) -> None:
    ann, bob, olga = shop.ann, shop.bob, shop.olga
    await given(shop, BOB, GivenRole.OPERATOR)
    await olga.says(f"/credit {ANN} 600 600 for the long wait")
    await olga.taps("Confirm")
    await bob.taps("Confirm")
    await olga.says(f"/debit {ANN} 600 600 a stolen card")
    await olga.taps("Confirm")
    await bob.taps("Confirm")
    await has(ann, "0.00")
    await olga.says("/admin")
    olga.person.forges("ap:2:undo:")
    await shop.settles()
    await olga.taps("Confirm")
    await olga.sees("A second operator must confirm this")
    await has(ann, "0.00")
    await bob.sees("Give Ann (101) $600.00?", "This takes back what was done before")
    await bob.taps("Confirm")
    await has(ann, "600.00")


async def test_taking_back_what_two_have_given_needs_one(shop: Harness) -> None:
    bob, olga = shop.bob, shop.olga
    await given(shop, BOB, GivenRole.OPERATOR)
    await olga.says(f"/credit {ANN} 600 600 for the long wait")
    await olga.taps("Confirm")
    await bob.taps("Confirm")
    await bob.taps("Undo")
    await bob.taps("Confirm")
    await has(shop.ann, "0.00")


async def test_another_operator_cannot_answer_a_small_question(shop: Harness) -> None:
    await given(shop, BOB, GivenRole.OPERATOR)
    await asks(shop.olga, "Give", "5 one")
    for data in ("ap:1:sure:0", "ap:1:drop:", "ap:1:rest:"):
        shop.bob.person.forges(data)
        await shop.settles()
        assert "Another operator asked this" in shop.bob.person.toasts[-1].text
    await shop.olga.taps("Confirm")
    await has(shop.ann, "5.00")


async def test_who_decides_about_money_sees_all_of_its_digits(shop: Harness) -> None:
    olga = shop.olga
    await olga.says("/credit 101 1.2345 for the wait")
    await olga.sees("Give Ann (101) $1.2345?", "They have $0.00, then $1.2345")
    await olga.taps("Confirm")
    await olga.sees("+$1.2345 for Ann (101). Their balance: $1.2345")
    await olga.says("/find 101")
    await olga.sees("Balance: $1.2345")
    await olga.says("/debit 101 2 for a story")
    await olga.sees("$1.2345")
    await shop.ann.says("/wallet")
    await shop.ann.sees("Balance: $1.23")
