"""Compare two links by their target."""

import re
from urllib.parse import urlsplit

from shop.catalogue.platforms import platform_at

_SAME_HOST = {
    "twitter.com": "x.com",
    "telegram.me": "t.me",
    "telegram.dog": "t.me",
    "fb.com": "facebook.com",
    "instagr.am": "instagram.com",
    "threads.net": "threads.com",
    "music.youtube.com": "youtube.com",
    "youtube-nocookie.com": "youtube.com",
    "vk.ru": "vk.com",
    "vkontakte.ru": "vk.com",
    "odnoklassniki.ru": "ok.ru",
    "discordapp.com": "discord.com",
    "zen.yandex.ru": "dzen.ru",
    "joinclubhouse.com": "clubhouse.com",
}
# Spellings of one target, as host and path without a slash at the end.
_SAME_PLACE = tuple(
    (re.compile(pattern), place)
    for pattern, place in (
        (r"youtu\.be/([\w-]+)", r"youtube.com/watch/\1"),
        (r"youtube\.com/(?:shorts|live|embed|v|e)/([\w-]+)", r"youtube.com/watch/\1"),
        (r"(instagram\.com)/(?:[\w.]+/)?(?:p|reels?|tv)/([\w-]+)", r"\1/p/\2"),
        (r"tiktok\.com/@[^/]*/(?:video|photo)/(\d+)", r"tiktok.com/video/\1"),
        (r"x\.com/[^/]+/status(?:es)?/(\d+)(?:/.*)?", r"x.com/status/\1"),
        (r"([\w-]+)\.t\.me((?:/.*)?)", r"t.me/\1\2"),
        (r"t\.me/s/(.+)", r"t.me/\1"),
        (r"t\.me/joinchat/([\w-]+)", r"t.me/+\1"),
        (r"x\.com/i/(?:web/)?status/(\d+)", r"x.com/status/\1"),
        (r"instagram\.com/@([\w.]+)", r"instagram.com/\1"),
        (r"(open\.spotify\.com)/intl-[\w-]+/(.+)", r"\1/\2"),
        (r"threads\.com/(?:t|@[\w.]+/post)/([\w-]+)", r"threads.com/post/\1"),
        (r"discord\.com/invite/([\w-]+)", r"discord.gg/\1"),
    )
)
# Hosts where the first part of a path is a name, and names ignore case.
_NAMES_FIRST = {"instagram.com", "facebook.com", "t.me", "x.com", "tiktok.com", "threads.com"}
_NAMES_FIRST |= {"twitch.tv", "kick.com", "vk.com", "youtube.com"}
_FRONTS = ("www.", "m.", "mobile.", "mbasic.", "touch.", "web.", "old.")


def same_link_key(link: str) -> str:
    """Return a key that is equal for two links (as `check_link` returns them) to the same target.

    It ignores the scheme, www. and m., the slash at the end, a name's case, and a platform's several
    forms of one link: youtu.be/v and youtube.com/shorts/v, twitter.com and x.com.
    """
    try:
        parts = urlsplit(link)
        host = _same_host(parts.netloc.lower())
    except ValueError:
        return link
    place = _same_place(host + parts.path.rstrip("/"))
    query = sorted(pair for pair in parts.query.split("&") if pair)
    if place.startswith("youtube.com/watch"):
        place, query = _same_video(place, query)
    ending = "?" + "&".join(query) if query else ""
    return place + ending + (f"#{parts.fragment}" if parts.fragment else "")


def _same_host(host: str) -> str:
    for front in _FRONTS if platform_at(host) else _FRONTS[:2]:
        if host.startswith(front) and "." in host.removeprefix(front):
            host = host.removeprefix(front)
    return _SAME_HOST.get(host, host)


def _same_place(place: str) -> str:
    for pattern, same in _SAME_PLACE:
        if match := pattern.fullmatch(place):
            place = match.expand(same)
    host, slash, path = place.partition("/")
    first, *rest = path.split("/")
    if host in _NAMES_FIRST and not first.startswith("+"):
        first = first.lower()
    return host + slash + "/".join([first, *rest])


def _same_video(place: str, query: list[str]) -> tuple[str, list[str]]:
    """Reduce a video to its id, whatever list it was opened from; a comment below it is another target."""
    video = next((pair[2:] for pair in query if pair.startswith("v=")), "")
    if video and place == "youtube.com/watch":
        place = f"{place}/{video}"
    return place, [pair for pair in query if pair.startswith("lc=")]
