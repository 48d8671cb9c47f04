"""Links that lead to a service of the shop."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from shop.catalogue.deep_links import (
    link_key,
    link_to,
    link_to_bundle,
    link_to_order,
    link_to_share,
    link_to_shop,
)
from tests.unit.shop.goods import LIKES


def test_links_that_open_the_shop_at_what_they_name() -> None:
    assert link_to_shop("kiosk_bot") == "https://t.me/kiosk_bot?start=inline"
    assert link_to(LIKES, "kiosk_bot") == "https://t.me/kiosk_bot?start=s_12"
    assert link_to_order(5, "kiosk_bot") == "https://t.me/kiosk_bot?start=o_5"
    assert link_to_bundle(5, "kiosk_bot") == "https://t.me/kiosk_bot?start=b_5"


def test_a_number_that_cannot_stand_in_a_link_is_named_by_a_short_key() -> None:
    odd = replace(LIKES, id="a b/ü")
    assert link_key(LIKES) == "12"
    assert link_key(odd).isalnum()
    assert link_key(odd) != odd.id
    assert link_key(replace(LIKES, id="a" * 62)) == "a" * 62
    assert len(link_key(replace(LIKES, id="a" * 63))) < 62


def test_a_link_is_shared_with_its_words_as_they_are() -> None:
    shared = link_to_share("https://t.me/kiosk_bot?start=s_12&x=1", "Likes & more + ü")
    assert "+" not in shared
    assert shared.startswith("https://t.me/share/url?")
    assert parse_qs(urlsplit(shared).query) == {
        "url": ["https://t.me/kiosk_bot?start=s_12&x=1"],
        "text": ["Likes & more + ü"],
    }
