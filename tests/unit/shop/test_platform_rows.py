"""Platforms: by which words and links they are known."""

from dataclasses import replace

import pytest

from shop.catalogue.platforms import platform_of, platforms_in, words_of
from tests.unit.shop.goods import LIKES, storefront


@pytest.mark.parametrize(
    ("category", "name", "platform"),
    [
        ("Instagram & Facebook", "Facebook Page Likes", "facebook"),
        ("Instagram & Facebook", "Likes", "instagram"),
        ("Best sellers", "YouTube Views", "youtube"),
        ("Best sellers", "Views", None),
        ("TikTok", "Instagram Likes", "tiktok"),
    ],
)
def test_a_services_platform_is_its_categorys_or_the_one_of_its_name(
    category: str, name: str, platform: str | None
) -> None:
    found = platform_of(category, name)
    assert (found.key if found else None) == platform
    shown = storefront(replace(LIKES, category=category, name=name))
    assert [section.key for section in shown.sections] == [platform or "other"]


@pytest.mark.parametrize(
    ("words", "platform"),
    [
        ("New X Followers", "x"),
        ("X Followers", "x"),
        ("2 X Followers", None),
        ("Group X", None),
        ("Group X and X Followers", "x"),
    ],
)
def test_a_short_name_counts_first_or_before_a_counted_thing(words: str, platform: str | None) -> None:
    assert [one.key for one in platforms_in(words_of(words))] == ([platform] if platform else [])
