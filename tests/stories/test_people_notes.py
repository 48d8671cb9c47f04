"""Notes about people, writing to them first, and their tickets at the desk."""

import pytest

from playground.telegram.people import NoSuchButton
from shop.person import GivenRole
from tests.in_process import ANN, BOB, OLGA, Harness
from tests.stories.test_desk import given


async def notes(harness: Harness, who: str, words: str) -> None:
    """Note this about Ann, as the person of this name."""
    player = getattr(harness, who)
    await player.says("/find ann")
    await player.taps("Notes")
    await player.taps("Add a note")
    await player.says(words)


async def test_a_note_is_for_the_staff_and_its_author_deletes_it(harness: Harness) -> None:
    ann, bob, olga = harness.ann, harness.bob, harness.olga
    await ann.says("/start")
    await given(harness, BOB, GivenRole.SUPPORT)
    await notes(harness, "olga", "Pays by hand, <b>slow</b>")
    await olga.sees("Notes about Ann", "#1", "Olga", "Pays by hand, <b>slow</b>")
    await notes(harness, "bob", "Friendly")
    await bob.sees("#2", "Bob", "Friendly", "#1")
    with pytest.raises(NoSuchButton):
        await bob.taps("Delete note 1")
    bob.person.forges("ap:1:dropnote:")
    await harness.settles()
    assert "somebody else wrote it" in bob.person.toasts[-1].text
    await olga.says("/find ann")
    await olga.sees("Notes: 2; the newest: Friendly")
    await olga.taps("Notes")
    await olga.taps("Delete note 1")
    await olga.sees("Delete this note?", "Pays by hand")
    await olga.taps("Delete")
    await olga.sees("Friendly")
    assert [one.id for one in await harness.kiosk.stores.notes.list_of(ANN, limit=9)] == [2]
    ann.finds_no("Friendly")


async def test_a_note_is_once_and_has_an_end(harness: Harness) -> None:
    await harness.ann.says("/start")
    await notes(harness, "olga", "x" * 1001)
    await harness.olga.sees("⚠️ Send words, at most 1,000 characters")
    await harness.olga.says("\u202efriendly\u202c")
    await harness.forgets_last_turn()
    await harness.restarts()
    await harness.settles()
    assert len(await harness.kiosk.stores.notes.list_of(ANN, limit=9)) == 1


async def test_notes_go_with_the_persons_data(harness: Harness) -> None:
    await harness.ann.says("/start")
    await notes(harness, "olga", "Friendly")
    assert await harness.kiosk.stores.erasures.begin(ANN, harness.clock.now()) is None
    assert await harness.kiosk.stores.notes.list_of(ANN, limit=9) == []


async def test_the_shop_writes_first_and_the_answer_comes_back(harness: Harness) -> None:
    ann, olga = harness.ann, harness.olga
    await ann.says("/start")
    await olga.says("/find ann")
    await olga.taps("Write to them")
    await olga.sees("Write your message to Ann (101)")
    await olga.says("Your order is ready")
    await olga.sees("On its way to Ann, in ticket 1")
    await ann.sees("Your order is ready")
    await harness.forgets_last_turn()
    await harness.restarts()
    await harness.settles()
    assert ann.screen.count("Your order is ready") == 1
    await ann.taps("Reply")
    await ann.says("Thank you")
    await olga.sees("Thank you")
    await olga.says("/find ann")
    await olga.sees("Open tickets: 1")
    await olga.taps("Tickets")
    await olga.sees("Tickets of Ann", "#1 · open")
    await olga.taps("Ticket 1")
    await olga.sees("Shop: Your order is ready", "Customer: Thank you")
    await olga.taps("Write to them")
    await olga.says("Welcome")
    await olga.sees("in ticket 1")
    acts = await harness.kiosk.stores.acts.list_of_person(ANN, 9)
    assert [(one.act.did, one.act.actor_id) for one in acts] == [("wrote_to", OLGA)] * 2


async def test_of_a_broadcast_and_a_letter_the_newest_question_gets_the_answer(harness: Harness) -> None:
    ann, bob, olga = harness.ann, harness.bob, harness.olga
    for player in (ann, bob):
        await player.says("/start")

    async def writes(words: str) -> None:
        await olga.says("/find ann")
        await olga.taps("Write to them")
        await olga.says(words)
        await olga.sees("On its way to Ann")

    await olga.says("/broadcast")
    await writes("Only for you")
    await olga.says("/find ann")
    await olga.taps("Write to them")
    await olga.says("/broadcast")
    await olga.says("For everybody")
    await olga.sees("This is how it will look")
    await olga.says("/find ann")
    await olga.sees("Ann")
    await olga.taps("b:2:edit:")
    await writes("Once more for you")
    olga.person.forges("b:2:send:")
    await harness.settles()
    await harness.rounds()
    assert "For everybody" in bob.screen
    assert "for you" not in bob.screen
    assert ann.screen.count("For everybody") == 1
