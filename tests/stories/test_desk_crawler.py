"""A crawler at the desk: an owner taps what the desk shows, under a seed, and its screens keep the manners.

The shop has customers, orders, a receipt, a ticket and a support; a second operator decides things too.
"""

import asyncio
import random
import shutil
import warnings
from datetime import timedelta
from pathlib import Path

import pytest
from telegram.warnings import PTBUserWarning

from playground.spec import load_oracle
from shop.ledger.topup import STARS, Invoice, Paid
from shop.person import GivenRole
from tests.in_process import ANN, BOB, OLGA, Harness
from tests.screens import labels_of, screen_since
from tests.stories import test_crawler as crawler
from tests.stories.test_crawler import MODES, Sighting, Walk

STEPS = 220
TYPED = (
    "/admin",
    "/find Ann",
    "/find 1",
    "/people",
    "/stats",
    "/services",
    "/review",
    "/tickets",
    "/broadcast",
    "/coupon",
    "/prices",
    "/panel",
    "/texts",
    "/maintenance",
    "/ban 101 a test",
    "/credit 101 5 a test",
    "/debit 101 1000000 too much",
    "/cancel",
    "5.00 for the long wait",
    "Hello <b>everybody</b> & all",
    "instagram",
    "tomorrow 9",
    "123456789",
)


async def one_walk(database: Path, language: str, seed: int) -> Walk:
    """Walk through the desk; return what was seen."""
    harness = Harness(database, **MODES["shop"])  # type: ignore[arg-type]  # no mode sets the dialect
    harness.olga.person.user["language_code"] = language
    harness.telegram.oracle = load_oracle()
    await harness.opens()
    chance, tapped, seen = random.Random(seed), set[tuple[str, str]](), list[Sighting]()
    try:
        await _happens(harness)
        for step in range(STEPS):
            before, version = crawler.bubbles_of(harness.olga), harness.telegram.version
            choice = crawler.choice_of(harness.olga, chance, tapped) if step % 5 else None
            if choice is None:
                words, answered, alerted = TYPED[0] if step == 0 else chance.choice(TYPED), True, False
                await harness.olga.says(words)
            else:
                message, button = choice
                words = f"[{button.label}]"
                tap = harness.olga.person.taps(button.data or "", message.id)
                await harness.settles()
                answered, alerted = tap.answered, tap.alert
            screen = screen_since(harness.olga.person, version)
            new = crawler.bubbles_of(harness.olga) - before
            seen.append(
                Sighting(words, screen.shown, labels_of(screen), choice is not None, new, answered, alerted)
            )
            if step % 20 == 19:
                await harness.passes(60)
        await harness.audited()
    finally:
        await harness.closes()
    return Walk(seen, harness.telegram.takes_findings())


async def _happens(harness: Harness) -> None:
    """Fill the shop with a little of everything."""
    payments, now = harness.kiosk.stores.payments, harness.clock.now()
    await harness.ann.says("/start")
    bill = Invoice("bill", ANN, "stars", STARS, 1000, 20_000_000, "USD", now + timedelta(hours=1))
    await payments.offer(bill, now)
    await payments.paid(Paid("stars", "stx1", ANN, "bill", STARS, 1000), now)
    for link in ("https://instagram.com/p/Cabc", "https://instagram.com/p/Cxyz"):
        await harness.ann.says(f"/order 21 {link} 1000")
        await harness.ann.taps("Confirm")
    await harness.ann.says("/support")
    await harness.ann.taps("Write to the shop")
    await harness.ann.says("Where is it? <b>")
    await harness.bob.says("/start")
    staff = harness.kiosk.stores.staff
    await staff.give_role(BOB, GivenRole.SUPPORT, OLGA, now)
    harness.kiosk.access.roster = await staff.roster()


@pytest.fixture(
    scope="module",
    params=[("en", 11), pytest.param(("ru", 12), marks=pytest.mark.slow)],
    ids=lambda walk: "-".join(map(str, walk)),
)
def walk(
    request: pytest.FixtureRequest, empty_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Walk:
    """One walk of each language and seed; all checks look at the same one."""
    language, seed = request.param
    database = tmp_path_factory.mktemp("desk") / "kiosk.db"
    shutil.copy(empty_database, database)
    with warnings.catch_warnings():
        # PTB warns of cards that it takes for inaccessible; that is no fault of a screen.
        warnings.simplefilter("ignore", PTBUserWarning)
        return asyncio.run(one_walk(database, language, seed))


OF_CUSTOMERS = ("🎫 Ticket", "🎫 Обращение", "Where is it", "📣 Sending", "📣 Идёт рассылка")
"""What stands in the chat beside the desk: a ticket's cards, the customer's words, and a broadcast that goes
out, whose own copy comes to the owner too."""

OF_THE_DESK = [one for one in crawler.MANNERS if one is not crawler.test_no_customer_reads_of_a_panel]


@pytest.mark.parametrize("manner", OF_THE_DESK, ids=lambda one: one.__name__.removeprefix("test_"))
def test_the_desk_keeps_the_manners(walk: Walk, manner: object) -> None:
    assert callable(manner)
    screens = [one for one in walk.seen if not one.text.startswith(OF_CUSTOMERS)]
    manner(Walk(screens, walk.findings))
