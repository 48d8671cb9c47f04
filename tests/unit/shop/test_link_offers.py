"""A brought link: its platform, the kind of its target, and what is offered for it."""

import pytest

from shop.catalogue.platforms import PLATFORMS
from shop.catalogue.services import Service
from shop.errors import ShopError
from shop.ordering.link_kinds import Kind
from shop.ordering.link_offers import (
    clean_link,
    doubt_about,
    is_any_for_link,
    kind_of_link,
    platform_of_link,
    section_key_of,
    services_for_link,
)

POST, PROFILE = Kind.POST, Kind.PROFILE

SAMPLES = """
instagram POST https://www.instagram.com/p/Cabc/ instagram.com/ann/reel/Cabc https://www.instagram.com/reels/Cabc
instagram PROFILE https://www.instagram.com/ann.smith instagram.com/ann_smith/
facebook POST https://www.facebook.com/ann/posts/pfbid0abc https://m.facebook.com/watch?v=12
facebook POST https://www.facebook.com/reel/123 https://www.facebook.com/share/p/abc/
facebook POST facebook.com/photo.php?fbid=1
facebook NONE https://www.facebook.com/ann.smith https://www.facebook.com/groups/cats https://fb.watch/abc
youtube POST https://youtu.be/dQw4w9WgXcQ https://www.youtube.com/watch?v=dQw4w9WgXcQ youtube.com/shorts/abc
youtube PROFILE https://www.youtube.com/@ann https://www.youtube.com/channel/UCabc
tiktok POST https://www.tiktok.com/@ann/video/123
tiktok PROFILE https://www.tiktok.com/@ann.smith
tiktok NONE https://vm.tiktok.com/ZMabc
telegram POST https://t.me/durov/55 https://t.me/s/durov/55
telegram PROFILE https://t.me/durov https://t.me/+AbCdEf t.me/joinchat/AbC
x POST https://x.com/ann/status/123 https://twitter.com/ann/status/123
x PROFILE https://x.com/ann
threads POST https://www.threads.com/@ann/post/abc
threads PROFILE https://www.threads.net/@ann
snapchat POST https://www.snapchat.com/spotlight/abc
snapchat PROFILE https://www.snapchat.com/add/ann
linkedin POST https://www.linkedin.com/posts/ann_hello-activity-1 https://www.linkedin.com/feed/update/urn:li:activity:1
linkedin PROFILE https://www.linkedin.com/in/ann/ https://www.linkedin.com/company/kiosk
twitch POST https://www.twitch.tv/videos/123 https://clips.twitch.tv/abc https://www.twitch.tv/ann/clip/abc
twitch PROFILE https://www.twitch.tv/ann
kick POST https://kick.com/ann/clips/clip_1
kick PROFILE https://kick.com/ann
spotify POST https://open.spotify.com/track/abc?si=1 https://open.spotify.com/intl-de/track/abc
spotify PROFILE https://open.spotify.com/artist/abc
spotify NONE https://open.spotify.com/playlist/abc https://spotify.link/abc
soundcloud POST https://soundcloud.com/ann/song
soundcloud PROFILE https://soundcloud.com/ann
soundcloud NONE https://soundcloud.com/ann/sets/one https://soundcloud.com/ann/likes
vk POST https://vk.com/wall-1_2 https://vk.com/clip-1_2
vk NONE https://vk.com/ann
ok POST https://ok.ru/video/123 https://ok.ru/group/1/topic/2
ok NONE https://ok.ru/profile/1
rutube POST https://rutube.ru/video/abc123/
rutube PROFILE https://rutube.ru/channel/123/
likee POST https://likee.video/@ann/video/123
likee PROFILE https://likee.video/@ann
kwai POST https://www.kwai.com/@ann/video/123
kwai PROFILE https://www.kwai.com/@ann
pinterest POST https://www.pinterest.com/pin/123/ https://www.pinterest.de/pin/123/
pinterest NONE https://www.pinterest.com/ann/
reddit POST https://www.reddit.com/r/cats/comments/abc/hello/
reddit PROFILE https://www.reddit.com/user/ann https://www.reddit.com/r/cats
bluesky POST https://bsky.app/profile/ann.bsky.social/post/3k
bluesky PROFILE https://bsky.app/profile/ann.bsky.social
truthsocial POST https://truthsocial.com/@ann/posts/123
truthsocial PROFILE https://truthsocial.com/@ann
vimeo POST https://vimeo.com/123456
dailymotion POST https://www.dailymotion.com/video/x8abc
rumble POST https://rumble.com/v1abc-hello-world.html
rumble PROFILE https://rumble.com/c/ann
odysee POST https://odysee.com/@ann:1/video:2
odysee PROFILE https://odysee.com/@ann:1
whatsapp NONE https://chat.whatsapp.com/AbC
discord NONE https://discord.gg/abc
google NONE https://maps.app.goo.gl/AbC https://play.google.com/store/apps/details?id=a
shopee NONE https://shopee.co.id/ann
"""


def samples() -> list[tuple[str, str, str]]:
    """Return platform, kind and link of every sample."""
    lines = (line.split() for line in SAMPLES.strip().splitlines())
    return [(platform, kind, link) for platform, kind, *links in lines for link in links]


@pytest.mark.parametrize(("platform", "kind", "link"), samples())
def test_each_platforms_links(platform: str, kind: str, link: str) -> None:
    assert platform_of_link(link) is PLATFORMS[platform]
    assert section_key_of(link) == platform
    found = kind_of_link(link)
    assert (found.name if found else "NONE") == kind


@pytest.mark.parametrize(
    "platform", [one for one in PLATFORMS.values() if one.hosts], ids=lambda one: one.key
)
def test_every_platform_takes_a_link_to_itself(platform: object) -> None:
    one = PLATFORMS[platform.key]  # type: ignore[attr-defined]  # of the parameters above
    for host in one.hosts:
        link = f"https://{host.replace('*', 'com')}/ann/abc?utm_source=x"
        assert platform_of_link(link) is one
        assert clean_link(link) == link.partition("?")[0]


def service(name: str) -> Service:
    return Service("1", name, "Shelf", "Default", 1, 10, 1000)


def test_what_a_target_cannot_have_is_not_offered() -> None:
    followers, likes, auto = service("Twitch Followers"), service("Twitch Clip Likes"), service("Auto Likes")
    assert services_for_link([followers, likes, auto], "https://www.twitch.tv/videos/123") == (likes, auto)
    assert followers in services_for_link([followers, likes, auto], "https://www.twitch.tv/ann")
    of_x = [service("Twitter Followers"), service("Twitter Likes")]
    assert services_for_link(of_x, "https://x.com/ann") == (of_x[0],)
    assert services_for_link(of_x, "https://x.com/ann/status/1") == (of_x[1],)


def test_whether_any_is_for_a_link_is_known_at_the_first_that_is() -> None:
    link, followers, likes = (
        "https://x.com/ann/status/1",
        service("Twitter Followers"),
        service("Twitter Likes"),
    )
    asked = iter([followers, likes, likes, followers])
    assert is_any_for_link(asked, link)
    assert list(asked) == [likes, followers]
    assert not is_any_for_link([followers], link)


def test_what_is_for_the_public_is_not_offered_for_an_invitation() -> None:
    members = [service("Members | Public Channel"), service("Members | Private Channel"), service("Members")]
    assert services_for_link(members, "https://t.me/durov") == tuple(members)
    assert services_for_link(members, "https://t.me/+AbCdEf") == tuple(members[1:])


def test_campaign_tags_stay_where_visits_are_bought() -> None:
    assert clean_link("https://site.example/?utm_source=x&fbclid=1") == "https://site.example/?utm_source=x"
    assert (
        clean_link("https://www.instagram.com/p/a/?igsh=1&utm_source=x") == "https://www.instagram.com/p/a/"
    )


@pytest.mark.parametrize("link", ["https://bit.ly/abc", "www.tinyurl.com/abc", "https://cutt.ly/x"])
def test_a_shortened_link_is_refused(link: str) -> None:
    with pytest.raises(ShopError) as refused:
        clean_link(link)
    assert refused.value.key == "link_short"


def test_a_posts_link_is_doubted_where_a_profile_is_meant() -> None:
    post, profile = "https://www.instagram.com/p/a/", "https://www.instagram.com/ann/"
    assert (doubt := doubt_about(post, "Instagram Followers")) is not None
    assert doubt.key == "link_of_a_post"
    assert doubt_about(profile, "Instagram Followers") is None
    assert doubt_about(post, "Instagram Likes") is None
    assert (doubt := doubt_about(profile, "Instagram Likes")) is not None
    assert (doubt.key, doubt.values["link"]) == ("link_of_a_profile", profile)
    assert doubt_about(post, "Instagram Followers from Post Comments") is None


def test_a_service_of_a_type_that_nobody_knows_is_offered_for_no_link() -> None:
    odd = Service("1", "Instagram Likes", "Instagram", "Nobody knows", 100, 1, 10)
    assert services_for_link([odd], "https://www.instagram.com/p/a/") == ()
