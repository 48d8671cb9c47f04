"""A link of the right platform and the wrong kind: the person may have it used anyway, or send another."""

import pytest

from tests.in_process import Harness, Player

POST = "https://www.instagram.com/p/abc123/"
PROFILE = "https://www.instagram.com/ann.smith/"
LIKES, FOLLOWERS = 22, 1
OF_A_PROFILE, OF_A_POST = "⚠️ That link leads to a profile", "⚠️ That link leads to a post"


async def _question(ann: Player, service: int, link: str) -> None:
    await ann.says(f"/order {service}")
    await ann.says(link)
    if link == POST:
        await ann.says("100")


async def _line(ann: Player, service: int, link: str) -> None:
    await ann.says(f"/order {service} {link} 100")


async def _pasted_on_the_card(ann: Player, service: int, link: str) -> None:
    await ann.says(f"/start s_{service}")
    await ann.says(link)
    if link == POST:
        await ann.says("100")


WAYS = {"the question": _question, "one line": _line, "pasted": _pasted_on_the_card}


@pytest.mark.parametrize("way", WAYS)
async def test_a_profile_is_used_for_likes_only_when_the_person_says_so(harness: Harness, way: str) -> None:
    ann = harness.ann
    await WAYS[way](ann, LIKES, PROFILE)
    await ann.sees(OF_A_PROFILE, "instagram.com/ann.smith", "Use it anyway", "Another link", "Back", "Menu")
    await ann.taps("Use it anyway")
    if way != "one line":
        await ann.says("100")
    await ann.sees("Check your order", PROFILE)
    ann.finds_no("Use it anyway")
    await ann.taps("Confirm")
    assert [(one.link, one.quantity) for one in harness.panel.orders.values()] == [(PROFILE, 100)]


@pytest.mark.parametrize("way", WAYS)
async def test_another_link_takes_the_profiles_place(harness: Harness, way: str) -> None:
    ann = harness.ann
    await WAYS[way](ann, LIKES, PROFILE)
    await ann.taps("Another link")
    await ann.sees("Send the link of the post")
    assert "leads to a profile" not in ann.person.last.shown
    await ann.says(POST)
    if way != "one line":
        await ann.says("100")
    await ann.sees("Check your order", POST)
    assert "leads to" not in ann.person.last.shown


@pytest.mark.parametrize("way", WAYS)
async def test_a_post_is_asked_about_on_the_card_until_the_person_decides(harness: Harness, way: str) -> None:
    ann = harness.ann
    await WAYS[way](ann, FOLLOWERS, POST)
    await ann.sees(OF_A_POST, "Check your order", "Use it anyway", "Another link")
    await ann.taps("Use it anyway")
    await ann.sees("Check your order", POST)
    assert "leads to a post" not in ann.person.last.shown
    await ann.taps("Back")
    await ann.says("200")
    await ann.sees("Check your order", "200")
    assert "leads to a post" not in ann.person.last.shown, "it was decided"


@pytest.mark.parametrize("way", WAYS)
async def test_another_link_takes_the_posts_place(harness: Harness, way: str) -> None:
    ann = harness.ann
    await WAYS[way](ann, FOLLOWERS, POST)
    await ann.taps("Another link")
    await ann.sees("Send the link of the profile")
    await ann.says(PROFILE)
    await ann.sees("Check your order", PROFILE, "100")
    assert "leads to a post" not in ann.person.last.shown


@pytest.mark.parametrize(
    "text", ["https://www.tiktok.com/@ann", "hello", "https://www.instagram.com/explore/"]
)
async def test_what_cannot_be_ordered_for_is_never_used_anyway(harness: Harness, text: str) -> None:
    await harness.ann.says(f"/order {LIKES}")
    await harness.ann.says(text)
    await harness.ann.sees("⚠️")
    assert not [one.label for one in harness.ann.person.last.buttons if "anyway" in one.label]


async def test_an_old_decision_decides_nothing(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"/order {LIKES} {PROFILE} 100")
    [old] = [one.data for one in ann.person.last.buttons if "anyway" in one.label]
    await ann.says("https://www.instagram.com/bob/")
    await ann.sees("instagram.com/bob")
    ann.person.forges(str(old), ann.person.last.id)
    await harness.settles()
    assert ann.person.last.shown.startswith(OF_A_PROFILE), "nothing was decided"
    assert harness.panel.orders == {}


async def test_going_back_from_the_question_leaves_the_form(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"/order {LIKES} {PROFILE} 100")
    await ann.taps("Back")
    await ann.sees("Instagram Likes", "Order", "Keep")


async def test_an_order_with_an_odd_link_is_made_again_without_asking(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"/order {LIKES} {PROFILE} 100")
    await ann.taps("Use it anyway")
    await ann.taps("Confirm")
    for _ in range(40):
        await harness.passes(60)
    await ann.says("/status 1")
    await ann.taps("Reorder")
    await ann.sees("Check your order", PROFILE)
    assert "leads to" not in ann.person.last.shown
