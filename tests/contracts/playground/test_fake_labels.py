"""Labels of buttons: one line, cut as a phone cuts it, and never two alike."""

import pytest

from playground.telegram import FakePerson, FakeTelegram
from playground.telegram.labels import look_alikes, room, shown

NAME = "Instagram Followers [ X ] | 100k/D | Super fast | {} days"


def test_a_label_is_one_line_and_cut_where_the_button_ends() -> None:
    assert [room(beside) for beside in (1, 2, 3, 4, 8, 20)] == [30, 14, 9, 6, 3, 3]
    assert shown("Instagram", 1) == "Instagram"
    assert shown(NAME.format(30), 1) == "Instagram Followers [ X ] | 1…"
    assert len(shown(NAME.format(30), 2)) <= room(2)
    assert shown("two\nlines", 1) == "two lines"


def test_labels_that_differ_where_they_are_cut_look_alike() -> None:
    thirty, sixty = NAME.format(30), NAME.format(60)
    assert list(look_alikes([[thirty], [sixty]])) == [(thirty, sixty)]
    assert list(look_alikes([["30 days"], ["60 days"]])) == []
    halves = ["Instagram Likes", "Instagram Views"]
    assert list(look_alikes([[halves[0]], [halves[1]]])) == []
    assert list(look_alikes([["Instagram Likes A", "Instagram Likes B"]]))


@pytest.mark.parametrize("finds", [True, False])
async def test_look_alikes_are_a_finding(telegram: FakeTelegram, ann: FakePerson, finds: bool) -> None:
    telegram.world.finds_look_alikes = finds
    rows = [[{"text": NAME.format(days), "callback_data": str(days)}] for days in (30, 60, 365)]
    keyboard = {"inline_keyboard": [*rows, [{"text": "Back", "callback_data": "b"}]]}
    status, _ = await telegram.call("sendMessage", {"chat_id": ann.id, "text": "x", "reply_markup": keyboard})
    assert status == 200, "Telegram takes it; it is the person who cannot tell them apart"
    found = telegram.takes_findings()
    assert len(found) == (2 if finds else 0)
    assert all(line.startswith("screen sendMessage: two buttons look the same") for line in found)
    marks = [finding for call in telegram.calls for finding in call.findings]
    assert len(marks) == len(found), "the trace shows them at the call"


async def test_a_button_has_one_of_three_styles_or_none(telegram: FakeTelegram, ann: FakePerson) -> None:
    def body(**style: str) -> dict[str, object]:
        button = {"text": "Go", "callback_data": "g", **style}
        return {"chat_id": ann.id, "text": "x", "reply_markup": {"inline_keyboard": [[button]]}}

    for style in ("danger", "success", "primary"):
        assert (await telegram.call("sendMessage", body(style=style)))[0] == 200
        assert ann.last.buttons[0].style == style
    assert (await telegram.call("sendMessage", body()))[0] == 200
    assert ann.last.buttons[0].style is None
    assert (await telegram.call("sendMessage", body(style="gold")))[0] == 400
    telegram.takes_findings()
