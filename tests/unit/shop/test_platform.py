"""The platform of a service, by the panel's name for it, and of a link, by its host."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.catalogue.platforms import PLATFORMS, keyed_words, platform_at, platform_of, words_of


def key_of(category: str, name: str = "") -> str | None:
    """Return the platform's key."""
    platform = platform_of(category, name)
    return platform.key if platform else None


@pytest.mark.parametrize(
    ("category", "key"),
    [
        ("Instagram Followers [ Guaranteed ]", "instagram"),
        ("🔥 IG Reels Views", "instagram"),
        ("İNSTAGRAM TAKİPÇİ", "instagram"),
        ("𝗜𝗻𝘀𝘁𝗮𝗴𝗿𝗮𝗺 𝗟𝗶𝗸𝗲𝘀", "instagram"),
        ("ɪɴꜱᴛᴀɢʀᴀᴍ", "instagram"),
        ("Инстаграм лайки", "instagram"),
        ("متابعين انستقرام", "instagram"),
        ("इंस्टाग्राम लाइक", "instagram"),
        ("यूट्यूब व्यू", "youtube"),
        ("टेलीग्राम मेंबर", "telegram"),
        ("टिक टॉक फॉलोअर", "tiktok"),
        ("फेसबुक लाइक", "facebook"),
        ("व्हाट्सएप चैनल", "whatsapp"),
        ("فالوور توییتر", "x"),
        ("واتساپ", "whatsapp"),
        ("Tik Tok Views", "tiktok"),
        ("Tik-Tok Curtidas", "tiktok"),
        ("TT Beğeni", "tiktok"),
        ("ТикТок просмотры", "tiktok"),
        ("YT | Watch Time", "youtube"),
        ("Ютуб подписчики", "youtube"),
        ("You_Tube Likes", "youtube"),
        ("Телеграм участники", "telegram"),
        ("TG Premium Members", "telegram"),
        ("FB Page Likes", "facebook"),
        ("Twitter (X) Followers", "x"),
        ("X (Twitter)", "x"),
        ("X.com Likes", "x"),
        ("X", "x"),
        ("🇺🇸 X Followers", "x"),
        ("New X Retweets", "x"),
        ("Retweets [Real]", "x"),
        ("ВКонтакте друзья", "vk"),
        ("VK Лайки", "vk"),
        ("OK", "ok"),
        ("ОК Классы", "ok"),
        ("ok.ru Group Members", "ok"),
        ("Одноклассники", "ok"),
        ("Яндекс Дзен", "dzen"),
        ("Instagram Threads Followers", "threads"),
        ("Kick Live Viewers", "kick"),
        ("What's App Channel", "whatsapp"),
        ("SoundCloud Plays", "soundcloud"),
        ("Google Reviews", "google"),
        ("Website Traffic from Instagram", "website"),
        ("USA Traffic via Google", "website"),
        ("Трафик на сайт", "website"),
        ("Medium claps", "medium"),
    ],
)
def test_a_category_names_its_platform(category: str, key: str) -> None:
    assert key_of(category) == key


@pytest.mark.parametrize(
    "name",
    [
        "Followers [Max 10K]",
        "Mix of male and female",
        "OKAY quality, token holders, Moscow",
        "Likes: mixed, all OK here",
        "Likes 10 X faster",
        "100 x Comments",
        "Xtra fast / X-Treme fast",
        "Big, light, figment, Togo",
        "Medium quality",
        "Rebooked, snapped, kicked, threaded",
        "",
        "🔥⚡️♻️",
    ],
)
def test_a_word_inside_another_names_nothing(name: str) -> None:
    assert key_of("Best offers", name) is None


def test_the_category_decides_before_the_name() -> None:
    assert key_of("Telegram", "Members from Instagram") == "telegram"
    assert key_of("Followers", "Instagram, TikTok alike") == "instagram"


def test_a_category_of_several_platforms_leaves_the_choice_to_the_name() -> None:
    assert key_of("Instagram & Facebook", "Facebook Page Likes") == "facebook"
    assert key_of("Instagram & Facebook", "Likes on a post") == "instagram"


def test_where_people_come_from_is_not_where_the_link_leads() -> None:
    assert key_of("YouTube Views via Google Ads", "From Facebook") == "youtube"
    assert key_of("Best offers", "Members from TikTok") is None


def test_words_have_no_case_accents_or_ornament() -> None:
    assert words_of("🔥 𝗧𝗶𝗸-Tok | Beğeni_ÇOK [30D]") == ["tik", "tok", "begeni", "cok", "30d"]
    assert words_of("What's an e-mail?") == ["whats", "an", "email"]
    assert words_of("Ёлки") == ["елки"]


def test_keyed_words_know_a_platform_by_any_name() -> None:
    assert keyed_words(words_of("Tik Tok or YT for Твиттер")) == ["tiktok", "or", "youtube", "for", "x"]


def test_a_sign_is_no_name() -> None:
    assert keyed_words(words_of("Instagram Threads retweets")) == ["instagram", "threads", "retweets"]


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("instagram.com", "instagram"),
        ("www.instagram.com", "instagram"),
        ("vm.tiktok.com", "tiktok"),
        ("durov.t.me", "telegram"),
        ("music.youtube.com", "youtube"),
        ("open.spotify.com", "spotify"),
        ("music.apple.com", "applemusic"),
        ("maps.app.goo.gl", "google"),
        ("www.google.com.tr", "google"),
        ("google.de", "google"),
        ("shopee.co.id", "shopee"),
        ("br.pinterest.com", "pinterest"),
    ],
)
def test_a_host_belongs_to_its_platform(host: str, key: str) -> None:
    assert platform_at(host) is PLATFORMS[key]
    assert PLATFORMS[key].owns(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "com",
        "evilinstagram.com",
        "instagram.com.evil.com",
        "google.evil.com",
        "notgoogle.com",
        "x.com.ru",
    ],
)
def test_the_rest_of_the_web_is_nobodys(host: str) -> None:
    assert platform_at(host) is None
    assert not PLATFORMS["instagram"].owns(host)
    assert PLATFORMS["website"].owns(host)


def test_each_host_and_name_is_of_one_platform_and_each_profile_on_it() -> None:
    hosts = [host for platform in PLATFORMS.values() for host in platform.hosts]
    named = [name for platform in PLATFORMS.values() for name in platform.names + platform.signs]
    assert len(hosts) == len(set(hosts))
    assert len(named) == len(set(named)), "a name of two platforms is a name of none"
    assert all(named)
    for platform in PLATFORMS.values():
        assert platform.label
        assert platform.emoji
        assert platform.names or platform.signs
        if platform.profile:
            link = platform.profile.format("name")
            assert link.startswith("https://")
            assert platform.owns(link.split("/")[2]), "@name leads to the platform itself"


@settings(deadline=None)
@given(st.text(), st.text())
def test_any_text_has_a_platform_or_none(category: str, name: str) -> None:
    assert platform_of(category, name) in {None, *PLATFORMS.values()}


@settings(deadline=None)
@given(st.text())
def test_words_of_words_are_the_words(text: str) -> None:
    words = words_of(text)
    assert words_of(" ".join(words)) == words


def test_ten_thousand_services_are_told_in_a_moment() -> None:
    names = [f"⭐ Real followers {n} [Refill 30D] | Max 100K Beğeni" for n in range(10_000)]
    start = time.process_time()
    for at, name in enumerate(names):
        platform_of(f"New offers {at % 300}", name)
    assert time.process_time() - start < 1.0  # measured: 0.09 s
