"""A lost answer to an order: what the customer reads, what the kiosk finds out, what the operator decides."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from handlers.operator.review.sure_views import mark_of
from shop.acts import Did
from shop.person import GivenRole
from tests.in_process import BOB, OLGA, Harness, Player
from tests.stories.test_desk import given as role_given

LINK = "https://www.instagram.com/p/unknown/"
COST = Decimal("0.09")
Opening = Callable[..., Any]


@pytest.fixture
def opening(database_file: Path) -> Opening:
    """A harness with these settings, after one successful order.

    `prompt_run`: so many orders in a row were seen to be charged promptly before.
    """

    @asynccontextmanager
    async def open_with(prompt_run: int = 8, **settings: Any) -> AsyncIterator[Harness]:
        harness = Harness(database_file, dialect="seed", **settings)
        await harness.opens()
        await harness.olga.says("/start")
        await orders(harness.bob, LINK + "first/")
        changed(harness, "UPDATE panel_account SET prompt_run = ?", prompt_run)
        yield harness
        await harness.audited()
        await harness.closes()

    return open_with


async def orders(player: Player, link: str = LINK) -> None:
    await player.says(f"/order 1 {link} 100")
    await player.taps("Confirm")


async def loses(harness: Harness, fault: str) -> None:
    """Let Ann's order 2 meet this fault."""
    harness.panel.arm(fault)
    await orders(harness.ann)
    assert harness.panel.armed == {}
    await harness.ann.sees("Order 2 · Being checked", "making sure that your order went through")


async def minutes(harness: Harness, count: int) -> None:
    for _ in range(count * 6):
        await harness.passes(10)


def rows(harness: Harness, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(harness.database)) as database:
        return database.execute(query).fetchall()


def changed(harness: Harness, statement: str, *values: int) -> None:
    with closing(sqlite3.connect(harness.database)) as database, database:
        database.execute(statement, values)


async def test_what_the_panel_has_not_is_given_back_in_minutes(opening: Opening) -> None:
    async with opening() as harness:
        await loses(harness, "reset_before")
        for _ in range(29):
            await harness.passes(10)
        assert await harness.state_of(2) == "unknown", "a script may work on for minutes"
        await minutes(harness, 1)
        await harness.ann.sees("It was not placed", "Back in your wallet: $0.09", "Order 2 was not placed")
        assert "please decide" not in harness.olga.screen
        await orders(harness.ann)
        await harness.ann.sees("Order 3 · Pending")


@pytest.mark.parametrize("settings", [{}, {"panel_probe": "auto"}, {"panel_probe": "yes"}])
async def test_what_the_panel_has_is_found_by_its_number(settings: dict[str, str], opening: Opening) -> None:
    async with opening(prompt_run=0, **settings) as harness:
        await loses(harness, "reset_after")
        await minutes(harness, 2)
        [true] = harness.panel.orders_for(LINK)
        order = await harness.kiosk.stores.orders.find(2, owner=None)
        assert order is not None
        assert order.panel_order_id == true.id
        await harness.ann.sees("Order 2 ·", "tarted at")
        assert "please decide" not in harness.olga.screen
        assert harness.panel.adds_received == 2


async def test_an_order_of_the_same_cost_waits_two_minutes_and_another_seconds(opening: Opening) -> None:
    async with opening() as harness:
        await loses(harness, "reset_before")
        await orders(harness.bob, LINK + "same/")
        await harness.bob.says(f"/order 1 {LINK}other/ 250")
        await harness.bob.taps("Confirm")
        await harness.bob.sees(
            "Order 4 · Waiting", "Another order is being checked first", "nothing has been sent yet"
        )
        assert harness.panel.adds_received == 2
        await harness.passes(10)
        assert len(harness.panel.orders_for(LINK + "other/")) == 1
        assert harness.panel.orders_for(LINK + "same/") == []
        await minutes(harness, 1)
        assert await harness.state_of(3) == "reserved"
        await minutes(harness, 1)
        assert len(harness.panel.orders_for(LINK + "same/")) == 1
        await minutes(harness, 5)
        assert await harness.state_of(2) == "unknown", "the other's cost may hide it"
        assert "may charge late" in harness.olga.screen


async def test_other_orders_meanwhile_are_reckoned_in(opening: Opening) -> None:
    async with opening() as harness:
        await loses(harness, "reset_before")
        for number in range(3):
            await harness.passes(20)
            await harness.bob.says(f"/order 1 {LINK}other{number}/ {300 + number}")
            await harness.bob.taps("Confirm")
        await minutes(harness, 6)
        assert await harness.state_of(2) == "voided"
        assert harness.panel.adds_received == 5


async def test_a_panel_that_charges_late_is_never_taken_for_one_without_the_order(opening: Opening) -> None:
    async with opening(prompt_run=0, panel_probe="no") as harness:
        harness.panel.charge_late = 3600
        for number in range(9):
            await harness.passes(50)
            await orders(harness.bob, f"{LINK}{number}/")
        await loses_order(harness, 11, "reset_after")
        await minutes(harness, 8)
        assert await harness.state_of(11) == "unknown"


async def test_a_script_that_works_on_for_minutes_makes_the_order_after_all(opening: Opening) -> None:
    async with opening() as harness:
        harness.panel.arm("slow_add", seconds=400)  # its time runs twice as fast as the kiosk's
        await orders(harness.ann)
        await minutes(harness, 3)
        assert harness.panel.orders_for(LINK) == []
        await minutes(harness, 4)
        assert await harness.state_of(2) == "unknown"
        assert len(harness.panel.orders_for(LINK)) == 1


async def test_money_that_was_gone_and_came_back_contradicts(opening: Opening) -> None:
    async with opening(panel_probe="no") as harness:
        await loses(harness, "reset_after")
        await harness.passes(5)
        harness.panel.deposit(COST)  # the panel's support refunds an old order
        await minutes(harness, 7)
        assert await harness.state_of(2) == "unknown"
        assert "The balance moved" in harness.olga.screen


async def test_a_rounded_balance_hides_a_small_order(opening: Opening) -> None:
    async with opening(panel_probe="no") as harness:
        harness.panel.balance_decimals = 1
        await loses(harness, "reset_after")
        await minutes(harness, 7)
        assert await harness.state_of(2) == "unknown"
        assert "too little to show" in harness.olga.screen


async def test_a_rounding_panel_and_a_deposit_do_not_make_the_account_shared(opening: Opening) -> None:
    async with opening() as harness:
        harness.panel.balance_decimals, harness.panel.charge_decimals = 2, 4
        for number in range(12):
            if number == 6:
                harness.panel.deposit(Decimal(50))
            await harness.bob.says(f"/order 1 {LINK}{number}/ {111 + number}")
            await harness.bob.taps("Confirm")
            await harness.passes(60)
        await harness.olga.says("/panel")
        assert "counts as shared" not in harness.olga.screen


async def test_what_was_given_up_is_watched_for_a_day(opening: Opening) -> None:
    async with opening() as harness:
        await loses(harness, "reset_before")
        await minutes(harness, 7)
        assert await harness.state_of(2) == "voided"
        await harness.passes(3 * 3600)
        form = {"service": "1", "url": LINK, "quantity": "100"}
        harness.panel.place(form, "url")  # a stuck queue at the panel makes it after all
        await harness.kiosk.catalogue.read_balance()
        await harness.settles()
        assert "Exactly the cost of order 2 has left the panel account" in harness.olga.screen
        harness.olga.finds_no("the panel gave it the number")


async def test_unexplained_money_is_told_once_a_day_with_the_sum_and_can_be_explained(
    opening: Opening,
) -> None:
    async with opening() as harness:

        async def goes(amount: str) -> None:
            harness.panel.deposit(-Decimal(amount))
            await harness.passes(60)
            await harness.kiosk.catalogue.read_balance()
            await harness.settles()

        await goes("3")
        await harness.olga.sees("$3.00 left the panel account")
        await goes("5")
        await goes("7")
        assert "$12.00 left" not in harness.olga.screen
        await harness.passes(24 * 3600)
        assert "$15.00 left the panel account" in harness.olga.screen, "all that is unexplained"
        assert harness.olga.screen.count("left the panel account") == 1
        await harness.olga.taps("That was me")
        await harness.olga.says("/panel")
        assert "counts as shared" not in harness.olga.screen.split("/panel")[-1]


async def loses_order(harness: Harness, number: int, fault: str) -> None:
    harness.panel.arm(fault)
    await orders(harness.ann)
    assert await harness.state_of(number) == "unknown"


async def test_the_operator_adopts_by_a_button_that_asks_once_more(opening: Opening) -> None:
    async with opening(panel_probe="yes", panel_account="shared") as harness:
        olga = harness.olga
        await loses(harness, "reset_after")
        [true] = harness.panel.orders_for(LINK)
        await minutes(harness, 2)
        assert "Others use the panel account too" in olga.screen
        assert "Expected cost: $0.09" in olga.screen
        assert "$9,999.91 to $9,999.82: $0.09 gone" in olga.screen
        await olga.taps(f"Adopt {true.id}")
        await olga.sees("Are you sure?", "the customer pays $0.09")
        await olga.sees(f"Number {true.id} at the panel", "charge $0.09", "It fits this order")
        assert await harness.state_of(2) == "unknown"
        await olga.taps("Back")
        await olga.sees("please decide")
        await olga.taps(f"Adopt {true.id}")
        await olga.taps(f"Yes, adopt {true.id}")
        await olga.sees(f"Order 2 is number {true.id} at the panel", "Decided by Olga")
        assert "please decide" not in olga.screen.split("edited")[-1]
        assert await harness.state_of(2) in {"pending", "processing", "in_progress", "completed"}


async def test_the_operator_voids_from_review_and_a_second_tap_changes_nothing(opening: Opening) -> None:
    async with opening(panel_probe="no") as harness:
        ann, olga = harness.ann, harness.olga
        await loses(harness, "reset_after")
        await minutes(harness, 2)
        await olga.says("/review")
        await olga.sees("Order 2: please decide", "its number is not known")
        await olga.taps("Void")
        await olga.sees("$0.09 goes back to the customer")
        await olga.taps("Yes, void")
        await olga.sees("Order 2 was voided", "Decided by Olga")
        assert "Order 2 was not placed" in ann.screen
        await olga.taps("Yes, void", stale=True)
        assert "already been decided" in olga.screen
        assert rows(harness, "SELECT count(*) FROM journal WHERE key = 'void:2'") == [(1,)]
        await olga.says("/review")
        await olga.sees("There is nothing to decide")


def asks(player: Player) -> list[Any]:
    """Return the messages on this operator's screen that ask for a decision."""
    return [message for message in player.person.chat if "please decide" in message.text]


@pytest.mark.parametrize("command", ["/review", "/review 2"])
async def test_review_moves_the_question_down_instead_of_repeating_it(opening: Opening, command: str) -> None:
    async with opening(panel_probe="no") as harness:
        olga = harness.olga
        await loses(harness, "reset_after")
        await minutes(harness, 2)
        [above] = asks(olga)
        for _ in range(2):
            await olga.says(command)
            [only] = asks(olga)
            assert only.id > above.id
            above = only
        await harness.restarts()
        await harness.kiosk.stores.resolutions.void(2, harness.clock.now(), by=OLGA)
        await harness.settles()
        assert asks(olga) == [], "what was decided is shown where it was asked"
        assert "Order 2 was voided" in olga.screen


async def test_a_question_that_telegram_no_longer_deletes_loses_its_buttons(opening: Opening) -> None:
    async with opening(panel_probe="no", unknown_hours="72") as harness:
        olga = harness.olga
        await loses(harness, "reset_after")
        await minutes(harness, 2)
        harness.clock.advance(49 * 3600)
        await olga.says("/review")
        above, below = asks(olga)
        assert above.markup is None
        assert below.markup is not None


async def test_a_number_whose_charge_is_in_another_currency_is_not_held_against_the_cost(
    opening: Opening,
) -> None:
    """The account's currency changed since: the figures say nothing of each other."""
    async with opening(panel_probe="no") as harness:
        await loses(harness, "reset_after")
        await minutes(harness, 2)
        [true] = harness.panel.orders_for(LINK)
        harness.panel.currency = "UZS"
        harness.panel.orders[true.id].charge *= 12_000
        await harness.kiosk.catalogue.read_balance()
        await harness.olga.says(f"/review 2 adopt {true.id}")
        await harness.olga.sees("UZS", "cost $0.09", "I cannot tell whether it fits this order.")


@pytest.mark.parametrize("numbered", ["{}", "ORD-{}/2024"])
async def test_an_id_typed_by_hand_and_one_that_is_taken(opening: Opening, numbered: str) -> None:
    async with opening(panel_probe="no") as harness:
        olga = harness.olga
        harness.panel.numbered = numbered
        await loses(harness, "reset_after")
        await minutes(harness, 2)
        [taken], [true] = harness.panel.orders_for(LINK + "first/"), harness.panel.orders_for(LINK)
        for wrong in ("/review 2 adopt", "/review 2 adopt a:b", "/review 2 keep"):
            await olga.says(wrong)
            await olga.sees("Send it like this")
        await olga.says("/review 77")
        await olga.sees("Order 77 was never unconfirmed")
        await olga.says("/review 2 adopt 99999")
        await olga.sees("The panel has no order 99999 for our key")
        other = harness.panel.place({"service": "1", "url": LINK + "hand/", "quantity": "500"}, "url")
        await olga.says(f"/review 2 adopt {other.id}")
        await olga.sees("It does not fit this order, whose cost would be $0.09")
        await olga.taps("Back")
        harness.panel.arm("html_502_before", action="status")
        await olga.says(f"/review 2 adopt {true.id}")
        await olga.sees("cannot be asked about number")
        await olga.taps("Try again")
        await olga.sees("It fits this order")
        await olga.says(f"/review 2 adopt {taken.id}")

        await olga.sees("Until now it was the number of order 1, which has ended")
        assert await harness.state_of(2) == "unknown"
        await olga.says(f"/review 2 adopt {true.id}")
        await olga.taps(f"Yes, adopt {true.id}")
        await olga.sees(f"Order 2 is number {true.id}")


@pytest.mark.parametrize("way", ["right number", "give back"])
async def test_an_adoption_can_be_undone_while_the_panel_never_spoke_of_the_order(
    way: str, opening: Opening
) -> None:
    async with opening(panel_probe="no") as harness:
        olga = harness.olga
        await loses(harness, "reset_after")
        await minutes(harness, 2)
        [true] = harness.panel.orders_for(LINK)
        wrong = harness.panel.place({"service": "1", "url": LINK + "hand/", "quantity": "100"}, "url")
        await olga.says(f"/review 2 adopt {wrong.id}")
        await olga.taps(f"Yes, adopt {wrong.id}")
        await olga.sees(f"Order 2 is number {wrong.id}", "If the number was wrong")
        del harness.panel.orders[wrong.id]  # an admin deletes it: the panel knows no such number
        await harness.kiosk.main.work.sweep()
        if way == "right number":
            await olga.says(f"/review 2 adopt {true.id}")
            await olga.taps(f"Yes, adopt {true.id}")
            await olga.sees(f"Order 2 is number {true.id}")
            await minutes(harness, 2)
            assert await harness.state_of(2) == "completed"
            await olga.says("/review 2")
            assert "Give it back" not in olga.screen.split("Olga: /review 2\n")[-1]
        else:
            await olga.taps("Give it back")
            assert await harness.state_of(2) == "canceled"
            await olga.taps("Give it back", stale=True)
            assert rows(harness, "SELECT count(*) FROM journal WHERE kind = 'refund'") == [(1,)]
        await harness.audited()


async def test_nobody_but_an_operator_decides(opening: Opening) -> None:
    async with opening(panel_probe="no") as harness:
        await loses(harness, "reset_after")
        await minutes(harness, 2)
        await harness.ann.says("/review")
        await harness.ann.sees("Only the shop's operator")
        harness.ann.person.forges("r:2:voided:")
        await harness.settles()
        assert await harness.state_of(2) == "unknown"


async def test_wait_gives_another_day_and_then_it_is_at_the_shops_cost(opening: Opening) -> None:
    async with opening(unknown_hours="2", panel_probe="no") as harness:
        ann, olga = harness.ann, harness.olga
        await loses(harness, "reset_after")
        await minutes(harness, 2)
        await harness.passes(3600)
        await olga.says("/review")
        await olga.taps("Wait")
        for _ in range(11):
            await harness.passes(600)
        assert await harness.state_of(2) == "unknown"
        await harness.passes(660)
        assert await harness.state_of(2) == "voided"
        assert "you do not pay for it" in ann.screen
        assert "voided, because nobody decided" in olga.screen
        assert harness.panel.adds_received == 2


async def test_a_subscriptions_fate_is_always_the_operators(opening: Opening) -> None:
    async with opening(panel_probe="yes") as harness:
        service = harness.panel.catalogue.of_type("Subscriptions")
        await harness.ann.says(f"/order {service.id}")
        for words in ("ann.example", "50", "60"):
            await harness.ann.says(words)
        for answer in ("Skip", "Skip", "30 min", "Skip"):
            if "Check your order" not in harness.ann.screen:
                await harness.ann.taps(answer)
        await harness.ann.sees("Check your order")
        harness.panel.arm("reset_before")
        await harness.ann.taps("Confirm")
        await minutes(harness, 2)
        assert await harness.state_of(2) == "unknown"
        assert "Its cost is known only later" in harness.olga.screen


async def test_a_hand_order_meanwhile_makes_it_the_operators_and_shows_on_the_panels_screen(
    opening: Opening,
) -> None:
    async with opening(panel_probe="yes") as harness:
        await loses(harness, "reset_before")
        await harness.passes(20)
        form = {"service": "1", "url": LINK + "by-hand/", "quantity": "100"}
        harness.panel.place(form, "url")  # exactly the cost of Ann's order
        harness.panel.place({**form, "quantity": "200"}, "url")
        await minutes(harness, 3)
        assert await harness.state_of(2) == "unknown"
        assert "please decide" in harness.olga.screen
        await harness.olga.says("/panel")
        await harness.olga.sees("counts as shared until", "$0.18 left", "Waiting for your decision: 1")


async def test_a_refund_of_another_order_meanwhile_is_no_proof_of_nothing(opening: Opening) -> None:
    async with opening(panel_probe="no") as harness:
        await harness.passes(5)
        [first] = harness.panel.orders_for(LINK + "first/")
        await loses(harness, "reset_after")
        harness.panel.set_state(first.id, "Canceled")  # refunds exactly the cost of Ann's order
        await minutes(harness, 7)
        assert await harness.state_of(2) == "unknown"
        assert "please decide" in harness.olga.screen


async def test_a_panel_that_tells_no_balance_takes_orders_but_proves_nothing(opening: Opening) -> None:
    async with opening() as harness:
        harness.panel.arm("garbage", action="balance")
        await loses(harness, "reset_before")
        await minutes(harness, 3)
        assert await harness.state_of(2) == "unknown"
        assert "The balance right before the order is not known" in harness.olga.screen
        assert rows(harness, "SELECT balance_before_micro FROM attempt ORDER BY id") == [
            (10_000_000_000,),
            (None,),
        ]


async def test_a_panel_that_hangs_when_asked_for_its_balance_gets_no_order(opening: Opening) -> None:
    async with opening() as harness:
        harness.panel.arm("hang_before", action="balance")
        await orders(harness.ann)
        await harness.ann.sees("Order 2 · Waiting", "nothing has been sent yet")
        assert harness.panel.adds_received == 1
        await minutes(harness, 1)
        assert harness.panel.adds_received == 2
        assert await harness.state_of(2) != "reserved"


@pytest.mark.parametrize("between", [0, 1])
@pytest.mark.parametrize(("fault", "end"), [("reset_before", "unproven"), ("reset_after", "placed")])
async def test_a_balance_of_seconds_ago_proves_that_an_order_is_there_never_that_it_is_not(
    opening: Opening, fault: str, end: str, between: int
) -> None:
    async with opening() as harness:
        harness.clock.advance(1)
        await harness.kiosk.catalogue.read_balance()
        asked = sum(call.action == "balance" for call in harness.panel.calls)
        for _ in range(between):
            harness.clock.advance(1)
            await harness.bob.says(f"/order 1 {LINK}other/ 250")
            await harness.bob.taps("Confirm")
        harness.clock.advance(1)
        harness.panel.arm(fault)
        await orders(harness.ann)
        assert sum(call.action == "balance" for call in harness.panel.calls) == asked, "none was needed"
        lost = 2 + between
        await minutes(harness, 7)
        order = await harness.kiosk.stores.orders.find(lost, owner=None)
        assert order is not None
        if end == "unproven":
            assert order.state == "unknown"
            assert "please decide" in harness.olga.screen
            assert harness.panel.orders_for(LINK) == []
        else:
            assert [one.id for one in harness.panel.orders_for(LINK)] == [order.panel_order_id]
            assert "please decide" not in harness.olga.screen


IDEMPOTENT = 'target = "url"\nidempotency_field = "request_id"\nidempotency_hours = 12\n'


@pytest.fixture
async def referring(opening: Opening, tmp_path: Path) -> AsyncIterator[Harness]:
    """A harness with a panel that recognises a repeated order by its reference."""
    profile = tmp_path / "own.toml"
    profile.write_text(IDEMPOTENT)
    async with opening(panel_profile=str(profile)) as harness:
        harness.panel.idempotency_field = "request_id"
        yield harness


@pytest.mark.parametrize(
    ("fault", "at_panel"), [("reset_before", 0), ("reset_after", 1), ("error_vague_after", 1)]
)
async def test_where_the_panel_knows_references_it_is_simply_asked_again(
    fault: str, at_panel: int, referring: Harness
) -> None:
    await loses(referring, fault)
    assert len(referring.panel.orders_for(LINK)) == at_panel
    await minutes(referring, 2)
    [true] = referring.panel.orders_for(LINK)
    order = await referring.kiosk.stores.orders.find(2, owner=None)
    assert order is not None
    assert order.panel_order_id == true.id
    sent = [call.form for call in referring.panel.calls if call.action == "add"][1:]
    assert sent[0] == sent[1]
    assert rows(referring, "SELECT n, outcome FROM attempt WHERE order_id = 2") == [(1, "accepted")]


async def test_a_repeat_refused_for_want_of_money_is_the_operators(referring: Harness) -> None:
    """The first try may have used up the balance."""
    await loses(referring, "reset_before")
    referring.panel.arm("no_funds")
    await minutes(referring, 2)
    assert await referring.state_of(2) == "unknown"
    assert "Asked again, the panel refused" in referring.olga.screen


async def test_a_refusal_of_the_repeated_order_proves_nothing(referring: Harness) -> None:
    """Limits change, and a link may be busy with the first order: the panel may look at them first."""
    await loses(referring, "reset_before")
    referring.panel.arm("bad_link")
    await minutes(referring, 2)
    assert await referring.state_of(2) == "unknown"
    assert "Asked again, the panel refused" in referring.olga.screen


async def test_a_refusal_counts_where_the_panel_looks_for_the_reference_first(
    opening: Opening, tmp_path: Path
) -> None:
    profile = tmp_path / "first.toml"
    profile.write_text(IDEMPOTENT + "idempotency_first = true\n")
    async with opening(panel_profile=str(profile)) as harness:
        await loses(harness, "reset_before")
        harness.panel.arm("bad_link")
        await minutes(harness, 2)
        assert await harness.state_of(2) == "voided"
        await harness.ann.sees("It was not placed. Order again if you like")


async def test_an_order_that_went_out_without_a_reference_is_not_sent_again(
    opening: Opening, tmp_path: Path
) -> None:
    async with opening() as harness:
        await loses(harness, "reset_after")
        profile = tmp_path / "own.toml"
        profile.write_text(IDEMPOTENT)  # the operator learns of the field, and sets it now
        harness.settings["panel_profile"] = str(profile)
        await harness.restarts()
        await minutes(harness, 7)
        assert harness.panel.adds_received == 2
        assert len(harness.panel.orders_for(LINK)) == 1


async def test_a_reference_that_is_too_old_is_not_sent_again(referring: Harness) -> None:
    """The panel may have forgotten it by then, and would make a second order."""
    await loses(referring, "reset_after")
    referring.panel.idempotency_field = ""
    referring.clock.advance(13 * 3600)
    await minutes(referring, 7)
    assert referring.panel.adds_received == 2


async def test_five_repeats_without_an_answer_and_the_operator_is_asked(referring: Harness) -> None:
    referring.panel.arm("html_502_before", times=50)
    await orders(referring.ann)
    await minutes(referring, 14)
    assert await referring.state_of(2) == "unknown"
    assert 2 <= referring.panel.adds_received <= 2 + 5
    assert "please decide" in referring.olga.screen
    referring.panel.disarm()


async def test_nothing_is_repeated_while_money_stands_still(referring: Harness) -> None:
    ledger = referring.kiosk.stores.ledger
    await loses(referring, "reset_before")
    await ledger.stop("a finding", referring.clock.now())
    await minutes(referring, 8)
    assert referring.panel.adds_received == 2
    await ledger.go_on(referring.clock.now())
    await minutes(referring, 2)
    [true] = referring.panel.orders_for(LINK)
    assert rows(referring, "SELECT panel_order_id FROM orders WHERE id = 2") == [(true.id,)]


async def test_the_number_is_typed_at_the_desk_and_the_second_operator_is_told(opening: Opening) -> None:
    async with opening(panel_probe="no") as harness:
        olga, bob = harness.olga, harness.bob
        await bob.says("/start")
        await role_given(harness, BOB, GivenRole.OPERATOR)
        await loses(harness, "reset_after")
        await minutes(harness, 2)
        [true] = harness.panel.orders_for(LINK)
        await bob.says("/review 2")
        await bob.taps("Void")
        await bob.sees("goes back to the customer")
        await olga.says("/admin")
        await olga.taps("Orders")
        await olga.taps("ao:2:open:a")
        await olga.taps("Decide")
        await olga.taps("Another number")
        await olga.sees("Which number has order 2 at the panel?")
        await olga.says("99999")
        await olga.sees("The panel has no order 99999 for our key")
        await olga.says(f"#{true.id}")
        await olga.sees(f"Number {true.id} at the panel", "Expected: quantity 100, cost $0.09", "It fits")
        assert await harness.state_of(2) == "unknown"
        await olga.taps(f"Yes, adopt {true.id}")
        await olga.sees(f"Order 2 is number {true.id}", "Decided by Olga")
        await bob.taps("Yes, void", stale=True)
        told = f"Nothing was changed, for Olga was first: found it at the panel as {true.id}"
        assert bob.person.toasts[-1].text == told
        acts = await harness.kiosk.stores.acts.list_of_order(2, 9)
        assert [(one.act.actor_id, one.act.did) for one in acts] == [(OLGA, Did.ORDER_ADOPTED)]
        await olga.taps("Order 2")
        await olga.taps("Timeline")
        await olga.sees(
            "the answer was lost", "found at the panel", f"Olga found it at the panel as {true.id}"
        )
        await harness.audited()


async def test_a_decision_takes_an_undo_and_the_log_has_each(opening: Opening) -> None:
    async with opening(panel_probe="no") as harness:
        olga = harness.olga
        await loses(harness, "reset_after")
        await minutes(harness, 2)
        await olga.says("/review 2")
        await olga.taps("Wait")
        wrong = harness.panel.place({"service": "1", "url": LINK + "hand/", "quantity": "100"}, "url")
        await olga.says(f"/review 2 adopt {wrong.id}")
        await olga.taps(f"Yes, adopt {wrong.id}")
        del harness.panel.orders[wrong.id]
        await harness.kiosk.main.work.sweep()
        await olga.taps("Give it back")
        await olga.taps("Give it back", stale=True)
        acts = await harness.kiosk.stores.acts.list_of_order(2, 9)
        done = [one.act.did for one in acts]
        assert done == [Did.ORDER_TAKEN_BACK, Did.ORDER_ADOPTED, Did.ORDER_WAITS]
        await harness.audited()


async def test_of_two_who_adopt_the_first_decides_and_a_correction_replaces_what_it_showed(
    opening: Opening,
) -> None:
    async with opening(panel_probe="no") as harness:
        olga, bob = harness.olga, harness.bob
        await bob.says("/start")
        await role_given(harness, BOB, GivenRole.OPERATOR)
        await loses(harness, "reset_after")
        await minutes(harness, 2)
        [true] = harness.panel.orders_for(LINK)
        form = {"service": "1", "url": LINK + "hand/", "quantity": "100"}
        wrong, other = harness.panel.place(form, "url"), harness.panel.place(form, "url")
        await bob.says(f"/review 2 adopt {other.id}")
        await olga.says(f"/review 2 adopt {wrong.id}")
        await olga.taps(f"Yes, adopt {wrong.id}")
        await olga.taps(f"Yes, adopt {wrong.id}", stale=True)
        await bob.taps(f"Yes, adopt {other.id}")
        assert bob.person.toasts[-1].text == (
            f"Nothing was changed, for Olga was first: found it at the panel as {wrong.id}"
        )
        await bob.sees(f"Order 2 is number {wrong.id}", "Decided by Olga")
        await bob.says(f"/review 2 adopt {other.id}")
        await olga.says(f"/review 2 adopt {true.id}")
        await olga.taps(f"Yes, adopt {true.id}")
        await harness.forgets_last_turn()
        await harness.restarts()
        await harness.settles()
        await bob.taps(f"Yes, adopt {other.id}")
        assert bob.person.toasts[-1].text == (
            f"Nothing was changed, for Olga was first: corrected its number at the panel to {true.id}"
        )
        bob.person.forges(f"r:2:back:{mark_of(wrong.id)}")
        await harness.settles()
        assert rows(harness, "SELECT panel_order_id, state FROM orders WHERE id = 2") == [
            (true.id, "pending")
        ]
        acts = await harness.kiosk.stores.acts.list_of_order(2, 9)
        assert [one.act.did for one in acts] == [Did.ORDER_RENUMBERED, Did.ORDER_ADOPTED]


@pytest.mark.parametrize("role", [None, GivenRole.SUPPORT])
async def test_a_card_follows_a_decision_only_while_its_reader_is_of_the_staff(
    role: GivenRole | None, opening: Opening
) -> None:
    async with opening(panel_probe="no") as harness:
        olga, bob, staff = harness.olga, harness.bob, harness.kiosk.stores.staff
        await bob.says("/start")
        await role_given(harness, BOB, GivenRole.OPERATOR)
        await loses(harness, "reset_after")
        await minutes(harness, 2)
        await bob.says("/admin")
        await bob.taps("Waiting for you: 1")
        await bob.taps("aw:2:open:review")
        await bob.sees("Order 2: please decide")
        await staff.take_role(BOB, OLGA, harness.clock.now())
        if role is not None:
            await role_given(harness, BOB, role)
        harness.kiosk.access.roster = await staff.roster()
        await olga.says("/review 2")
        await olga.taps("Void")
        await olga.taps("Yes, void")
        await harness.settles()
        assert ("Decided by Olga" in bob.screen) == (role is not None)
