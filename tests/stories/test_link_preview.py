"""The confirm card shows what the customer's own link leads to; no other text shows a preview."""

from playground.telegram import FakeMessage, faults
from tests.in_process import Harness

LINK = "https://www.instagram.com/p/Cabc"
SHOWN = {"url": LINK, "prefer_small_media": True}
HIDDEN = {"is_disabled": True}


def previews(harness: Harness) -> list[FakeMessage]:
    """Return Ann's messages that show a preview."""
    return [one for one in harness.ann.person.chat if one.from_bot and one.content.preview != HIDDEN]


async def test_the_confirm_card_alone_shows_the_link(harness: Harness) -> None:
    ann = harness.ann
    for words in ("/order 21", LINK, "100"):
        assert previews(harness) == []
        await ann.says(words)
    await ann.sees("Check your order")
    assert [one.content.preview for one in previews(harness)] == [SHOWN]
    await ann.taps("Back")
    assert previews(harness) == []
    await ann.says("100")
    await ann.taps("Confirm")
    await harness.delivers()
    await ann.says("/status 1")
    assert all("Check your order" in one.text for one in previews(harness))


async def test_a_button_hides_it_and_shows_it_again(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"/order 21 {LINK} 100")
    await ann.taps("Hide the preview")
    await ann.sees("Check your order", "Show the preview", "Confirm")
    assert previews(harness) == []
    await harness.restarts()
    await ann.says("?")
    assert previews(harness) == []
    await ann.taps("Show the preview")
    await ann.sees("Hide the preview")
    assert [one.content.preview for one in previews(harness)] == [SHOWN]
    await ann.taps("Confirm")
    assert len(harness.panel.orders_for(LINK)) == 1
    await harness.audited()


async def test_a_link_that_telegram_shows_no_preview_of_is_ordered_all_the_same(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"/order 21 {LINK}")
    refused = faults.refusal(400, "Bad Request: WEBPAGE_URL_INVALID")
    harness.telegram.plan("sendMessage", refused)
    await ann.says("100")
    await ann.sees("Check your order")
    harness.telegram.plan("editMessageText", refused)
    await ann.taps("Hide the preview")
    await ann.taps("Show the preview")
    await ann.taps("Confirm")
    assert len(harness.panel.orders_for(LINK)) == 1


async def test_what_is_no_link_has_no_preview(harness: Harness) -> None:
    ann = harness.ann
    service = harness.panel.catalogue.of_type("Subscriptions")
    await ann.says(f"/order {service.id}")
    for answer in ("ann", "100", "200", "5"):
        await ann.says(answer)
    for label in ("Skip", "30 min", "Skip"):
        await ann.taps(label)
    await ann.sees("Check your order")
    ann.finds_no("preview")
    assert previews(harness) == []
