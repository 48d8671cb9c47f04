"""The words of a ticket's message with their marks, as Telegram's HTML."""

from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Chat, Message, MessageEntity

from handlers.media import said_in
from handlers.tickets.messages import html_of
from shop.tickets.ticket import Said

ANN = 101


def said(text: str, **mark: Any) -> Said:
    marked = MessageEntity(**mark)
    message = Message(1, datetime.now(UTC), Chat(ANN, Chat.PRIVATE), text=text, entities=[marked])
    kept = said_in(message, ANN)
    assert kept is not None
    return kept


def test_code_of_a_language_keeps_its_marks() -> None:
    """PTB writes a class there that Telegram's own list has not."""
    code = said("x < 1", type="pre", offset=0, length=5, language="python")
    assert html_of(code) == '<pre><code class="language-python">x &lt; 1</code></pre>'


@pytest.mark.parametrize("url", ['https://example.com/"', "https://example.com/<b>"])
def test_words_go_without_marks_that_telegram_would_not_take(url: str) -> None:
    assert html_of(said("it & that", type="text_link", offset=0, length=2, url=url)) == "it &amp; that"


def test_a_link_that_telegram_finds_is_no_mark() -> None:
    assert said("https://example.com", type="url", offset=0, length=19).html is None


def test_marks_of_other_words_are_left_out() -> None:
    """A kiosk of the release before, beside this one, writes an edit without its marks."""
    assert html_of(Said(ANN, ANN, 1, "text", "the new <words>", html="the <b>old</b> words")) == (
        "the new &lt;words&gt;"
    )
