"""/admin: the desk by role, its log, and its questions that lapse."""

from shop.desk_question import DeskAsks, DeskQuestion
from shop.person import GivenRole
from tests.in_process import BOB, OLGA, Harness


async def given(harness: Harness, person_id: int, role: GivenRole) -> None:
    """Give somebody a role, as an owner does in the chat."""
    staff = harness.kiosk.stores.staff
    await staff.give_role(person_id, role, OLGA, harness.clock.now())
    harness.kiosk.access.roster = await staff.roster()


async def test_an_owner_sees_every_door_and_comes_back(harness: Harness) -> None:
    olga = harness.olga
    await olga.says("/admin")
    await olga.sees("The desk", "Prices", "Panel", "Broadcast", "Texts")
    await olga.taps("More")
    await olga.taps("Log")
    await olga.sees("What staff did", "Nothing yet.")
    await olga.taps("The desk")
    await olga.sees("The desk", "Prices")


async def test_support_sees_only_what_it_may_do(harness: Harness) -> None:
    await given(harness, BOB, GivenRole.SUPPORT)
    bob = harness.bob
    await bob.says("/admin")
    await bob.sees("The desk", "Orders", "People")
    bob.finds_no("Prices")
    for words in ("/credit 101 5 gift", "/broadcast", "/maintenance"):
        await bob.says(words)
        await bob.sees("Only the shop's operator can do this")


async def test_a_role_holds_after_a_restart_and_stands_in_the_log(harness: Harness) -> None:
    await harness.olga.says("/start")
    await given(harness, BOB, GivenRole.OPERATOR)
    await harness.restarts()
    await harness.bob.says("/panel")
    await harness.bob.sees("Balance")
    await harness.bob.says("/admin")
    await harness.bob.taps("More")
    await harness.bob.taps("Log")
    await harness.bob.sees("Olga gave a role: operator", "person 102")


async def test_a_question_of_the_desk_lapses(harness: Harness) -> None:
    olga, questions = harness.olga, harness.kiosk.stores.desk_questions
    await olga.says("/start")
    await questions.ask(OLGA, DeskQuestion(DeskAsks.STAFF_ID), harness.clock.now())
    await olga.says("/cancel")
    await olga.sees("Nothing was changed.")
    await olga.says("/cancel")
    await olga.sees("There is nothing to cancel")
