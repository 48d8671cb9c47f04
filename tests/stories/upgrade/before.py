"""Load what the version before left behind: its rows, and the chats and orders outside of them."""

import json
import sqlite3
from contextlib import closing
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from playground.panel import FakePanel
from playground.telegram.invoices import Invoice
from playground.telegram.keyboards import read_markup
from playground.telegram.ledger import Charge, Transaction
from playground.telegram.messages import Content, FakeMessage
from playground.telegram.world import World
from tests.in_process import Harness, Player

HERE = Path(__file__).parent
PROVIDER = "284685063:TEST:of-the-tests"
SETTINGS: dict[str, Any] = {
    "access": "shop",
    "star_value": "0.013",
    "payment_provider_token": PROVIDER,
    "manual_topup": "Send the money to DE00 1234 and write your number on it.",
    "topup_amounts": "1, 5, 20",
}
FIRST_ORDER = 23_501
"""The first number that the fake panel gives."""
BOT = 700_000_001
STARS_PAID = "SELECT person_id, charge_id, payload, amount_minor FROM payment WHERE way = 'stars'"
TAKING_IN = """
INSERT INTO inbox (bot_id, update_id, person_id, raw, state, received_at, handled_at)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""


class Before(Harness):
    """The harness on the rows of the version before, not opened yet; `players` are all its people."""

    def __init__(self, database: Path) -> None:
        script = (HERE / "database.sql").read_text(encoding="utf-8")
        with closing(sqlite3.connect(database)) as empty:
            empty.executescript(script)
        super().__init__(database, **SETTINGS)
        outside = json.loads((HERE / "outside.json").read_text(encoding="utf-8"))
        self.clock.advance((datetime.fromisoformat(outside["at"]) - self.clock.now()).total_seconds())
        self.telegram.updates.next_id = outside["next_update_id"]
        self.telegram.world.provider_tokens.add(PROVIDER)
        self.players: dict[int, Player] = {}
        for user in outside["people"]:
            person = self.telegram.add_person(
                user["id"], user["first_name"], user["language_code"], started=True
            )
            self.players[person.id] = Player(person, self)
        self.ann, self.bob, self.olga = (self.players[one.id] for one in (self.ann, self.bob, self.olga))
        for chat_id, messages in outside["chats"].items():
            _hang_up(self.telegram.world, int(chat_id), messages)
        _stock(self.panel, outside)
        for person_id, *charged in self.rows(STARS_PAID):
            _charged(self.telegram.world, person_id, *charged)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of this query."""
        with closing(sqlite3.connect(self.database)) as database:
            return database.execute(query, values).fetchall()

    def took_in(self, *, handled: bool = False) -> list[int]:
        """Make what people have just done rows of the version before; return the updates' numbers."""
        queue, now = self.telegram.updates, self.clock.now().strftime("%Y-%m-%d %H:%M:%S.%f")
        taken = [one.body for one in queue.all()]
        with closing(sqlite3.connect(self.database)) as database, database:
            for body in taken:
                sender = (body.get("message") or body["callback_query"])["from"]["id"]
                raw = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
                state, handled_at = ("done", now) if handled else ("waiting", None)
                row = (BOT, body["update_id"], sender, raw, state, now, handled_at)
                database.execute(TAKING_IN, row)
                queue.forget(body["update_id"])
        return [int(body["update_id"]) for body in taken]


def buttons(player: Player) -> list[tuple[int, str]]:
    """Every button in this chat, by its message: the newest message first."""
    live = reversed(player.person.chat)
    return [(one.id, button.data or "") for one in live for button in one.buttons]


def _hang_up(world: World, chat_id: int, messages: list[dict[str, Any]]) -> None:
    """The bot's messages under their own ids; what people wrote between them is not there any more."""
    chat, sender = world.chats[chat_id], world.users.get(chat_id, world.bot)
    kept = {one["id"]: one for one in messages}
    for number in range(1, max(kept, default=0) + 1):
        found = kept.get(number)
        made = FakeMessage(chat.json(), number, sender, world.timestamp(), Content(), deleted=True)
        if found is not None:
            markup = read_markup({"inline_keyboard": found["keyboard"]})
            content = Content(found["text"])
            made = FakeMessage(chat.json(), number, world.bot, world.timestamp(), content, markup)
        chat.messages[number] = made
        world.touch(chat, made)


def _charged(world: World, person_id: int, charge_id: str, payload: str, stars: int) -> None:
    """Telegram knows what was paid in Stars, and can give it back."""
    invoice = Invoice("Wallet top-up", "", payload, "XTR", stars)
    charge = Charge(charge_id, "", world.users[person_id], invoice)
    world.ledger.charges[charge_id] = charge
    world.ledger.transactions.append(Transaction(charge, world.timestamp(), incoming=True))


def _stock(panel: FakePanel, outside: dict[str, Any]) -> None:
    """The panel has the same orders under the same numbers, and the same balance."""
    following = FIRST_ORDER
    for one in outside["panel_orders"]:
        panel.skip_ids(int(one["id"]) - following)
        following = int(one["id"]) + 1
        panel.place(one["form"], "url")
        if one["by_hand"]:
            panel.set_state(one["id"], one["word"], one["remains"])
        for _ in range(one["refills"]):
            panel.refill(one["id"])
        if one["stopping"]:
            panel.cancel(one["id"])
    panel.deposit(Decimal(outside["panel_balance"]) - panel.balance)
