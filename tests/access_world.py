"""A shop with rows of every kind, all Ann's, and the ten kinds of people who may try to reach them.

Every word of Ann's has SECRET in it: where that shows up on somebody else's screen, it has leaked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from playground.telegram.chats import Chat
from shop.desk_question import DeskAsks, DeskQuestion
from shop.ledger.topup import STARS, Invoice, Paid
from shop.ordering.presets import PresetItem
from shop.person import GivenRole, Standing
from shop.tickets.ticket import About, Asked, Said
from storage.desk.staff import reread_roster
from storage.growth.questions import Asks
from storage.growth.tables import gift
from storage.ledger.tables import payment, topup
from storage.messages.tables import broadcast
from storage.orders.mass_tables import mass_order, preset
from storage.orders.tables import confirm, draft, orders
from storage.tables import metadata
from storage.tickets.tables import ticket
from tests.in_process import ANN, OLGA, SAM, Harness, Player

SECRET = "zanzibar"
LINK = f"https://www.instagram.com/{SECRET}/"
EVE, DAN, SUE, OSCAR = 103, 104, 105, 106
GROUP, CHANNEL = -1_000_000_000_777, -1_000_000_000_888
SHOP = {
    "access": "shop",
    "allowed_ids": "",
    "star_value": "0.02",
    "manual_topup": "Into the tin.",
    "invite_reward": "0.50",
}

Dump = Mapping[str, frozenset[tuple[Any, ...]]]

UNLOOKED_AT = frozenset({"inbox", "outbox", "heartbeat"})
"""Tables that any message changes: what came, what is owed for it (which is seen), and the kiosk's pulse."""


@dataclass
class World:
    """The open shop. `ids` are the numbers and marks of Ann's rows, by the subject of their buttons."""

    harness: Harness
    eve: Player
    dan: Player
    sue: Player
    oscar: Player
    group: Chat
    ids: dict[str, list[str]] = field(default_factory=dict)

    async def dump(self) -> Dump:
        """Return all rows of all tables that are looked at."""
        tables = [table for table in metadata.sorted_tables if table.name not in UNLOOKED_AT]

        def read(connection: Connection) -> dict[str, frozenset[tuple[Any, ...]]]:
            return {
                table.name: frozenset(
                    tuple(map(repr, row)) for row in connection.execute(select(table)).all()
                )
                for table in tables
            }

        return await self.harness.kiosk.stores.database.read(read)


def changes(before: Dump, after: Dump, *, but: int = 0) -> list[str]:
    """Return which rows came or went, without those that name the number `but`."""
    own = repr(but)
    return [
        f"{name}: {row}"
        for name, rows in before.items()
        for row in rows ^ after[name]
        if not but or own not in row
    ]


async def shop_world(database: Path) -> World:
    """Open the shop, and have everybody do what makes them who they are."""
    harness = Harness(database, **SHOP)  # type: ignore[arg-type]  # no setting is the dialect
    await harness.opens()
    made = [Player(harness.telegram.add_person(*one), harness) for one in (
        (EVE, "Eve", "en", "eve"), (DAN, "Dan", "en", "dan"), (SUE, "Sue"), (OSCAR, "Oscar"),
    )]  # fmt: skip
    people = [harness.ann, harness.bob, harness.olga, *made]
    group = harness.telegram.add_group(GROUP, "Friends", [one.person for one in people])
    group.bot_is_admin = True
    harness.olga.person.user["username"] = "olga"
    for player in people:
        await player.says("/start")
    eve, dan, sue, oscar = made
    world = World(harness, eve, dan, sue, oscar, group)
    await _ann_lives(world)
    await _former_operators(world)
    await gives(world, SUE, GivenRole.SUPPORT)
    await gives(world, OSCAR, GivenRole.OPERATOR)
    await harness.kiosk.stores.staff.stand(SAM, Standing.ASKING, None, harness.clock.now())
    world.ids |= await _ids(world)
    return world


async def gives(world: World, person_id: int, role: GivenRole | None) -> None:
    """Give or take a role."""
    kiosk, now = world.harness.kiosk, world.harness.clock.now()
    if role is None:
        await kiosk.stores.staff.take_role(person_id, OLGA, now)
    else:
        await kiosk.stores.staff.give_role(person_id, role, OLGA, now)
    await reread_roster(kiosk.access, kiosk.stores.staff)
    await world.harness.settles()


async def _ann_lives(world: World) -> None:
    """Leave a row of every kind that a button can name."""
    harness, ann = world.harness, world.harness.ann
    stores, now = harness.kiosk.stores, harness.clock.now()
    bill = Invoice("bill", ANN, "stars", STARS, 5000, 100_000_000, "USD", now + timedelta(hours=1))
    await stores.payments.offer(bill, now)
    await stores.payments.paid(Paid("stars", "stx1", ANN, "bill", STARS, 5000), now)
    await ann.says(f"/order 21 {LINK}p/1 1000")
    await ann.taps("Confirm")
    await ann.says(f"/mass 22|{LINK}p/2|100\n22|{LINK}p/3|100")
    await ann.taps("Confirm")
    await ann.says("/topup")
    await ann.taps("By hand")
    await ann.taps("$5")
    await ann.taps("I have paid")
    await ann.says(f"receipt {SECRET} 4711")
    await ann.taps("Send to the shop")
    offered = await stores.gifts.offer(ANN, 5_000_000, "USD", now)
    await stores.gifts.make(ANN, offered.id, now)
    await stores.presets.add(ANN, SECRET, [PresetItem("22", f"Likes {SECRET}", 100)], now)
    said = Said(ANN, ANN, 1, "text", f"Where is {SECRET}?")
    await stores.tickets.write(Asked(None, None, About.SHOP), said, harness.kiosk.desk.places, now)
    await ann.says(f"/order 21 {LINK}p/4 1000")  # a draft that waits for Confirm
    await harness.olga.says("/broadcast")
    await harness.olga.says(f"Hello {SECRET}")


async def _former_operators(world: World) -> None:
    """Eve and Dan ran the shop: their chats have its cards, and open questions wait for their words.

    Eve is a customer again and calls herself like the owner; Dan is banned.
    """
    harness = world.harness
    stores = harness.kiosk.stores
    for one in (EVE, DAN):
        await gives(world, one, GivenRole.OPERATOR)
        said = Said(ANN, ANN, 2 + one, "text", f"Hello, {SECRET}?")
        await stores.tickets.write(
            Asked(None, None, About.SHOP), said, harness.kiosk.desk.places, harness.clock.now()
        )
        await harness.settles()
        await gives(world, one, None)
        now = harness.clock.now()
        await stores.broadcasts.ask(one, now)
        await stores.desk_questions.ask(one, DeskQuestion(DeskAsks.STAFF_ID), now)
    world.eve.person.user |= {"first_name": "Olga", "username": "olga"}
    harness.olga.person.user["username"] = "olga_of_before"
    await world.eve.says("/start")
    await stores.broadcasts.ask(EVE, harness.clock.now())
    await stores.desk_questions.ask(EVE, DeskQuestion(DeskAsks.STAFF_ID), harness.clock.now())
    await stores.growth_questions.ask(DAN, Asks.COUPON, harness.clock.now())
    await stores.order_searches.ask(DAN, harness.clock.now())
    await stores.staff.stand(DAN, Standing.BANNED, OLGA, harness.clock.now())
    await reread_roster(harness.kiosk.access, stores.staff)


async def _ids(world: World) -> dict[str, list[str]]:
    """Return what stands for Ann's rows in buttons, by subject."""
    columns = {
        "o": orders.c.id, "t": confirm.c.token, "d": draft.c.id, "k": preset.c.id, "gf": gift.c.id,
        "q": ticket.c.id, "c": topup.c.id, "u": topup.c.id, "y": payment.c.id, "b": broadcast.c.id,
    }  # fmt: skip

    def read(connection: Connection) -> dict[str, list[str]]:
        found = {
            subject: [str(one) for one in connection.execute(select(column)).scalars()]
            for subject, column in columns.items()
        }
        mass = connection.execute(select(mass_order.c.id, mass_order.c.token)).all()
        return found | {"m": [str(one) for row in mass for one in row if one is not None]}

    found = await world.harness.kiosk.stores.database.read(read)
    assert all(found.values()), {subject for subject, ids in found.items() if not ids}
    return found | {
        "as": [str(SAM), str(ANN), str(OLGA)],
        "r": found["o"],
        "g": ["1"],
        "s": ["", *found["d"], *found["o"]],
        "l": ["", *found["o"]],
    }
