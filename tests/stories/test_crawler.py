"""A crawler: from /start it taps what it sees, under a seed, and every screen keeps the shop's manners.

Each manner is a check of its own. `EXCEPTIONS` names the screens, by their first words or by the button that
led to them, that do not keep it yet; a screen leaves the list when it is rebuilt.
"""

import asyncio
import random
import shutil
import warnings
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from telegram.warnings import PTBUserWarning

from handlers.orders.list_views import ORDERS_ON_A_PAGE
from handlers.view import TALLEST
from handlers.welcome.views import COMMANDS
from locales import Catalogues
from playground.spec import load_oracle
from playground.telegram import Button, FakeMessage
from playground.telegram.labels import look_alikes, room, width
from shop.ledger.topup import STARS, Invoice, Paid
from tests.in_process import ANN, Harness, Player
from tests.screens import labels_of, leads_on, screen_since

STEPS = 150
LONGEST_LABEL = 30
ROWS = 8
CATALOGUES = Catalogues()
SPEAKS = tuple(f"s:{language}:speak:" for language in CATALOGUES.languages)
"""Buttons of languages: the walk stays in its own, in which the screens are named here."""
WRONG = tuple(
    CATALOGUES.of(language)
    .label("Something went wrong on my side, sorry. See /orders for what was ordered, then try again.")
    .partition(",")[0]
    for language in CATALOGUES.languages
)
TYPED = (
    "/start",
    "/menu",
    "/orders",
    "/wallet",
    "https://instagram.com/p/Cabc",
    "1000",
    "instagram likes",
    "qqqq zzzz",
    "/order 21 https://instagram.com/p/Cabc 1000",
    "/mass",
    "/mass 22|https://instagram.com/p/Cxyz|100\n22|https://instagram.com/p/Cxyz|100\n99|nonsense|0",
    "21;https://instagram.com/p/Cabc;20\n22;https://instagram.com/p/Cabc;30",
    "12",
    "/statement",
    "/status",
    "/settings",
    "/nonsense",
    "/cancel",
    "/topup",
    "/help",
    "/settings",
    "/support",
    "/paysupport",
    "/language",
    "/terms",
    "he-llo",
    "/start g_nobody",
    "/start i_nobody",
)
ASK_FOR_WORDS = (("✍️", "Write to the shop"), ("💬", "Ask about this order"), ("💬", "Reply"))
"""The buttons after which a customer's words go to a person."""

MODES: dict[str, dict[str, str]] = {
    "private": {},
    "shop": {
        "access": "shop",
        "markup_percent": "35",
        "star_value": "0.02",
        "manual_topup": "Put it into the tin beside the door.",
        "terms": "What has begun is not given back.",
        "invite_reward": "0.50",
    },
}

PANELS = {
    "ar": "لوحة", "en": "panel", "es": "panel", "fa": "پنل", "hi": "पैनल", "id": "panel", "pt": "painel",
    "ru": "панел", "tr": "panel", "uz": "panel",
}  # fmt: skip
"""The word in each of the shop's languages."""

EXCEPTIONS: dict[str, tuple[str, ...]] = {}


@dataclass(frozen=True)
class Sighting:
    """What an act led to: the message to be read then, as it was, and what happened besides."""

    act: str
    text: str
    rows: tuple[tuple[str, ...], ...]
    tapped: bool
    bubbles: int
    answered: bool
    alerted: bool

    def __str__(self) -> str:
        return f"after {self.act}: {self.text[:60]!r} {self.rows}"


@dataclass
class Walk:
    """One walk through the shop, and what the fake Telegram found on it."""

    seen: list[Sighting]
    findings: list[str]


async def one_walk(database: Path, settings: dict[str, str], language: str, seed: int) -> Walk:
    harness = Harness(database, **settings)  # type: ignore[arg-type]  # no mode sets the dialect
    harness.ann.person.user["language_code"] = language
    harness.telegram.oracle = load_oracle()
    await harness.opens()
    await harness.olga.says("/coupon HELLO 5 uses 9")
    await harness.olga.says("/start")
    t = CATALOGUES.of(language)
    asks = {f"[{sign} {t.label(text)}]" for sign, text in ASK_FOR_WORDS}
    chance, tapped = random.Random(seed), set[tuple[str, str]]()
    seen: list[Sighting] = []
    try:
        for step in range(STEPS):
            if step == 1 and settings.get("access") == "shop":
                await _tops_up(harness)
            before, version = bubbles_of(harness.ann), harness.telegram.version
            is_asked = bool(seen) and seen[-1].act in asks
            choice = choice_of(harness.ann, chance, tapped) if step % 6 and not is_asked else None
            if choice is None:
                words = TYPED[0] if step == 0 else chance.choice(TYPED)
                if is_asked and chance.random() < 0.7:
                    words = "Where is it?"
                await harness.ann.says(words)
                answered, alerted = True, False
            else:
                message, button = choice
                words = f"[{button.label}]"
                tap = harness.ann.person.taps(button.data or "", message.id)
                await harness.settles()
                answered, alerted = tap.answered, tap.alert
            screen = screen_since(harness.ann.person, version)
            rows = labels_of(screen)
            new = bubbles_of(harness.ann) - before
            seen.append(Sighting(words, screen.shown, rows, choice is not None, new, answered, alerted))
            if step % 20 == 19:
                await harness.passes(60)
            if step % 10 == 9:
                await _shop_answers(harness, closes=step % 40 == 39)
        await harness.audited()
    finally:
        await harness.closes()
    return Walk(seen, harness.telegram.takes_findings())


async def _shop_answers(harness: Harness, *, closes: bool) -> None:
    """Have the operator answer what the walker asked last, if they asked, or close that."""
    asked = [message for message in harness.olga.person.chat if message.from_bot and message.reply_to]
    if asked:
        harness.olga.person.says("/close" if closes else "Yes?", reply_to=asked[-1])
        await harness.settles()


async def _tops_up(harness: Harness) -> None:
    """Have Ann pay $20 in Stars, so that there is something to give."""
    payments, now = harness.kiosk.stores.payments, harness.clock.now()
    bill = Invoice("bill", ANN, "stars", STARS, 1000, 20_000_000, "USD", now + timedelta(hours=1))
    await payments.offer(bill, now)
    await payments.paid(Paid("stars", "stx1", ANN, "bill", STARS, 1000), now)
    await harness.settles()


def bubbles_of(player: Player) -> int:
    """Return how many bubbles of the bot stand in this person's chat; an album is shown as one."""
    of_bot = [message for message in player.person.home.messages.values() if message.from_bot]
    albums = [message.content.album for message in of_bot if message.content.album is not None]
    return len(of_bot) - len(albums) + len(set(albums))


def choice_of(
    player: Player, chance: random.Random, tapped: set[tuple[str, str]]
) -> tuple[FakeMessage, Button] | None:
    """Choose a button of the last three messages, one that was not tapped before if there is one."""
    live = [message for message in player.person.chat if message.from_bot][-3:]
    all_of = [
        (message, one)
        for message in live
        for one in message.buttons
        if one.kind == "callback_data" and not (one.data or "").startswith(SPEAKS)
    ]
    fresh = [(message, one) for message, one in all_of if (message.shown[:20], one.label) not in tapped]
    if not all_of:
        return None
    message, button = chance.choice(fresh or all_of)
    tapped.add((message.shown[:20], button.label))
    return message, button


WALKS = [
    ("private", "en", 13),
    ("shop", "ru", 13),
    *(
        pytest.param((mode, language, seed), marks=pytest.mark.slow)
        for seed, mode, language in (
            *((1, "private", "ru"), (2, "private", "fa")),
            *((3, "shop", "en"), (4, "shop", "ar"), (5, "shop", "hi"), (6, "shop", "tr")),
        )
    ),
]
"""`python -m chaos.walks` takes as many more as one likes."""


@pytest.fixture(scope="module", params=WALKS, ids=lambda walk: "-".join(map(str, walk)))
def walk(
    request: pytest.FixtureRequest, empty_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Walk:
    """One walk of each mode, language and seed; all checks look at the same one."""
    mode, language, seed = request.param
    database = tmp_path_factory.mktemp("walk") / "kiosk.db"
    shutil.copy(empty_database, database)
    with warnings.catch_warnings():
        # PTB warns of cards that it takes for inaccessible; that is no fault of a screen.
        warnings.simplefilter("ignore", PTBUserWarning)
        return asyncio.run(one_walk(database, MODES[mode], language, seed))


def _keeps(manner: str, broken: list[Sighting]) -> None:
    """Fail for screens that break a manner and are not among its exceptions."""
    known = EXCEPTIONS.get(manner, ())
    told = {str(one) for one in broken if not (one.text.startswith(known) or one.act in known)}
    assert not told, f"{manner}:\n" + "\n".join(sorted(told))


def test_the_walk_sees_many_screens(walk: Walk) -> None:
    assert len({sighting.text.partition("\n")[0] for sighting in walk.seen}) > 8


def test_nothing_goes_wrong(walk: Walk) -> None:
    _keeps("nothing goes wrong", [one for one in walk.seen if any(words in one.text for words in WRONG)])
    assert not walk.findings


def test_every_tap_is_acknowledged(walk: Walk) -> None:
    _keeps("acknowledged", [one for one in walk.seen if not one.answered])


def test_a_tap_brings_at_most_one_bubble(walk: Walk) -> None:
    _keeps("one bubble", [one for one in walk.seen if one.tapped and one.bubbles > 1])


def test_labels_are_short(walk: Walk) -> None:
    long = [
        one for one in walk.seen if any(width(label) > LONGEST_LABEL for row in one.rows for label in row)
    ]
    _keeps("short labels", long)


def test_labels_are_read_whole_beside_each_other(walk: Walk) -> None:
    """Only a keyboard that has as many rows as the tallest lists may have a label that is cut."""
    cut = [
        one
        for one in walk.seen
        if len(one.rows) < TALLEST - 1
        and any(width(label) > room(len(row)) for row in one.rows for label in row)
    ]
    _keeps("labels are read whole", cut)


def test_labels_of_a_keyboard_differ(walk: Walk) -> None:
    _keeps("labels differ", [one for one in walk.seen if list(look_alikes(one.rows))])


def test_keyboards_are_not_taller_than_a_phone(walk: Walk) -> None:
    def most(sighting: Sighting) -> int:
        alone = [row[0] for row in sighting.rows if len(row) == 1]
        parted = sum(width(label) > room(2) for label in alone)
        return TALLEST if len(alone) >= ORDERS_ON_A_PAGE else min(ROWS + parted, TALLEST)

    _keeps("short keyboards", [one for one in walk.seen if len(one.rows) > most(one)])


def test_every_screen_has_a_way_on(walk: Walk) -> None:
    # An alert over an old card says which way to go.
    screens = [one for one in walk.seen if not one.alerted]
    _keeps("a way on", [one for one in screens if not leads_on(one.text, one.rows)])


def test_each_command_of_customers_is_typed_on_the_walk() -> None:
    assert {typed.partition(" ")[0] for typed in TYPED} >= {f"/{name}" for name in COMMANDS}


def test_each_language_has_its_word_for_a_panel() -> None:
    assert PANELS.keys() == set(CATALOGUES.languages)


def test_no_customer_reads_of_a_panel(walk: Walk) -> None:
    named = [one for one in walk.seen if any(word in one.text.lower() for word in PANELS.values())]
    _keeps("no panel", named)


MANNERS = (
    test_the_walk_sees_many_screens,
    test_nothing_goes_wrong,
    test_every_tap_is_acknowledged,
    test_a_tap_brings_at_most_one_bubble,
    test_labels_are_short,
    test_labels_are_read_whole_beside_each_other,
    test_labels_of_a_keyboard_differ,
    test_keyboards_are_not_taller_than_a_phone,
    test_every_screen_has_a_way_on,
    test_no_customer_reads_of_a_panel,
)
"""Each raises AssertionError for a walk that breaks it."""
