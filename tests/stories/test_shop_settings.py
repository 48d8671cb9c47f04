"""Shop settings: an owner changes what the shop goes by, at once and without a restart."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram.ext import JobQueue

from cli.doctor import examine
from handlers.operator.live.words import OF_PAYING, SETTING_WORDS, TEXT_WORDS
from settings import Settings
from settings.words import MUST_BE
from shop.live_values import SETTINGS, TEXTS
from tests.in_process import Harness

GROUP = -1_001_234_567_890


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    harness = Harness(database_file, access="shop", support_contact="@ann_helps", topup_most="500")
    await harness.opens()
    yield harness
    await harness.audited()
    await harness.closes()


async def types(harness: Harness, label: str, text: str) -> None:
    """Olga opens a setting, taps Change and types."""
    await opens(harness, label)
    await harness.olga.taps("Change")
    await harness.olga.says(text)


async def opens(harness: Harness, label: str) -> None:
    """Olga opens the card of a setting."""
    await harness.olga.says("/admin")
    await harness.olga.taps("More")
    await harness.olga.taps("Shop settings")
    if any(words.label == label and name in OF_PAYING for name, words in SETTING_WORDS.items()):
        await harness.olga.taps("Top up")
    await harness.olga.taps(label)


def test_every_value_has_its_words_which_are_those_of_the_environment() -> None:
    assert (set(SETTING_WORDS), set(TEXT_WORDS)) == (set(SETTINGS), set(TEXTS))
    for name, words in (SETTING_WORDS | TEXT_WORDS).items():
        assert words.rule == MUST_BE.get(name.upper(), words.rule), name


async def test_stars_and_amounts_hold_at_once_and_after_a_restart(shop: Harness) -> None:
    olga, ann = shop.olga, shop.ann
    await ann.says("/topup")
    await ann.sees("Ask the shop's operator")
    await types(shop, "Star's value", "0,013")
    await olga.sees("Now: 0", "Then: 0.013", "It holds at once", "Save")
    await olga.taps("Save")
    await olga.sees("Now: 0.013", "Set here by Olga", "Back to the default")
    await types(shop, "Top-up amounts", "3, 7")
    await olga.taps("Save")
    await ann.says("/topup")
    await ann.sees("$3", "$7")
    await shop.restarts()
    await ann.says("/topup")
    await ann.sees("$3", "$7")
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Log")
    await olga.sees("Olga changed STAR_VALUE: – → 0.013", "changed TOPUP_AMOUNTS: – → 3, 7")


@pytest.mark.parametrize(
    ("label", "typed", "many", "few"),
    [
        ("Smallest top-up", "10.000", "10000", "10.0000"),
        ("Top-up amounts", "5.000, 10.000", "5000", "5.0000"),
        ("Top-up amounts", "5; 1,000", "1000", "1.0000"),
        ("Invite reward", "1.500", "1500", "1.5000"),
        ("Type twice", "50.000", "50000", "50.0000"),
        ("Second operator", "2,500", "2500", "2.5000"),
        ("Fees and bonuses", "card 2.9% + 1.000", "1000", "1.0000"),
    ],
)
async def test_an_amount_that_can_be_two_is_asked_for_again(
    shop: Harness, label: str, typed: str, many: str, few: str
) -> None:
    await types(shop, label, typed)
    await shop.olga.sees(f"can be two amounts. Send {many}, or {few}")
    shop.olga.finds_no("Then:")


@pytest.mark.parametrize(
    ("label", "typed", "then"),
    [
        ("Type twice", "1,000.00", "1000.00"),
        ("Type twice", "1.000.000", "1000000"),
        ("Type twice", "$ ۱۰", "10"),
        ("Type twice", "10,5", "10.5"),
        ("Top-up amounts", "1'000, 2,000.00; 5", "1000, 2000.00, 5"),
        ("Membership", "1.000", "1000"),
        ("Membership", "1,5k", "1500"),
        ("Fees and bonuses", "card 1.125% + 0.300", "card 1.125% + 0.300"),
    ],
)
async def test_numbers_are_read_as_customers_amounts_and_counts_are(
    shop: Harness, label: str, typed: str, then: str
) -> None:
    await types(shop, label, typed)
    await shop.olga.sees(f"Then: {then}\n")


async def test_limits_hold_together_and_the_environment_is_locked(shop: Harness) -> None:
    olga = shop.olga
    await types(shop, "Smallest top-up", "600")
    await olga.sees("⚠️", "TOPUP_MOST is less than TOPUP_LEAST")
    await olga.says("much")
    await olga.sees("Smallest top-up must be an amount like 1 or 2.50")
    await olga.says("2")
    await olga.taps("Save")
    assert shop.kiosk.live.now.topup_least == "2"
    await opens(shop, "Largest top-up")
    await olga.sees("🔒", "TOPUP_MOST", "take that line out of .env", "500", "1000")
    olga.person.forges("av::change:topup_most.0")
    await shop.settles()
    await olga.sees("stands in the environment, which wins")
    await opens(shop, "Smallest top-up")
    await olga.taps("Back to the default")
    await olga.sees("Now: 2", "Then: 1")
    await olga.taps("Save")
    await olga.sees("this is the default")
    await olga.taps("Undo the last change")
    await olga.taps("Save")
    assert shop.kiosk.live.now.topup_least == "2"


async def test_a_choice_is_tapped(shop: Harness) -> None:
    await opens(shop, "Lost orders")
    await shop.olga.taps("Change")
    await shop.olga.taps("no")
    await shop.olga.sees("Then: no")
    await shop.olga.taps("Save")
    assert shop.kiosk.main.reconciler.probes() == 0


async def test_what_would_not_work_is_said_before(shop: Harness) -> None:
    await types(shop, "Invite reward", "0.50")
    await shop.olga.sees("INVITE_REWARD rewards nobody", "Save")
    await types(shop, "Star's value", "0.02")
    await shop.olga.taps("Save")
    await types(shop, "Invite reward", "0.50")
    await shop.olga.taps("Save")
    await shop.ann.says("/wallet")
    await shop.ann.taps("Invite a friend")
    await shop.ann.sees("$0.50")


async def test_the_rest_of_the_settings_is_read_at_each_use(shop: Harness) -> None:
    for label, value in (
        ("Type twice", "5"),
        ("Decide within", "72"),
        ("Check every", "30"),
        ("Coupon loss", "10 %"),
        ("Pay by hand", "Into `DE00 1234`,\nplease <b>"),
    ):
        await types(shop, label, value)
        await shop.olga.taps("Save")
    kiosk, rules = shop.kiosk, shop.kiosk.services.rules
    assert (rules.changes.ask_micro, rules.unknown_hours, rules.coupon_loss_ppm) == (5_000_000, 72, 100_000)
    assert (kiosk.main.reconciler.unknown_hours(), kiosk.main.late_watch.within().total_seconds() > 0) == (
        72,
        True,
    )
    await shop.ann.says("/start")
    await shop.olga.says("/credit 101 6 gift")
    await shop.olga.sees("type the amount twice")
    await shop.ann.says("/topup")
    await shop.ann.taps("$5")
    await shop.ann.sees("Into DE00 1234,", "please <b>")


async def test_a_group_is_looked_at_before_it_is_taken(shop: Harness) -> None:
    await types(shop, "Staff group", "@mygroup")
    await shop.olga.sees("must be the group's number, not its name")
    await shop.olga.says("-1009")
    await shop.olga.sees("This group cannot be used")
    assert shop.kiosk.desk.chat is None


async def test_the_periodic_work_keeps_its_new_pace(shop: Harness) -> None:
    kiosk = shop.kiosk
    kiosk.schedule = kiosk.scheduler()
    assert isinstance(kiosk.application.job_queue, JobQueue)
    await types(shop, "Check every", "30")
    await shop.olga.taps("Save")
    (sweep,) = kiosk.application.job_queue.get_jobs_by_name("sweep")
    assert sweep.job.trigger.interval.total_seconds() == 30
    kiosk.schedule.stop()
    kiosk.schedule = None


async def test_a_group_that_can_be_written_in_takes_the_questions_at_once(shop: Harness) -> None:
    olga, ann, telegram = shop.olga, shop.ann, shop.telegram
    group = telegram.add_group(GROUP, "Desk", [olga.person])
    await types(shop, "Staff group", str(GROUP))
    await olga.taps("Save")
    assert shop.kiosk.desk.chat == GROUP
    await ann.says("/support")
    await ann.taps("Write to the shop")
    await ann.says("Where is my order?")
    assert any("Where is my order?" in one.text for one in group.live())
    await shop.restarts()
    assert shop.kiosk.desk.chat == GROUP
    await opens(shop, "Staff group")
    await olga.taps("Back to the default")
    await olga.taps("Save")
    assert shop.kiosk.desk.chat is None


async def test_doctor_names_what_the_environment_overrules(shop: Harness) -> None:
    await types(shop, "Smallest top-up", "2")
    await shop.olga.taps("Save")
    nowhere = "http://127.0.0.1:1"
    given = shop.kiosk.settings.model_dump() | {"topup_least": "1", "telegram_api_root": nowhere}
    lines: list[str] = []
    await examine(Settings(_env_file=None, **given), lines.append)  # type: ignore[call-arg]  # of the library
    assert "note  settings: TOPUP_LEAST: the environment's 1 wins over 2, set at the desk" in lines
