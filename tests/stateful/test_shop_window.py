"""Two customers and an operator tap and type whatever they find, also old buttons, while the panel fails.

    pytest tests/stateful/test_shop_window.py --hypothesis-profile=long

There is no model: Hypothesis looks for a sequence of acts after which somebody waits at a dead end,
a tap goes unanswered, the kiosk logs an error, or the books do not add up.
"""

import asyncio
import logging
import shutil
import tempfile
import warnings
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select
from telegram.warnings import PTBUserWarning

from playground.panel.faults import FAULTS
from playground.spec import load_oracle
from storage.ledger.tables import posting
from tests.in_process import Harness, Player
from tests.screens import labels_of, leads_on, screen_since

SHOP = {
    "access": "shop",
    "markup_percent": "35",
    "star_value": "0.02",
    "manual_topup": "Put it into the tin beside the door.",
    "terms": "What has begun is not given back.",
    "invite_reward": "0.50",
}
PEOPLE = some.sampled_from(("ann", "bob", "olga"))
WHICH = some.integers(0, 10_000)
"""Which of the buttons there are, counted from the newest and round again."""
TYPED = some.sampled_from(
    (
        "/start",
        "/order 21 https://instagram.com/p/Cabc 1000",
        "/order 21 https://instagram.com/p/Cabc 1000",
        "/mass",
        "22|https://instagram.com/p/Cabc|100\n22|https://instagram.com/p/Cxyz|1k\n26|https://instagram.com/p/C1|",
        "/mass 22|https://instagram.com/p/Cabc|100\n22|https://instagram.com/p/Cabc|100\n99|nonsense|0",
        "/orders",
        "/topup",
        "/wallet",
        "/cancel",
        "https://instagram.com/p/Cxyz",
        "instagram likes",
        "1000",
        "12",
        "14:30",
        "tomorrow 9",
        "/order 24 ann.example 100 200 5 30",
        "receipt 123456",
        "/coupon SUMMER 10% uses 3 each 2",
        "/coupon HELLO 1.50 uses 2",
        "/coupon stop SUMMER",
        "summer",
        "he-llo",
        "2",
        "/credit 101 5 for the story",
        "/review",
        "/nonsense",
        "/settings",
    )
)


class _Errors(logging.Handler):
    """Keeps what the kiosk logs as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


class ShopWindow(RuleBasedStateMachine):
    """A shop with everything to tap. Each act is done to its end before the next."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="kiosk-window-"))
        self.runner = asyncio.Runner()
        self.errors = _Errors()
        logging.getLogger("kiosk").addHandler(self.errors)
        self.buttons: dict[str, dict[tuple[int, str], None]] = {"ann": {}, "bob": {}, "olga": {}}
        database = Path(shutil.copy(self.template, self.folder / "kiosk.db"))
        self.harness = Harness(database, **SHOP)  # type: ignore[arg-type]  # no setting here is the dialect
        self.harness.telegram.oracle = load_oracle()

    def run(self, doing: Coroutine[Any, Any, None]) -> None:
        with warnings.catch_warnings():
            # PTB warns of cards that it takes for inaccessible; that is no fault of a screen.
            warnings.simplefilter("ignore", PTBUserWarning)
            self.runner.run(doing)

    def player(self, who: str) -> Player:
        player: Player = getattr(self.harness, who)
        return player

    @initialize()
    def opens(self) -> None:
        async def opening() -> None:
            await self.harness.opens()
            await self.harness.ann.says("/start")
            await self.harness.bob.says("/start")
            await self.harness.olga.says("/credit 101 20 to begin with")
            await self.harness.olga.taps("Confirm")

        self.run(opening())
        self.look()

    def teardown(self) -> None:
        """Every run ends with an audit, after the panel has recovered."""
        try:
            self.harness.panel.disarm()
            self.run(self.harness.passes(60))
            self.run(self.harness.audited())
            assert not self.harness.telegram.takes_findings()
            assert not self.errors.lines, self.errors.lines[0]
        finally:
            logging.getLogger("kiosk").removeHandler(self.errors)
            self.run(self.harness.closes())
            self.runner.close()
            shutil.rmtree(self.folder)

    def look(self) -> None:
        """Remember every button that anybody has seen: it can be tapped for ever."""
        for who, seen in self.buttons.items():
            for message in self.player(who).person.home.messages.values():
                seen.update(
                    ((message.id, button.data or ""), None)
                    for row in message.keyboard
                    for button in row
                    if button.kind == "callback_data"
                )

    @rule(who=PEOPLE, which=WHICH, times=some.sampled_from((1, 1, 1, 2)))
    def taps(self, who: str, which: int, times: int) -> None:
        """Tap a button, live or not, perhaps twice before anything has come."""
        self.tap(who, which, times)

    @rule(who=PEOPLE, which=some.integers(0, 11))
    def taps_what_is_new(self, who: str, which: int) -> None:
        """Tap one of the buttons that came last, which leads further into the shop."""
        self.tap(who, which, 1)

    @rule(who=PEOPLE, words=TYPED, times=some.sampled_from((1, 1, 1, 2)))
    def says(self, who: str, words: str, times: int) -> None:
        """Send something, perhaps twice."""
        self.act(who, *(("say", 0, words) for _ in range(times)))

    @rule(who=PEOPLE, count=some.integers(1, 7), first=some.integers(0, 3), times=some.sampled_from((1, 2)))
    def orders_a_list(self, who: str, count: int, first: int, times: int) -> None:
        """Send a mass order, and confirm it if it can be, perhaps twice."""
        links = (f"https://instagram.com/p/C{first + n}" for n in range(count))
        self.act(who, ("say", 0, "/mass\n" + "\n".join(f"22|{link}|{20 * (first + 1)}" for link in links)))
        message = self.player(who).person.chat[-1]
        confirm = next((one for one in message.buttons if (one.data or "").endswith(":ok:")), None)
        if confirm is not None:
            self.act(who, *(("tap", message.id, confirm.data or "") for _ in range(times)))

    def tap(self, who: str, which: int, times: int) -> None:
        known = list(self.buttons[who])[::-1]
        if known:
            message_id, data = known[which % len(known)]
            self.act(who, *(("tap", message_id, data) for _ in range(times)))

    def act(self, who: str, *acts: tuple[str, int, str]) -> None:
        person, version = self.player(who).person, self.harness.telegram.version
        taps = []
        for kind, message_id, words in acts:
            if kind == "say":
                person.says(words)
            else:
                taps.append(person.forges(words, message_id))
        self.run(self.harness.settles())
        assert all(tap.answered for tap in taps), f"a tap goes on spinning: {acts}"
        screen = screen_since(person, version)
        rows = labels_of(screen)
        assert "Something went wrong" not in screen.shown, f"{acts}: {screen.shown}"
        told = any(tap.text for tap in taps) or who == "olga"
        assert told or leads_on(screen.shown, rows), f"a dead end after {acts}: {screen.shown!r} {rows}"
        self.look()

    @rule(who=PEOPLE, other=PEOPLE)
    def opens_what_was_sent(self, who: str, other: str) -> None:
        """Open the newest link that another person could copy: a gift, or an invitation."""
        links = [
            one.data or ""
            for message in self.player(other).person.home.messages.values()
            for one in message.buttons
            if one.kind == "copy_text" and "?start=" in (one.data or "")
        ]
        if links:
            self.act(who, ("say", 0, f"/start {links[-1].rpartition('=')[2]}"))

    @rule(who=PEOPLE)
    def tops_up(self, who: str) -> None:
        """Pay the newest invoice in the chat, if it is still to be paid."""
        person = self.player(who).person
        bills = [
            one
            for one in person.home.messages.values()
            if one.content.invoice is not None and one.receipt is None and not one.deleted
        ]
        if bills:
            person.tops_up(100_000)
            person.pays(bills[-1])
            self.run(self.harness.settles())
            self.look()

    @rule(fault=some.sampled_from(sorted(FAULTS)), times=some.integers(1, 3))
    def the_panel_fails(self, fault: str, times: int) -> None:
        self.harness.panel.arm(fault, times=times)

    @rule()
    def the_kiosk_is_restarted(self) -> None:
        self.run(self.harness.restarts())

    @rule(seconds=some.sampled_from((1, 60, 1_000, 4_000, 40_000)))
    def time_passes(self, seconds: int) -> None:
        self.run(self.harness.passes(seconds))
        self.look()

    @invariant()
    def the_books_add_up(self) -> None:
        async def check() -> None:
            total = select(func.coalesce(func.sum(posting.c.amount_micro), 0))
            read = self.harness.kiosk.stores.database.read
            assert await read(lambda connection: connection.execute(total).scalar_one()) == 0

        if self.harness.kiosk.stores.database is not None:
            self.run(check())


SHORT = settings(
    max_examples=4, stateful_step_count=25, deadline=None, phases=(Phase.explicit, Phase.generate)
)
"""A sample; the long profile and `make chaos` look further."""


def test_the_shop_has_no_dead_end_whatever_people_tap(empty_database: Path) -> None:
    ShopWindow.template = empty_database
    long = settings.get_current_profile_name() == "long"
    run_state_machine_as_test(ShopWindow, settings=settings() if long else SHORT)
