"""Links among other words, below pictures, behind words, by way of other bots, twice, and too early."""

import pytest

from tests.street import Street

POST = "https://www.instagram.com/p/abc123/"


async def is_asked_for_the_link(street: Street) -> None:
    service = street.panel.catalogue.of_type("Package")
    await street.ann.says(f"/order {service.id}")
    await street.ann.sees("Send the link")


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
async def test_the_one_link_of_a_message_is_taken(street: Street, text: str) -> None:
    await is_asked_for_the_link(street)
    await street.ann.says(text)
    await street.ann.sees("Check your order", f"Link: {POST}\n".strip())


async def test_a_link_below_a_picture(street: Street) -> None:
    await is_asked_for_the_link(street)
    street.ann.person.sends_photo(f"my picture {POST}")
    await street.settles()
    await street.ann.sees("Check your order", POST)


async def test_a_link_behind_words(street: Street) -> None:
    await is_asked_for_the_link(street)
    street.ann.person.says(
        "my picture", entities=[{"type": "text_link", "offset": 3, "length": 7, "url": POST}]
    )
    await street.settles()
    await street.ann.sees("Check your order", POST)


async def test_a_link_behind_words_and_another_one_beside_it(street: Street) -> None:
    await is_asked_for_the_link(street)
    hidden = {"type": "text_link", "offset": 0, "length": 4, "url": "https://www.instagram.com/p/other/"}
    street.ann.person.says(f"This {POST}", entities=[hidden])
    await street.settles()
    await street.ann.sees("There is more than one link", "Send the link")


async def test_a_link_by_way_of_another_bot(street: Street) -> None:
    await is_asked_for_the_link(street)
    street.ann.person.says(POST, via="pic")
    await street.settles()
    await street.ann.sees("Check your order", POST)


@pytest.mark.parametrize("line", [f"{POST}, 100", f"{POST} , 100", f"{POST} | 100", f"{POST}; 100"])
async def test_the_comma_between_link_and_quantity_is_none_of_the_links(street: Street, line: str) -> None:
    await street.ann.says(f"/order 1 {line}")
    await street.ann.sees("Check your order", f"Link: {POST}", "Quantity: 100")


@pytest.mark.parametrize("line", ["/order 1|{}|100", "1|{}|100", "1 | {} | 100"])
async def test_a_panels_line_for_many_orders_is_one_order(street: Street, line: str) -> None:
    ann = street.ann
    await ann.says("/order")
    await ann.says(line.format(POST))
    await ann.sees("Check your order", f"Link: {POST}", "Quantity: 100")


async def test_a_link_before_a_service_is_chosen_is_told_what_to_do(street: Street) -> None:
    ann = street.ann
    await ann.says(POST)
    await ann.sees("That is a link. Choose a service first", "Order")
    await ann.taps("Order")
    await ann.sees("What is it for?")
    await ann.says(f"I want likes for {POST}")
    await ann.sees("That is a link. Choose a service first", "What is it for?")


async def test_social_signals_take_a_web_site(street: Street) -> None:
    street.panel.catalogue.change(1, name="Social Signals | Mixed", category="Social Signals")
    await street.kiosk.rounds.refresh()
    await street.ann.says("/order 1 https://site.example/page 100")
    await street.ann.sees("Check your order", "Link: https://site.example/page")


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("Hashtag Views", "#summer"),
        ("Email Subscribers", "ann@site.example"),
        ("WhatsApp Number Messages", "+49 151 2345678"),
    ],
)
async def test_what_is_no_link_where_the_service_is_for_it(street: Street, name: str, target: str) -> None:
    ann = street.ann
    street.panel.catalogue.change(1, name=name, category="Others")
    await street.kiosk.rounds.refresh()
    await ann.says("/order 1")
    await ann.says(target)
    await ann.sees("How many?")
    await ann.says("100")
    await ann.taps("Skip")
    await ann.sees("Check your order", f"Link: {target.replace(' ', '')}")
