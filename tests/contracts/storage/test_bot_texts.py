"""The texts that the kiosk wrote about its bot, and the language a person chose: on both databases."""

from dataclasses import replace

from storage.people.bot_texts import BotTexts
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, StoresUnderTest


async def test_every_text_ever_written_is_ours_by_kind(stores: StoresUnderTest) -> None:
    texts = BotTexts(stores.database)
    assert await texts.list_written("description") == frozenset()
    for text in ("Followers.", "Подписчики.", "Followers."):
        await texts.note("description", text, NOON)
    await texts.note("short_description", "Short.", NOON)
    assert await texts.list_written("description") == {"Followers.", "Подписчики."}
    assert await texts.list_written("short_description") == {"Short."}


async def test_a_chosen_language_outlives_what_telegram_says(stores: StoresUnderTest) -> None:
    people = stores.people
    await people.choose_language(ANN, "ru", "ru")
    ann = await people.find(ANN)
    assert ann is not None
    assert (ann.language, ann.chosen_language) == ("ru", "ru")
    await people.seen(replace(ann, name="Ann Ö."), NOON + MINUTE)
    assert await people.find(ANN) == replace(ann, name="Ann Ö.")
    bob = await people.find(BOB)
    assert bob is not None
    assert bob.chosen_language is None


async def test_a_choice_can_be_taken_back(stores: StoresUnderTest) -> None:
    await stores.people.choose_language(ANN, "ru", "ru")
    await stores.people.choose_language(ANN, None, "en")
    ann = await stores.people.find(ANN)
    assert ann is not None
    assert (ann.language, ann.chosen_language) == ("en", None)
