"""Before the first tap: the bot's description and short description, in each language, set at the start."""

from pathlib import Path
from typing import Any

import pytest

from handlers.welcome.profile import DESCRIPTION, SHORT_DESCRIPTION
from locales import Catalogues
from playground.telegram.faults import disconnect_after, refusal, server_error, too_many
from tests.in_process import Harness

LANGUAGES = Catalogues().languages
OURS, OURS_RU = (Catalogues().of(one).label(DESCRIPTION) for one in ("en", "ru"))


class Profile:
    """The bot's profile, as its operator and Telegram see it."""

    def __init__(self, harness: Harness) -> None:
        self.harness = harness

    async def starts(self, **settings: str) -> None:
        """Start the kiosk anew with these settings; it sets what it has to set."""
        self.harness.settings |= settings
        await self.harness.restarts()
        await self.harness.kiosk.messaging.profile.update()

    async def call(self, method: str, **params: Any) -> Any:
        status, body = await self.harness.telegram.call(method, params)
        assert status == 200, body
        return body["result"]

    async def set(self, text: str, language: str = "") -> None:
        """Have the operator set it at BotFather."""
        await self.call("setMyDescription", description=text, language_code=language)

    async def read(self, language: str = "") -> str:
        """Return what somebody with this language sees in the empty chat."""
        told = await self.call("getMyDescription", language_code=language)
        return str(told["description"])


@pytest.fixture
def profile(harness: Harness) -> Profile:
    return Profile(harness)


async def test_a_bot_without_texts_gets_them_in_each_language(profile: Profile) -> None:
    await profile.starts()
    assert (await profile.read(), await profile.read("ru"), await profile.read("xx")) == (OURS, OURS_RU, OURS)
    for language in LANGUAGES:
        assert await profile.read(language) == Catalogues().of(language).label(DESCRIPTION), language
    told = await profile.call("getMyShortDescription", language_code="ru")
    assert told["short_description"] == Catalogues().of("ru").label(SHORT_DESCRIPTION)


async def test_a_text_is_written_once_not_at_every_start(profile: Profile) -> None:
    await profile.starts()
    telegram = profile.harness.telegram
    written = len(telegram.calls_of("setMyDescription", "setMyShortDescription"))
    assert written == 2 * len(LANGUAGES)
    await profile.harness.kiosk.messaging.profile.update()
    await profile.starts()
    assert len(telegram.calls_of("setMyDescription", "setMyShortDescription")) == written


async def test_what_the_operator_set_at_botfather_is_kept_for_everybody(profile: Profile) -> None:
    await profile.set("Olga's shop.")
    await profile.starts()
    assert (await profile.read(), await profile.read("ru")) == ("Olga's shop.", "Olga's shop.")


async def test_a_text_set_at_botfather_later_is_not_hidden_by_ours_in_another_language(
    profile: Profile,
) -> None:
    await profile.starts()
    await profile.set("Olga's shop.")
    await profile.starts()
    assert (await profile.read(), await profile.read("ru")) == ("Olga's shop.", "Olga's shop.")
    await profile.set("Магазин Ольги.", "ru")
    await profile.starts()
    assert await profile.read("ru") == "Магазин Ольги."


async def test_a_setting_gives_another_and_can_be_taken_back(profile: Profile) -> None:
    await profile.set("Olga's old words.")
    await profile.starts(description="New words.", description_ru="Новые слова.")
    assert (await profile.read(), await profile.read("ru")) == ("New words.", "Новые слова.")
    await profile.starts(description_ru="")
    assert (await profile.read(), await profile.read("ru")) == ("New words.", "New words.")
    await profile.starts(description="")
    assert (await profile.read(), await profile.read("ru")) == (OURS, OURS_RU)


async def test_a_text_of_an_earlier_release_is_known_to_be_ours(profile: Profile) -> None:
    harness = profile.harness
    await harness.kiosk.stores.bot_texts.note("description", "What we said last year.", harness.clock.now())
    await profile.set("What we said  last year.")
    await profile.starts()
    assert await profile.read() == OURS


async def test_an_answer_that_is_lost_after_telegram_took_the_text(profile: Profile) -> None:
    profile.harness.telegram.plan("setMyDescription", disconnect_after())
    await profile.starts(description="Only for a week.")
    assert await profile.read() == "Only for a week."
    await profile.starts(description="")
    assert (await profile.read(), await profile.read("ru")) == (OURS, OURS_RU), (
        "it was ours, not the operator's"
    )


async def test_a_server_that_fails_is_asked_again(profile: Profile) -> None:
    profile.harness.telegram.plan("setMyDescription", server_error())
    await profile.starts()
    assert await profile.read() == ""
    await profile.harness.kiosk.messaging.profile.update()
    assert (await profile.read(), await profile.read("ru")) == (OURS, OURS_RU)


async def test_telegrams_waits_and_refusals_hold_up_no_start_and_nothing_else(profile: Profile) -> None:
    harness = profile.harness
    harness.telegram.plan("getMyDescription", too_many(3600))
    await profile.starts()
    await harness.kiosk.messaging.profile.update()
    assert len(harness.telegram.calls_of("getMyDescription")) == 1
    await harness.ann.says("/start")
    await harness.ann.sees("what shall it be?")
    harness.clock.advance(3601)
    await harness.kiosk.messaging.profile.update()
    assert await profile.read("ru") == OURS_RU


async def test_a_server_that_has_no_such_texts_is_left_in_peace(profile: Profile) -> None:
    telegram = profile.harness.telegram
    telegram.plan("getMyDescription", refusal(404, "Not Found"))
    telegram.plan("getMyShortDescription", refusal(404, "Not Found"))
    await profile.starts()
    for _ in range(3):
        await profile.harness.kiosk.messaging.profile.update()
    assert len(telegram.calls_of("getMyDescription", "getMyShortDescription")) == 2
    assert telegram.calls_of("setMyDescription", "setMyShortDescription") == []


async def test_a_refused_text_is_not_tried_for_ever(
    profile: Profile, caplog: pytest.LogCaptureFixture
) -> None:
    harness = profile.harness
    harness.telegram.plan("setMyDescription", refusal(400, "Bad Request: BOT_DESCRIPTION_INVALID"))
    await profile.starts()
    for _ in range(3):
        await harness.kiosk.messaging.profile.update()
    assert len(harness.telegram.calls_of("setMyDescription")) == 1
    assert "Telegram does not take the bot's description" in caplog.text
    told = await profile.call("getMyShortDescription")
    assert told["short_description"], "the other text is up all the same"


def test_our_texts_fit_in_every_language() -> None:
    for language in Catalogues().languages:
        t = Catalogues().of(language)
        assert len(t.label(DESCRIPTION)) <= 512, language
        assert len(t.label(SHORT_DESCRIPTION)) <= 120, language


async def test_a_new_database_knows_the_operators_text_from_its_own(database_file: Path) -> None:
    harness = Harness(database_file, description="Set by hand.")
    await harness.opens()
    await harness.kiosk.messaging.profile.update()
    assert await Profile(harness).read("ru") == "Set by hand."
    await harness.closes()
