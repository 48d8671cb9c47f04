"""Links among other words, below pictures, behind words, through other bots, twice, and too early."""

import pytest

from tests.in_process import Harness

POST = "https://www.instagram.com/p/abc123/"


async def is_asked_for_the_link(harness: Harness) -> None:
    service = harness.panel.catalogue.of_type("Package")
    await harness.ann.says(f"/order {service.id}")
    await harness.ann.sees("Send the link")


@pytest.mark.parametrize(
    "text",
    [
        f"Look at this: {POST}",
        f"{POST}\nsee you",
        f"@ann_some_one {POST}",
        f"“{POST}”",
        f"{POST},",
        f"{POST} {POST}",
    ],
)
async def test_the_one_link_of_a_message_is_taken(harness: Harness, text: str) -> None:
    await is_asked_for_the_link(harness)
    await harness.ann.says(text)
    await harness.ann.sees("Check your order", f"Link: {POST}\n".strip())


@pytest.mark.parametrize(
    "text", ["https\u200b://instagram.com/p/abc123", "for this: https:\u2060//instagram.com/p/abc123 pls"]
)
async def test_a_link_that_an_invisible_sign_breaks_is_a_link_without_an_order_too(
    harness: Harness, text: str
) -> None:
    """It was searched for as words, though an order's question takes it."""
    await harness.ann.says(text)
    await harness.ann.sees("Instagram: a post. What would you like for it?", "instagram.com/p/abc123")


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("@ann_smith 1000", "1,000"),
        ("@ann_smith, 1k", "1,000"),
        ("@ann_smith - 1000 followers", "1,000"),
        ("1000 @ann_smith", "1,000"),
        ("@ann_smith\n1000", "1,000"),
        ("\u200f@ann_smith ۱۰۰۰ تا", "1,000"),
        ("https://www.instagram.com/ann_smith - 1000", "1,000"),
        ("1000 подписчиков https://www.instagram.com/ann_smith", "1,000"),
    ],
)
async def test_a_quantity_beside_a_name_or_a_link_answers_its_question(
    harness: Harness, text: str, quantity: str
) -> None:
    await harness.ann.says("/order 1")
    await harness.ann.says(text)
    await harness.ann.sees("Check your order", "instagram.com/ann_smith", f"Quantity: {quantity}")


@pytest.mark.parametrize(
    "text", ["my insta is @ann_smith", "Instagram: @ann_smith", "мой ник @ann_smith, спасибо!"]
)
async def test_the_one_name_of_a_message_is_taken(harness: Harness, text: str) -> None:
    await harness.ann.says("/order 1")
    await harness.ann.says(text)
    await harness.ann.sees("instagram.com/ann_smith", "How many?")


@pytest.mark.parametrize("text", ["@ann.smith/ 1000", "@ann.smith@social.example 1000"])
async def test_no_part_of_a_name_is_taken_for_it(harness: Harness, text: str) -> None:
    await harness.ann.says("/order 1")
    await harness.ann.says(text)
    await harness.ann.sees("That is not a web link")


@pytest.mark.parametrize(
    "text",
    [
        "https:/instagram.com/p/abc123",
        "https//instagram.com/p/abc123",
        "ttps://instagram.com/p/abc123",
        "look: htps://instagram.com/p/abc123, please",
    ],
)
async def test_a_link_with_a_broken_beginning_begins_an_order_and_answers_its_question(
    harness: Harness, text: str
) -> None:
    await harness.ann.says(text)
    await harness.ann.sees("Instagram: a post. What would you like for it?", "https://instagram.com/p/abc123")
    await is_asked_for_the_link(harness)
    await harness.ann.says(text)
    await harness.ann.sees("Check your order", "Link: https://instagram.com/p/abc123")


async def test_two_names_are_asked_about_and_an_address_for_letters_is_no_name(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/order 1")
    await ann.says("@ann_smith and @bob_smith")
    await ann.sees("There is more than one link")
    await ann.says("write to ann@mail.example please")
    await ann.sees("That is not a web link")


async def test_a_link_below_a_picture(harness: Harness) -> None:
    await is_asked_for_the_link(harness)
    harness.ann.person.sends_photo(f"my picture {POST}")
    await harness.settles()
    await harness.ann.sees("Check your order", POST)


async def test_a_link_behind_words(harness: Harness) -> None:
    await is_asked_for_the_link(harness)
    harness.ann.person.says(
        "my picture", entities=[{"type": "text_link", "offset": 3, "length": 7, "url": POST}]
    )
    await harness.settles()
    await harness.ann.sees("Check your order", POST)


async def test_a_link_behind_words_and_another_one_beside_it(harness: Harness) -> None:
    await is_asked_for_the_link(harness)
    hidden = {"type": "text_link", "offset": 0, "length": 4, "url": "https://www.instagram.com/p/other/"}
    harness.ann.person.says(f"This {POST}", entities=[hidden])
    await harness.settles()
    await harness.ann.sees("There is more than one link", "Send the link")


async def test_a_link_by_way_of_another_bot(harness: Harness) -> None:
    await is_asked_for_the_link(harness)
    harness.ann.person.says(POST, via="pic")
    await harness.settles()
    await harness.ann.sees("Check your order", POST)


@pytest.mark.parametrize("line", [f"{POST}, 100", f"{POST} , 100", f"{POST} | 100", f"{POST}; 100"])
async def test_the_comma_between_link_and_quantity_is_none_of_the_links(harness: Harness, line: str) -> None:
    await harness.ann.says(f"/order 1 {line}")
    await harness.ann.sees("Check your order", f"Link: {POST}", "Quantity: 100")


@pytest.mark.parametrize("line", ["/order 1|{}|100", "1|{}|100", "1 | {} | 100"])
async def test_a_panels_line_for_many_orders_is_one_order(harness: Harness, line: str) -> None:
    ann = harness.ann
    await ann.says("/order")
    await ann.says(line.format(POST))
    await ann.sees("Check your order", f"Link: {POST}", "Quantity: 100")


async def test_a_link_alone_offers_what_fits_it_and_answers_the_link_question(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(POST)
    await ann.sees("Instagram: a post.", "from $0.13 · Likes")
    ann.finds_no("Followers")
    await ann.taps("from $0.13 · Likes")
    await ann.taps("$0.44 · Real & active")
    await ann.sees("Real & active", POST)
    await ann.taps("Order")
    await ann.sees("How many?")


async def test_a_link_to_a_profile_offers_what_profiles_can_have(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/order")
    await ann.says("https://www.instagram.com/ann.smith")
    await ann.sees("Instagram: a profile.", "from $0.21 · Followe")


async def test_words_alone_are_a_search_in_the_persons_language_too(harness: Harness) -> None:
    ann = harness.ann
    for words in ("instagram likes", "лайки инстаграм", "curtidas instagram"):
        await ann.says(words)
        await ann.sees("Found for", "$0.13")
        await ann.says("/cancel")


async def test_thanks_and_unknown_commands_are_no_search(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/order")
    for words, answer in (
        ("thanks!", "I did not get that"),
        ("👍", "I did not get that"),
        ("/abracadabra", "There is no command /abracadabra"),
    ):
        await ann.says(words)
        await ann.sees(answer)
        ann.finds_no("Found for")


async def test_a_shortened_link_gets_a_sentence_of_its_own(harness: Harness) -> None:
    await harness.ann.says("https://bit.ly/3abc")
    await harness.ann.sees("⚠️ That is a shortened link")


async def test_a_deep_link_leads_to_the_services_card(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/start s_1")
    await ann.sees("Instagram Followers | Real | Start 0-1 h", "Order")


async def test_the_cheapest_first(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/order instagram followers")
    await ann.taps("Cheapest first")
    labels = [button.label for button in ann.person.last.buttons]
    assert labels[0].startswith("$0.21"), labels


async def test_social_signals_take_a_web_site(harness: Harness) -> None:
    harness.panel.catalogue.change(1, name="Social Signals | Mixed", category="Social Signals")
    await harness.kiosk.catalogue.refresh()
    await harness.ann.says("/order 1 https://site.example/page 100")
    await harness.ann.sees("Check your order", "Link: https://site.example/page")


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("Hashtag Views", "#summer"),
        ("Email Subscribers", "ann@site.example"),
        ("WhatsApp Number Messages", "+49 151 2345678"),
    ],
)
async def test_what_is_no_link_where_the_service_is_for_it(harness: Harness, name: str, target: str) -> None:
    ann = harness.ann
    harness.panel.catalogue.change(1, name=name, category="Others")
    await harness.kiosk.catalogue.refresh()
    await ann.says("/order 1")
    await ann.says(target)
    await ann.sees("How many?")
    await ann.says("100")
    await ann.sees("Check your order", f"Link: {target.replace(' ', '')}")


@pytest.mark.parametrize(
    "text",
    [
        "https://instagram.com/p/Cabc 1,000",
        "instagram.com/p/Cabc\n1k",
        "1000 https://instagram.com/p/Cabc",
        "https://instagram.com/p/Cabc, 1000",
        "https://instagram.com/p/Cabc | ١٠٠٠",
    ],
)
async def test_a_number_beside_the_link_is_how_many(harness: Harness, text: str) -> None:
    ann = harness.ann
    await ann.says("/order 21")
    await ann.says(text)
    await ann.sees("Check your order", "Link: https://instagram.com/p/Cabc", "Quantity: 1,000")


async def test_a_wrong_number_beside_the_link_is_said_and_the_link_stays(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/order 21")
    await ann.says("https://instagram.com/p/Cabc 5")
    await ann.sees("It must be from 10 to 50,000", "✓ instagram.com/p/Cabc", "How many?")
    await ann.says("/order 21")
    await ann.says("my 2 posts: https://instagram.com/p/Cabc")
    await ann.sees("✓ instagram.com/p/Cabc", "How many?")
    ann.finds_no("It must be from 10 to 50,000\n")


async def test_words_behind_a_link_look_among_what_there_is_for_it(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("https://instagram.com/p/Cabc")
    await ann.sees("Instagram: a post")
    await ann.says("comments")
    await ann.sees("Found for “comments”", "🔗 https://instagram.com/p/Cabc")
    ann.finds_no("YouTube Comm")
    await ann.taps("$8.00 · Comments · Custom")
    await ann.taps("Order")
    await ann.sees("✓ instagram.com/p/Cabc", "Send the comments")


async def test_back_from_words_behind_a_link_leads_to_what_there_is_for_it(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("https://instagram.com/p/Cabc")
    await ann.says("comments")
    await ann.taps("Back")
    await ann.sees("Instagram: a post", "🔗 https://instagram.com/p/Cabc")


async def test_words_that_find_nothing_leave_the_link_as_it_is(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("https://instagram.com/p/Cabc")
    await ann.says("xyzzy")
    await ann.sees("I found nothing for “xyzzy”", "Instagram: a post", "🔗 https://instagram.com/p/Cabc")


async def test_words_for_another_platform_find_it_without_the_link(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("https://instagram.com/p/Cabc")
    await ann.says("youtube views")
    await ann.sees("Found for “youtube views”")
    assert "🔗" not in ann.person.last.shown


async def test_a_name_alone_is_no_word_to_search_for(harness: Harness) -> None:
    """“@ann_smith” was corrected to “and”, and found a service that has it in its name."""
    ann = harness.ann
    await ann.says("@ann_smith")
    await ann.sees("I did not get that")
    await ann.says("лайки на @ann_smith")
    await ann.sees("Found for", "Instagram · Instant")
