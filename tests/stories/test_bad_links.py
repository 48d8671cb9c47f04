"""Links that cannot be: each gets a sentence of its own, which says what is allowed."""

import pytest

from tests.in_process import Harness

POST = "https://www.instagram.com/p/abc123/"
PROFILE = "https://www.instagram.com/ann.smith/"
LIKES, FOLLOWERS = 22, 1

TWO = f"{POST} https://www.instagram.com/p/other/"

WRONG = {
    "two links": (TWO, "⚠️ There is more than one link", "Send one link"),
    "a shortener": ("https://bit.ly/3abc", "⚠️ That is a shortened link", "send the address it leads to"),
    "another platform": (
        "https://www.tiktok.com/@ann",
        "⚠️ This service is for Instagram",
        "link to Instagram",
    ),
    "a profile": (PROFILE, "⚠️ That link leads to a profile", "open it, copy its link"),
    "nobody's page": (
        "https://www.instagram.com/explore/",
        "⚠️ That link leads to a general",
        "Open what you mean",
    ),
    "no link": ("hello", "⚠️ That is not a web link", "begins with https://"),
}


@pytest.mark.parametrize("wrong", WRONG)
async def test_at_the_question_for_a_posts_link(harness: Harness, wrong: str) -> None:
    text, *told = WRONG[wrong]
    await harness.ann.says(f"/order {LIKES}")
    await harness.ann.says(text)
    await harness.ann.sees(*told, "Send the link")
    await harness.ann.says(POST)
    await harness.ann.sees("How many?")


@pytest.mark.parametrize("wrong", WRONG)
async def test_a_bad_link_in_one_line_is_refused_with_the_reason(harness: Harness, wrong: str) -> None:
    text, *told = WRONG[wrong]
    if wrong == "two links":
        pytest.skip("a second link stands where the quantity belongs")
    await harness.ann.says(f"/order {LIKES} {text} 100")
    await harness.ann.sees(*told, "Send the link")


@pytest.mark.parametrize("wrong", ["two links", "a shortener", "nobody's page"])
async def test_a_bad_link_brought_along_without_a_service_is_refused_with_the_reason(
    harness: Harness, wrong: str
) -> None:
    text, *told = WRONG[wrong]
    await harness.ann.says(text)
    await harness.ann.sees(*told, "What is it for?", "Menu")


@pytest.mark.parametrize("wrong", ["two links", "a shortener", "another platform", "a profile"])
async def test_a_bad_link_on_a_services_card_is_refused_with_the_reason(harness: Harness, wrong: str) -> None:
    text, *told = WRONG[wrong]
    await harness.ann.says(f"/start s_{LIKES}")
    await harness.ann.says(text)
    await harness.ann.sees(*told)
    await harness.ann.sees("Back", "Menu")


async def test_a_post_where_a_profile_is_meant_is_asked_about(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"/order {FOLLOWERS} {POST} 100")
    await ann.sees(
        "⚠️ That link leads to a post", "this service is for a profile", "Another link", "Check your order"
    )
    await ann.taps("Back")
    await ann.taps("Back")
    await ann.says(PROFILE)
    await ann.says("100")
    await ann.sees("Check your order")
    assert "leads to a post" not in ann.person.last.shown


async def test_it_is_asked_about_as_long_as_the_card_stands(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"/order {FOLLOWERS} {POST} 100")
    await ann.says("what?")
    await ann.sees("⚠️ That link leads to a post", "Check your order")
    await ann.taps("Confirm")
    await ann.sees("Order 1 ·")
    assert len(harness.panel.orders) == 1, "the person decides"


@pytest.mark.parametrize(
    "invitation", ["https://t.me/+AbCdEfGh", "https://t.me/joinchat/AbCdEf", "https://t.me/c/1/5"]
)
async def test_an_invitation_where_everybody_must_get_in(harness: Harness, invitation: str) -> None:
    ann = harness.ann
    harness.panel.catalogue.change(FOLLOWERS, name="Members | Public channels", category="Telegram Members")
    harness.panel.catalogue.change(LIKES, name="Post Reactions Likes", category="Telegram")
    await harness.kiosk.catalogue.refresh()
    await ann.says(f"/order {FOLLOWERS}")
    await ann.says(invitation)
    await ann.sees("⚠️ Only members can open that link", "like https://t.me/name")
    await ann.says("https://t.me/durov")
    await ann.sees("How many?")


async def test_an_invitation_is_fine_where_nothing_says_public(harness: Harness) -> None:
    harness.panel.catalogue.change(FOLLOWERS, name="Members | Any channel", category="Telegram Members")
    await harness.kiosk.catalogue.refresh()
    await harness.ann.says(f"/order {FOLLOWERS} https://t.me/+AbCdEfGh")
    await harness.ann.sees("How many?")


async def test_tracking_is_cut_without_a_word(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"{POST}?igsh=MXh4&utm_source=qr")
    await ann.sees("Instagram: a post", POST)
    ann.finds_no("🔗 https://www.instagram.com/p/abc123/?")
    ann.finds_no("⚠️")


async def test_a_wrong_link_leaves_the_list_where_it_is(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/order instagram likes")
    await ann.says("https://bit.ly/3abc")
    await ann.sees("⚠️ That is a shortened link", "Found for “instagram likes”", "Menu")
