"""Unknown words of the panel are counted, taught, and never fill the database."""

from datetime import timedelta

from shop.heard import Heard
from shop.replies import Unknown
from storage.catalogue import heard
from storage.catalogue.heard import HeardTexts, note_text
from tests.contracts.storage.stores import MINUTE, NOON, OLGA, PANEL, StoresUnderTest


async def noted(
    stores: StoresUnderTest, text: str, kind: Heard = Heard.REFUSAL, later: int = 0
) -> int | None:
    when = NOON + later * MINUTE
    return await stores.database.write(lambda connection: note_text(connection, PANEL, kind, text, when))


async def test_one_text_is_one_row_however_it_is_written(stores: StoresUnderTest) -> None:
    texts = HeardTexts(stores.database, panel=PANEL)
    assert await noted(stores, "Busy: 5 s") == await noted(stores, "BUSY 17 s!", later=1)
    assert await noted(stores, "Busy: 5 s", Heard.STATE, later=2) not in {None, 1}
    assert await noted(stores, " \x00 ") is None
    state, refusal = await texts.list_untaught(limit=9)
    assert (state.heard, state.times) == (Heard.STATE, 1)
    assert (refusal.text, refusal.times, refusal.last_at) == ("BUSY 17 s!", 2, NOON + MINUTE)
    assert await HeardTexts(stores.database, panel="another").list_untaught(limit=9) == []


async def test_what_was_taught_stays_and_is_asked_about_no_more(stores: StoresUnderTest) -> None:
    texts = HeardTexts(stores.database, panel=PANEL)
    number = await noted(stores, "Busy")
    assert number is not None
    await texts.teach(number, "funds", by=OLGA, now=NOON)
    assert await noted(stores, "busy") is None
    assert [(one.meaning, one.times) for one in await texts.list_taught()] == [("funds", 2)]
    await texts.teach(number, None, by=OLGA, now=NOON)
    assert await texts.list_taught() == []
    assert await noted(stores, "busy") == number


async def test_a_panel_that_makes_up_words_fills_no_disk(stores: StoresUnderTest) -> None:
    texts = HeardTexts(stores.database, panel=PANEL)
    first = await noted(stores, "taught")
    assert first is not None
    await texts.teach(first, "link", by=OLGA, now=NOON)
    messages = "abcdefghijklmnopqrstuvwxyz"
    for number in range(heard.TEXTS_KEPT + 5):
        await noted(stores, f"word {messages[number // 26]}{messages[number % 26]}", later=number)
    kept = await texts.list_untaught(limit=1000)
    assert len(kept) == heard.TEXTS_KEPT
    assert kept[-1].last_at == NOON + timedelta(minutes=5)
    assert len(await texts.list_taught()) == 1


async def test_the_text_is_kept_with_the_outcome_and_told_once(stores: StoresUnderTest) -> None:
    first = await stores.settled(Unknown("words", 200, "", "What \x00 now"))
    await stores.resolutions.void(first.id, NOON)
    await stores.settled(Unknown("words", 200, "", "what now"), link="https://www.instagram.com/bob/")
    strange = [one for one in await stores.wrong() if one.kind == "text_strange"]
    assert [one.facts["number"] for one in strange] == [1]
    [kept] = await HeardTexts(stores.database, panel=PANEL).list_untaught(limit=9)
    assert kept.times == 2
    await HeardTexts(stores.database, panel=PANEL).teach(1, "funds", by=OLGA, now=NOON)
    assert [one for one in await stores.wrong() if one.kind == "text_strange"] == []
