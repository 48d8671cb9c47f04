"""Every route, tried by every kind of person: what the table's column says holds, and nothing leaks.

The routes are those of handlers/routes; a new one is tried without a line here, but a message's route needs
its sample in MESSAGES. One world is built for all. What is refused changes no row and shows no word of Ann's.
"""

import asyncio
import shutil
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from telegram.warnings import PTBUserWarning

from handlers.buttons import Button
from handlers.conversation import order_conversation
from handlers.route import Access, Route
from handlers.routes import routes
from handlers.turns import NOBODY
from handlers.welcome.outside import OPEN_TO_ALL
from handlers.welcome.views import commands_of
from playground.telegram.chats import Chat
from playground.telegram.taps import Tap
from shop.person import Role
from tests.access_world import CHANNEL, SECRET, World, changes, shop_world
from tests.in_process import ANN, OLGA, Harness, Player

TABLE = routes(order_conversation())
MAY: dict[Role, frozenset[Access]] = {
    Role.STRANGER: frozenset({Access.EVERYBODY}),
    Role.BANNED: frozenset({Access.EVERYBODY}),
    Role.CUSTOMER: frozenset({Access.EVERYBODY, Access.CUSTOMERS}),
    Role.SUPPORT: frozenset({Access.EVERYBODY, Access.CUSTOMERS, Access.STAFF}),
    Role.OPERATOR: frozenset(Access) - {Access.OWNERS},
    Role.OWNER: frozenset(Access),
}

Ids = dict[str, list[str]]

TOGETHER = 30
"""Acts between which the kiosk is not waited for: each is still one turn of its own."""

OPERATORS_ONLY, OWNERS_ONLY = "Only the shop's operator can do this.", "Only the shop's owner can do this."
BANNED, PRIVATE, IN_A_GROUP = (
    "You cannot order here any more.",
    "This is a private shop.",
    "Let us do this in private: open my chat and write to me there.",
)
REFUSALS = (OPERATORS_ONLY, OWNERS_ONLY, BANNED, PRIVATE)

MESSAGES: dict[str, tuple[str, ...]] = {
    "paid": (),  # a payment's update comes from Telegram alone; whoever paid is credited: test_bans
    "was_given_back": (),
    "nothing_followed": (),  # the kiosk's own reminder, which nobody sends
    "closed_ticket": ("reply /close",),
    "reopened_topic": (),  # only in a group with topics, which tells a service message: test_tickets
    "answered": ("reply Yes.",),
    "spoke_in_a_group": (),  # by the group
    "composed": ("Hello everybody",),
    "typed_number": ("102",),
    "wrote": ("Where is it?",),
    "typed_amount": ("5",),
    "sent_receipt": ("photo",),
    "typed_words": ("likes",),
    "sent_lines": ("22|https://instagram.com/p/a|100",),
    "typed_preference": ("22-7",),
    "typed_name": ("My basket",),
    "typed_coupon": ("SUMMER",),
    "typed_gift_amount": ("7",),
    "typed_search": ("youtube views",),
    # A key below the chat, which only a question of one's own gives a meaning.
    "pressed": ("✖️ Cancel",),
    "declined_to_choose": ("✖️ Cancel",),
    # What the desk asks its staff.
    "named_what_they_bought": ("likes",),
    "sent_list": ("101, 102",),
    "sent_transfers": ("Rs.500.01 credited to your account",),
    "sent_people": ("file people.csv",),
    "sent_category_picture": ("photo",),
    "typed_amount_again": ("5",),
    "typed_bundle_name": ("Start",),
    "typed_part": ("21 1000",),
    "typed_whole": ("1000",),
    "typed_price": ("10%",),
    "typed_buttons": ("Shop - https://example.com",),
    "typed_catalogue_name": ("Hearts",),
    "typed_catalogue_words": ("likes",),
    "typed_day": ("2026-01-01",),
    "typed_description": ("From real people",),
    "typed_end": ("18:00",),
    "typed_moment": ("tomorrow 9",),
    "typed_note": ("pays late",),
    "typed_order_words": ("likes",),
    "typed_person": ("Ann",),
    "typed_rule": ("mass report",),
    "typed_sum": ("5",),
    "typed_value": ("{name}, welcome",),
    "wrote_letter": ("Hello Ann",),
    "wrote_message": ("It is on its way",),
    "queried": (),  # see the inline queries below
    "shared": (),
    "OrderConversation": ("/order 21 https://instagram.com/p/a 1000", "https://instagram.com/p/a"),
    "confirmed": (),  # a tap: see below
    "sent_file": ("file list.txt",),
    "said_unknown_command": ("/nonsense",),
    "tapped_old_button": (),
    "said_something_else": ("\u202e<b>hello</b> " + "x" * 4000,),
}
"""What is sent to reach each route of a message; none where nobody can send it."""


@dataclass
class Tried:
    """What one kind of person met with: each line of `faults` is a leak or a wrong refusal."""

    faults: list[str] = field(default_factory=list)
    tried: int = 0

    def unless(self, fine: object, fault: str) -> None:
        """Count one try, and note the fault unless all is fine."""
        self.tried += 1
        if not fine:
            self.faults.append(fault)


def triggers(accesses: frozenset[Access], ids: Ids) -> list[tuple[Route, str]]:
    """Return each way to reach a route of these accesses: a command, or a tap on each row in `ids`."""
    return [
        (route, said)
        for route in TABLE
        if route.access in accesses and route.trigger
        for said in _spelled(route.trigger, ids)
    ]


def _spelled(trigger: str, ids: Ids) -> list[str]:
    button = Button.read(trigger) if not trigger.startswith("/") else None
    if button is None:
        return [trigger]
    return [f"{button.subject}:{of}:{button.action}:" for of in ids.get(button.subject, ["77777"])]


def one_each(ids: Ids) -> Ids:
    """Return one real row of each kind: a refusal does not look at which."""
    return {subject: some[-1:] for subject, some in ids.items()}


def bubbles(player: Player) -> list[str]:
    """Return all that the bot has written to somebody."""
    return [message.shown for message in player.person.home.messages.values() if message.from_bot]


def answers(group: Chat) -> list[str]:
    """Return all that the bot has written in a group; GroupAnonymousBot is a bot, too."""
    return [one.shown for one in group.live() if one.sender["id"] not in NOBODY and one.from_bot]


COMMANDS = sorted({route.trigger for route in TABLE if route.trigger.startswith("/")})


def is_tap(said: str) -> bool:
    return not said.startswith("/")


class Matrix:
    """The kinds of people, one after the other, in one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.harness = world.harness
        self.found: dict[str, Tried] = {}

    async def run(self) -> None:
        """Whoever is refused comes first, for what is allowed changes rows."""
        world, harness = self.world, self.harness
        await self._is_refused("banned", world.dan, Role.BANNED)
        await self._in_a_group()
        await self._without_a_face()
        await self._answers_old_questions("renamed admin", world.eve)
        await self._is_refused("renamed admin", world.eve, Role.CUSTOMER)
        await self._is_refused("support", world.sue, Role.SUPPORT)
        await self._is_refused("operator", world.oscar, Role.OPERATOR)
        await self._forges("other customer", harness.bob)
        await self._inline()
        for name, player, role in (
            ("customer", harness.ann, Role.CUSTOMER),
            ("support", world.sue, Role.SUPPORT),
            ("operator", world.oscar, Role.OPERATOR),
            ("owner", harness.olga, Role.OWNER),
        ):
            if name == "customer":
                await self._is_refused(name, player, role)
            await self._is_let_through(name, player, role)

    def _tried(self, name: str) -> Tried:
        return self.found.setdefault(name, Tried())

    async def _taps(self, player: Player, data: list[str]) -> list[Tap]:
        made: list[Tap] = []
        for start in range(0, len(data), TOGETHER):
            made += [player.person.forges(one) for one in data[start : start + TOGETHER]]
            await self.harness.settles()
        return made

    async def _says(self, player: Player, said: list[str], group: Chat | None = None) -> None:
        for start in range(0, len(said), TOGETHER):
            for words in said[start : start + TOGETHER]:
                player.person.says(words, group=group)
            await self.harness.settles()

    async def _is_refused(self, name: str, player: Player, role: Role) -> None:
        """All that the table keeps from this role: by taps, by commands, and by messages."""
        tried, world, is_outside = self._tried(name), self.world, role in {Role.BANNED, Role.STRANGER}
        refused = triggers(frozenset(Access) - MAY[role], one_each(world.ids))
        # Whoever is outside reads their one sentence, so that another would show; others end their questions.
        await player.says("hello" if is_outside else "/menu")
        before, shown = await world.dump(), len(bubbles(player))
        taps = [(route, said) for route, said in refused if is_tap(said)]
        made = await self._taps(player, [said for _, said in taps])
        for (route, said), tap in zip(taps, made, strict=True):
            tried.unless(tap.answered and tap.text == _refusal(route, role), f"tap {said}: {tap.text!r}")
        tried.unless(len(bubbles(player)) == shown, f"messages after taps: {bubbles(player)[shown:]}")
        # What is refused as the operators' /cancel or /services means something else to customers.
        own = {route.trigger for route in TABLE if route.access is Access.CUSTOMERS and not is_outside}
        spoken = [(route, said) for route, said in refused if not is_tap(said) and said.split()[0] not in own]
        await self._says(player, [said for _, said in spoken])
        wanted = [] if is_outside else [_refusal(route, role) for route, _ in spoken]
        tried.unless(bubbles(player)[shown:] == wanted, f"after commands: {bubbles(player)[shown:]}")
        if is_outside:
            await self._sends_messages(tried, player)
        changed = changes(before, await world.dump())
        tried.unless(not changed, f"changed: {changed}")

    async def _answers_old_questions(self, name: str, player: Player) -> None:
        """Whoever lost a role answers what the desk asked then: that means nothing any more."""
        tried, before = self._tried(name), await self.world.dump()
        for sample in ("102", "Hello everybody", "reply Yes.", "reply /close"):
            self._sends(player, sample)
            await self.harness.settles()
        after = await self.world.dump()
        for table in ("broadcast", "staff", "standing", "desk_question", "ticket", "ticket_message", "act"):
            tried.unless(before[table] == after[table], f"changed: {before[table] ^ after[table]}")

    async def _sends_messages(self, tried: Tried, player: Player) -> None:
        """What a message could answer, of every route there is; none is answered."""
        shown = len(bubbles(player))
        for sample in (one for samples in MESSAGES.values() for one in samples):
            self._sends(player, sample)
        await self.harness.settles()
        tried.unless(len(bubbles(player)) == shown, f"answered: {bubbles(player)[shown:]}")

    def _sends(self, player: Player, sample: str) -> None:
        kind, _, words = sample.partition(" ")
        if kind == "photo":
            player.person.sends_photo("paid")
        elif kind == "file":
            player.person.sends_document(words, content=b"22|https://instagram.com/p/a|100\n")
        elif kind == "reply":
            cards = [one for one in player.person.home.messages.values() if "Ticket" in one.shown]
            player.person.says(words, reply_to=cards[-1] if cards else None)
        else:
            player.person.edits(player.person.says(sample), "/panel")

    async def _is_let_through(self, name: str, player: Player, role: Role) -> None:
        """All that the table allows: no answer is a refusal for the role."""
        tried = self._tried(name)
        ids = one_each(self.world.ids) if player.id == ANN else {}
        allowed = [said for _, said in triggers(MAY[role] - {Access.EVERYBODY}, ids)]
        shown = len(bubbles(player))
        made = await self._taps(player, [said for said in allowed if is_tap(said)])
        for tap in made:
            tried.unless(tap.answered and tap.text not in REFUSALS, f"tap {tap.data}: {tap.text!r}")
        await self._says(player, [said for said in allowed if not is_tap(said)])
        refused = [text for text in bubbles(player)[shown:] if text in REFUSALS]
        tried.unless(not refused, f"refused: {refused}")

    async def _in_a_group(self) -> None:
        """A customer in a group reads that this is done in private, whatever they ask for."""
        tried, world, bob = self._tried("group"), self.world, self.harness.bob
        before = await world.dump()
        before_these = len(answers(world.group))
        await self._says(bob, COMMANDS, world.group)
        new = answers(world.group)[before_these:]
        tried.unless(new == [IN_A_GROUP] * len(COMMANDS), f"commands: {new}")
        message = next(one for one in world.group.live() if one.from_bot)
        taps = [
            (route, said)
            for route, said in triggers(frozenset(Access) - MAY[Role.CUSTOMER], one_each(world.ids))
            if is_tap(said)
        ]
        for start in range(0, len(taps), TOGETHER):
            some = taps[start : start + TOGETHER]
            made = [bob.person.forges(said, message.id, group=world.group) for _, said in some]
            await self.harness.settles()
            for (route, said), tap in zip(some, made, strict=True):
                tried.unless(tap.text == _refusal(route, Role.CUSTOMER), f"tap {said}: {tap.text!r}")
        before_these = len(answers(world.group))
        await self._says(bob, ["hello", "102", SECRET], world.group)
        tried.unless(len(answers(world.group)) == before_these, "talk in a group")
        changed = changes(before, await world.dump())
        tried.unless(not changed, f"changed: {changed}")

    async def _without_a_face(self) -> None:
        """An admin who writes as the group, and a channel: nobody knows who that is, or answers."""
        tried, world = self._tried("anonymous admin"), self.world
        before, said = await world.dump(), len(answers(world.group))
        for words in [*COMMANDS, "hello", "102"]:
            self.harness.olga.person.says_as_group(words, world.group)
            tried.tried += 1
        for update in _of_a_channel():
            self.harness.telegram.world.updates.add(*update)
        own = len(bubbles(self.harness.olga))
        await self.harness.settles()
        new = answers(world.group)[said:]
        tried.unless(not new and len(bubbles(self.harness.olga)) == own, f"answered: {new}")
        changed = changes(before, await world.dump())
        tried.unless(not changed, f"changed: {changed}")

    async def _forges(self, name: str, player: Player) -> None:
        """A customer sends the numbers of another's rows: nothing of theirs is shown, and none changes."""
        tried, world = self._tried(name), self.world
        before = await world.dump()
        data = [said for _, said in triggers(frozenset({Access.CUSTOMERS}), world.ids) if is_tap(said)] + [
            f"t:{token}:{action}:" for token in world.ids["t"] for action in ("ok", "again", "pay")
        ]
        for tap in await self._taps(player, data):
            tried.unless(tap.answered and SECRET not in tap.text, f"tap {tap.data}: {tap.text!r}")
        for words in (*(f"/status {one}" for one in world.ids["o"]), f"/orders {SECRET}", "/start o_1"):
            await player.says(words)
        leaked = [text for text in bubbles(player) if SECRET in text.replace(f"“{SECRET}”", "")]
        tried.unless(not leaked, f"read: {leaked}")
        changed = changes(before, await world.dump(), but=player.id)
        tried.unless(not changed, f"changed: {changed}")

    async def _inline(self) -> None:
        """Each finds their own orders in other chats, and whoever may not order finds nothing at all."""
        harness, world = self.harness, self.world
        words = ("", "gift", f"gift {world.ids['gf'][0]}", *world.ids["o"], "likes")
        for name, player in (
            ("other customer", harness.bob), ("renamed admin", world.eve), ("support", world.sue),
            ("operator", world.oscar), ("owner", harness.olga), ("banned", world.dan),
        ):  # fmt: skip
            tried = self._tried(name)
            for query in words:
                results = (await player.queries(query)).results
                tried.unless(name != "banned" or not results, f"@bot {query}: {len(results)} results")
                own = [one for one in results if one.id.startswith("s-")]
                tried.unless(len(own) == len(results), f"@bot {query}: {[one.title for one in results]}")
                harness.clock.advance(1)


def _refusal(route: Route, role: Role) -> str:
    """Return what this role reads where this route is not for it."""
    if role is Role.BANNED:
        return BANNED
    if role is Role.STRANGER:
        return PRIVATE
    is_owners = route.access is Access.OWNERS and role is Role.OPERATOR
    return OWNERS_ONLY if is_owners else OPERATORS_ONLY


def _of_a_channel() -> Iterator[tuple[str, dict[str, object]]]:
    """Updates in a channel's name: a post, and a comment of the channel in a group."""
    channel = {"id": CHANNEL, "type": "channel", "title": "Olga"}
    post = {"message_id": 7, "date": 1_700_000_000, "chat": channel, "sender_chat": channel, "text": "/panel"}
    yield "channel_post", post
    sender = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
    private = {"id": OLGA, "type": "private", "first_name": "Olga"}
    yield "message", {**post, "message_id": 8, "chat": private, "from": sender}
    admin = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    yield "message", {**post, "message_id": 9, "chat": private, "from": admin}


async def stranger_tries(database: Path) -> Tried:
    """Try every route as a stranger of a private shop in which Ann has ordered."""
    harness = Harness(database)
    await harness.opens()
    await harness.olga.says("/start")
    await harness.ann.says(f"/order 21 https://www.instagram.com/{SECRET}/p/1 1000")
    await harness.ann.taps("Confirm")
    sam = harness.sam
    world = World(harness, sam, sam, sam, sam, harness.telegram.add_group(-500, "Friends"))
    world.ids = {"o": ["1"], "r": ["1"], "as": ["666", "101", "900"]}
    matrix = Matrix(world)
    await matrix._is_refused("stranger", sam, Role.STRANGER)
    results = [one for words in ("", "1", "likes", "gift") for one in (await sam.queries(words)).results]
    matrix.found["stranger"].unless(not results, f"inline: {results}")
    await harness.closes()
    return matrix.found["stranger"]


KINDS = (
    "stranger", "customer", "other customer", "group", "anonymous admin", "renamed admin", "banned",
    "support", "operator", "owner",
)  # fmt: skip


@pytest.fixture(scope="module")
def matrix(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Tried]:
    """What each kind of person met with: all of it is tried once."""
    folder = tmp_path_factory.mktemp("matrix")

    async def all_of_it() -> dict[str, Tried]:
        stranger = await stranger_tries(Path(shutil.copy(empty_database, folder / "private.db")))
        world = await shop_world(Path(shutil.copy(empty_database, folder / "shop.db")))
        tried = Matrix(world)
        await tried.run()
        await world.harness.audited()
        await world.harness.closes()
        return {"stranger": stranger, **tried.found}

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PTBUserWarning)  # of cards that it takes for inaccessible
        return asyncio.run(all_of_it())


@pytest.mark.parametrize("kind", KINDS)
def test_each_reaches_exactly_what_the_table_says(kind: str, matrix: dict[str, Tried]) -> None:
    met = matrix[kind]
    assert met.tried > 20
    assert not met.faults, f"{len(met.faults)} of {met.tried}:\n" + "\n".join(met.faults)


def test_every_route_of_a_message_has_a_sample() -> None:
    named = set()
    for route in TABLE:
        if not route.trigger:
            callback = getattr(route.handler, "callback", None)
            named.add(callback.__name__ if callback is not None else type(route.handler).__name__)
    assert named == MESSAGES.keys()


@pytest.mark.parametrize("role", [Role.CUSTOMER, Role.SUPPORT, Role.OPERATOR, Role.OWNER])
def test_a_menu_has_what_the_table_lets_its_role_use(role: Role) -> None:
    # A command that is for some turns only, like a customer's /services, is a second name: no menu has it.
    always = [route for route in TABLE if route.trigger.startswith("/") and route.waits is None]
    said = [route for route in always if route.access in MAY[role]]
    reached = {route.trigger.split()[0].removeprefix("/") for route in said}
    # /start has a button of its own, and /order begins the conversation.
    assert set(commands_of(role)) == reached - {"start"} | {"order"}


def test_the_buttons_that_are_open_to_all_are_those_of_the_table() -> None:
    taps = [
        Button.read(route.trigger) for route in TABLE if route.access is Access.EVERYBODY and route.trigger
    ]
    assert {(one.subject, one.action) for one in taps if one is not None} == OPEN_TO_ALL
