"""A person's own language: chosen in the chat, kept over restarts, spoken in every message."""

import pytest

from playground.telegram.faults import too_many
from tests.in_process import Harness


async def test_a_chosen_language_is_spoken_at_once_and_from_then_on(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/start")
    await ann.taps("Settings")
    await ann.sees("Language: English, as Telegram says", "Menu")
    bubbles = len(ann.person.chat)
    await ann.taps("Language")
    await ann.sees("✅ As Telegram says", "English", "Русский", "Back")
    await ann.taps("Русский")
    await ann.sees("Настройки", "Язык: Русский")
    assert len(ann.person.chat) == bubbles, "every step is an edit"
    await harness.restarts()
    await ann.says("/order 1 https://instagram.com/p/a 1000")
    await ann.taps("Подтвердить")
    await ann.sees("В очереди")
    await harness.delivers()
    await ann.sees("Заказ №1 готов")


async def test_as_telegram_says_follows_the_app_again(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/language")
    await ann.taps("Русский")
    await ann.says("/language")
    await ann.taps("Как в Telegram")
    await ann.sees("Language: English, as Telegram says")
    ann.person.language = "ru"
    await ann.says("/settings")
    await ann.sees("Язык: Русский, как в Telegram")


@pytest.mark.parametrize("app", ["de", None])
async def test_telegram_is_not_quoted_for_what_it_did_not_say(app: str | None, harness: Harness) -> None:
    ann = harness.ann
    ann.person.language = app
    await ann.says("/settings")
    await ann.sees("Language: English")
    ann.finds_no("as Telegram says")


async def test_the_choice_is_one_persons_own(harness: Harness) -> None:
    await harness.ann.says("/language")
    await harness.ann.taps("Русский")
    await harness.bob.says("/settings")
    await harness.bob.sees("Language: English")


async def test_the_command_menu_follows_the_choice(harness: Harness) -> None:
    ann, olga = harness.ann, harness.olga
    await olga.says("/start")
    await harness.kiosk.messaging.menus.update()
    english = ann.person.commands
    for player in (ann, olga):
        await player.says("/language")
        await player.taps("Русский")
        assert player.person.commands[0]["description"] == "Всё отсюда"
    assert len(olga.person.commands) > len(ann.person.commands)
    await ann.says("/language")
    await ann.taps("Как в Telegram")
    assert ann.person.commands == english


async def test_a_menu_telegram_does_not_take_costs_no_language(harness: Harness) -> None:
    harness.telegram.plan("setMyCommands", too_many(60))
    await harness.ann.says("/language")
    await harness.ann.taps("Русский")
    await harness.ann.sees("Язык: Русский")
    await harness.ann.says("/settings")
    await harness.ann.sees("Язык: Русский")


async def test_a_language_that_is_not_there_is_an_old_button(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/language")
    ann.person.forges("s:tlh:speak:")
    await harness.settles()
    assert ann.person.toasts[-1].text
    await ann.says("/settings")
    await ann.sees("Language: English, as Telegram says")


async def test_chosen_twice_is_chosen_once(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/language")
    await ann.taps("Русский")
    await harness.forgets_last_turn()
    await harness.restarts()
    await harness.settles()
    await ann.says("/settings")
    await ann.sees("Язык: Русский")


async def test_what_telegram_leaves_out_changes_no_language(harness: Harness) -> None:
    ann = harness.ann
    ann.person.language = "ru"
    await ann.says("/settings")
    await ann.sees("Язык: Русский")
    for nothing in (None, ""):
        ann.person.language = nothing
        await ann.says("/settings")
        await ann.sees("Язык: Русский")
    ann.person.language = "es"
    await ann.says("/settings")
    await ann.sees("Español")
