"""Links people send: accepted and normalised, or refused with the right sentence."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.catalogue.platforms import PLATFORMS, Platform, platform_at
from shop.errors import ShopError
from shop.ordering.answers import check_target
from shop.ordering.link import LONGEST, check_link
from shop.ordering.same_link import same_link_key

INSTAGRAM, TELEGRAM, YOUTUBE, WEBSITE = (
    PLATFORMS[key] for key in ("instagram", "telegram", "youtube", "website")
)


def refusal(text: str, platform: Platform | None = None) -> str:
    """Return the key of the sentence that refuses this text."""
    with pytest.raises(ShopError) as refused:
        check_link(text, platform)
    return refused.value.key


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://www.instagram.com/p/AbC/", "https://www.instagram.com/p/AbC/"),
        ("instagram.com/Some.One", "https://instagram.com/Some.One"),
        ("  HTTPS://Instagram.COM/Some.One\n", "https://instagram.com/Some.One"),
        ("//t.me/durov", "https://t.me/durov"),
        ("\u200e\ufeffhttps://t.me/durov\u200f", "https://t.me/durov"),
        ("http://site.com:80/a", "http://site.com/a"),
        ("https://site.com:443", "https://site.com"),
        ("site.com:8080/a", "https://site.com:8080/a"),
        ("https://site.com./a", "https://site.com/a"),
        ("https://пример.рф/путь", "https://xn--e1afmkfd.xn--p1ai/%D0%BF%D1%83%D1%82%D1%8C"),
        ("https://xn--e1afmkfd.xn--p1ai/", "https://xn--e1afmkfd.xn--p1ai/"),
        ("https://site.com/a%20b", "https://site.com/a%20b"),
        ("https://site.com/?&a=1&&b", "https://site.com/?a=1&b"),
        ("https://site.com/page#top", "https://site.com/page"),
        ("https://site.com/#/shop/1", "https://site.com/#/shop/1"),
        ("https://site.com/#!shop", "https://site.com/#!shop"),
    ],
)
def test_a_link_is_cleaned(text: str, link: str) -> None:
    assert check_link(text, None) == link


@pytest.mark.parametrize(
    ("text", "link"),
    [
        (
            "https://www.instagram.com/p/AbC/?igsh=MWN&utm_source=ig_web&img_index=2",
            "https://www.instagram.com/p/AbC/",
        ),
        ("https://youtu.be/AbC?si=x&t=30", "https://youtu.be/AbC"),
        (
            "https://www.youtube.com/watch?v=AbC&list=PL1&feature=share#t=9",
            "https://www.youtube.com/watch?v=AbC&list=PL1",
        ),
        ("https://www.youtube.com/watch?v=AbC&lc=Ugx", "https://www.youtube.com/watch?v=AbC&lc=Ugx"),
        ("https://www.tiktok.com/@a/video/1?_r=1&_t=8&is_from_webapp=1", "https://www.tiktok.com/@a/video/1"),
        ("https://x.com/a/status/1?s=20&t=q", "https://x.com/a/status/1"),
        (
            "https://www.facebook.com/story.php?story_fbid=1&id=2&mibextid=x&__cft__[0]=AZ&__tn__=R",
            "https://www.facebook.com/story.php?story_fbid=1&id=2",
        ),
        ("https://t.me/some_bot?start=ref_1", "https://t.me/some_bot?start=ref_1"),
        ("https://t.me/durov/1?single", "https://t.me/durov/1"),
        ("https://vk.com/feed?w=wall-1_2&from=x", "https://vk.com/feed?w=wall-1_2"),
        (
            "https://play.google.com/store/apps/details?id=a.b&hl=en",
            "https://play.google.com/store/apps/details?id=a.b",
        ),
        ("https://www.reddit.com/r/a/comments/1/?share_id=1&rdt=2", "https://www.reddit.com/r/a/comments/1/"),
        ("https://site.com/?ref=me&v=1&fbclid=x&utm_medium=y", "https://site.com/?ref=me&v=1"),
    ],
)
def test_only_what_leads_to_the_place_is_kept(text: str, link: str) -> None:
    assert check_link(text, None) == link


def test_a_buyer_of_visits_keeps_the_tags_that_count_them() -> None:
    link = "https://site.com/?utm_source=kiosk&fbclid=1"
    assert check_link(link, WEBSITE) == "https://site.com/?utm_source=kiosk"


@pytest.mark.parametrize(
    ("key", "link"),
    [
        ("telegram", "https://t.me/some_name"),
        ("instagram", "https://www.instagram.com/some_name"),
        ("tiktok", "https://www.tiktok.com/@some_name"),
        ("youtube", "https://www.youtube.com/@some_name"),
        ("x", "https://x.com/some_name"),
        ("threads", "https://www.threads.com/@some_name"),
        ("twitch", "https://www.twitch.tv/some_name"),
    ],
)
def test_a_name_is_a_link_where_it_can_mean_only_one(key: str, link: str) -> None:
    assert check_link("@some_name", PLATFORMS[key]) == link


@pytest.mark.parametrize("key", ["linkedin", "reddit", "discord", "website"])
def test_a_name_is_no_link_where_it_could_mean_several(key: str) -> None:
    assert refusal("@some_name", PLATFORMS[key]) == "link_not_web"
    assert refusal("@some_name", None) == "link_not_web"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "hello",
        "ftp://site.com/a",
        "javascript:alert(1)//.com",
        "mailto:me@site.com",
        "tg://resolve?domain=durov.x",
        "https:site.com",
        "https:///a.b",
        "https://",
        "http://localhost/a.b",
        "localhost:8080/a.b",
        "https://intranet/a.b",
        "https://printer.local/",
        "https://127.0.0.1/",
        "https://8.8.8.8/",
        "https://[::1]/a.b",
        "https://0x7f.1/",
        "https://2130706433.1",
    ],
)
def test_what_is_not_on_the_public_web_is_no_link(text: str) -> None:
    assert refusal(text) == "link_not_web"


@pytest.mark.parametrize(
    "text",
    [
        "https://site.com/\x00",
        "https://site.com/\u202egpj.exe",
        "https://site.com/\ud800",
        "https://site.com/%0d%0aX",
        "https://me:secret@site.com/",
        "https://instagram.com@evil.com/",
        "https://evil.com\\@instagram.com/",
        "https://site.com:0/",
        "https://site.com:99999/",
        "https://site.com:port/",
        "https://-site.com/",
        "https://si..te.com/",
        "https://exa%6dple.com/",
        "https://xn--zzzzzzzz99999.com/",
        f"https://{'a' * 64}.com/",
        f"https://{'й' * 300}.рф/.",
    ],
)
def test_a_link_with_anything_odd_in_it_is_refused(text: str) -> None:
    assert refusal(text) == "link_not_plain"


def test_the_length_that_counts_is_the_clean_links() -> None:
    longest = "https://site.com/".ljust(LONGEST, "a")
    assert check_link(f"{longest}?utm_source=x", None) == longest
    with pytest.raises(ShopError) as refused:
        check_link(f"{longest}a", None)
    assert (refused.value.key, refused.value.values) == ("link_too_long", {"limit": 1000})
    assert refusal("https://site.com/" + "a" * 1_000_000) == "link_too_long"


@pytest.mark.parametrize(
    "text",
    [
        "https://tiktok.com/@name",
        "https://evilinstagram.com/a",
        "https://instagram.com.evil.com/a",
        "https://site.com/instagram.com/a",
    ],
)
def test_a_link_to_another_platform_is_refused_by_name(text: str) -> None:
    with pytest.raises(ShopError) as refused:
        check_link(text, INSTAGRAM)
    assert (refused.value.key, refused.value.values) == ("link_wrong_platform", {"platform": "Instagram"})


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("telegram", "durov.t.me"),
        ("youtube", "https://m.youtube.com/watch?v=AbC"),
        ("tiktok", "vm.tiktok.com/ZMabc"),
        ("x", "https://twitter.com/a"),
        ("google", "https://maps.app.goo.gl/AbC"),
        ("website", "https://instagram.com/a"),
        ("website", "http://8.8.8.8/"),
    ],
)
def test_a_platforms_short_and_old_hosts_are_its_own(key: str, text: str) -> None:
    assert check_link(text, PLATFORMS[key])


def test_visits_go_to_no_private_address() -> None:
    assert refusal("http://192.168.0.1/", WEBSITE) == "link_not_web"
    assert refusal("http://127.1/", WEBSITE) == "link_not_web"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.instagram.com/name/", "http://instagram.com/Name"),
        ("https://instagram.com/p/AbC/", "https://www.instagram.com/name/reel/AbC"),
        ("https://youtu.be/AbC", "https://www.youtube.com/watch?v=AbC&list=PL1"),
        ("https://youtube.com/shorts/AbC", "https://m.youtube.com/watch?v=AbC"),
        ("https://twitter.com/a/status/1", "https://x.com/b/status/1/photo/1"),
        ("https://telegram.me/Durov", "https://t.me/s/durov"),
        ("https://durov.t.me/", "https://t.me/durov"),
        ("https://www.tiktok.com/@a/video/1", "https://m.tiktok.com/@A/video/1"),
        ("https://discord.com/invite/AbC", "https://discord.gg/AbC"),
        ("https://site.com/?a=1&b=2", "http://www.site.com?b=2&a=1"),
    ],
)
def test_two_ways_to_one_place_have_one_key(one: str, other: str) -> None:
    assert same_link_key(check_link(one, None)) == same_link_key(check_link(other, None))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://instagram.com/p/AbC", "https://instagram.com/p/aBC"),
        ("https://youtu.be/AbC", "https://youtu.be/ABC"),
        ("https://youtu.be/AbC", "https://youtube.com/watch?v=AbC&lc=Ugx"),
        ("https://t.me/+AbC", "https://t.me/+abc"),
        ("https://t.me/durov", "https://t.me/durov/1"),
        ("https://vm.tiktok.com/ZMa", "https://vm.tiktok.com/ZMA"),
        ("https://m.me/name", "https://fb.me/name"),
        ("https://site.com/A", "https://site.com/a"),
        ("https://site.com/?a=1", "https://site.com/?a=2"),
        ("https://old.site.com/", "https://site.com/"),
    ],
)
def test_two_places_have_two_keys(one: str, other: str) -> None:
    assert same_link_key(check_link(one, None)) != same_link_key(check_link(other, None))


# Parts that make up links, and parts that break them.
PIECES = """
http https HTTPS :// // www. instagram.com t.me youtu.be youtube.com /watch?v= google.com.tr @ @name name :
443 80 99999 / ? & = # #/ #! utm_source= v= lc= % %0a %20 é пример.рф 。 ． [ ] [::1] 127.0.0.1 8.8.8.8 \\ .
fb://facewebmodal/f?href= fb://page/?id= .. xn-- - _ ß İ ﷺ 😀 ℀ ％ ＃
"""
UNSEEN = [" ", "\t", "\u200f", "\ud800"]
TEXTS = st.text() | st.lists(
    st.sampled_from([*PIECES.split(), *UNSEEN]) | st.text(max_size=3), max_size=14
).map("".join)
KEYS = {"link_not_web", "link_not_plain", "link_too_long", "link_wrong_platform"}
KEYS |= {"link_several", "link_names_nothing", "link_private", "link_of_an_owner"}


def link_or_key(text: str, platform: Platform | None) -> str:
    """Return the clean link, or the key of the refusal."""
    try:
        return check_link(text, platform)
    except ShopError as refused:
        return refused.key


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from([None, *PLATFORMS.values()]))
def test_any_text_is_a_clean_link_or_a_sentence(text: str, platform: Platform | None) -> None:
    link = link_or_key(text, platform)
    if link not in KEYS:
        assert check_link(link, platform) == link, "a clean link stays as it is"
        assert link.startswith(("http://", "https://"))
        assert link.isascii()
        assert link.isprintable()
        assert " " not in link
        assert len(link) <= LONGEST


@settings(deadline=None)
@given(TEXTS)
def test_any_text_has_a_key(text: str) -> None:
    assert same_link_key(text) == same_link_key(text)


@settings(deadline=None)
@given(st.from_regex(r"[A-Za-z0-9_-]{11}", fullmatch=True), st.sampled_from(["", "www.", "m."]))
def test_every_form_of_a_video_has_its_key(video: str, front: str) -> None:
    forms = [
        f"https://youtu.be/{video}?si=x",
        f"https://{front}youtube.com/watch?v={video}",
        f"http://{front}youtube.com/shorts/{video}/",
        f"{front}youtube.com/watch?list=PL1&v={video}&t=3s",
    ]
    assert len({same_link_key(check_link(form, YOUTUBE)) for form in forms}) == 1


@settings(deadline=None)
@given(st.from_regex(r"[A-Za-z][A-Za-z0-9_]{4,20}", fullmatch=True))
def test_every_form_of_a_name_has_its_key(name: str) -> None:
    forms = [
        f"@{name}",
        f"t.me/{name}/",
        f"https://telegram.me/{name.upper()}",
        f"http://t.me/s/{name.lower()}",
    ]
    assert len({same_link_key(check_link(form, TELEGRAM)) for form in forms}) == 1


POST = "https://www.instagram.com/p/abc123/"


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("Check out this clip! https://youtu.be/AbC123", "https://youtu.be/AbC123"),
        ("https://youtu.be/AbC123\nsee you", "https://youtu.be/AbC123"),
        ("@some_one https://youtu.be/AbC123", "https://youtu.be/AbC123"),
        ("Watch it: www.youtube.com/watch?v=AbC.", "https://www.youtube.com/watch?v=AbC"),
        ("my page is instagram.com/some.one, thanks", "https://instagram.com/some.one"),
        (f"“{POST}”", POST),
        (f"«{POST}»", POST),
        (f"<{POST}>", POST),
        (f"({POST})", POST),
        (f"[the post]({POST})", POST),
        (f"**{POST}**", POST),
        (f"link: {POST}", POST),
        (f"{POST},", POST),
        (f"{POST} .", POST),
        (f"{POST}!!!", POST),
        (f"{POST};", POST),
        (f"{POST}|", POST),
        (f"{POST}。", POST),
        (f"{POST} {POST}", POST),
        (f"Ссылка {POST}", POST),
        ("\u2066https://t.me/durov/1\u2069", "https://t.me/durov/1"),
        ("wow.what a day https://t.me/durov/1 at 5.30", "https://t.me/durov/1"),
        ("tg://resolve?domain=durov&post=5", "https://t.me/durov/5"),
        ("tg://resolve?domain=durov", "https://t.me/durov"),
        ("tg://join?invite=AbC-1", "https://t.me/+AbC-1"),
        ("spotify:track:4uLU6hMCjMI75M1A2tKUQC", "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"),
        ("instagram://user?username=ann", "https://www.instagram.com/ann"),
        ("fb://profile/100012", "https://www.facebook.com/profile.php?id=100012"),
        ("FB://page/?id=100012", "https://www.facebook.com/profile.php?id=100012"),
        ("fb://page/100012?referrer=app_link", "https://www.facebook.com/profile.php?id=100012"),
        ("fb://profile/some.one", "https://www.facebook.com/some.one"),
        ("fb://photo/100012", "https://www.facebook.com/photo.php?fbid=100012"),
        ("fb://photo?fbid=100012&set=a.1", "https://www.facebook.com/photo.php?fbid=100012"),
        ("fb://video/100012/", "https://www.facebook.com/watch/?v=100012"),
        ("fb://group/100012", "https://www.facebook.com/groups/100012"),
        ("fb://event?id=100012", "https://www.facebook.com/events/100012"),
        ("fb://reel/100012", "https://www.facebook.com/reel/100012"),
        ("fb://facewebmodal/f?href=https://www.facebook.com/ann", "https://www.facebook.com/ann"),
        ("fb://facewebmodal/f?href=https%3A%2F%2Fwww.facebook.com%2Fann", "https://www.facebook.com/ann"),
    ],
)
def test_the_one_link_of_a_text_is_taken(text: str, link: str) -> None:
    assert check_link(text, platform_at(urlsplit(link).netloc)) == link


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (f"{POST}{POST}", "link_several"),
        (f"{POST} https://www.instagram.com/p/other/", "link_several"),
        (f"{POST}\nhttps://t.me/durov", "link_several"),
        (f"{POST}|500", "link_not_plain"),
        (f"{POST},100", "link_not_plain"),
        (f"{POST};100", "link_not_plain"),
        ("https://www.instagram.com/", "link_names_nothing"),
        ("instagram.com", "link_names_nothing"),
        ("https://m.instagram.com/?hl=en", "link_names_nothing"),
        ("https://www.instagram.com/accounts/login/", "link_names_nothing"),
        ("https://www.instagram.com/explore/", "link_names_nothing"),
        ("https://www.instagram.com/direct/t/123", "link_names_nothing"),
        ("https://www.instagram.com/reels/", "link_names_nothing"),
    ],
)
def test_a_link_that_cannot_lead_where_it_should_is_refused(text: str, key: str) -> None:
    assert refusal(text, INSTAGRAM) == key


@pytest.mark.parametrize(
    ("platform", "text", "key"),
    [
        ("telegram", "https://t.me/c/1234567890/55", "link_private"),
        ("telegram", "https://t.me/", "link_names_nothing"),
        ("telegram", "https://t.me/share/url?url=https://a.b", "link_names_nothing"),
        ("youtube", "https://www.youtube.com/watch", "link_names_nothing"),
        ("youtube", "https://www.youtube.com/feed/subscriptions", "link_names_nothing"),
        ("tiktok", "https://www.tiktok.com/foryou", "link_names_nothing"),
        ("x", "https://x.com/home", "link_names_nothing"),
        ("facebook", "https://www.facebook.com/login/", "link_names_nothing"),
        ("facebook", "fb://profile", "link_not_web"),
        ("facebook", "fb://feed", "link_not_web"),
        ("facebook", "fb://post/5?owner=7", "link_not_web"),
        ("facebook", "fb://messaging/5", "link_not_web"),
        ("facebook", "fb://facewebmodal/f?href=https://www.facebook.com/login/", "link_names_nothing"),
        ("facebook", "fb://facewebmodal/f?href=javascript:alert(1).x", "link_not_web"),
        ("facebook", "fb://facewebmodal/f?href=https://a.b/%0aX", "link_not_plain"),
        ("facebook", "fb://facewebmodal/f?href=https://evil.com/facebook.com", "link_wrong_platform"),
        ("instagram", "fb://profile/100012", "link_wrong_platform"),
    ],
)
def test_pages_that_are_nobodys_are_refused(platform: str, text: str, key: str) -> None:
    assert refusal(text, PLATFORMS[platform]) == key


@pytest.mark.parametrize(
    ("platform", "text", "link"),
    [
        ("instagram", "https://www.instagram.com/accounts/login/?next=/p/abc123/", POST),
        (
            "instagram",
            "https://www.instagram.com/accounts/login/?next=https%3A%2F%2Fwww.instagram.com%2Fp%2Fabc123%2F",
            POST,
        ),
        ("instagram", f"https://l.instagram.com/?u={POST}&e=AT0", POST),
        (
            "x",
            "https://x.com/i/flow/login?redirect_after_login=%2Fann%2Fstatus%2F5",
            "https://x.com/ann/status/5",
        ),
        (
            "youtube",
            "https://www.youtube.com/redirect?q=https%3A%2F%2Fyoutu.be%2FAbC",
            "https://youtu.be/AbC",
        ),
        ("telegram", "https://name.t.me", "https://name.t.me"),
        ("x", "https://t.co/AbC123", "https://t.co/AbC123"),
        ("instagram", "https://ig.me/m/ann", "https://ig.me/m/ann"),
        ("instagram", "https://www.instagram.com/explore/tags/cats/", None),
        (
            "website",
            "https://web.archive.org/web/2020/https://site.com/",
            "https://web.archive.org/web/2020/https://site.com/",
        ),
        (
            "website",
            "https://en.wikipedia.org/wiki/Kiosk_(town)",
            "https://en.wikipedia.org/wiki/Kiosk_(town)",
        ),
        ("website", "https://site.com/a,b;c!", "https://site.com/a,b;c!"),
        ("website", "https://www.instagram.com/", "https://www.instagram.com/"),
    ],
)
def test_what_a_login_page_or_a_redirector_leads_to(platform: str, text: str, link: str | None) -> None:
    if link is not None:
        assert check_link(text, PLATFORMS[platform]) == link
    else:
        assert check_link(text, PLATFORMS[platform])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Instagram Likes | Instant", "https://www.instagram.com/ann/"),
        ("Instagram Comments Random", "https://www.instagram.com/ann"),
        ("TikTok Likes", "https://www.tiktok.com/@ann"),
        ("YouTube Likes", "https://www.youtube.com/@ann"),
        ("X Retweets", "https://x.com/ann"),
        ("Telegram Comments", "https://t.me/durov"),
    ],
)
def test_a_profile_is_refused_where_the_service_is_for_a_post(name: str, text: str) -> None:
    with pytest.raises(ShopError) as refused:
        check_target(text, (), name)
    assert refused.value.key == "link_of_a_profile"
    assert check_target(text, (), name, odd_link=check_link(text, None)), "the person wants it so"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Instagram Auto Likes", "https://www.instagram.com/ann/"),
        ("Instagram Likes [Last 10 Posts]", "https://www.instagram.com/ann/"),
        ("Instagram Story Likes", "https://www.instagram.com/ann/"),
        ("Facebook Page Likes + Followers", "https://www.facebook.com/ann"),
        ("Instagram Views", "https://www.instagram.com/ann/"),
        ("Telegram Members", "https://t.me/durov/1"),
        ("Instagram Likes", "https://www.instagram.com/reel/abc/"),
        ("Instagram Followers | Real", POST),
        ("Instagram Likes + Followers", "https://www.instagram.com/ann/"),
        ("Instagram Followers", "https://instagram.com/ann?igsh=1"),
        ("YouTube Likes", "https://www.youtube.com/shorts/AbC"),
        ("TikTok Likes", "https://vm.tiktok.com/ZM123/"),
    ],
)
def test_what_is_not_certain_is_taken(name: str, text: str) -> None:
    assert check_target(text, (), name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://t.me/joinchat/AbC", "https://t.me/+AbC"),
        ("https://x.com/i/web/status/5", "https://x.com/ann/status/5"),
        ("https://www.instagram.com/@ann", "https://instagram.com/ann/"),
        ("https://open.spotify.com/intl-de/track/5", "https://open.spotify.com/track/5"),
        ("https://www.threads.com/t/AbC", "https://www.threads.net/@ann/post/AbC"),
    ],
)
def test_more_ways_to_the_same_place(one: str, other: str) -> None:
    assert same_link_key(one) == same_link_key(other)


@pytest.mark.parametrize(
    ("text", "platform", "key", "values"),
    [
        ("https://www.instagram.com/", INSTAGRAM, "link_names_nothing", {"platform": INSTAGRAM.label}),
        ("https://www.instagram.com/explore", INSTAGRAM, "link_names_nothing", {"platform": INSTAGRAM.label}),
        ("https://youtu.be/abc", INSTAGRAM, "link_wrong_platform", {"platform": INSTAGRAM.label}),
        ("https://t.me/c/123/4", TELEGRAM, "link_private", {}),
        ("https://x.com/" + "a" * LONGEST, None, "link_too_long", {"limit": LONGEST}),
    ],
)
def test_a_refusal_names_the_platform_or_the_limit(
    text: str, platform: Platform | None, key: str, values: dict[str, object]
) -> None:
    with pytest.raises(ShopError) as refused:
        check_link(text, platform)
    assert (refused.value.key, refused.value.values) == (key, values)


@pytest.mark.parametrize("text", ["https://t.me/+AbCdEf", "https://t.me/joinchat/AbC"])
def test_an_invitation_is_refused_where_everybody_has_to_see_the_chat(text: str) -> None:
    assert check_link(text, TELEGRAM) == text
    with pytest.raises(ShopError) as refused:
        check_link(text, TELEGRAM, public=True)
    assert refused.value.key == "link_private"


def test_a_name_becomes_the_link_of_a_profile() -> None:
    assert check_link("@ann", INSTAGRAM) == "https://www.instagram.com/ann"
    assert check_link("@ann", TELEGRAM) == "https://t.me/ann"
