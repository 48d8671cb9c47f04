"""Pages of platforms that only their owner sees: studios, dashboards, drafts, settings, saved things.

Who copies the address of one means what stands behind it; but nobody else can open that address, and
whether what it edits is public yet cannot be told from it.
"""

import re

from shop.catalogue.platforms import Platform, platform_at
from shop.errors import ShopError
from shop.ordering.link_kinds import MAIN

_HOSTS = re.compile(
    r"studio\.youtube\.com|adsmanager\.facebook\.com|(?:ads|artists)\.spotify\.com|dashboard\.(?:twitch\.tv|kick\.com)"
    r"|(?:studio|analytics|ads|pro)\.(?:x|twitter)\.com|tweetdeck\.twitter\.com"
    r"|(?:ads|livecenter|seller[\w-]*)\.tiktok\.com|web\.(?:whatsapp|snapchat)\.com|my\.snapchat\.com"
)
_PATHS = {
    "instagram": (
        r"your_activity|professional_dashboard|archive/(?:stories|posts|live)|create/(?:story|style|select|details)"
        r"|(?!(?:p|reels?|tv|stories|explore)/)[\w.]+/saved"
    ),
    "facebook": (
        r"me|saved|bookmarks|notifications|friends|memories|composer|creatorstudio|latest|adsmanager"
        r"|professional_dashboard|ads/manage\w*|events/create|[\w.]+/(?:insights|publishing_tools|settings)"
    ),
    "youtube": (
        r"upload|my_videos\w*|my_live_events|live_dashboard|dashboard|analytics|video_manager|edit|account(?:_\w+)?"
        r"|channel_switcher|paid_memberships|reporthistory|feed/(?:history|library|you|downloads|playlists)"
    ),
    "tiktok": r"tiktokstudio|creator[-_]center|business-suite|profile|friends|inbox|analytics|upload",
    "x": (
        r"bookmarks|\w+/status/\d+/analytics|compose/(?:.+/)?drafts"
        r"|i/(?:bookmarks|drafts|account_analytics|monetization|profile|topics|chat|grok|premium_sign_up)"
    ),
    "threads": r"saved|drafts|liked|insights|following|for_you",
    "spotify": r"(?:intl-\w+/)?(?:collection|queue|preferences|local)|(?:[\w-]+/)?account|pod/dashboard",
    "soundcloud": r"you|upload|stats|messages|notifications|settings|stream",
    "linkedin": r"in/me|feed(?!/update)|mynetwork|notifications|messaging|my-items|company/[\w-]+/admin",
    "twitch": r"u/\w+|\w+/dashboard",
    "kick": r"dashboard",
    "vk": r"im|edit|settings|bookmarks|fave",
    "pinterest": r"settings|notifications|business/hub|pin-builder|pin-creation-tool",
    "discord": r"channels/@me",
}
_OWN_LISTS = re.compile(r"(?:.*&)?list=(?:WL|LL|LM|HL)(?:&.*)?")
"""Of YouTube: what to watch later, what was liked, what was watched."""

_SHOWS_ANOTHER = re.compile(r"(?:.*&)?[wz]=.*")
"""Of VK: a post or a picture that is open above the page."""

_EACH = {key: re.compile(rf"/(?:{paths})(?:/.*)?", re.IGNORECASE) for key, paths in _PATHS.items()}
_BELOW = re.compile(r"^(?:open|podcasters|creators|business)\.")
"""Hosts below a platform's own that have pages of its owner beside those of everybody."""


def refuse_owners(host: str, path: str, query: str, platform: Platform | None) -> None:
    """Raise ShopError if a platform's link is a page that only its owner sees."""
    at = platform_at(host)
    if at is None or platform is None or not platform.hosts:
        return
    place = host.removeprefix("www.")
    if _HOSTS.fullmatch(place) or (_is_of_main(place, at) and _is_owners(at.key, path, query)):
        raise ShopError("link_of_an_owner", platform=at.label)


def _is_of_main(place: str, at: Platform) -> bool:
    return platform_at(_BELOW.sub("", MAIN.sub("", place, count=1), count=1)) is at and (
        place in at.hosts or MAIN.match(place) is not None or _BELOW.match(place) is not None
    )


def _is_owners(key: str, path: str, query: str) -> bool:
    if key == "youtube" and path.rstrip("/") == "/playlist":
        return _OWN_LISTS.fullmatch(query) is not None
    if key == "vk" and _SHOWS_ANOTHER.fullmatch(query):
        return False
    pages = _EACH.get(key)
    return pages is not None and pages.fullmatch(path) is not None
