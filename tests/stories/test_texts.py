"""/texts: an owner changes what the shop says, sees it as customers do, and takes it back."""

from datetime import timedelta
from pathlib import Path

import pytest

from playground.telegram.faults import too_many
from shop.acts import Did
from shop.person import GivenRole
from tests.in_process import BOB, OLGA, Harness, Player
from tests.stories.test_desk import given

ALL = "Everybody else"


async def types(harness: Harness, text: str, *, name: str = "Welcome", language: str = ALL) -> None:
    """Olga opens a text, taps Change and types."""
    await opens(harness, name, language)
    await harness.olga.taps("Change")
    await harness.olga.says(text)


async def opens(harness: Harness, name: str, language: str = "") -> None:
    """Olga opens the card of a text."""
    await harness.olga.says("/texts")
    await harness.olga.taps(name)
    if language:
        await harness.olga.taps(language)


async def test_a_welcome_is_changed_previewed_saved_and_undone(harness: Harness) -> None:
    olga, ann = harness.olga, harness.ann
    await olga.says("/admin")
    await olga.taps("Texts")
    await olga.sees("What the shop says in your own words", "Welcome", "Footer", "Picture", "The desk")
    await olga.taps("Welcome")
    await olga.sees("For readers of which language?", "Русский", "Everybody else", "Back")
    await olga.taps("Everybody else")
    await olga.sees("Nothing of yours is set here", "Change")
    olga.finds_no("Remove")
    await olga.taps("Change")
    await olga.sees("Send the new text", "at most 800 characters", "{name}")
    await olga.says("Hello {name}, <b>come in</b>!")
    await olga.sees(
        "Olga, what shall it be?", "Hello Olga, come in!", "This is how readers will see it", "Save"
    )
    await ann.says("/start")
    ann.finds_no("come in")
    await olga.taps("Save")
    await olga.sees("Set here by Olga", "Hello {name}, come in!", "Remove", "Undo the last change")
    await ann.says("/start")
    await ann.sees("Hello Ann, come in!")
    await harness.restarts()
    await ann.says("/start")
    await ann.sees("Hello Ann, come in!")
    await olga.taps("Undo the last change")
    await olga.sees("This is how readers will see it")
    await olga.taps("Save")
    await olga.sees("Nothing of yours is set here", "Undo the last change")
    await ann.says("/start")
    assert "come in" not in ann.person.last.text
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Log")
    await olga.sees("Olga changed the text WELCOME")


async def test_formatting_of_the_app_stays(harness: Harness) -> None:
    olga, ann = harness.olga, harness.ann
    await opens(harness, "Welcome", "Everybody else")
    await olga.taps("Change")
    text = "1 < 2 & “so” on"
    olga.person.says(text, entities=[{"type": "bold", "offset": 0, "length": 5}])
    await harness.settles()
    await olga.taps("Save")
    assert harness.kiosk.live.now.welcome == "<b>1 &lt; 2</b> &amp; “so” on"
    await ann.says("/start")
    await ann.sees("1 < 2 & “so” on")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<b>open", "without its </b>"),
        ("<script>x</script>", "a tag that Telegram does not know"),
        ("w" * 801, "shows 801 characters"),
        ("\u200b\u2063", "has no visible characters"),
        ("w" * 4000, "shows 4000 characters"),
        ("Hi {nmae} and {x}", "{nmae}, {x} stands for nothing"),
    ],
)
async def test_a_wrong_text_is_asked_for_again(harness: Harness, text: str, why: str) -> None:
    olga = harness.olga
    await types(harness, text)
    await olga.sees("⚠️", why)
    await olga.says("\u202eolleH < 3")
    await olga.sees("Save")
    await olga.taps("Save")
    assert harness.kiosk.live.now.welcome == "\u202eolleH &lt; 3"


@pytest.mark.parametrize(("name", "most"), [("Welcome", 800), ("Footer", 200), ("Terms", 3000)])
async def test_a_text_that_is_too_long_hears_the_limit_once(harness: Harness, name: str, most: int) -> None:
    olga = harness.olga
    await types(harness, "w" * (most + 1), name=name)
    await olga.sees(
        f"⚠️ {name} was not taken: it shows {most + 1} characters. It can have at most {most} characters. Send"
    )


async def test_a_name_with_signs_breaks_no_text(harness: Harness) -> None:
    await types(harness, '<a href="https://x.example/{name}">{name}</a>')
    await harness.olga.taps("Save")
    rob = harness._somebody(102, '"><b>Rob')
    await rob.says("/start")
    await rob.sees('"><b>Rob, what shall it be?')
    assert rob.person.last.text.count('"><b>Rob') == 2


async def test_cancel_changes_nothing_and_the_question_lapses(harness: Harness) -> None:
    olga = harness.olga
    await types(harness, "Never mind")
    await olga.taps("Cancel")
    await olga.sees("Nothing of yours is set here")
    await olga.taps("Change")
    await olga.says("/cancel")
    await olga.sees("Nothing was changed.")
    await olga.says("instagram likes")
    assert harness.kiosk.live.now.welcome == ""


async def test_save_counts_once_and_a_crash_repeats_nothing(harness: Harness) -> None:
    olga = harness.olga
    await types(harness, "Once")
    await harness.forgets_last_turn()
    await harness.restarts()
    await harness.settles()
    await olga.sees("This is how readers will see it")
    await olga.taps("Save")
    await harness.forgets_last_turn()
    await harness.restarts()
    await harness.settles()
    await olga.sees("Set here by Olga")
    acts = await harness.kiosk.stores.acts.list_latest(limit=9)
    assert [noted.act.did for noted in acts] == [Did.TEXT_CHANGED]
    assert harness.kiosk.live.now.welcome == "Once"


async def test_two_owners_change_one_text_once(database_file: Path) -> None:
    harness = Harness(database_file, admin_ids=f"{OLGA},{BOB}")
    await harness.opens()
    bob = harness.bob
    await types(harness, "Olga's")
    await bob.says("/texts")
    await bob.taps("Welcome")
    await bob.taps("Everybody else")
    await bob.taps("Change")
    await bob.says("Bob's")
    await harness.olga.taps("Save")
    await bob.taps("Save")
    await bob.sees("Olga has changed this meanwhile, and nothing of yours was saved")
    assert harness.kiosk.live.now.welcome == "Olga&#x27;s"
    await harness.closes()


async def test_only_owners_change_texts(harness: Harness) -> None:
    await harness.olga.says("/texts")
    await given(harness, BOB, GivenRole.OPERATOR)
    await harness.bob.says("/texts")
    await harness.bob.sees("Only the shop's owner can do this")
    await harness.bob.says("/admin")
    harness.bob.finds_no("Texts")
    harness.bob.person.forges("ax:x:save:welcome.0")
    await harness.settles()
    assert harness.kiosk.live.now.welcome == ""


FORGED = ("ax:9:save:bot_token.0", "ax:9:save:welcome.x", "ax:u:offer:welcome.0", "ax:zz:text:")


@pytest.mark.parametrize("data", FORGED)
async def test_forged_buttons_do_nothing(harness: Harness, data: str) -> None:
    await harness.olga.says("/texts")
    harness.olga.person.forges(data)
    await harness.settles()
    assert await harness.kiosk.stores.live_values.list_all() == []


async def test_the_environment_wins_and_says_how_to_free_a_text(database_file: Path) -> None:
    harness = Harness(database_file)
    await harness.opens()
    await types(harness, "From the chat")
    await harness.olga.taps("Save")
    harness.settings["welcome"] = "From the file"
    await harness.restarts()
    await harness.ann.says("/start")
    await harness.ann.sees("From the file")
    await opens(harness, "Welcome", "Everybody else")
    await harness.olga.sees("WELCOME, and wins", "not in force", "From the chat", "Remove")
    harness.olga.finds_no("Change\n")
    del harness.settings["welcome"]
    await harness.restarts()
    await harness.ann.says("/start")
    await harness.ann.sees("From the chat")
    await harness.closes()


async def test_changed_terms_say_that_everybody_is_asked_again(database_file: Path) -> None:
    harness = Harness(database_file)
    await harness.opens()
    ann = harness.ann
    await types(harness, "Be kind.", name="Terms")
    await harness.olga.sees("This makes a new version")
    await harness.olga.taps("Save")
    await ann.says("/order 1 https://www.instagram.com/cabc/ 100")
    await ann.taps("Confirm")
    await ann.sees("you accept the terms of this shop")
    await ann.taps("Read")
    await ann.sees("Be kind.")
    await types(harness, "Be   kind.", name="Terms")
    await harness.olga.sees("nobody is asked again")
    await harness.closes()


async def test_a_footer_in_the_readers_language_ends_the_home_and_help(harness: Harness) -> None:
    harness.bob.person.language = "ru"
    await types(harness, "Ждём вас, {name}", name="Footer", language="Русский")
    await harness.olga.taps("Save")
    for words in ("/start", "/help"):
        await harness.bob.says(words)
        await harness.bob.sees("Ждём вас, Bob")
        await harness.ann.says(words)
        harness.ann.finds_no("Ждём")


async def test_the_contact_is_a_link_at_once(harness: Harness) -> None:
    await opens(harness, "Contact")
    await harness.olga.taps("Change")
    await harness.olga.says("ask Ann")
    await harness.olga.sees("must be a name at Telegram like @ann_helps")
    await harness.olga.says("@ann_helps")
    await harness.olga.sees("Write to us", "Save")
    await harness.olga.taps("Save")
    await harness.ann.says("/support")
    assert links(harness.ann) == ["https://t.me/ann_helps"]
    await harness.olga.taps("Remove")
    await harness.olga.taps("Save")
    await harness.ann.says("/support")
    assert links(harness.ann) == []


def links(player: Player) -> list[str]:
    return [button.url for row in player.person.last.keyboard for button in row if button.url]


async def test_a_picture_is_sent_previewed_and_removed(harness: Harness) -> None:
    olga, ann = harness.olga, harness.ann
    await opens(harness, "Picture")
    await olga.taps("Change")
    await olga.sees("Send the picture, as a photo")
    await olga.says("https://x.example/a.jpg")
    await olga.sees("Send the picture as a photo")
    olga.person.sends_photo()
    await harness.settles()
    assert olga.person.last.photo is not None
    await olga.taps("Save")
    await olga.sees("A picture stands above the first screen")
    await ann.says("/start")
    assert ann.person.last.photo is not None
    await harness.restarts()
    await ann.says("/start")
    assert ann.person.last.photo is not None
    await olga.taps("Preview")
    assert olga.person.last.photo is not None
    await opens(harness, "Picture")
    await olga.taps("Remove")
    await olga.taps("Save")
    await ann.says("/start")
    assert ann.person.last.photo is None


async def test_a_description_goes_to_telegram_at_once(harness: Harness) -> None:
    await types(harness, "d" * 513, name="Description", language="Русский")
    await harness.olga.sees("at most 512 characters")
    await harness.olga.says("Магазин <Ольги>")
    await harness.olga.sees("It goes to Telegram at once")
    await harness.olga.taps("Save")
    _, told = await harness.telegram.call("getMyDescription", {"language_code": "ru"})
    assert told["result"]["description"] == "Магазин <Ольги>"


async def test_a_broken_value_stops_no_start(harness: Harness, caplog: pytest.LogCaptureFixture) -> None:
    live, now = harness.kiosk.stores.live_values, harness.clock.now()
    from shop.live_values import LiveKey

    await live.change(LiveKey("welcome"), "<b>", follows=0, form="a", by=OLGA, now=now)
    await live.change(LiveKey("of_a_later_release"), "1", follows=0, form="b", by=OLGA, now=now)
    await harness.restarts()
    assert "WELCOME: the text set at the desk is not used" in caplog.text
    assert "OF_A_LATER_RELEASE, set at the desk, is not used" in caplog.text
    await harness.ann.says("/start")
    await harness.ann.sees("what shall it be?")
    await opens(harness, "Welcome", "Everybody else")
    await harness.olga.sees("not in force", "Remove")


async def test_telegrams_wait_holds_no_description_up_for_ever(harness: Harness) -> None:
    harness.telegram.plan("getMyDescription", too_many(30))
    await types(harness, "Olga's shop", name="Description")
    await harness.olga.taps("Save")
    await harness.olga.sees("Set here by Olga")
    harness.clock.advance(31)
    await harness.kiosk.messaging.profile.update()
    _, told = await harness.telegram.call("getMyDescription", {})
    assert told["result"]["description"] == "Olga's shop"


async def test_an_old_save_brings_nothing_back(harness: Harness) -> None:
    olga = harness.olga
    await types(harness, "First")
    data = next(one.data for one in olga.person.last.buttons if "Save" in one.label)
    await olga.taps("Save")
    await types(harness, "Second")
    await olga.taps("Save")
    for _ in range(2):
        olga.person.forges(data or "")
        await harness.settles()
        assert harness.kiosk.live.now.welcome == "Second"
    acts = await harness.kiosk.stores.acts.list_latest(limit=9)
    assert len(acts) == 2


async def test_a_preview_outlives_a_change_of_the_clock(harness: Harness) -> None:
    await types(harness, "Late")
    harness.clock.advance(2 * 86_400)
    await harness.settles()
    await harness.olga.taps("Save")
    assert harness.kiosk.live.now.welcome == "Late"
    harness.clock.set_ahead(timedelta(days=-5))
    await types(harness, "Earlier")
    await harness.olga.taps("Save")
    assert harness.kiosk.live.now.welcome == "Earlier"


async def test_a_question_asked_an_hour_ago_takes_no_answer(harness: Harness) -> None:
    await opens(harness, "Welcome", ALL)
    await harness.olga.taps("Change")
    harness.clock.advance(3601)
    await harness.olga.says("instagram likes")
    harness.olga.finds_no("how readers will see it")
