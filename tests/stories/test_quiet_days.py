"""The shop over a long weekend: nobody writes, old rows go, and the next message is still answered."""

from playground.telegram.faults import refusal
from tests.in_process import Harness

DAY = 86_400


async def days_pass(harness: Harness, days: int) -> None:
    for _ in range(days):
        await harness.passes(DAY)
        await harness.kiosk.periodic.tidy()


async def test_after_three_quiet_days_everybody_is_answered(harness: Harness) -> None:
    for player in (harness.ann, harness.bob):
        await player.says("/help")
    await days_pass(harness, 4)
    for player in (harness.ann, harness.bob):
        await player.says("/wallet")
        await player.sees("Balance")


async def test_after_quiet_days_an_apology_is_a_new_one(harness: Harness) -> None:
    ann = harness.ann
    for count in (1, 2):
        harness.telegram.plan("sendMessage", *[refusal(400, "Bad Request: not today")] * 3, chat_id=ann.id)
        await ann.says("/wallet")
        assert sum("Something went wrong" in message.text for message in ann.person.chat) == count
        await days_pass(harness, 40)
