"""The panel says what nobody knows: nothing is taken for granted, and the operator can say what it means."""

from pathlib import Path

import pytest

from tests.street import Player, Street

LINK = "https://www.instagram.com/p/strange/"


async def orders(player: Player, link: str = LINK) -> None:
    await player.says(f"/order 1 {link} 100")
    await player.taps("Confirm")


async def minutes(street: Street, count: int) -> None:
    for _ in range(count * 6):
        await street.passes(10)


@pytest.mark.parametrize("fault", ["words_unknown_after", "duplicate_after", "see_other_after"])
async def test_an_order_that_was_made_is_not_refused_by_an_odd_answer(street: Street, fault: str) -> None:
    await street.olga.says("/start")
    street.panel.arm(fault)
    await orders(street.ann)
    assert len(street.panel.orders_for(LINK)) == 1
    await street.ann.sees("Order 1 · Unconfirmed", "will not be sent a second time")
    street.ann.finds_no("Rejected")
    await minutes(street, 3)
    assert street.panel.adds_received == 1
    await street.audited()


async def test_the_operator_hears_strange_words_once_and_teaches_them(street: Street) -> None:
    ann, olga = street.ann, street.olga
    await olga.says("/start")
    for number in range(2):
        street.panel.arm("words_unknown")
        await orders(ann, f"{LINK}{number}")
        await ann.sees("Unconfirmed")
        await minutes(street, 12)
    assert olga.screen.count("with words I do not know: “系统繁忙”") == 1
    await olga.says("/panel")
    await olga.sees("1. “系统繁忙” (answer to an order, 2×)")
    await olga.says("/panel teach")
    await olga.sees("can mean: auth, duplicate_link, funds")
    await olga.says("/panel teach 1 nonsense")
    await olga.sees("/panel teach alone lists the words")
    await olga.says("/panel teach 7 funds")
    await olga.sees("no words with the number 7")
    await olga.says("/panel teach 1 maintenance")
    await olga.sees("From now on “系统繁忙” means maintenance")
    await street.restarts()
    street.panel.arm("words_unknown")
    await orders(ann, LINK + "known")
    await ann.sees("Rejected")
    await olga.says("/panel")
    olga.finds_no("(answer to an order, 3×)")
    await olga.says("/panel teach 1 off")
    await olga.sees("means nothing to me")
    street.panel.arm("words_unknown")
    await orders(ann, LINK + "again")
    await ann.sees("Unconfirmed")


async def test_nobody_else_teaches(street: Street) -> None:
    await street.ann.says("/panel teach 1 funds")
    await street.ann.sees("Only the shop's operator")


async def test_a_status_word_rings_once_a_day_for_all_orders_and_can_be_taught(street: Street) -> None:
    ann, olga = street.ann, street.olga
    await olga.says("/start")
    for number in range(3):
        await orders(ann, f"{LINK}{number}")
    for one in list(street.panel.orders.values()):
        street.panel.set_state(one.id, "Tugallangan", remains=0)
    await street.passes(60)
    await street.passes(60)
    assert olga.screen.count("calls an order “Tugallangan”") == 1
    await olga.sees("/panel teach 1 completed", "[states]")
    await olga.says("/panel teach 1 completed")
    await street.passes(60)
    assert {order.state for order in await street.kiosk.stores.orders.latest(ann.id, limit=9)} == {
        "completed"
    }


async def test_no_status_at_all_is_told_as_that(street: Street) -> None:
    await street.olga.says("/start")
    await orders(street.ann)
    [one] = street.panel.orders.values()
    street.panel.set_state(one.id, "", remains=100)
    await street.passes(60)
    await street.olga.sees("gives order 1 no status at all")


async def test_a_profile_teaches_without_a_chat(database_file: Path, tmp_path: Path) -> None:
    profile = tmp_path / "own.toml"
    profile.write_text(
        'target = "url"\n[refusals]\n"系统繁忙" = "maintenance"\n[states]\n"Tugallangan" = "completed"\n'
    )
    street = Street(database_file, dialect="seed", panel_profile=str(profile))
    await street.opens()
    street.panel.arm("words_unknown")
    await orders(street.ann)
    await street.ann.sees("Rejected")
    await street.closes()


async def test_while_the_panel_wants_no_orders_it_is_asked_nothing_for_them(street: Street) -> None:
    ann = street.ann
    street.panel.arm("throttle_429", action="add", seconds=600)
    for number in range(3):
        await orders(ann, f"{LINK}{number}")
    await ann.sees("Order 3 · Reserved", "waits its turn here")
    asked = len([call for call in street.panel.calls if call.action == "balance"])
    for _ in range(5):
        await street.passes(60)
    assert len([call for call in street.panel.calls if call.action == "balance"]) == asked
    assert street.panel.adds_received == 1
    for _ in range(6):
        await street.passes(60)
    assert street.panel.adds_received == 4
    await street.audited()


async def test_an_address_that_has_moved_costs_no_attempt(street: Street) -> None:
    await street.olga.says("/start")
    street.panel.arm("moved", action="balance")
    await orders(street.ann)
    assert street.panel.adds_received == 0
    await street.ann.sees("Order 1 · Reserved", "nothing has been sent yet")
    await street.olga.sees("takes no orders from us", "redirects to https://panel.example")
    await street.passes(60)
    await street.ann.sees("Order 1 · Pending")
