"""Fill a database of the version before with everything that can be under way, and dump it. See README.md.

This program runs in a checkout of that version, on its own harness; nothing of today's code is imported.
"""

import asyncio
import json
import os
import sqlite3
import sys
from contextlib import closing
from importlib import import_module
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

os.environ["PTB_TIMEDELTA"] = "true"
sys.path.insert(0, str(Path.cwd()))

answers: Any = import_module("answers")  # beside this file
street_module: Any = import_module("tests.street")
book: Any = import_module("shop.book")
notice: Any = import_module("shop.notice")
owe: Any = import_module("storage.outbox").owe
ALERTS: Any = import_module("handlers.views.alerts").ALERTS

PROVIDER = "284685063:TEST:of-the-tests"
LINES = 5

REJECTED = (
    "auth: Invalid API key",
    "funds: Not enough funds",
    "duplicate_link: You have active order with this link.",
    "service: Incorrect service ID",
    "quantity: Quantity less than minimal: 100",
    "link: Invalid link",
    "params: bad parameter: interval",
    "blocked: HTTP 403",
    "other: the panel gave no reason",
    "other: We are sorry: try tomorrow",
)
RESERVED = (
    None,
    "inquiry",
    "panel_down",
    "prices",
    "account",
    "throttled",
    "throttled: Too many requests. Limit 50/minute.",
    "not_sent: connection refused",
    "auth: Invalid API key",
    "funds: Not enough funds",
    "blocked: HTTP 403",
)
VOIDED = (
    "withdrawn",
    "waited_too_long",
    "dearer",
    "gone",
    "not_placed",
    "not_placed: Link is private: open it first",
    "unclear",
)
"""What the version before writes into the column `reason`, state by state."""


class Filling:
    """The shop of the version before, with a queue of people who have not ordered yet."""

    def __init__(self, database: Path) -> None:
        self.street: Any = street_module.Street(
            database,
            access="shop",
            star_value="0.013",
            payment_provider_token=PROVIDER,
            manual_topup="Send the money to DE00 1234 and write your number on it.",
            topup_amounts="1, 5, 20",
        )
        self.street.telegram.world.provider_tokens.add(PROVIDER)
        self.database = database
        self.about_to: Any = None
        self._numbers = count(2001)

    def person(self) -> Any:
        """Somebody new; every second one reads Russian."""
        number = next(self._numbers)
        language = "en" if number % 2 else "ru"
        made = self.street.telegram.add_person(number, f"P{number}", language)
        return street_module.Player(made, self.street)

    async def customer(self) -> Any:
        """Somebody new with money in the wallet."""
        player = self.person()
        await player.says("/start")
        wallet = book.Account(book.WALLET, player.id, "USD")
        gift = book.granting(f"gift{player.id}", wallet, 50_000_000, actor_id=900, reason="a gift: to begin")
        await self.street.kiosk.counter.till.book(gift, self.street.clock.now())
        return player

    async def tap(self, player: Any, subject: str, action: str, *, settle: bool = True) -> None:
        """The newest button with this subject and action, whatever stands on it."""
        for message in reversed(list(player.person.home.messages.values())):
            for button in message.buttons:
                parts = (button.data or "").split(":")
                if len(parts) > 3 and (parts[0], parts[2]) == (subject, action):
                    player.person.taps(button.data, message.id)
                    if settle:
                        await self.street.settles()
                    return
        raise AssertionError((subject, action, player.screen))

    def row(self, query: str, *values: object) -> Any:
        """The first row of this query."""
        with closing(sqlite3.connect(self.database)) as database:
            return database.execute(query, values).fetchone()

    def change(self, statement: str, *values: object) -> None:
        """Change rows by hand."""
        with closing(sqlite3.connect(self.database)) as database, database:
            database.execute(statement, values)

    def question(self, player: Any) -> str:
        """What this person is asked now."""
        found = self.row("SELECT question FROM draft WHERE person_id = ?", player.id)
        return str(found[0]) if found else ""

    def newest_order(self, player: Any) -> int:
        """This person's newest order."""
        return int(self.row("SELECT max(id) FROM orders WHERE person_id = ?", player.id)[0])

    async def answer(self, player: Any, service: Any) -> None:
        """Give the answer to the question that waits."""
        name = self.question(player)
        assert name, (service, player.screen)
        if name in {"device", "type_of_traffic"}:
            await self.tap(player, "d", "ch")
        else:
            await player.says(self._words(name, service))
        assert self.question(player) != name, (name, service, player.screen)

    def _words(self, name: str, service: Any) -> str:
        if name == "link":
            return str(answers.link_for(service.name))
        if name == "quantity":
            return str(max(service.min, 100))
        if name in {"comments", "usernames"}:
            return "\n".join(f"{name}{number}" for number in range(max(service.min, LINES)))
        return str(answers.ANSWERS[name])

    async def orders(self, quantity: int, *, settle: bool = True, player: Any = None) -> Any:
        """Somebody orders service 1; `settle`: and it is handed over at once."""
        player = player or await self.customer()
        player.person.says(f"/order 1 {answers.POST}{player.id}/ {quantity}")
        await self.take_in()
        await self.tap(player, "t", "ok", settle=settle)
        if not settle:
            await self.take_in()
        return player

    async def take_in(self) -> None:
        """Handle what was said, without any work for the panel."""
        await self.street.kiosk.mailroom.polling.poll_once(0)
        await self.street.kiosk.mailroom.turns.drain()

    async def minutes(self, number: float) -> None:
        """Time goes by in steps of half a minute."""
        for _ in range(round(number * 2)):
            await self.street.passes(30)


async def fill_drafts(filling: Filling) -> None:
    """Leave a draft at every question that there is, and on the confirm card."""
    for steps in range(3):
        player = filling.person()
        await player.says("/order")
        for action in ("pl", "ca")[:steps]:
            await filling.tap(player, "d", action)
    searching = filling.person()
    await searching.says("/order instagram")
    asked: set[str] = set()
    catalogue = list(filling.street.panel.catalogue)
    by_type = {service.type: service for service in reversed(catalogue)}
    del by_type["Subscriptions"]  # not sold to a wallet
    for service in by_type.values():
        await fill_form(filling, service, asked)
    long_list = await filling.customer()
    service = filling.street.panel.catalogue.of_type("Custom Comments")
    await long_list.says(f"/order {service.id} {answers.POST}")
    long_list.person.says("\n".join(f"comment number {number} " + "x" * 80 for number in range(30)))
    await filling.take_in()


async def fill_form(filling: Filling, service: Any, asked: set[str]) -> None:
    """Somebody new at each question of this service that nobody stands at yet, and one at the end."""
    at = ""
    while at != "confirm":
        player = await filling.customer()
        await player.says(f"/order {service.id}")
        while (at := filling.question(player)) in asked and at != "confirm":
            await filling.answer(player, service)
        asked.add(at)


async def fill_orders(filling: Filling) -> None:
    """Orders in every state, with every kind of reason."""
    street = filling.street
    ended = {"Completed": None, "Partial": 40, "Canceled": 100}
    for word, remains in ended.items():
        player = await filling.orders(100)
        street.panel.set_state(list(street.panel.orders)[-1], word, remains)
        await street.rounds()
        await street.passes(60)
    for word in ("Pending", "Processing", "In progress"):
        await filling.orders(100)
        street.panel.set_state(list(street.panel.orders)[-1], word, 100)
        await street.rounds()
    for request in ("refill", "stop"):
        player = await filling.orders(200)
        if request == "refill":
            street.panel.set_state(list(street.panel.orders)[-1], "Completed")
            await street.passes(60)
        else:
            await player.says("/orders")
            await filling.tap(player, "o", "open")
            await filling.tap(player, "o", "cancel")
        await filling.tap(player, "o", request)
    for reason in REJECTED:
        street.panel.arm("bad_link")
        player = await filling.orders(100)
        filling.change("UPDATE orders SET reason = ? WHERE id = ?", reason, filling.newest_order(player))
    await fill_voided(filling)


async def fill_voided(filling: Filling) -> None:
    """Orders that were given back before anything was sent, for every reason."""
    street = filling.street
    late = [await filling.customer() for _ in VOIDED]
    for player in late:
        await filling.orders(100, settle=False, player=player)
    street.clock.advance(1801)
    street.panel.advance(1801)
    await street.kiosk.rounds.give_up_waiting()
    for player, reason in zip(late, VOIDED, strict=True):
        filling.change("UPDATE orders SET reason = ? WHERE id = ?", reason, filling.newest_order(player))
    await street.rounds()


async def fill_money(filling: Filling) -> None:
    """Top-ups of every way and at every step, a broadcast, rules, words nobody knows."""
    street = filling.street
    for way, pays in (("stars", True), ("stars", False), ("card", True), ("card", False)):
        player = filling.person()
        player.person.tops_up(1_000)
        await player.says("/topup")
        await player.taps(_of_way(player, way))
        await filling.tap(player, "u", "amount")
        if pays:
            invoices = [one for one in player.person.home.messages.values() if one.content.invoice]
            player.person.pays(invoices[-1])
            await street.settles()
    for step in range(4):
        player = filling.person()
        await player.says("/topup")
        await player.taps(_of_way(player, "manual"))
        if step:
            await filling.tap(player, "u", "amount")
        if step > 1:
            player.person.sends_photo(caption="paid at noon, number 4711")
            await street.settles()
        if step > 2:
            await filling.tap(street.olga, "c", "decline")
    await street.olga.says("/prices default 20")
    await street.olga.says("/prices category Instagram Likes 40")
    await street.olga.says("/prices level vip -10")
    await street.olga.says("/prices person 2001 vip")


def _of_way(player: Any, way: str) -> str:
    data = [button.data for one in player.person.chat for button in one.buttons]
    return next(str(one) for one in reversed(data) if str(one).startswith(f"u:{way}:way"))


async def fill_cases(filling: Filling) -> None:
    """Lost answers: one for the operator, one looked into for minutes, one for seconds, one in flight."""
    street = filling.street
    filling.change("UPDATE panel_account SET prompt_run = 0")
    street.panel.arm("reset_before")
    await filling.orders(110)
    await filling.minutes(25)
    street.panel.arm("words_unknown")
    await filling.orders(120)
    await filling.minutes(4)
    street.panel.arm("reset_after")
    await filling.orders(130)


async def fill_waiting(filling: Filling) -> None:
    """Orders that wait, for every reason; afterwards nothing may be handed over any more."""
    players = [await filling.customer() for _ in RESERVED]
    for player, reason in zip(players, RESERVED, strict=True):
        await filling.orders(140, settle=False, player=player)
        filling.change("UPDATE orders SET reason = ? WHERE id = ?", reason, filling.newest_order(player))


async def fill_broadcast(filling: Filling) -> None:
    """A broadcast; see `fill_outbox`."""
    street = filling.street
    await street.olga.says("/broadcast")
    await street.olga.says("Sale on <b>Friday</b> & Saturday")
    await filling.tap(street.olga, "b", "send")


async def fill_outbox(filling: Filling) -> None:
    """A notice of every kind and every alert is owed, and the broadcast is half sent."""
    street, olga = filling.street, street_module.OLGA
    order, person = filling.row("SELECT id, person_id FROM orders WHERE state = 'partial'")
    payment = filling.row("SELECT person_id, way, charge_id FROM payment LIMIT 1")
    topup, payer = filling.row("SELECT id, person_id FROM topup WHERE state = 'declined'")
    journal, receiver = filling.row(
        "SELECT j.key, a.owner_id FROM journal j JOIN posting p ON p.journal_id = j.id "
        "JOIN account a ON a.id = p.account_id WHERE j.kind = 'credit' AND a.kind = 'wallet' LIMIT 1"
    )
    waiting = filling.row("SELECT id FROM topup WHERE state = 'waiting'")[0]
    human = filling.row("SELECT order_id FROM inquiry WHERE state = 'human'")[0]
    owed = [
        notice.card(order, person),
        *[
            notice.finished(number, owner, state, "upgrade")
            for number, owner, state in filling_rows(
                filling, "SELECT id, person_id, state FROM orders WHERE finished_at IS NOT NULL"
            )
        ],
        notice.money_back(order, person, 1),
        notice.refill_news(order, person, 1, "done"),
        notice.refill_news(order, person, 1, "rejected"),
        notice.credited(*payment),
        notice.returned(*payment),
        notice.receipt(olga, topup),
        notice.receipt_more(olga, waiting, 2),
        notice.turned_down(payer, topup),
        notice.wallet_changed(receiver, journal),
        notice.review(olga, human),
        notice.reminder(olga, "2026-01-09"),
        notice.came_back(person, 3, "upgrade"),
        notice.unsure(person),
        *[
            notice.alert(
                olga, "upgrade", alert, alert=alert, word="a word", order_id=order,
                person_id=person, number=1, amount=90_000, amount_micro=90_000, currency="USD",
            )
            for alert in ALERTS
        ],
    ]  # fmt: skip
    await street.kiosk.stores.database.write(lambda connection: owe(connection, owed, street.clock.now()))
    for one in owed:  # some were sent before
        filling.change(
            "UPDATE outbox SET state = 'pending', attempts = 0, finished_at = NULL WHERE dedupe_key = ?",
            one.dedupe_key,
        )
    filling.change(
        "UPDATE outbox SET state = 'pending', attempts = 0, finished_at = NULL, error = NULL "
        "WHERE kind = 'broadcast' AND id % 8 = 0"
    )
    filling.change("UPDATE broadcast SET state = 'sending', finished_at = NULL")


def filling_rows(filling: Filling, query: str) -> list[Any]:
    """All rows of this query."""
    with closing(sqlite3.connect(filling.database)) as database:
        return database.execute(query).fetchall()


async def fill_chats(filling: Filling) -> None:
    """People who are about to do something: see `fill_inbox`."""
    street = filling.street
    payer = filling.person()
    payer.person.tops_up(1_000)
    await payer.says("/topup")
    await payer.taps(_of_way(payer, "stars"))
    await filling.tap(payer, "u", "amount")
    await street.ann.says("/order 1 " + answers.POST)
    buyer = await filling.customer()
    await buyer.says(f"/order 1 {answers.POST} 150")
    filling.about_to = payer, buyer


async def fill_inbox(filling: Filling) -> None:
    """Updates that were taken in and not handled: texts, commands, a payment, a tap on Confirm."""
    street, (payer, buyer) = filling.street, filling.about_to
    invoices = [one for one in payer.person.home.messages.values() if one.content.invoice]
    payer.person.pays(invoices[-1])
    await street.kiosk.mailroom.polling.poll_once(0)
    await street.kiosk.mailroom.checkout.drain()
    street.ann.person.says("150")
    street.bob.person.says("/wallet")
    await filling.tap(buyer, "t", "ok", settle=False)
    street.olga.person.says("/panel")
    await street.kiosk.mailroom.polling.poll_once(0)


def dump(filling: Filling, folder: Path) -> None:
    """Write the rows as SQL, and what lies outside of them as JSON."""
    filling.change(
        "DELETE FROM inbox WHERE state = 'done' "
        "AND seq NOT IN (SELECT seq FROM inbox ORDER BY seq DESC LIMIT 20)"
    )
    street = filling.street
    with closing(sqlite3.connect(filling.database)) as database:
        (folder / "database.sql").write_text("\n".join(database.iterdump()) + "\n", encoding="utf-8")
    chats = {
        chat.id: [
            {"id": one.id, "text": one.text, "keyboard": [[b.json() for b in row] for row in one.keyboard]}
            for one in chat.messages.values()
            if one.from_bot and one.content.invoice is None and not one.deleted
        ]
        for chat in street.telegram.chats.values()
    }
    outside = {
        "at": street.clock.now().isoformat(),
        "next_update_id": street.telegram.updates.next_id,
        "people": [person.user for person in street.telegram.people.values()],
        "chats": chats,
        "panel_orders": [
            {"id": order.id, "form": order.fields, "word": order.word, "by_hand": order.by_hand,
             "remains": order.remains, "refills": len(order.refills),
             "stopping": order.stop_asked is not None}
            for order in street.panel.orders.values()
        ],
        "panel_balance": str(street.panel.balance),
    }  # fmt: skip
    (folder / "outside.json").write_text(
        json.dumps(outside, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


async def main(folder: Path) -> None:
    """Fill a database in the folder and dump it there."""
    with TemporaryDirectory() as made:
        filling = Filling(Path(made) / "before.db")
        await fill(filling)
        dump(filling, folder)


async def fill(filling: Filling) -> None:
    """Everything, in this order: what a clock that goes on would end comes last."""
    street = filling.street
    await street.opens()
    for player in (street.olga, street.ann, street.bob):
        await player.says("/start")
    steps = (
        fill_orders, fill_cases, fill_money, fill_drafts, fill_chats,
        fill_broadcast, fill_waiting, fill_outbox, fill_inbox,
    )  # fmt: skip
    for step in steps:
        await step(filling)
        sys.stderr.write(f"{step.__name__}: done\n")
    await street.audited()
    await street.closes()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
