"""What sticks to a link when it is copied or typed: marks, words, invisible signs, another link."""

import pytest

from shop.catalogue.platforms import PLATFORMS
from shop.errors import ShopError
from shop.ordering.link import check_link

LINKS = {
    "instagram": (
        "https://www.instagram.com/some.one_1",
        "https://www.instagram.com/p/C8xYz-AbCdE/",
        "https://www.instagram.com/s/aGlnaGxpZ2h0OjE3?story_media_id=3_1",
    ),
    "tiktok": (
        "https://www.tiktok.com/@some.one/video/7301234567890123456",
        "https://vm.tiktok.com/ZMabcdEFg/",
    ),
    "youtube": (
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://youtu.be/dQw4w9WgXcQ",
        "https://www.youtube.com/shorts/dQw4w9WgXcQ",
    ),
    "facebook": (
        "https://www.facebook.com/watch/?v=123456",
        "https://www.facebook.com/story.php?story_fbid=123&id=456",
    ),
    "x": ("https://x.com/someone/status/1780000000000000000", "https://mobile.twitter.com/someone"),
    "telegram": ("https://t.me/durov/123", "https://t.me/durov?boost", "https://durov.t.me"),
    "threads": ("https://www.threads.com/@some.one/post/Cabc",),
    "spotify": ("https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT",),
    "soundcloud": ("https://soundcloud.com/artist/track",),
    "vk": ("https://vk.com/wall-1_2", "https://vk.com/durov?w=wall1_2"),
    "twitch": ("https://www.twitch.tv/name",),
    "snapchat": ("https://www.snapchat.com/add/name",),
    "discord": ("https://discord.gg/abc",),
    "whatsapp": ("https://chat.whatsapp.com/AbCdEf",),
    "reddit": ("https://www.reddit.com/r/pics/comments/abc123/title/",),
}
EACH = [(key, link) for key, links in LINKS.items() for link in links]

TAKEN_OFF = (
    *(
        "{}،",
        "{}؛",
        "{}؟",
        "{}。",
        "{}!",
        "{},",
        "{};",
        "{}…",
        "{}.",
        "「{}」",
        "『{}』",
        "【{}】",
        "（{}）",
        "《{}》",
    ),
    *("{}🔥", "{} 🔥", "{}❤️", "👉{}", "{}👍🏽", "{}✅", "{}%20", "{}।"),
    *("\u200f{}\u200e", "\u2067{}\u2069", "\ufeff{}", "{}\u200b", "\u3000{}"),
    *("لینک من {} هست", "Вот ссылка: {} спасибо!", "链接 {} 谢谢", "«{}»", "“{}”", "- {}", "1. {}", "۱. {}"),
)


def refusal(text: str, key: str) -> str:
    with pytest.raises(ShopError) as refused:
        check_link(text, PLATFORMS[key])
    return refused.value.key


def as_taken(text: str, key: str) -> str:
    """Return the link, or the key of the sentence that refuses it."""
    try:
        return check_link(text, PLATFORMS[key])
    except ShopError as refused:
        return refused.key


@pytest.mark.parametrize("around", TAKEN_OFF)
@pytest.mark.parametrize(("key", "link"), EACH)
def test_marks_around_a_link_are_none_of_it(key: str, link: str, around: str) -> None:
    assert check_link(around.format(link), PLATFORMS[key]) == check_link(link, PLATFORMS[key])


@pytest.mark.parametrize(
    "unseen", ["\u200b", "\u200e", "\u200f", "\u00ad", "\u2060", "\ufeff", "\u200c", "\u2063"]
)
@pytest.mark.parametrize(("key", "link"), EACH)
def test_invisible_signs_within_a_link_go(key: str, link: str, unseen: str) -> None:
    for place in (8, 10, 14, len(link) - 2, len(link) - 1):
        assert check_link(link[:place] + unseen + link[place:], PLATFORMS[key]) == link


@pytest.mark.parametrize("between", ["", ",", ";", "|", "%20", "\u200b", "&"])
@pytest.mark.parametrize(("key", "link"), EACH)
def test_two_links_without_a_blank_are_two(key: str, link: str, between: str) -> None:
    assert refusal(link + between + link, key) in {"link_several", "link_not_plain", "link_wrong_platform"}


@pytest.mark.parametrize("word", ["谢谢", "вот", "لطفا", "です", "100и"])
@pytest.mark.parametrize(("key", "link"), [one for one in EACH if one[0] not in {"facebook", "reddit"}])
def test_a_word_that_sticks_to_a_link_is_not_passed_on(key: str, link: str, word: str) -> None:
    assert refusal(link + word, key) in {"link_not_plain", "link_wrong_platform"}


@pytest.mark.parametrize("behind", ["|1000", "|", "<1000>", "`1000", "^2", "{x}"])
@pytest.mark.parametrize(
    ("key", "link"),
    [
        ("instagram", "https://www.instagram.com/s/aGln?story_media_id=3_1"),
        ("youtube", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("facebook", "https://www.facebook.com/watch/?v=123456"),
        ("vk", "https://vk.com/durov?w=wall1_2"),
        ("facebook", "https://www.facebook.com/some.one"),
        ("spotify", "https://open.spotify.com/track/4cOd"),
        ("linkedin", "https://www.linkedin.com/in/some-one"),
    ],
)
def test_what_no_parameter_holds_is_not_passed_on(key: str, link: str, behind: str) -> None:
    assert as_taken(link + behind, key) in {link, "link_not_plain", "link_several"}


@pytest.mark.parametrize(
    ("key", "text", "link"),
    [
        ("youtube", "https://www.youtube.com/watch?app=desktop&amp;v=abc&amp;t=5", "https://www.youtube.com/watch?v=abc"),
        ("facebook", "https://www.facebook.com/story.php?story_fbid=1&amp;id=2", "https://www.facebook.com/story.php?story_fbid=1&id=2"),
        ("instagram", "https://www.instagram.com//p/AbC/", "https://www.instagram.com/p/AbC/"),
        ("tiktok", "https://www.tiktok.com///@some.one//video/73", "https://www.tiktok.com/@some.one/video/73"),
        ("youtube", "https://youtube.com/@имя", "https://youtube.com/@%D0%B8%D0%BC%D1%8F"),
        ("youtube", "https://youtube.com/c/Имя", "https://youtube.com/c/%D0%98%D0%BC%D1%8F"),
        ("facebook", "https://www.facebook.com/pages/Имя/123", "https://www.facebook.com/pages/%D0%98%D0%BC%D1%8F/123"),
        ("telegram", "https://t.me/@durov", "https://t.me/durov"),
        ("telegram", "t.me/@durov/12!", "https://t.me/durov/12"),
        ("reddit", "https://reddit.app.link/abc", "https://reddit.app.link/abc"),
        ("whatsapp", "https://api.whatsapp.com/send?phone=1&text=https://x.com/a", "https://api.whatsapp.com/send?phone=1&text=https://x.com/a"),
        ("website", "https://site.com/a//b?next=1https://c.com&x=é|", "https://site.com/a//b?next=1https://c.com&x=%C3%A9%7C"),
        ("website", "https://site.com/👍", "https://site.com/%F0%9F%91%8D"),
    ],
)  # fmt: skip
def test_what_can_be_read_one_way_is_read(key: str, text: str, link: str) -> None:
    assert check_link(text, PLATFORMS[key]) == link


@pytest.mark.parametrize(
    ("link", "key"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&ab_channel=Кино", "youtube"),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&ab_channel=%D0%9A%D0%B8", "youtube"),
        ("https://www.tiktok.com/@a/video/1?q=%E4%BD%A0&t=1", "tiktok"),
        ("https://www.tiktok.com/tag/кот", "tiktok"),
        ("https://www.tiktok.com/music/Имя-песни-123", "tiktok"),
        ("https://www.instagram.com/explore/tags/кот/", "instagram"),
        ("https://twitter.com/hashtag/кот", "x"),
        ("https://vk.com/feed?q=кот&w=wall-1_2", "vk"),
    ],
)
def test_words_that_people_searched_by_and_tags_are_in_any_script(link: str, key: str) -> None:
    assert check_link(link, PLATFORMS[key])
