"""The panel fails in every way: the right state, an honest card, never a second `add`."""

import itertools
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import update

from playground.telegram.people import NotSeen
from storage.catalogue.tables import panel_account
from tests.in_process import Harness, Player

LINK = "https://www.instagram.com/p/panel/"
NOT_SENT = "nothing has been sent yet"
LOST = "making sure that your order went through"


@dataclass(frozen=True, slots=True)
class Broken:
    """A fault after which nobody knows; `at_panel` is what the panel really has."""

    fault: str
    at_panel: int


LOST_ANSWERS = [
    Broken("reset_before", 0),
    Broken("reset_after", 1),
    Broken("hang_before", 0),
    Broken("hang_after", 1),
    Broken("half_body", 1),
    Broken("truncated", 1),
    Broken("html_502_before", 0),
    Broken("html_502_after", 1),
    Broken("garbage", 1),
    Broken("empty_after", 1),
    Broken("error_vague", 0),
    Broken("error_vague_after", 1),
    Broken("words_unknown_after", 1),
    Broken("duplicate_after", 1),
    Broken("see_other_after", 1),
]


async def orders(player: Player, link: str = LINK) -> None:
    await player.says(f"/order 1 {link} 100")
    await player.taps("Confirm")


async def seen_to_be_prompt(harness: Harness) -> None:
    """Let the kiosk see the panel's balance fall with each of its last orders, in small units."""
    harness.panel.deposit(Decimal("0.00012"))
    await harness.kiosk.catalogue.read_balance()
    known = update(panel_account).values(prompt_run=8)
    await harness.kiosk.stores.database.write(lambda connection: connection.execute(known))


async def hours_pass(harness: Harness, hours: int) -> None:
    for _ in range(hours * 6):
        await harness.passes(600)


@pytest.mark.parametrize("broken", LOST_ANSWERS, ids=lambda broken: broken.fault)
async def test_a_lost_answer_is_unconfirmed_and_never_sent_again(broken: Broken, harness: Harness) -> None:
    """A prompt panel's missing order is given back; one it has needs a number known before."""
    ann, olga = harness.ann, harness.olga
    await seen_to_be_prompt(harness)
    harness.panel.arm(broken.fault)
    await olga.says("/start")
    await orders(ann)
    assert harness.panel.armed == {}
    assert await harness.state_of(1) == "unknown"
    await ann.sees("Order 1 · Being checked", LOST, "will not be sent a second time")
    assert "no clear answer to order 1" in olga.screen
    with pytest.raises(NotSeen):
        await ann.sees("Pending")

    for seconds in (5, 55, 240, 60, 60):  # the looks
        await harness.passes(seconds)
    await hours_pass(harness, 1)
    await harness.restarts()
    await hours_pass(harness, 1)
    await ann.taps("Confirm", stale=True)
    await ann.sees("Order 1 received")
    assert await harness.state_of(1) == ("unknown" if broken.at_panel else "voided")
    assert ("Order 1: please decide" in olga.screen) is bool(broken.at_panel)
    assert harness.panel.adds_received == 1
    assert len(harness.panel.orders_for(LINK)) == broken.at_panel
    card = ("whether the panel has order 1", "Order 1 counts as not placed", "Order 1 was found at the panel")
    assert sum(olga.screen.count(words) for words in card) == 1, "one card, which says how it ended"
    await harness.audited()


async def test_a_refused_connection_is_tried_again_with_longer_and_longer_pauses(harness: Harness) -> None:
    ann, tries = harness.ann, []
    harness.panel_wire.refusing = True
    await orders(ann)
    assert await harness.state_of(1) == "reserved"
    await ann.sees("Order 1 · Waiting", NOT_SENT)
    for second in range(0, 240, 5):
        before = await attempts(harness)
        await harness.passes(5)
        if await attempts(harness) > before:
            tries.append(second)
    pauses = [later - earlier for earlier, later in itertools.pairwise(tries)]
    assert len(tries) >= 3
    assert pauses == sorted(pauses), pauses
    harness.panel_wire.refusing = False
    for _ in range(12):
        await harness.passes(60)
    assert len(harness.panel.orders_for(LINK)) == harness.panel.adds_received == 1
    await ann.sees("Order 1 · Completed", "is done")
    await harness.audited()


async def attempts(harness: Harness) -> int:
    with closing(sqlite3.connect(harness.database)) as database:
        (count,) = database.execute("SELECT count(*) FROM attempt").fetchone()
    return int(count)


async def test_a_panel_away_for_half_an_hour_gets_nothing_and_the_order_is_given_back(
    harness: Harness,
) -> None:
    ann = harness.ann
    harness.panel_wire.refusing = True
    await orders(ann)
    for _ in range(29):
        await harness.passes(60)
    assert await harness.state_of(1) == "reserved"
    for _ in range(3):
        await harness.passes(60)
    assert await harness.state_of(1) == "voided"
    await ann.sees("Order 1 · Canceled", "nothing was ordered", "could not be placed; nothing was sent")
    harness.panel_wire.refusing = False
    await hours_pass(harness, 1)
    assert harness.panel.adds_received == 0
    assert await harness.state_of(1) == "voided"
    await harness.audited()


async def test_429_waits_as_long_as_the_panel_says(harness: Harness) -> None:
    ann = harness.ann
    harness.panel.arm("throttle_429", action="add", seconds=50)
    await orders(ann)
    assert await harness.state_of(1) == "reserved"
    await harness.passes(30)
    assert harness.panel.adds_received == 1, "asked before the time was over"
    await harness.passes(30)
    assert harness.panel.adds_received == 2
    assert len(harness.panel.orders_for(LINK)) == 1
    await ann.sees("Order 1 · Pending")
    await harness.audited()


@pytest.mark.parametrize(
    ("fault", "alerted"), [("bad_key", "refuses our key"), ("no_funds", "our balance is too low")]
)
async def test_a_refusal_that_only_the_operator_can_mend_holds_all_orders(
    fault: str, alerted: str, harness: Harness
) -> None:
    """Ten orders are not dropped one by one, each with an alert, while the operator tops the panel up."""
    ann, olga = harness.ann, harness.olga
    await olga.says("/start")
    harness.panel.arm(fault, action="add", times=3)
    for n in range(10):
        await orders(ann, f"{LINK}{n}/")
    assert {await harness.state_of(n) for n in range(1, 11)} == {"reserved"}
    await ann.sees("Order 10 · Waiting", "Orders cannot be sent right now")
    assert harness.panel.adds_received == 1
    for adds in (2, 3):
        await harness.passes(61)
        assert harness.panel.adds_received == adds
    assert olga.screen.count(alerted) == 1
    await harness.passes(61)
    await harness.passes(61)
    assert {await harness.state_of(n) for n in range(1, 11)} <= {"pending", "processing", "completed"}
    assert len(harness.panel.orders) == 10
    await harness.audited()


async def test_a_panel_that_stays_empty_costs_nobody_anything(harness: Harness) -> None:
    ann = harness.ann
    harness.panel.arm("no_funds", action="add", times=1000)
    await orders(ann)
    for _ in range(31):
        await harness.passes(60)
    assert await harness.state_of(1) == "voided"
    await ann.sees("Order 1 could not be placed")
    assert harness.panel.adds_received <= 31
    harness.panel.disarm()
    await harness.passes(61)
    await orders(ann, LINK + "again/")
    await ann.sees("Order 2 · Pending")
    await harness.audited()


async def test_the_breaker_opens_after_three_lost_answers_and_closes_with_the_first_clear_one(
    harness: Harness,
) -> None:
    ann, bob, olga = harness.ann, harness.bob, harness.olga
    harness.panel.arm("reset_after", times=3)
    for n in range(3):
        await orders(ann, f"{LINK}{n}/")
        await harness.passes(0 if n == 2 else 61)  # until then the order before is looked into
    assert [await harness.state_of(n) for n in (1, 2, 3)] == ["unknown"] * 3
    for n in (3, 4):
        await orders(bob, f"{LINK}{n}/")
    await bob.sees("Order 5 · Waiting", NOT_SENT)
    assert harness.panel.adds_received == 3
    await olga.says("/panel")
    await olga.sees("Orders have waited since", "3 orders in a row got no clear answer")

    for _ in range(10):
        await harness.passes(61)
    assert harness.panel.adds_received == 5
    assert [await harness.state_of(n) for n in (4, 5)] == ["completed"] * 2
    await olga.says("/panel")
    await olga.sees("Orders go through")
    assert all(len(harness.panel.orders_for(f"{LINK}{n}/")) == 1 for n in range(5))
    await harness.audited()


async def test_while_the_breaker_is_half_open_one_order_tries_and_the_rest_wait(harness: Harness) -> None:
    ann = harness.ann
    harness.panel.arm("reset_after", times=4)
    for n in range(6):
        await orders(ann, f"{LINK}{n}/")
        await harness.passes(61 if n < 2 else 0)
    assert harness.panel.adds_received == 3
    await harness.passes(61)
    assert harness.panel.adds_received == 4, "only one may try"
    await harness.passes(30)
    assert harness.panel.adds_received == 4, "the breaker has closed without an answer"
    for _ in range(10):
        await harness.passes(61)
    assert [await harness.state_of(n) for n in range(1, 7)] == ["unknown"] * 4 + ["completed"] * 2
    assert harness.panel.adds_received == 6
    await harness.audited()


@pytest.fixture
async def panelless(database_file: Path) -> AsyncIterator[Harness]:
    """A kiosk that has never read its panel's catalogue, while the panel does not answer."""
    harness = Harness(database_file)
    harness.panel_wire.refusing = True
    await harness.opens()
    yield harness
    await harness.closes()


async def test_a_panel_that_is_down_at_start_is_asked_until_it_is_there(panelless: Harness) -> None:
    harness, ann, olga = panelless, panelless.ann, panelless.olga
    await ann.says("/start")
    await ann.sees("Ann, what shall it be?")
    for words in ("/order", f"/order 1 {LINK} 100", "/order followers"):
        await ann.says(words)
        await ann.sees("I do not have the catalogue yet")
    await olga.says("/panel")
    await olga.sees("Services: not read yet", "Last error")
    for _ in range(5):
        await harness.passes(60)
    harness.panel_wire.refusing = False
    for _ in range(3):
        await harness.passes(61)
    await orders(ann)
    await ann.sees("Order 1 · Pending")


@pytest.mark.parametrize("fault", ["catalogue_empty", "catalogue_html"])
async def test_a_catalogue_that_is_none_changes_nothing(fault: str, harness: Harness) -> None:
    services = harness.kiosk.services.storefront.size
    harness.panel.arm(fault)
    await harness.passes(1900)
    assert harness.panel.armed == {}
    assert harness.kiosk.services.storefront.size == services
    await orders(harness.ann)
    await harness.ann.sees("Order 1 · Pending")


@pytest.mark.parametrize("fault", ["status_swapped_order", "status_missing"])
async def test_a_muddled_status_answer_mixes_no_orders_up(fault: str, harness: Harness) -> None:
    ann, bob = harness.ann, harness.bob
    await orders(ann, LINK)
    await orders(bob, LINK + "bob/")
    [anns], [bobs] = harness.panel.orders_for(LINK), harness.panel.orders_for(LINK + "bob/")
    harness.panel.set_state(anns.id, "Completed")
    harness.panel.set_state(bobs.id, "In progress", remains=70)
    harness.panel.arm(fault)
    await harness.passes(60)
    assert await harness.state_of(2) != "completed"
    await harness.passes(60)
    assert [await harness.state_of(n) for n in (1, 2)] == ["completed", "in_progress"]
    await bob.sees("30 of 100 delivered")


async def test_a_status_word_nobody_knows_keeps_the_last_state_and_tells_the_operator(
    harness: Harness,
) -> None:
    ann, olga = harness.ann, harness.olga
    await olga.says("/start")
    await orders(ann)
    harness.panel.arm("status_unknown_word")
    await harness.passes(5)
    assert await harness.state_of(1) == "pending"
    assert "Reembolsado" in olga.screen
