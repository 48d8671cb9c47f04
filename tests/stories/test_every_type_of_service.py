"""Every type of service, from the first tap to the fields the panel gets, with every question in between.

Nothing else is asked, and nothing else is sent: a question too many, or a field too many, fails its story.
"""

from dataclasses import dataclass, field

import pytest

from handlers.ordering.list_views import service_key
from playground.panel.rules import NEEDS
from playground.telegram import Button
from tests.in_process import Harness, Player

POST = "https://www.instagram.com/p/Cabc"
VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
SITE = "https://example.com/cats"
NAMES = "\n".join(f"person{number}" for number in range(25))
LINES = "\n".join(f"so nice {number}" for number in range(12))

Asked = tuple[str, str]
"""Words of a question, and the answer: a leading * taps a button."""

OF_POST: Asked = ("Send the link", POST)


@dataclass(frozen=True)
class Journey:
    """What is asked for one type, in order, and what the panel gets for it besides its own parameters."""

    type: str
    asked: tuple[Asked, ...]
    sent: dict[str, str] = field(default_factory=dict)


def traffic(choice: str, *more: Asked, **sent: str) -> Journey:
    """Return the journey of one kind of web traffic."""
    asked = (
        ("Send the link", SITE),
        ("How many?", "*100 ·"),
        ("From which country?", "germany"),
        ("On which device?", "*Phones"),
        ("Where should the visitors come from?", f"*{choice}"),
        *more,
    )
    return Journey(
        "Web Traffic", asked, {"url": SITE, "quantity": "100", "country": "DE", "device": "4"} | sent
    )


JOURNEYS = [
    Journey("Default", (OF_POST, ("How many?", "1k")), {"url": POST, "quantity": "1000"}),
    Journey("Package", (OF_POST,), {"url": POST}),
    Journey(
        "SEO",
        (
            ("Send the link", VIDEO),
            ("How many?", "1,5k"),
            ("Send the keywords", "cats\nbest cats"),
        ),
        {"url": VIDEO, "quantity": "1500", "keywords": "cats\nbest cats"},
    ),
    Journey(
        "Custom Comments",
        (OF_POST, ("Send the comments", LINES)),
        {"url": POST, "comments": LINES, "quantity": "12"},
    ),
    Journey(
        "Custom Comments Package",
        (OF_POST, ("Send the comments", LINES)),
        {"url": POST, "comments": LINES, "quantity": "12"},
    ),
    Journey(
        "Mentions",
        (OF_POST, ("Who should be mentioned?", NAMES)),
        {"url": POST, "usernames": NAMES},
    ),
    Journey(
        "Mentions Custom List",
        (OF_POST, ("Who should be mentioned?", NAMES)),
        {"url": POST, "usernames": NAMES},
    ),
    Journey(
        "Mentions with Hashtags",
        (
            OF_POST,
            ("How many?", "*100 ·"),
            ("Who should be mentioned?", "ann, bob"),
            ("Send the hashtags", "#one #two"),
        ),
        {"url": POST, "quantity": "100", "usernames": "ann\nbob", "hashtags": "#one\n#two"},
    ),
    Journey(
        "Mentions Hashtag",
        (OF_POST, ("How many?", "*100 ·"), ("Send the hashtag", "#cats")),
        {"url": POST, "quantity": "100", "hashtag": "#cats"},
    ),
    Journey(
        "Mentions User Followers",
        (OF_POST, ("How many?", "*100 ·"), ("Whose followers should be mentioned?", "bob")),
        {"url": POST, "quantity": "100", "username": "bob"},
    ),
    Journey(
        "Mentions Media Likers",
        (OF_POST, ("How many?", "*100 ·"), ("whose likers should be mentioned", f"{POST}def")),
        {"url": POST, "quantity": "100", "media": f"{POST}def"},
    ),
    Journey(
        "Comment Likes",
        (OF_POST, ("How many?", "*100 ·"), ("Whose comment is it?", "bob")),
        {"url": POST, "quantity": "100", "username": "bob"},
    ),
    Journey(
        "Comment Replies",
        (OF_POST, ("Whose comment is it?", "bob"), ("Send the comments", LINES)),
        {"url": POST, "username": "bob", "comments": LINES, "quantity": "12"},
    ),
    Journey(
        "Poll",
        (
            ("Send the link", "https://t.me/the_news/55"),
            ("How many?", "*100 ·"),
            ("Which answer in the poll?", "٢"),
        ),
        {"url": "https://t.me/the_news/55", "quantity": "100", "answer_number": "2"},
    ),
    Journey(
        "Invites from Groups",
        (
            ("Send the link", "@the_news"),
            ("How many?", "*100 ·"),
            ("Send the groups", "t.me/one\nt.me/two"),
        ),
        {"url": "https://t.me/the_news", "quantity": "100", "groups": "t.me/one\nt.me/two"},
    ),
    Journey(
        "Subscriptions",
        (
            ("Whose new posts are meant?", "ann"),
            ("Minimum per new post?", "100"),
            ("Maximum per new post?", "200"),
            ("For how many new posts?", "*Skip"),
            ("For how many of the existing posts?", "*Skip"),
            ("When should it start after a post?", "*At once"),
            ("Until which day?", "*Skip"),
        ),
        {"username": "ann", "min": "100", "max": "200", "delay": "0"},
    ),
    traffic(
        "A search engine",
        ("Which keyword should they search for?", "best cats"),
        type_of_traffic="1",
        google_keyword="best cats",
    ),
    traffic(
        "Another page",
        ("Which page should they come from?", f"{SITE}/from"),
        type_of_traffic="2",
        referring_url=f"{SITE}/from",
    ),
    traffic("Nowhere: direct", type_of_traffic="3"),
]


async def to_the_form(harness: Harness, player: Player, service_id: int) -> None:
    """Walk from /order to the service's form, by buttons alone."""
    sold = harness.kiosk.storefront.sold(str(service_id))
    assert sold.platform is not None
    section = harness.kiosk.storefront.section(sold.platform.key)
    assert section is not None
    await player.says("/order")
    await taps_on_some_page(player, f":platform:{section.key}")
    if len(section.categories) > 1:
        [category] = [one for one in section.categories if sold.service in one.services]
        await player.taps(find(player, f":category:{category.key}"))
    await taps_on_some_page(player, f":service:{service_key(sold.service)}")
    await player.taps("Order")


async def taps_on_some_page(player: Player, ending: str) -> None:
    """Go on to the page with the button whose data ends like this, and tap it."""
    while not has(player, ending):
        await player.taps("Next")
    await player.taps(find(player, ending))


def buttons(player: Player) -> list[Button]:
    return player.person.last.buttons


def has(player: Player, ending: str) -> bool:
    return any((button.data or "").endswith(ending) for button in buttons(player))


def find(player: Player, ending: str) -> str:
    """Return the data of the button on the newest card that ends like this."""
    return next(button.data for button in buttons(player) if button.data and button.data.endswith(ending))


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda one: f"{one.type} {one.asked[-1][1][:16]!r}")
async def test_from_the_first_tap_to_the_fields_the_panel_gets(harness: Harness, journey: Journey) -> None:
    ann, catalogue = harness.ann, harness.panel.catalogue
    service = catalogue.service(21) if journey.type == "Default" else catalogue.of_type(journey.type)
    assert service is not None
    await to_the_form(harness, ann, service.id)
    for words, answer in journey.asked:
        await ann.sees(words)
        ann.finds_no("Check your order")
        if answer.startswith("*"):
            label = next(one for one in ann.person.last.labels if answer[1:] in one)
            await ann.taps(label)
        else:
            await ann.says(answer)
    await ann.sees("Check your order")
    await ann.taps("Confirm")
    [form] = [dict(call.form) for call in harness.panel.calls if call.action == "add"]
    told = {name: value for name, value in form.items() if name not in {"key", "action"}}
    assert told == {"service": str(service.id)} | journey.sent
    assert len(harness.panel.orders) == 1
    await harness.audited()


def test_every_type_the_shop_sells_has_a_journey(harness: Harness) -> None:
    types = {service.type for service in harness.panel.catalogue}
    assert types == {journey.type for journey in JOURNEYS}


def test_the_panel_demands_what_is_sent_for_each_type() -> None:
    """A panel that takes orders without it would hide that it is not asked for."""
    sent: dict[str, set[str]] = {}
    for journey in JOURNEYS:
        sent.setdefault(journey.type, set(journey.sent)).intersection_update(journey.sent)
    assert {kind: set(names) for kind, names in NEEDS.items()} == {
        kind: names - {"url", "quantity"} for kind, names in sent.items()
    }
