"""The door of a private shop: a stranger asks, an operator decides, and it holds at once."""

from pathlib import Path

from playground.telegram import FakePerson
from tests.in_process import OLGA, SAM, Harness, Player

DAY = 86_400


def toast(player: Player) -> str:
    return player.person.toasts[-1].text


def bubbles(person: FakePerson) -> int:
    return sum(message.from_bot for message in person.home.messages.values())


async def test_a_stranger_asks_and_is_let_in_at_once(harness: Harness) -> None:
    sam, olga = harness.sam, harness.olga
    sam.person.user["username"] = "sam"
    await olga.says("/start")
    await sam.says("/start")
    await sam.sees("This shop is private. Shall I ask its owner to let you in?", "Ask to come in")
    await sam.taps("Ask to come in")
    await sam.sees("I have asked")
    await olga.sees("Sam (@sam, 666) would like to order.", "Let in", "No")
    await olga.taps("Let in")
    await olga.sees("Sam (@sam, 666) was let in by Olga")
    await sam.sees("Welcome: you may order here now.")
    await sam.taps("Menu")
    await sam.sees("New order")
    await harness.restarts()
    await sam.says("/order 1 https://instagram.com/p/a 100")
    await sam.sees("Check your order")
    await harness.audited()


async def test_the_sentence_comes_at_most_once_an_hour(harness: Harness) -> None:
    sam = harness.sam
    await sam.says("/start")
    await sam.sees("This shop is private")
    before = bubbles(sam.person)
    for words in ("hello", "/order", "/panel", "please"):
        await sam.says(words)
    assert bubbles(sam.person) == before
    await harness.passes(3600)
    await sam.says("hello?")
    await sam.sees("This shop is private")
    assert bubbles(sam.person) == before + 1


async def test_a_sentence_that_was_not_sent_is_tried_again(harness: Harness) -> None:
    from playground.telegram.faults import server_error

    harness.telegram.plan("sendMessage", server_error())
    await harness.sam.says("/start")
    await harness.passes(60)
    await harness.sam.sees("This shop is private")
    assert bubbles(harness.sam.person) == 1


async def test_asking_twice_asks_once(harness: Harness) -> None:
    sam, olga = harness.sam, harness.olga
    await olga.says("/start")
    await sam.says("/start")
    before = bubbles(olga.person)
    await sam.taps("Ask to come in")
    for _ in range(3):
        sam.person.forges("as::ask:")
    await harness.settles()
    await harness.forgets_last_turn()
    await harness.settles()
    assert bubbles(olga.person) == before + 1
    await harness.restarts()
    assert bubbles(olga.person) == before + 1
    await harness.passes(3600)
    await sam.says("Well?")
    await sam.sees("I have asked")


async def test_every_operator_has_a_card_and_all_show_who_decided(database_file: Path) -> None:
    harness = Harness(database_file, admin_ids=f"{OLGA},102", allowed_ids="101")
    await harness.opens()
    sam, olga, bob = harness.sam, harness.olga, harness.bob
    await olga.says("/start")
    await bob.says("/start")
    await sam.says("/start")
    await sam.taps("Ask to come in")
    await olga.sees("Sam (666) would like to order.")
    await bob.sees("Sam (666) would like to order.")
    card = next(message for message in bob.person.chat if "would like to order" in message.shown)
    before = bubbles(bob.person)
    await olga.taps("No")
    await olga.sees("Sam (666) was turned away by Olga")
    await bob.sees("Sam (666) was turned away by Olga")
    assert bubbles(bob.person) == before
    bob.person.taps("Let in", card.id, stale=True)
    await harness.settles()
    await sam.says("/start")
    await harness.settles()
    await harness.closes()


async def test_two_operators_on_one_card_are_one_act(database_file: Path) -> None:
    harness = Harness(database_file, admin_ids=f"{OLGA},102", allowed_ids="101")
    await harness.opens()
    sam, olga, bob = harness.sam, harness.olga, harness.bob
    await olga.says("/start")
    await bob.says("/start")
    await sam.says("/start")
    await sam.taps("Ask to come in")
    olga.person.taps("Let in")
    bob.person.taps("No")
    await harness.settles()
    assert toast(bob) == "Nothing was changed, for Olga was first: let somebody in"
    assert len(await harness.kiosk.stores.acts.list_of_person(SAM, 9)) == 1
    await bob.sees("Sam (666) was let in by Olga")
    await sam.says("/order")
    await sam.sees("What is it for?")
    await harness.closes()


async def test_no_is_said_once_and_holds_for_thirty_days(harness: Harness) -> None:
    sam, olga = harness.sam, harness.olga
    await olga.says("/start")
    await sam.says("/start")
    await sam.taps("Ask to come in")
    await olga.taps("No")
    await sam.sees("Thank you for asking. The shop cannot let you in at the moment.")
    said = bubbles(sam.person)
    await harness.passes(2 * 3600)
    await sam.says("Why?")
    sam.person.forges("as::ask:")
    await harness.settles()
    assert "answered that already" in toast(sam)
    assert bubbles(sam.person) == said
    await harness.passes(30 * DAY)
    await sam.says("Now?")
    await sam.taps("Ask to come in")
    await sam.sees("I have asked")
    await olga.sees("Sam (666) would like to order.")
    await olga.taps("Let in")
    await sam.sees("Welcome")


async def test_the_lists_and_their_people(harness: Harness) -> None:
    sam, olga = harness.sam, harness.olga
    await olga.says("/start")
    await sam.says("/start")
    await sam.taps("Ask to come in")
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Door, bans")
    await olga.sees("This shop is private", "Asking: 1", "Let in: 0", "Turned away: 0", "Banned: 0")
    await olga.taps("Asking: 1")
    await olga.sees("Who asks to come in", "Sam (666)")
    await olga.taps("Sam · 666")
    await olga.sees("Sam (666) asks to come in", "Let in", "No")
    await olga.taps("Let in")
    await olga.sees("was let in by Olga", "Remove", "Ban")
    await olga.taps("Remove")
    await olga.sees("Remove Sam (666)?", "their money stays theirs")
    await olga.taps("Confirm")
    await sam.says("/order")
    sam.finds_no("What is it for?")
    await sam.sees("This shop is private", "Delete my data")
    await olga.taps("The desk")
    await olga.taps("More")
    await olga.taps("Door, bans")
    await olga.taps("Let in: 0")
    await olga.sees("Who was let in", "Nobody.")
    await olga.taps("Back")
    await olga.sees("Door and bans")


async def test_an_operator_lets_somebody_in_who_was_turned_away(harness: Harness) -> None:
    sam, olga = harness.sam, harness.olga
    await olga.says("/start")
    await sam.says("/start")
    await sam.taps("Ask to come in")
    await olga.taps("No")
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Door, bans")
    await olga.taps("Turned away: 1")
    await olga.taps("Sam · 666")
    await olga.taps("Let in")
    await olga.sees("Let Sam (666) in?")
    await olga.taps("Confirm")
    await sam.sees("Welcome")


async def test_a_long_list_is_paged(harness: Harness) -> None:
    from shop.person import Standing

    staff = harness.kiosk.stores.staff
    for n in range(8):
        harness.clock.advance(1)
        await staff.stand(5000 + n, Standing.LET_IN, OLGA, harness.clock.now())
    olga = harness.olga
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Door, bans")
    await olga.taps("Let in: 8")
    await olga.sees("5007", "5002")
    olga.finds_no("5001")
    await olga.taps("Next")
    await olga.sees("5001", "5000")
    await olga.taps("First")
    await olga.sees("5007")


async def test_a_hostile_name_breaks_no_card(harness: Harness) -> None:
    sam, olga = harness.sam, harness.olga
    await olga.says("/start")
    sam.person.user["first_name"] = "<b>Sam</b> \u202e" + "x" * 300
    await sam.says("/start")
    await sam.taps("Ask to come in")
    await olga.sees("would like to order")
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Door, bans")
    await olga.taps("Asking: 1")
    await olga.sees("Who asks to come in")


async def test_whoever_asks_may_take_it_back_by_deleting_their_data(harness: Harness) -> None:
    sam, olga = harness.sam, harness.olga
    await olga.says("/start")
    await sam.says("/start")
    await sam.taps("Ask to come in")
    await sam.taps("Delete my data")
    await sam.sees("This goes for good")
    sam.finds_no("Menu")
    await sam.taps("Delete for good")
    await sam.sees("Your data is deleted.")
    await harness.passes(60)
    await olga.taps("Let in")
    await harness.passes(3600)
    assert (await harness.kiosk.stores.people.find(SAM)).name == str(SAM)  # type: ignore[union-attr]  # a row stays


async def test_a_stranger_of_whom_nothing_is_known_deletes_nothing(harness: Harness) -> None:
    sam = harness.sam
    await sam.says("/start")
    for data in ("s::erase:", "s::eraseall:", "s:x:giveup:"):
        sam.person.forges(data)
        await harness.settles()
        assert "old" in toast(sam)
    assert await harness.kiosk.stores.people.find(SAM) is None


async def test_a_public_shop_has_no_door(database_file: Path) -> None:
    harness = Harness(database_file, access="shop", allowed_ids="")
    await harness.opens()
    await harness.sam.says("/start")
    await harness.sam.sees("New order")
    tap = harness.sam.person.forges("as::ask:")
    await harness.settles()
    assert (tap.answered, tap.text) == (True, "")
    await harness.olga.says("/admin")
    await harness.olga.taps("More")
    await harness.olga.taps("Door, bans")
    await harness.olga.sees("This shop is open: whoever comes may order.", "Banned: 0")
    harness.olga.finds_no("Asking")
    await harness.closes()


async def test_who_becomes_operator_later_gets_the_card_too(harness: Harness) -> None:
    from tests.stories.test_roles import gives

    await harness.bob.says("/start")
    await harness.sam.says("/start")
    await harness.sam.taps("Ask to come in")
    await gives(harness, 102, "Make operator")
    await harness.bob.sees("Sam (666) would like to order.")
    await harness.bob.taps("Let in")
    await harness.sam.sees("Welcome")


async def test_a_crash_after_letting_in_leaves_the_right(harness: Harness) -> None:
    await harness.olga.says("/start")
    await harness.sam.says("/start")
    await harness.sam.taps("Ask to come in")
    await harness.olga.taps("Let in")
    await harness.forgets_last_turn()
    await harness.restarts()
    await harness.settles()
    await harness.olga.sees("was let in by Olga")
    await harness.sam.says("/order")
    await harness.sam.sees("What is it for?")
    assert len(await harness.kiosk.stores.acts.list_of_person(SAM, 9)) == 1
