"""Roles: given, changed and taken in the chat by owners, in force at once and after a restart."""

import pytest

from shop.person import GivenRole
from tests.in_process import BOB, OLGA, SAM, Harness, Player


async def gives(harness: Harness, number: int, role: str) -> None:
    """Have Olga give somebody a role, by their number."""
    olga = harness.olga
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Staff")
    await olga.taps("Give a role")
    await olga.says(str(number))
    await olga.taps(role)
    await olga.taps("Confirm")


def toast(player: Player) -> str:
    return player.person.toasts[-1].text


async def test_an_operator_is_made_in_the_chat_and_is_one_at_once(harness: Harness) -> None:
    olga, bob = harness.olga, harness.bob
    await bob.says("/start")
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Staff")
    await olga.sees("Staff", "Olga", "900", "owner", "ADMIN_IDS")
    await olga.taps("Give a role")
    await olga.sees("Who is to get a role?")
    await olga.says("102")
    await olga.sees("Bob (102)", "Has no role here.")
    await olga.taps("Make operator")
    await olga.sees("Make Bob (102) an operator?", "They cannot give roles.")
    await olga.taps("Confirm")
    await olga.sees("operator since", "by Olga")
    await bob.sees("You are an operator of this shop now", "/admin")
    await bob.says("/panel")
    await bob.sees("Balance")
    await harness.restarts()
    await bob.says("/panel")
    await bob.sees("Balance")
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Log")
    await olga.sees("Olga gave a role: operator", "person 102")


async def test_the_new_operator_gets_the_menu_and_loses_it_with_the_role(harness: Harness) -> None:
    olga, bob, menus = harness.olga, harness.bob, harness.kiosk.messaging.menus

    def names() -> list[str]:
        return [one["command"] for one in bob.person.commands]

    await bob.says("/start")
    await gives(harness, BOB, "Make operator")
    await menus.update()
    assert "credit" in names()
    await olga.taps("Make support")
    await olga.sees("It moves no money")
    await olga.taps("Confirm")
    await menus.update()
    assert "credit" not in names()
    assert {"admin", "tickets", "close"} <= set(names())
    await olga.taps("Take the role")
    await olga.sees("closes for them at once")
    await olga.taps("Confirm")
    await olga.sees("Bob (102)", "Has no role here.")
    await bob.sees("Your role in this shop has ended")
    await menus.update()
    assert "admin" not in names()
    await bob.says("/admin")
    await bob.sees("Only the shop's operator can do this")


async def test_cards_in_the_chat_of_a_former_operator_act_no_more(harness: Harness) -> None:
    olga, bob = harness.olga, harness.bob
    await bob.says("/start")
    await harness.sam.says("/start")
    await harness.sam.taps("Ask to come in")
    await gives(harness, BOB, "Make operator")
    await bob.sees("Sam (666) would like to order")
    await olga.taps("Take the role")
    await olga.taps("Confirm")
    await bob.taps("Let in")
    assert "Only the shop's operator" in toast(bob)
    await harness.sam.says("/start")
    harness.sam.finds_no("New order")


async def test_a_new_operator_is_told_what_waits(database_file: object) -> None:
    harness = Harness(database_file, access="shop", allowed_ids="", manual_topup="Into the tin.")  # type: ignore[arg-type]  # settings as they are written
    await harness.opens()
    ann, bob = harness.ann, harness.bob
    await bob.says("/start")
    await ann.says("/topup")
    await ann.taps("$5")
    await ann.taps("I have paid")
    await ann.says("receipt 4711-22")
    await ann.taps("Send to the shop")
    await gives(harness, BOB, "Make operator")
    await bob.sees("receipt 4711-22")
    await harness.closes()


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("@bob", "A name can be changed and taken over"),
        ("Bob", "A name can be changed and taken over"),
        ("<b>102</b>", "A name can be changed and taken over"),
        ("x" * 4000, "A name can be changed and taken over"),
        ("-102", "A name can be changed and taken over"),
        ("0", "That is no number of a person"),
        ("9" * 18, "That is no number of a person"),
        ("900", "That is an owner"),
    ],
)
async def test_only_a_persons_number_will_do(typed: str, answer: str, harness: Harness) -> None:
    olga = harness.olga
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Staff")
    await olga.taps("Give a role")
    await olga.says(typed)
    await olga.sees("⚠️", answer)
    await olga.says("102")
    await olga.sees("Make operator")


@pytest.mark.parametrize("called", ["102", "#102", "@bob", "＠bob"])
async def test_what_somebody_calls_themselves_is_no_number(called: str, harness: Harness) -> None:
    """Whoever hides behind a forwarded message may go by the number, or the @name, of somebody else."""
    olga, bob = harness.olga, harness.bob
    bob.person.user["username"] = "bob"
    await bob.says("/start")
    for path in (("More", "Staff", "Give a role"), ("People", "Search")):
        await olga.says("/admin")
        for button in path:
            await olga.taps(button)
        olga.person.says("hello", written_by=called)
        await harness.settles()
        await olga.sees("⚠️" if "Staff" in path else "Please send it as a text message")
        olga.finds_no("Bob (102)")
        olga.finds_no("Bob · 102")


async def test_a_number_that_never_wrote_waits_for_its_role(harness: Harness) -> None:
    await gives(harness, SAM, "Make support")
    await harness.olga.sees("Nobody with this number has written here yet")
    await harness.sam.says("/start")
    await harness.sam.sees("You are support in this shop now")
    await harness.sam.says("/admin")
    await harness.sam.sees("The desk", "Orders", "People")


async def test_operators_give_no_roles(harness: Harness) -> None:
    bob = harness.bob
    await bob.says("/start")
    await gives(harness, BOB, "Make operator")
    await bob.says("/admin")
    bob.finds_no("Staff")
    for data in ("as::staff:", "as::add:", "as:666:give:operator", "as:900:take:", "as:102:role:none"):
        bob.person.forges(data)
        await harness.settles()
        assert toast(bob) == "Only the shop's owner can do this."
    assert (await harness.kiosk.stores.staff.roster()).operators == {BOB}


async def test_confirm_counts_once_however_often_it_is_tapped_and_by_whomever(database_file: object) -> None:
    harness = Harness(database_file, admin_ids=f"{OLGA},{SAM}")  # type: ignore[arg-type]  # settings as they are written
    await harness.opens()
    olga, sam = harness.olga, harness.sam
    for owner in (olga, sam):
        await owner.says("/admin")
        await owner.taps("More")
        await owner.taps("Staff")
        await owner.taps("Give a role")
        await owner.says("102")
        await owner.taps("Make operator")
    await olga.taps("Confirm")
    await harness.forgets_last_turn()
    await harness.settles()
    await olga.sees("operator since")
    await sam.taps("Confirm")
    assert toast(sam) == "Olga has done this already."
    acts = await harness.kiosk.stores.acts.list_of_person(BOB, 9)
    assert len(acts) == 1
    await harness.closes()


async def test_support_sees_orders_and_touches_none(harness: Harness) -> None:
    ann, bob = harness.ann, harness.bob
    await bob.says("/start")
    await ann.says("/order 21 https://instagram.com/p/a 100")
    await ann.taps("Confirm")
    await gives(harness, BOB, "Make support")
    await bob.says("/status 1")
    await bob.sees("Order 1", "Ann")
    for data in ("o:1:cancel:", "o:1:stop:", "o:1:drop:", "o:1:refill:"):
        bob.person.forges(data)
        await harness.settles()
        assert toast(bob) == "You have no order 1. /orders lists yours."


async def test_staff_cannot_delete_their_data_while_they_work_here(harness: Harness) -> None:
    bob = harness.bob
    await bob.says("/start")
    await gives(harness, BOB, "Make support")
    await bob.says("/settings")
    await bob.taps("Delete my data")
    await bob.sees("You work in this shop")
    bob.person.forges("s::eraseall:")
    await harness.settles()
    assert (await harness.kiosk.stores.people.find(BOB)).name == "Bob"  # type: ignore[union-attr]  # Bob is known


async def test_many_members_are_paged(harness: Harness) -> None:
    staff, now = harness.kiosk.stores.staff, harness.clock.now()
    for n in range(15):
        await staff.give_role(10_000 + n, GivenRole.SUPPORT, OLGA, now)
    olga = harness.olga
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Staff")
    await olga.sees("10000", "10005")
    olga.finds_no("10006")
    await olga.taps("Next")
    await olga.sees("10006", "10011")
    await olga.taps("Next")
    await olga.sees("10014")
    await olga.taps("Previous")
    await olga.sees("10006")
