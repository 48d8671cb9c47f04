"""Start later: a confirmed order is held until its moment, can be dropped until then, and goes out once."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from playground.telegram.people import NoSuchButton
from shop.ordering.order import OrderState
from tests.in_process import ANN, Harness, Player
from tests.stories.test_paying_for_an_order import asks, opened, pays, taps_stars

HOUR, MINUTE = 3600, 60
LINK = "https://instagram.com/p/abc"
PRICE = 900_000
FIRST = 10_000_000


@pytest.fixture(params=["private", "shop"])
async def shop(request: pytest.FixtureRequest, database_file: Path) -> AsyncIterator[Harness]:
    """A shop in which Ann has $10; by its clock it is noon of 1 January."""
    harness = Harness(database_file, access=request.param)
    await harness.opens()
    for player in (harness.ann, harness.bob, harness.olga):
        await player.says("/start")
    await harness.olga.says(f"/credit {ANN} 10 welcome")
    await harness.olga.taps("Confirm")
    yield harness
    await harness.audited()
    await harness.closes()


async def begins(player: Player, link: str = LINK) -> None:
    """Come to the question when an order of $0.90 is to start."""
    await player.says(f"/order 1 {link} 1000")
    await player.taps("Start later")


async def schedules(player: Player, when: str = "20:00", link: str = LINK) -> None:
    """Confirm an order that starts then."""
    await begins(player, link)
    await player.says(when)
    await player.taps("Confirm")


async def passes_until(harness: Harness, moment: str) -> None:
    """Let time pass, in one step, until this moment of the machine's clock."""
    seconds = (datetime.fromisoformat(f"{moment}+00:00") - harness.clock.now()).total_seconds()
    await harness.passes(seconds)


def placed(harness: Harness) -> list[str]:
    """Return the links of the orders that the panel has."""
    return [order.link for order in harness.panel.orders.values()]


async def test_a_tapped_start_holds_the_money_and_goes_out_at_its_moment(shop: Harness) -> None:
    ann = shop.ann
    await begins(ann)
    await ann.sees("When shall it start?", "by the clock of UTC, where it is 12:00 now")
    await ann.sees("In an hour", "Tonight, 20:00", "Tomorrow, 09:00")
    await ann.taps("Tonight, 20:00")
    await ann.sees("Check your order", "Start: 1 Jan 20:00 UTC", "Until it does you can cancel it")
    await ann.taps("Confirm")
    await ann.sees("Order 1", "Waiting · starts 1 Jan 20:00 UTC", "It goes out by itself then")
    assert await ann.balance_micro() == FIRST - PRICE
    shop.panel.catalogue.change_rate(1, "0.80")
    await passes_until(shop, "2026-01-01 19:59:59")
    assert not shop.panel.orders
    await passes_until(shop, "2026-01-01 20:00:00")
    assert placed(shop) == [LINK]
    assert await shop.state_of(1) is OrderState.PENDING
    assert await ann.balance_micro() == FIRST - PRICE  # the price confirmed, though the panel is cheaper now
    ann.finds_no("starts 1 Jan")
    await shop.delivers()
    await ann.sees("Order 1")
    assert len(shop.panel.orders) == 1


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("14:30", "1 Jan 14:30 UTC"),
        ("11:30", "2 Jan 11:30 UTC"),
        ("tomorrow 9", "2 Jan 09:00 UTC"),
        ("28.01 14:30", "28 Jan 14:30 UTC"),
        ("۱۴:۳۰", "1 Jan 14:30 UTC"),
    ],
)
async def test_a_start_can_be_typed(shop: Harness, typed: str, shown: str) -> None:
    await begins(shop.ann)
    await shop.ann.says(typed)
    await shop.ann.sees("Check your order", f"Start: {shown}")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("soon", "I could not read a time in that"),
        ("31.02 10:00", "I could not read a time in that"),
        ("<b>14:30</b>", "I could not read a time in that"),
        ("today 11:00", "That time has passed"),
        ("02.02 12:00", "within the next 30 days"),
    ],
)
async def test_what_is_no_start_is_said_and_asked_again(shop: Harness, typed: str, said: str) -> None:
    ann = shop.ann
    await begins(ann)
    await ann.says(typed)
    await ann.sees("⚠️", said, "When shall it start?")
    await ann.says("15:00")
    await ann.sees("Start: 1 Jan 15:00 UTC")


async def test_in_an_hour_counts_from_the_tap_and_a_clock_time_means_its_day(shop: Harness) -> None:
    ann = shop.ann
    await begins(ann)
    await shop.passes(20 * MINUTE)
    await ann.taps("In an hour")
    await ann.sees("Start: 1 Jan 13:20 UTC")
    await ann.taps("Change the start")
    await shop.passes(9 * HOUR)
    await ann.taps("Tonight, 20:00")
    await ann.sees("That time has passed")
    assert not shop.panel.orders


async def test_the_start_can_be_changed_taken_back_and_left_as_it_was(shop: Harness) -> None:
    ann = shop.ann
    await begins(ann)
    await ann.taps("Back")
    await ann.sees("Check your order", "Start later")
    await ann.taps("Start later")
    ann.finds_no("Start at once")
    await ann.says("20:00")
    await ann.taps("Change the start")
    await ann.taps("Back")
    await ann.sees("Start: 1 Jan 20:00 UTC")
    await ann.taps("Change the start")
    await ann.taps("Start at once")
    await ann.taps("Confirm")
    assert placed(shop) == [LINK]


async def test_until_it_goes_it_can_be_dropped_and_all_comes_back(shop: Harness) -> None:
    ann = shop.ann
    await schedules(ann)
    await ann.taps("Cancel order")
    await ann.sees("Cancel order 1?", "all of the money, $0.90, comes back to your wallet")
    await ann.taps("Keep it")
    await ann.sees("Waiting · starts")
    assert await ann.balance_micro() == FIRST - PRICE
    await ann.taps("Cancel order")
    for _ in range(2):
        ann.person.taps("Yes, cancel it", stale=True)
    await shop.settles()
    await ann.sees("Canceled. Nothing was ordered.", "Back in your wallet")
    assert await ann.balance_micro() == FIRST
    await passes_until(shop, "2026-01-01 21:00:00")
    assert not shop.panel.orders


async def test_drop_it_stops_nothing_that_has_gone_out(shop: Harness) -> None:
    """The button said that all of the money comes back; at a running order it would mean something else."""
    ann, service = shop.ann, next(one for one in shop.panel.catalogue if one.cancel and one.type == "Default")
    await ann.says(f"/order {service.id} https://instagram.com/ann 1000")
    await ann.taps("Start later")
    await ann.says("20:00")
    await ann.taps("Confirm")
    await ann.taps("Cancel order")
    dropping = ann.person.last.id
    await passes_until(shop, "2026-01-01 20:00:00")
    await ann.taps("Yes, cancel it", message_id=dropping, stale=True)
    await ann.sees("has started already")
    order = await shop.kiosk.stores.orders.find(1, owner=None)
    assert order is not None
    assert not order.requests
    assert await shop.state_of(1) is OrderState.PENDING


async def test_nobody_drops_somebody_elses(shop: Harness) -> None:
    await schedules(shop.ann)
    shop.bob.person.forges("o:1:drop:")
    await shop.settles()
    assert await shop.state_of(1) is OrderState.RESERVED


async def test_it_is_in_nobodys_way(shop: Harness) -> None:
    await schedules(shop.ann)
    await shop.ann.says(f"/order 1 {LINK}/other 1000")
    await shop.ann.taps("Confirm")
    await shop.bob.says("/order 1 https://instagram.com/p/bob 0100")
    assert placed(shop) == [f"{LINK}/other"]
    await shop.olga.says("/panel")
    await shop.olga.sees(
        "Orders go through", "Orders: 0 waiting", "start later: 1, the first 1 Jan 20:00 UTC"
    )


async def test_its_moment_stands_wherever_it_is_shown(shop: Harness) -> None:
    ann = shop.ann
    await schedules(ann)
    for words in ("/orders", "/status 1"):
        await ann.says(words)
        await ann.sees("starts 1 Jan 20:00 UTC")
    [result] = (await ann.queries("1")).results
    assert result.title == "Order 1 · Waiting, starts 1 Jan 20:00 UTC"
    assert "starts 1 Jan 20:00 UTC" in result.text
    await ann.says(f"/order 1 {LINK} 500")
    await ann.taps("Confirm")
    await ann.sees("Order 1 for this link starts 1 Jan 20:00 UTC", "Order again anyway?")


async def test_a_restart_before_its_moment_loses_nothing(shop: Harness) -> None:
    await schedules(shop.ann)
    await shop.restarts()
    await passes_until(shop, "2026-01-01 20:00:00")
    assert placed(shop) == [LINK]


async def test_a_kiosk_that_was_off_sends_it_when_it_is_back(shop: Harness) -> None:
    await schedules(shop.ann)
    await shop.closes()
    shop.clock.advance(10 * HOUR)
    await shop.comes_back()
    await shop.rounds()
    assert placed(shop) == [LINK]


async def test_one_that_was_missed_for_long_comes_back_unsent(shop: Harness) -> None:
    await schedules(shop.ann)
    await shop.closes()
    shop.clock.advance(48 * HOUR)
    await shop.comes_back()
    await shop.rounds()
    assert not shop.panel.orders
    await shop.ann.sees("It could not be sent in time")
    assert await shop.ann.balance_micro() == FIRST


async def test_a_clock_that_is_set_does_not_move_its_moment(shop: Harness) -> None:
    await schedules(shop.ann, "tomorrow 20:00")
    shop.clock.set_ahead(timedelta(hours=3))
    await shop.rounds()
    await passes_until(shop, "2026-01-02 19:59:00")
    assert not shop.panel.orders
    shop.clock.set_ahead(timedelta(hours=-5))
    await shop.rounds()
    await passes_until(shop, "2026-01-02 19:59:00")
    assert not shop.panel.orders
    await passes_until(shop, "2026-01-02 20:00:00")
    assert placed(shop) == [LINK]


async def test_a_clock_that_jumps_over_its_moment_sends_it_once(shop: Harness) -> None:
    await schedules(shop.ann)
    shop.clock.set_ahead(timedelta(hours=9))
    await shop.rounds()  # the clock is seen to have been set
    await shop.rounds()
    assert placed(shop) == [LINK]
    shop.clock.set_ahead(timedelta(hours=-9))
    await shop.rounds()
    await passes_until(shop, "2026-01-01 20:00:00")
    assert placed(shop) == [LINK]


async def test_a_service_that_costs_more_by_then_than_was_paid_is_not_sent(shop: Harness) -> None:
    await schedules(shop.ann)
    shop.panel.catalogue.change_rate(1, "9.00")
    await shop.kiosk.catalogue.refresh()
    await passes_until(shop, "2026-01-01 20:00:00")
    assert not shop.panel.orders
    await shop.ann.sees("Its price has changed since")
    assert await shop.ann.balance_micro() == FIRST


async def test_a_panel_that_is_away_at_its_moment_has_half_an_hour(shop: Harness) -> None:
    await schedules(shop.ann)
    shop.panel.arm("no_funds", times=1000)
    await passes_until(shop, "2026-01-01 20:00:00")
    await shop.ann.sees("goes out by 1 Jan 20:30 UTC")
    await shop.passes(31 * MINUTE)
    assert await shop.ann.balance_micro() == FIRST
    assert not shop.panel.orders


async def test_a_start_that_passes_before_confirm_is_said(shop: Harness) -> None:
    ann = shop.ann
    await begins(ann)
    await ann.says("12:05")
    await shop.passes(30 * MINUTE)
    await ann.taps("Confirm")
    await ann.sees("The start that you chose has passed", "Check your order")
    ann.finds_no("Start: 1 Jan")
    await ann.taps("Confirm")
    assert placed(shop) == [LINK]


async def test_old_buttons_of_the_choice_say_so(shop: Harness) -> None:
    ann = shop.ann
    await begins(ann)
    choice = ann.person.last
    await ann.says("20:00")
    await ann.taps("In an hour", message_id=choice.id, stale=True)
    await ann.sees("This button is old")
    with pytest.raises(NoSuchButton):
        await ann.taps("Start at once")
    for forged in ("later", "start", "atonce"):
        ann.person.forges(f"d:nobody:{forged}:99999999999999999999")
        await shop.settles()
    await ann.taps("Confirm")
    await ann.sees("starts 1 Jan 20:00 UTC")


async def test_a_repeated_turn_keeps_the_start(shop: Harness) -> None:
    ann = shop.ann
    await begins(ann)
    await ann.says("20:00")
    await shop.forgets_last_turn()
    await shop.restarts()
    await shop.settles()
    await ann.taps("Confirm")
    assert not shop.panel.orders
    await ann.sees("starts 1 Jan 20:00 UTC")


async def test_what_is_missing_can_be_paid_and_the_order_still_waits(database_file: Path) -> None:
    harness = await opened(database_file, access="shop")
    ann = harness.ann
    await asks(ann)
    await ann.taps("Start later")
    await ann.says("20:00")
    await taps_stars(ann)
    await pays(ann)
    await ann.sees("Waiting · starts 1 Jan 20:00 UTC", "paid. Order 1 starts 1 Jan 20:00 UTC. Thank you!")
    ann.finds_no("is on its way")
    assert not harness.panel.orders
    await passes_until(harness, "2026-01-01 20:00:00")
    assert len(harness.panel.orders) == 1
    await harness.audited()
    await harness.closes()


async def test_an_order_that_waits_for_its_start_is_not_said_to_go_out_when_it_is_paid(
    database_file: Path,
) -> None:
    harness = Harness(database_file, access="shop", star_value="0.02")
    ann = harness.ann
    await harness.opens()
    await ann.says("/start")
    await begins(ann)
    await ann.says("20:00")
    await ann.sees("Pay it, and the order is confirmed by itself", "It goes out by itself then")
    ann.finds_no("Pay it, and the order goes out by itself")
    ann.person.tops_up(10_000)
    [label] = [one.label for row in ann.person.last.keyboard for one in row if "Stars" in one.label]
    await ann.taps(label)
    await ann.sees("When it is paid, the order is confirmed by itself")
    [invoice] = [one for one in ann.person.home.messages.values() if one.content.invoice]
    ann.person.pays(invoice)
    await harness.settles()
    await ann.sees("Order 1 starts 1 Jan 20:00 UTC")
    await harness.audited()
    await harness.closes()


async def test_a_city_is_named_as_in_the_settings_and_not_as_in_a_table(shop: Harness) -> None:
    ann = shop.ann
    for typed, named, time in (
        ("Europe/Istanbul", "Istanbul", "15:00"),
        ("+5:30", "UTC+5:30", "17:30"),
    ):
        await ann.says("/settings")
        await ann.taps("My time")
        await ann.says(typed)
        if "Which city" in ann.screen:
            await ann.taps(f"None of these: {named}")
        await begins(ann)
        await ann.sees(f"by the clock of {named}, where it is {time} now")
        await ann.says("/cancel")
