"""The order conversation: its diagram is the code, and what we use of PTB's inside is still there."""

import re
from collections import defaultdict
from pathlib import Path

from telegram.ext import ConversationHandler

from handlers.conversation import order_conversation, states
from handlers.ordering.asking import state_of
from shop.ordering.draft import CATEGORY, CONFIRM, PLATFORM, SERVICE
from shop.ordering.fields import DRIP_FEED, FORMS
from tests.shape.ways import every_step

DIAGRAM = Path(__file__).parents[2] / "docs" / "conversation.mmd"
ARROW = re.compile(r"^\s*(\[\*\]|\w+) --> (\[\*\]|\w+): (\w+)$", re.MULTILINE)


def drawn() -> dict[str, set[str]]:
    """Each state of the diagram with the arrows that leave it."""
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
    questions = fields | {PLATFORM, CATEGORY, SERVICE, CONFIRM}
    assert {state_of(question) for question in questions} == {str(state) for state in states()}


def test_ptb_still_keeps_states_where_we_set_them() -> None:
    conversation = order_conversation()
    assert conversation._conversations == {}
    conversation.stand_at(7, CONFIRM)
    assert conversation._conversations == {(7, 7): CONFIRM}
    assert conversation.per_user
    assert conversation.per_chat
    assert not conversation.per_message
    conversation.stand_at(7, None)
    assert conversation._conversations == {}
    assert isinstance(conversation, ConversationHandler)
