"""The order conversation: its diagram equals the code, and the draft decides its state."""

import re
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import pytest
from telegram import CallbackQuery, Chat, Message, Update, User
from telegram.ext import ConversationHandler

from handlers.context import Turn, current_turn
from handlers.conversation import order_conversation, states
from handlers.ordering.asking import state_of
from locales import Catalogues
from shop.ordering.draft import BROWSING, CONFIRM, PLATFORM, WHEN, Draft
from shop.ordering.fields import DRIP_FEED, FORMS
from shop.person import Person, Role
from tests.shape.ways import every_step

DIAGRAM = Path(__file__).parents[2] / "docs" / "conversation.mmd"
ANN = User(7, "Ann", is_bot=False)
ARROW = re.compile(r"^\s*(\[\*\]|\w+) --> (\[\*\]|\w+): (\w+)$", re.MULTILINE)


def drawn() -> dict[str, set[str]]:
    """Return each state of the diagram with its outgoing arrows."""
    arrows: dict[str, set[str]] = defaultdict(set)
    for start, _, name in ARROW.findall(DIAGRAM.read_text()):
        arrows[start].add(name)
    return arrows


def test_the_diagram_shows_what_the_code_does() -> None:
    code = {
        str(state): {handler.callback.__name__ for handler in handlers}
        for state, handlers in states().items()
    }
    entries = {handler.callback.__name__ for handler in order_conversation().entry_points}
    assert drawn() == code | {"[*]": entries}


def test_the_arrows_lead_where_the_conversation_leads() -> None:
    arrows = {(start, end, name) for start, end, name in ARROW.findall(DIAGRAM.read_text())}
    assert arrows == every_step()


def test_every_question_has_a_state() -> None:
    fields = {field.name for form in FORMS.values() for field in form.fields} | {
        field.name for field in DRIP_FEED
    }
    questions = fields | {*BROWSING, CONFIRM, WHEN}
    assert {state_of(question) for question in questions} == {str(state) for state in states()}


def typed(chat: Chat) -> Update:
    """Return a text message of Ann's in this chat."""
    message = Message(1, datetime(2030, 1, 1, tzinfo=UTC), chat, from_user=ANN, text="something")
    return Update(1, message=message)


def taken_by(update: Update, question: str | None) -> str | None:
    """Return the name of the handler that takes the update while this question waits, or None."""
    draft = Draft(id="x", person_id=ANN.id, question=question) if question is not None else None
    person = Person(id=ANN.id, name="Ann", language="en", username=None)
    turn = Turn(update=update, person=person, role=Role.CUSTOMER, t=Catalogues().of("en"), draft=draft)
    token = current_turn.set(turn)
    try:
        found = order_conversation().check_update(update)
    finally:
        current_turn.reset(token)
    return found[2].callback.__name__ if found is not None else None


@pytest.mark.parametrize(
    ("question", "handler"),
    [
        (None, "looked_for"),
        (PLATFORM, "typed_words"),
        ("link", "sent_link"),
        ("quantity", "sent_quantity"),
        ("comments", "sent_detail"),
        ("runs", "sent_drip_feed"),
        (CONFIRM, "typed_something_else"),
    ],
)
def test_the_drafts_question_decides_who_takes_a_message(question: str | None, handler: str | None) -> None:
    conversation = order_conversation()
    assert isinstance(conversation, ConversationHandler)
    assert taken_by(typed(Chat(ANN.id, Chat.PRIVATE)), question) == handler


def test_a_draft_is_filled_in_in_private_only() -> None:
    for chat, handler in ((Chat(ANN.id, Chat.PRIVATE), "went_back"), (Chat(-5, Chat.GROUP), None)):
        tapped = CallbackQuery("1", ANN, "here", message=typed(chat).message, data="d:x:back:")
        assert taken_by(Update(2, callback_query=tapped), "link") == handler
