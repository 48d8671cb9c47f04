"""Links as people paste them: begun wrong, with a number behind a slash, from a page on the way or an app."""

import pytest

from shop.catalogue.platforms import PLATFORMS
from shop.errors import ShopError
from shop.ordering.link import check_link
from shop.ordering.link_kinds import Kind, kind_of

POST = "https://www.instagram.com/p/C8xYz-AbCdE/"
VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
SIGNING_IN = (
    "https://accounts.google.com/ServiceLogin?service=youtube&continue=https%3A%2F%2Fwww.youtube.com"
    "%2Fsignin%3Fnext%3D%252Fwatch%253Fv%253DdQw4w9WgXcQ"
)


@pytest.mark.parametrize(
    "beginning",
    ["ttps://", "tps://", "htps://", "htt://", "https:/", "https//", "https:", "HTTPS//", "https://https://", "http://https://"],
)  # fmt: skip
@pytest.mark.parametrize(
    ("key", "link"), [("instagram", POST), ("youtube", VIDEO), ("telegram", "https://t.me/durov/5")]
)
def test_a_broken_beginning_is_mended(key: str, link: str, beginning: str) -> None:
    assert check_link(beginning + link.removeprefix("https://"), PLATFORMS[key]) == link


@pytest.mark.parametrize(
    "text", ["ftp://instagram.com/a", "mailto:a@instagram.com", "https:// ", "s//", "tps://"]
)
def test_another_beginning_is_not(text: str) -> None:
    with pytest.raises(ShopError):
        check_link(text, PLATFORMS["instagram"])


def test_a_web_sites_beginning_is_left_to_its_owner() -> None:
    with pytest.raises(ShopError):
        check_link("ttps://site.example/a", PLATFORMS["website"])


@pytest.mark.parametrize(
    ("key", "text", "link"),
    [
        (
            "youtube",
            "https://consent.youtube.com/m?continue=https%3A%2F%2Fwww.youtube.com%2F%40some.one&gl=DE&m=0",
            "https://www.youtube.com/@some.one",
        ),
        (
            "youtube",
            SIGNING_IN,
            VIDEO,
        ),
        ("youtube", f"{VIDEO}/", VIDEO),
        ("facebook", "https://www.facebook.com/watch/?v=123456/", "https://www.facebook.com/watch/?v=123456"),
        ("youtube", "youtube://watch?v=dQw4w9WgXcQ", VIDEO),
        ("youtube", "youtube://www.youtube.com/watch?v=dQw4w9WgXcQ", VIDEO),
        ("youtube", "vnd.youtube://www.youtube.com/watch?v=dQw4w9WgXcQ&feature=share", VIDEO),
        ("instagram", "https://www.instagram.com/@some.one?igsh=1", "https://www.instagram.com/some.one"),
        ("x", "https://x.com/@someone", "https://x.com/someone"),
        ("x", "https://x.com/intent/follow?screen_name=someone", "https://x.com/someone"),
        ("x", "https://twitter.com/intent/user?lang=en&screen_name=someone", "https://twitter.com/someone"),
        (
            "facebook",
            "https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2Fsome.page%2Fposts%2F1&width=500",
            "https://www.facebook.com/some.page/posts/1",
        ),
        ("telegram", "tg://resolve?domain=durov&post=12&single", "https://t.me/durov/12"),
        ("telegram", "tg:resolve?domain=durov", "https://t.me/durov"),
        ("telegram", "tg://resolve?domain=some_bot&start=ref_1", "https://t.me/some_bot?start=ref_1"),
        ("telegram", "@durov/123", "https://t.me/durov/123"),
        (
            "spotify",
            "spotify:user:someone:playlist:4cOdK2wGLETKBW3PvgPWqT",
            "https://open.spotify.com/playlist/4cOdK2wGLETKBW3PvgPWqT",
        ),
    ],
)
def test_what_leads_on_is_followed_to_what_was_meant(key: str, text: str, link: str) -> None:
    assert check_link(text, PLATFORMS[key]) == link


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("tiktok", "https://vt.tiktok.com/ZSabcdEFg/1000"),
        ("tiktok", "https://www.tiktok.com/@some.one/video/7301234567890123456/1000"),
        ("youtube", "https://youtu.be/dQw4w9WgXcQ/1000"),
        ("youtube", "https://www.youtube.com/shorts/dQw4w9WgXcQ/1000"),
        ("youtube", "https://www.youtube.com/channel/UC-lHJZR3Gqxm24_Vd_AJ5Ywthanks"),
        ("x", "https://x.com/someone/status/1780000000000000000/1000"),
        ("facebook", "https://www.facebook.com/share/v/1AbCdEf/1000"),
        ("facebook", "https://www.facebook.com/share/1AbCdEf/1000"),
        ("facebook", "https://www.facebook.com/some.page/posts/1234567890thanks"),
        ("facebook", "https://www.facebook.com/some.page/videos/1234567890thanks/"),
        ("facebook", "https://www.facebook.com/reel/1234567890123456/1000"),
        ("facebook", "https://www.facebook.com/reel/1234567890123456please"),
        ("facebook", "https://www.facebook.com/profile.php?id=100012345678901Спасибо"),
        ("facebook", "https://www.facebook.com/watch/?v=1234567890thanks"),
        ("threads", "https://www.threads.com/@some.one/post/Cabc/1000"),
        ("spotify", "https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT/1000"),
    ],
)
def test_a_number_behind_a_slash_is_none_of_the_link(key: str, text: str) -> None:
    with pytest.raises(ShopError) as refused:
        check_link(text, PLATFORMS[key])
    assert refused.value.key == "link_not_plain"


def test_of_instagram_a_number_behind_a_post_is_taken_as_ever() -> None:
    assert check_link(f"{POST}1000/", PLATFORMS["instagram"]) == f"{POST}1000/"


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("tiktok", "https://vm.tiktok.com/"),
        ("tiktok", "https://vt.tiktok.com"),
        ("tiktok", "https://www.tiktok.com/t/"),
        ("telegram", "https://t.me/+"),
        ("spotify", "https://open.spotify.com/intl-de/"),
        ("spotify", "https://open.spotify.com/intl-de/track/"),
        ("whatsapp", "https://chat.whatsapp.com/"),
        ("whatsapp", "https://www.whatsapp.com/channel/"),
        ("soundcloud", "https://soundcloud.com/search?q=a"),
        ("twitch", "https://www.twitch.tv/directory/game/a"),
        ("facebook", "https://www.facebook.com/search/top?q=a"),
    ],
)
def test_a_link_that_was_cut_short_or_a_search_names_nothing(key: str, text: str) -> None:
    with pytest.raises(ShopError) as refused:
        check_link(text, PLATFORMS[key])
    assert refused.value.key == "link_names_nothing"


@pytest.mark.parametrize(
    ("key", "link"),
    [
        ("instagram", f"{POST}c/17890123456789012/"),
        ("instagram", f"{POST}liked_by/"),
        ("instagram", "https://www.instagram.com/reels/audio/123456789/"),
        ("x", "https://x.com/someone/status/1780000000000000000/photo/1"),
        ("telegram", "https://t.me/durov/12/345"),
        ("youtube", "https://www.youtube.com/channel/UC-lHJZR3Gqxm24_Vd_AJ5Yw"),
        ("youtube", "https://www.youtube.com/@some.one"),
        ("facebook", "https://www.facebook.com/some.page/videos/title-words/1234567890/"),
        ("facebook", "https://www.facebook.com/photo.php?fbid=1&id=2&set=a.1"),
        ("facebook", "https://www.facebook.com/story.php?story_fbid=pfbid0AbC&id=100012345678901"),
        ("facebook", "https://www.facebook.com/share/1AbCdEfGhi/"),
        ("facebook", "https://www.facebook.com/share/v/1AbCdEfGhi/"),
        ("facebook", "https://www.facebook.com/share/p/16GxYzAbCd/"),
        ("facebook", "https://www.facebook.com/share/r/19abcDEF/"),
        ("facebook", "https://www.facebook.com/some.page/videos/100k-special/1234567890/"),
        ("facebook", "https://www.facebook.com/some.page/posts/3d-art-for-all/1234567890"),
        ("facebook", "https://www.facebook.com/watch/?v=1234567890?mibextid=abc"),
        ("spotify", "https://podcasters.spotify.com/pod/show/averylongnameofonepodcast/episodes/1-e1ab"),
        ("tiktok", "https://www.tiktok.com/t/ZTabcdEFg/"),
        ("tiktok", "https://www.tiktok.com/@/video/7301234567890123456"),
    ],
)
def test_what_belongs_to_a_link_stays(key: str, link: str) -> None:
    assert check_link(link, PLATFORMS[key]) == link


def test_nobody_sees_what_a_short_link_leads_to() -> None:
    """A tweet's t.co was taken for a profile, so that likes were refused for it."""
    assert kind_of("t.co", "/AbCdEf1234") is None
    assert kind_of("x.com", "/someone") is Kind.PROFILE
    assert kind_of("snd.sc", "/AbCd") is None
