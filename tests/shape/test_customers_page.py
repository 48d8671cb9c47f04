"""docs/customers.md and /help are one: the same questions, the same answers, true to the code's figures."""

import re
from pathlib import Path

import pytest

from handlers.buttons import Button
from handlers.view import TALLEST, View, legible
from handlers.welcome.help_topics import TOPICS, Topic, answer_of, find_topic
from handlers.welcome.views import COMMANDS, help_text, help_topic
from locales import Catalogues
from messaging.telegram_html import shown_length
from shop.person import Role
from tests.shape.customers_page import page

PAGE = Path(__file__).parents[2] / "docs" / "customers.md"
CATALOGUES = Catalogues()
LANGUAGES = CATALOGUES.languages
MOST = 1_500
"""Characters of an answer: more is not read on a phone."""


def test_the_page_is_written_of_the_topics() -> None:
    assert PAGE.read_text() == page(CATALOGUES.of("en")), "`make customers` writes it anew"


def buttons(view: View) -> list[str]:
    """Return the topics that a view's buttons lead to."""
    targets = [target for row in view.rows for _, target in row if isinstance(target, Button)]
    return [target.of for target in targets if target.action == "help" and target.of]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", [Role.CUSTOMER, Role.SUPPORT, Role.OWNER])
def test_help_has_a_button_for_each_question_and_a_keyboard_that_fits(language: str, role: Role) -> None:
    view = help_text("kiosk_bot", "", CATALOGUES.of(language), role=role)
    assert sorted(buttons(view)) == sorted(topic.key for topic in TOPICS)
    assert len(legible(view.rows)) <= TALLEST
    labels = [label for row in view.rows for label, _ in row]
    assert len(set(labels)) == len(labels)
    assert all(len(label) <= 30 for label in labels)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.key)
def test_an_answer_is_short_whole_and_names_only_commands_there_are(topic: Topic, language: str) -> None:
    t = CATALOGUES.of(language)
    text = help_topic(topic, "", t).text
    assert shown_length(text) <= MOST
    assert not re.search(r"[{}]", text), "a placeholder without a value"
    named = re.findall(r"(?<![<\w])/([a-z]+)", " ".join(answer_of(topic, t)))
    assert set(named) <= set(COMMANDS)


def test_keys_are_found_and_no_other() -> None:
    assert len({topic.key for topic in TOPICS}) == len(TOPICS)
    assert all(find_topic(topic.key) is topic for topic in TOPICS)
    assert find_topic("") is None
    assert find_topic("nonsense") is None
