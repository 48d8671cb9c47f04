"""Classify the target of a platform's link by the link's form: a profile, or a post."""

import re
from enum import Enum, auto

from shop.catalogue.platforms import Platform, platform_at


class Kind(Enum):
    """The kinds of target we distinguish."""

    PROFILE = auto()
    POST = auto()


MAIN = re.compile(r"^(?:www|m|mobile|mbasic|web)\.")
"""What stands before a platform's host without meaning another place."""

_POSTS = {
    "instagram": r"/(?:[\w.]+/)?(?:p|reels?|tv)/[\w-]+",
    "tiktok": r"/@[^/]+/(?:video|photo)/\d+",
    "youtube": r"/(?:watch|(?:shorts|live|embed|v)/[\w-]+)",
    "x": r"/\w+/status(?:es)?/\d+(?:/.*)?",
    "telegram": r"/(?:s/)?\w+/\d+(?:/\d+)?",
    "threads": r"/@[\w.]+/post/[\w-]+",
    "facebook": (
        r"/(?:[\w.-]+/(?:posts|videos|photos)/.+|(?:reel|videos?|share/[prv])/.+"
        r"|watch|photo(?:\.php)?|story\.php)"
    ),
    "vk": r"/(?:wall|photo|video|clip)-?\d+_\d+",
    "twitch": r"/(?:videos/\d+|\w+/(?:clip|video)/[\w-]+)",
    "kick": r"/\w+/(?:clips|videos)/[\w-]+",
    "soundcloud": r"/[\w-]+/(?!sets$|likes$|tracks$|albums$|reposts$|followers$|following$)[\w-]+",
    "spotify": r"/(?:intl-\w+/)?(?:track|episode)/\w+",
    "pinterest": r"/pin/[\w-]+",
    "reddit": r"/r/\w+/(?:comments|s)/\w+(?:/.*)?",
    "linkedin": r"/(?:posts|pulse|feed/update)/.+",
    "snapchat": r"/(?:spotlight/[\w-]+|@?[\w.-]+/spotlight/[\w-]+)",
    "rutube": r"/(?:video|shorts)/\w+",
    "likee": r"/@[\w.]+/video/\d+",
    "kwai": r"/@[\w.-]+/video/\d+",
    "bluesky": r"/profile/[\w.:-]+/post/\w+",
    "truthsocial": r"/@\w+/(?:posts/)?\d+",
    "vimeo": r"/\d+(?:/\w+)?",
    "dailymotion": r"/video/\w+",
    "rumble": r"/v\w+-.+\.html",
    "odysee": r"/@[^/]+/[^/]+",
    "ok": r"/(?:video/\d+|(?:profile|group)?/?\w+/(?:topic|statuses)/\d+)",
}
_PROFILES = {
    "instagram": r"/[\w.]+",
    "tiktok": r"/@[\w.]+",
    "youtube": r"/(?:@[^/]+|(?:channel|c|user)/[^/]+)(?:/(?:videos|shorts|featured|about))?",
    "x": r"/\w{1,15}",
    "telegram": r"/(?:\+?[\w-]+|joinchat/[\w-]+)",
    "threads": r"/@[\w.]+",
    "twitch": r"/\w{3,25}",
    "kick": r"/\w+",
    "soundcloud": r"/[\w-]+",
    "spotify": r"/(?:intl-\w+/)?(?:artist|user|show)/\w+",
    "reddit": r"/(?:r|u|user)/[\w-]+",
    "linkedin": r"/(?:in|company|school)/[^/]+",
    "snapchat": r"/(?:add/[\w.-]+|@[\w.-]+)",
    "rutube": r"/(?:channel/\d+|u/[\w-]+)",
    "likee": r"/@[\w.]+",
    "kwai": r"/@[\w.-]+",
    "bluesky": r"/profile/[\w.:-]+",
    "truthsocial": r"/@\w+",
    "rumble": r"/(?:c|user)/[\w-]+",
    "odysee": r"/@[^/]+",
}
_SHORT = frozenset({"t.co", "snd.sc", "soundcloud.app.goo.gl", "lnkd.in", "vk.cc", "kw.ai"})
"""Hosts of the platforms' own whose links do not show what they lead to."""

HOLDS_ITS_LINKS = {"spotify": "open.spotify.com"}
"""Hosts below a platform's own whose links say as much."""


def kind_of(host: str, path: str) -> Kind | None:
    """Return the kind of a link's target if the link's form leaves no doubt."""
    at = platform_at(host)
    if at is None or host in _SHORT:
        return None
    plain = path.rstrip("/")
    if host.endswith("youtu.be"):
        return Kind.POST
    if host == "clips.twitch.tv":
        return Kind.POST
    if MAIN.sub("", host, count=1) not in _its_hosts(at, host):
        return None
    for kind, shapes in ((Kind.POST, _POSTS), (Kind.PROFILE, _PROFILES)):
        if at.key in shapes and re.fullmatch(shapes[at.key], plain):
            return kind
    return None


def _its_hosts(at: Platform, host: str) -> tuple[str, ...]:
    """The hosts whose links tell of their targets: of a worldwide platform any country's."""
    if any(one.endswith(".*") for one in at.hosts):
        return (MAIN.sub("", host, count=1),)
    return (*at.hosts, *([HOLDS_ITS_LINKS[at.key]] if at.key in HOLDS_ITS_LINKS else []))
