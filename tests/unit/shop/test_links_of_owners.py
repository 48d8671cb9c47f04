"""What is said of pages that only their owner sees, of words glued to a name, and of links cut short."""

import pytest

from shop.catalogue.platforms import PLATFORMS
from shop.errors import ShopError
from shop.ordering.link import check_link


def refusal(key: str, text: str) -> str:
    with pytest.raises(ShopError) as refused:
        check_link(text, PLATFORMS[key])
    return refused.value.key


OWNERS = {
    "youtube": (
        "https://studio.youtube.com/",
        "https://www.studio.youtube.com/",
        "https://studio.youtube.com/channel/UCabc/videos/upload",
        "https://studio.youtube.com/video/dQw4w9WgXcQ/edit",
        "https://www.youtube.com/upload",
        "https://www.youtube.com/account_advanced",
        "https://www.youtube.com/channel_switcher?next=%2F",
        "https://m.youtube.com/feed/history",
        "https://www.youtube.com/playlist?list=WL",
        "https://youtube.com/playlist?list=LL&si=abc",
    ),
    "instagram": (
        "https://www.instagram.com/your_activity/interactions/likes",
        "https://www.instagram.com/professional_dashboard/",
        "https://www.instagram.com/archive/stories/",
        "https://www.instagram.com/create/story",
        "https://www.instagram.com/some.one/saved/all-posts/",
    ),
    "tiktok": (
        "https://www.tiktok.com/tiktokstudio/content",
        "https://www.tiktok.com/tiktokstudio",
        "https://www.tiktok.com/creator-center/analytics",
        "https://www.tiktok.com/profile",
        "https://ads.tiktok.com/i18n/dashboard",
        "https://seller-us.tiktok.com/product",
    ),
    "facebook": (
        "https://www.facebook.com/me",
        "https://www.facebook.com/saved/?list_id=1",
        "https://www.facebook.com/notifications",
        "https://www.facebook.com/professional_dashboard/overview/",
        "https://business.facebook.com/latest/home?asset_id=1",
        "https://adsmanager.facebook.com/adsmanager/manage",
        "https://m.facebook.com/bookmarks/",
    ),
    "x": (
        "https://x.com/i/bookmarks",
        "https://x.com/bookmarks",
        "https://x.com/i/drafts",
        "https://x.com/compose/post/unsent/drafts",
        "https://x.com/someone/status/1780000000000000000/analytics",
        "https://analytics.twitter.com/user/someone/home",
        "https://studio.x.com/library",
    ),
    "threads": ("https://www.threads.com/drafts", "https://www.threads.net/saved"),
    "spotify": (
        "https://open.spotify.com/collection/tracks",
        "https://open.spotify.com/queue",
        "https://www.spotify.com/de/account/overview/",
        "https://artists.spotify.com/c/artist/abc/home",
        "https://podcasters.spotify.com/pod/dashboard/episodes",
    ),
    "soundcloud": ("https://soundcloud.com/you/tracks", "https://soundcloud.com/upload"),
    "linkedin": ("https://www.linkedin.com/in/me/", "https://www.linkedin.com/company/123/admin/feed/posts/"),
    "twitch": ("https://dashboard.twitch.tv/u/name/stream-manager", "https://www.twitch.tv/name/dashboard"),
    "vk": ("https://vk.com/im?sel=1", "https://vk.com/settings"),
    "discord": ("https://discord.com/channels/@me/123",),
    "whatsapp": ("https://web.whatsapp.com/",),
}


@pytest.mark.parametrize(("key", "link"), [(key, link) for key, links in OWNERS.items() for link in links])
def test_a_page_that_only_its_owner_sees_is_said_to_be_one(key: str, link: str) -> None:
    assert refusal(key, link) == "link_of_an_owner"


@pytest.mark.parametrize(
    ("key", "link"),
    [
        ("youtube", "https://www.youtube.com/playlist?list=PLabc"),
        ("youtube", "https://www.youtube.com/watch?list=PLabc"),
        ("youtube", "https://www.youtube.com/@studio/videos"),
        ("youtube", "https://www.youtube.com/accountant"),
        ("youtube", "https://music.youtube.com/playlist?list=OLAK5uy_abc"),
        ("instagram", "https://www.instagram.com/archive"),
        ("instagram", "https://www.instagram.com/zig.me/"),
        ("instagram", "https://www.instagram.com/big.me/reel/C8xYz-AbCdE/"),
        ("instagram", "https://www.instagram.com/saved/"),
        ("instagram", "https://www.instagram.com/create/"),
        ("tiktok", "https://www.tiktok.com/@profile"),
        ("tiktok", "https://www.tiktok.com/@tiktokstudio/video/7301234567890123456"),
        ("facebook", "https://www.facebook.com/name/friends"),
        ("facebook", "https://www.facebook.com/meme.page"),
        ("facebook", "https://www.facebook.com/ads/library/?id=123"),
        ("facebook", "https://business.facebook.com/some.page/posts/123"),
        ("x", "https://x.com/someone/status/1780000000000000000/photo/1"),
        ("x", "https://x.com/i/spaces/1abcABC"),
        ("x", "https://x.com/i/communities/123"),
        ("threads", "https://www.threads.com/@drafts"),
        ("spotify", "https://creators.spotify.com/pod/show/abc"),
        ("spotify", "https://open.spotify.com/intl-de/track/4cOdK2wGLETKBW3PvgPWqT"),
        ("linkedin", "https://www.linkedin.com/feed/update/urn:li:activity:7123/"),
        ("linkedin", "https://www.linkedin.com/in/meredith/"),
        ("soundcloud", "https://soundcloud.com/youngsters/track"),
        ("vk", "https://vk.com/im_fan"),
        ("discord", "https://discord.gg/abc"),
        ("whatsapp", "https://chat.whatsapp.com/AbCdEf"),
    ],
)
def test_a_page_that_everybody_sees_is_taken(key: str, link: str) -> None:
    assert check_link(link, PLATFORMS[key]) == link


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("youtube", "https://youtube.com/@handleПодпишись"),
        ("youtube", "https://www.youtube.com/@some.handle_1订阅"),
        ("youtube", "https://youtube.com/@handleاشترك"),
        ("youtube", "https://youtube.com/c/SomeChannelспасибо"),
        ("youtube", "https://youtube.com/user/someoneспасибо"),
        ("youtube", "https://youtube.com/@handleyoutube.com/@other"),
        ("youtube", "https://youtu.be/dQw4w9WgXcQplease"),
        ("youtube", "https://www.youtube.com/shorts/dQw4w9WgXcQ100likes"),
        ("youtube", "https://www.youtube.com/watch?v=dQw4w9WgXcQthanks"),
        ("tiktok", "https://www.tiktok.com/@name/video/7301234567890123456please"),
        ("tiktok", "https://www.tiktok.com/@name@name"),
        ("x", "https://x.com/someone/status/1780000000000000000thanks"),
        ("spotify", "https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqTplease"),
        ("instagram", "https://www.instagram.com/some.one/instagram.com/other"),
    ],
)
def test_a_word_glued_to_a_name_or_number_is_not_passed_on(key: str, text: str) -> None:
    assert refusal(key, text) in {"link_not_plain", "link_several"}


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://youtube.com/@кот", "https://youtube.com/@%D0%BA%D0%BE%D1%82"),
        ("https://youtube.com/@5минут", "https://youtube.com/@5%D0%BC%D0%B8%D0%BD%D1%83%D1%82"),
        ("https://youtube.com/@café", "https://youtube.com/@caf%C3%A9"),
        (
            "https://www.youtube.com/@iPhone%D0%94%D0%B5%D0%BB%D0%B0",
            "https://www.youtube.com/@iPhone%D0%94%D0%B5%D0%BB%D0%B0",
        ),
        ("https://youtube.com/@имяname", "https://youtube.com/@%D0%B8%D0%BC%D1%8Fname"),
        ("@кот", "https://www.youtube.com/@%D0%BA%D0%BE%D1%82"),
        ("@имяname", "https://www.youtube.com/@%D0%B8%D0%BC%D1%8Fname"),
        ("@नाम", "https://www.youtube.com/@%E0%A4%A8%E0%A4%BE%E0%A4%AE"),
        ("@%D0%BA%D0%BE%D1%82", "https://www.youtube.com/@%D0%BA%D0%BE%D1%82"),
        ("@ко\u200bт", "https://www.youtube.com/@%D0%BA%D0%BE%D1%82"),
        ("@café🔔", "https://www.youtube.com/@caf%C3%A9"),
        ("https://youtube.com/@handle Подпишись", "https://youtube.com/@handle"),
        ("https://youtube.com/@handle🔔", "https://youtube.com/@handle"),
    ],
)
def test_a_handle_may_be_in_any_script(text: str, link: str) -> None:
    """A browser copies such a link in percent signs, so there both scripts are the channel's own."""
    assert check_link(text, PLATFORMS["youtube"]) == link


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("youtube", "@handleПодпишись"),
        ("youtube", "@кот/videos"),
        ("youtube", "@🔔"),
        ("youtube", "@кот@котик"),
        ("youtube", "@ко\u202eт"),
        ("youtube", "https://youtube.com/@%D0%BA%D0%BE%E2%80%8B%D1%82"),
        ("youtube", "https://youtube.com/@na%E2%80%AEme"),
        ("youtube", "https://youtubе.com/@кот"),  # its last letter is Cyrillic
        ("tiktok", "@кот"),
        ("instagram", "@кот"),
        ("telegram", "@кот"),
    ],
)
def test_what_is_no_handle_in_any_script_is_refused(key: str, text: str) -> None:
    assert refusal(key, text) in {"link_not_web", "link_not_plain", "link_wrong_platform", "link_several"}


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("youtube", "https://youtube.com/@"),
        ("youtube", "https://www.youtube.com/watch?v="),
        ("tiktok", "https://www.tiktok.com/@"),
        ("tiktok", "https://www.tiktok.com/@name/video/"),
        ("threads", "https://www.threads.com/@name/post/"),
        ("x", "https://x.com/someone/status/"),
        ("x", "https://x.com/share?url=https%3A%2F%2Fa.example"),
        ("spotify", "https://open.spotify.com/"),
        ("spotify", "https://open.spotify.com/search/some%20song"),
        ("spotify", "https://open.spotify.com/track/"),
        ("facebook", "https://www.facebook.com/profile.php"),
        ("facebook", "https://www.facebook.com/photo.php"),
        ("facebook", "https://www.facebook.com/share/"),
        ("facebook", "https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fa.example"),
    ],
)
def test_a_link_that_was_cut_short_names_nothing(key: str, text: str) -> None:
    assert refusal(key, text) == "link_names_nothing"


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://web.telegram.org/k/#@durov", "https://t.me/durov"),
        ("https://web.telegram.org/a/#@durov", "https://t.me/durov"),
        ("web.telegram.org/#/im?p=@durov", "https://t.me/durov"),
        ("https://web.telegram.org/k/#@durov/123", "https://t.me/durov/123"),
        ("look: https://web.telegram.org/k/#@durov", "https://t.me/durov"),
    ],
)
def test_a_chat_in_telegrams_web_app_is_taken_by_its_name(text: str, link: str) -> None:
    assert check_link(text, PLATFORMS["telegram"]) == link


@pytest.mark.parametrize(
    "text", ["https://web.telegram.org/a/#-1001234567890", "https://web.telegram.org/k/", "web.telegram.org"]
)
def test_another_page_of_telegrams_web_app_is_no_link_that_everybody_can_open(text: str) -> None:
    assert refusal("telegram", text) == "link_private"
