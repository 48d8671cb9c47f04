"""Links that are offered again, and the chats that can be chosen for a service."""

from dataclasses import replace

import pytest

from shop.ordering.chat_choice import ChatKind, chats_for
from shop.ordering.last_links import last_links
from tests.unit.shop.goods import LIKES, POST, storefront

ANN, OLGA, PIA, GROUP = 7, 8, 9, -1001234


def test_earlier_links_are_offered_where_they_fit_each_target_once() -> None:
    sold = storefront(LIKES).sold("12")
    links = [
        "https://www.instagram.com/ann/",
        POST,
        "https://t.me/durov/5",
        "https://instagram.com/p/Cabc",
        "not a link",
        "https://www.instagram.com/",
        "https://www.instagram.com/p/Cutm/?utm_source=x",
        "https://www.instagram.com/p/Cxyz/",
    ]
    assert last_links(links, sold) == (POST, "https://www.instagram.com/p/Cxyz/")


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("Telegram Channel Members", (ChatKind.CHANNEL,)),
        ("Telegram Group Members", (ChatKind.GROUP,)),
        ("Telegram Members", tuple(ChatKind)),
        ("Telegram Channel Post Views", ()),
        ("Instagram Followers", ()),
    ],
)
def test_a_chat_can_be_chosen_for_what_is_for_a_whole_chat(name: str, kinds: tuple[ChatKind, ...]) -> None:
    service = replace(LIKES, name=name, category=name.split(maxsplit=1)[0])
    assert chats_for(storefront(service).sold("12")) == kinds
