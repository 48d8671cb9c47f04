"""What the dispatch leaves out could not have taken the update: the first route that fits is the same."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from types import FrameType
from typing import Any

import pytest
from telegram import Bot, Chat, Message, MessageEntity, MessageOriginHiddenUser, Update, User
from telegram.ext import BaseHandler

from handlers.context import Turn, current_turn
from handlers.conversation import order_conversation
from handlers.dispatch import Dispatch
from handlers.ordering.chat_views import key_labels
from handlers.routes import routes
from locales import Catalogues
from shop.desk_question import DeskAsks, DeskQuestion
from shop.ledger.receipt import Topup
from shop.ledger.topup import TopupState
from shop.ordering.draft import MASS, PRESET_NAME, Draft
from shop.person import Person, Role
from shop.tickets.ticket import About, Asked
from storage.growth.questions import Asks

ANN = User(7, "Ann", is_bot=False)
NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
TABLE = routes(order_conversation())
DISPATCH = Dispatch(TABLE)
NAMED = Bot("1:token")
NAMED._bot_user = User(1, "Kiosk", is_bot=True, username="kiosk_bot")  # as Telegram would have said


def topup(state: TopupState) -> Topup:
    return Topup(1, ANN.id, "manual", state, 1, "USD", {}, NOON)


STATES: dict[str, dict[str, Any]] = {
    "nothing waits": {},
    "a broadcast": {"composing": 1},
    "an order is looked for": {"seeks_orders": True},
    "words to the shop": {"asks": Asked(None, None, About.SHOP)},
    "an amount": {"topup": topup(TopupState.AMOUNT), "asks_amount": True},
    "a receipt": {"topup": topup(TopupState.RECEIPT)},
    **{f"the desk: {asks}": {"desk_asks": DeskQuestion(asks)} for asks in DeskAsks},
    **{f"the shop: {asks}": {"enters": asks} for asks in Asks},
    **{
        f"a draft: {question}": {"draft": Draft(id="x", person_id=ANN.id, question=question)}
        for question in ("platform", "link", "quantity", "comments", MASS, PRESET_NAME)
    },
}
SAID = (
    *(f"/{name}" for name in ("cancel", "close", "help", "menu", "order", "start", "terms", "tickets")),
    "/orders 7", "/prices followers 20", "/nonsense", "/", "/ help", "/Help", "/help@kiosk_bot", "//", "/7",
    *sorted(key_labels()),
    "https://www.instagram.com/ann/", "100", "hello", "🔎", " /help", "",
)  # fmt: skip


def messages() -> Iterator[Message]:
    """Yield each text in private and in a group: marked as a command or not, and typed or forwarded."""
    for text in SAID:
        for chat in (Chat(ANN.id, Chat.PRIVATE), Chat(-5, Chat.SUPERGROUP)):
            word = text.split()[0] if text.split() else ""
            marked = [MessageEntity(MessageEntity.BOT_COMMAND, 0, len(word))] if word[1:] else []
            for entities in (marked, []) if text.startswith("/") else ([],):
                for origin in (None, MessageOriginHiddenUser(NOON, "Mallory")):
                    message = Message(
                        1, NOON, chat, from_user=ANN, text=text, entities=entities, forward_origin=origin
                    )
                    message.set_bot(NAMED)
                    yield message


@pytest.mark.parametrize(
    ("state", "role"),
    [(state, Role.OWNER) for state in STATES]
    + [(state, Role.CUSTOMER) for state in STATES if not state.startswith("the desk")],
)
def test_the_first_route_that_fits_is_the_one_that_all_together_would_give(state: str, role: Role) -> None:
    person = Person(id=ANN.id, name="Ann", language="en", username=None)
    taken = 0
    for message in messages():
        update = Update(1, message=message)
        turn = Turn(update=update, person=person, role=role, t=Catalogues().of("en"), **STATES[state])
        token = current_turn.set(turn)
        try:
            fitting = (one.handler for one in TABLE if one.handler.check_update(update) not in (None, False))
            first = next(fitting, None)
            found = DISPATCH.check_update(update)
        finally:
            current_turn.reset(token)
        assert (found[0] if found else None) is first, message.text
        taken += found is not None
    assert taken > len(SAID)


@pytest.mark.parametrize(
    ("text", "state", "most"),
    [
        ("/help", "nothing waits", 5),
        ("/cancel", "nothing waits", 12),
        ("hello", "nothing waits", 16),
        ("100", "a draft: quantity", 10),
        ("100", "an amount", 13),
        ("hello", "the desk: order_words", 8),
    ],
)
def test_few_routes_are_asked_about_a_message(text: str, state: str, most: int) -> None:
    """Each takes some microseconds, and there are two hundred."""
    message = next(one for one in messages() if one.text == text and one.chat.type == Chat.PRIVATE)
    update = Update(1, message=message)
    person = Person(id=ANN.id, name="Ann", language="en", username=None)
    turn = Turn(update=update, person=person, role=Role.OWNER, t=Catalogues().of("en"), **STATES[state])
    asked = 0

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal asked
        is_asked = event == "call" and frame.f_code.co_name == "check_update"
        asked += is_asked and isinstance(frame.f_locals["self"], BaseHandler)

    token = current_turn.set(turn)
    sys.setprofile(count)
    try:
        DISPATCH.check_update(update)
    finally:
        sys.setprofile(None)
        current_turn.reset(token)
    assert 0 < asked <= most
