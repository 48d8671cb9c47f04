"""Judge a platform's link: a login page, another link, nothing, or a target that a service is not for."""

import re
import unicodedata
from urllib.parse import SplitResult, parse_qsl, unquote, urljoin

from shop.catalogue.platforms import Platform, platform_at, words_of
from shop.errors import ShopError
from shop.ordering.link_kinds import HOLDS_ITS_LINKS, MAIN, Kind, kind_of

_LOGIN = re.compile(
    r"/(?:accounts/)?(?:login|signin|authwall|checkpoint|servicelogin|i/flow/login|emailsignup)\b.*",
    re.IGNORECASE,
)
_BACK_TO = (
    *("next", "redirect_after_login", "redirect_url", "continue", "sessionredirect", "session_redirect"),
    *("dest", "to", "u", "url"),
)
# Hosts and paths of the platforms that only redirect, with the parameter that holds the target.
_REDIRECTORS = (
    (re.compile(r"(?:l|lm)\.(?:instagram|facebook|threads)\.(?:com|net)/.*"), ("u",)),
    (re.compile(r"(?:www\.|m\.)?facebook\.com/(?:l|flx/warn/?)(?:\.php)?"), ("u",)),
    (re.compile(r"(?:www\.|m\.)?youtube\.com/redirect"), ("q",)),
    (re.compile(r"consent\.(?:youtube|google)\.[a-z.]+/.*"), ("continue",)),
    (re.compile(r"(?:www\.)?facebook\.com/plugins/(?:post|video|page)\.php"), ("href",)),
    (re.compile(r"(?:m\.)?vk\.(?:com|ru)/away(?:\.php)?"), ("to",)),
    (re.compile(r"(?:www\.)?google\.[a-z.]+/url"), ("q", "url")),
    (re.compile(r"t\.me/iv"), ("url",)),
    (re.compile(r"(?:www\.|mobile\.)?(?:x|twitter)\.com/intent/(?:follow|user)"), ("screen_name",)),
    (re.compile(r"out\.reddit\.com/.*"), ("url",)),
    (re.compile(r"(?:www\.)?linkedin\.com/(?:redir/redirect|safety/go)/?"), ("url",)),
)
# First parts of a path that are the platform's own pages; `*` also covers all paths below.
_NOBODYS = {
    "instagram": "accounts* explore direct* about* developer* legal* reels challenge* p reel tv stories web*",
    "facebook": (
        "login* home.php watch marketplace groups gaming messages* settings* help* reel reels share sharer*"
        " dialog* search* profile.php photo.php story.php permalink.php photo"
    ),
    "youtube": "watch shorts feed* results* premium* live playlist channel c user account* redirect",
    "tiktok": "foryou* explore* login* following* live messages* upload* setting* about* tag discover t",
    "x": (
        "home* explore* login* notifications* messages* settings* search* compose* i signup* tos privacy"
        " share* intent*"
    ),
    "telegram": "s share* joinchat c addstickers addlist proxy* socks* login* iv +",
    "threads": "login* search* activity settings*",
    "spotify": "search* download* lyrics track album artist playlist show episode user",
    "soundcloud": "search* discover* charts*",
    "twitch": "directory* downloads*",
    "whatsapp": "channel",
}
_CUT = {
    "x": re.compile(r"/\w+/status(?:es)?/?"),
    "tiktok": re.compile(r"/@[\w.]+/(?:video|photo)/?"),
    "threads": re.compile(r"/@[\w.]+/post/?"),
}
"""Links of posts that end before the post's number."""

_LONGER = {
    "youtube": re.compile(
        r"(?:youtu\.be/|/(?:shorts|live|embed|v)/|/watch\?(?:.*&)?v=)[\w-]{11}(?:[\w-]|/\d)|/channel/UC[\w-]{23}"
    ),
    "tiktok": re.compile(r"/(?:video|photo)/\d+(?:[^\W\d]|/\d)|v[mt]\.tiktok\.com/\w+/\d"),
    "x": re.compile(r"/status(?:es)?/\d+(?:[^\W\d]|/\d)"),
    "threads": re.compile(r"/post/[\w-]+/\d"),
    "facebook": re.compile(
        r"/share/(?:[a-z]/\w+|\w{2,})/\d|/reel/\d+(?:[^\W\d]|/\d)|/(?:posts|videos)/\d+[^\W\d][^/?]*/?\?"
        r"|[?&](?:id|v|fbid)=\d+[^\d&:?]"
    ),
    "spotify": re.compile(r"(?<!/pod)/(?:track|album|artist|playlist|show|episode)/(?:\w{23}|\w+/\d)"),
}
"""Numbers of posts with more behind them than they can have (YouTube's eleven signs, Spotify's 22), or with a
number behind a slash: how many somebody wants. One of Instagram leads to its post all the same, and orders
with such links, which are there, can be ordered again.
"""

_HANDLE_AND_MORE = re.compile(r"/(?:@|c/)(?=[\d_.-]*[a-z])[a-z0-9_.-]{3,}(?![a-z0-9_.-])(\w)", re.IGNORECASE)
"""A channel's name in ASCII, and the letter of another script that follows."""

_SHORTENERS = frozenset(
    [
        "adf.ly",
        "bit.do",
        "bit.ly",
        "bitly.com",
        "buff.ly",
        "clck.ru",
        "cutt.ly",
        "goo.su",
        "is.gd",
        "kutt.it",
        "ow.ly",
        "rb.gy",
        "rebrand.ly",
        "s.id",
        "short.io",
        "shorturl.at",
        "shorturl.com",
        "t.ly",
        "tiny.cc",
        "tiny.one",
        "tinyurl.com",
        "u.to",
        "v.gd",
        "x.gd",
    ]
)
_SHORT_LINKS = frozenset({"vm.tiktok.com", "vt.tiktok.com", "on.soundcloud.com", "chat.whatsapp.com"})
_IN_A_LANGUAGE = re.compile(r"^/intl-\w+(?=/|$)")
"""Of Spotify."""

_LONG_HOST = len("youtu.be")
_INVITE = re.compile(r"/(?:\+|joinchat/).+")
"""A path of Telegram that leads into a private chat."""
_NO_NAME_HOLDS = re.compile(r"[,;|!<>\"'*()\[\]{}\\^`\s]")
_NO_LINK_HOLDS = re.compile(r"[|<>\"\\^`{}\s]")
_GLUED = re.compile(r"(?<!=)https?://", re.IGNORECASE)
_STRICT = {"instagram", "tiktok", "youtube", "x", "telegram", "threads", "twitch", "kick", "snapchat"}
_IN_ASCII = _STRICT | {"vk", "spotify", "soundcloud", "discord", "whatsapp"}
_NAMED_FREELY = {
    "youtube": re.compile("/(?:@|c/|hashtag/|results)"),
    "tiktok": re.compile("/(?:tag|music|discover)/"),
    "instagram": re.compile("/explore/"),
    "x": re.compile("/(?:hashtag/|search)"),
}
"""Where a part of a platform's links may be a name, a tag or a title in any script."""

_WORDS_OF_PEOPLE = {"text", "ab_channel", "q", "query", "search_query"}
"""Parameters that hold a channel's name, or what somebody searched by."""

_CERTAIN = frozenset({"instagram", "tiktok", "youtube", "x", "telegram", "threads"})
"""Where "Likes" of a profile are certainly a mistake. Elsewhere pages and channels have likes too."""

_ABOUT_POSTS = frozenset(
    words_of("likes like comments comment retweets reposts лайки beğeni curtidas comentários saves")
)
# Words that make it unclear: with them "likes" may be for a profile, or "followers" for a post.
_UNSURE = frozenset(
    words_of("""
    followers follower subscribers subscriber members подписчики takipçi seguidores
    auto automatic subscription monthly daily last latest recent future new next old posts all profile page
    story stories live package packages mix mixed plan account channel username user fan group from via by
    of dm mention mentions per post video reel link url any everything combo pack авто профиль
    """)
)

_VIEWS = frozenset(words_of("views view shares impressions reach просмотры izlenme visualizações"))
_FOLLOWERS = frozenset(
    words_of("followers follower subscribers subscriber members member подписчики takipçi seguidores")
)
_PUBLIC, _PRIVATE = (
    frozenset(words_of(words))
    for words in (
        "public открытый открытых публичный публичных",
        "private закрытый закрытых приватный любой any",
    )
)
_NOT_OF_A_PROFILE = frozenset(words_of("mentions mention post video story live comment poll votes"))


def target_of(parts: SplitResult) -> str | None:
    """Return the target of a platform's login page or redirector; None for every other link."""
    host = (parts.hostname or "").removesuffix(".")
    at = platform_at(host)
    if at is None:
        return None
    names: tuple[str, ...] = ()
    if _LOGIN.fullmatch(parts.path):
        names = _BACK_TO
    for pattern, parameters in _REDIRECTORS:
        if pattern.fullmatch(host + parts.path):
            names = parameters
    for name, value in parse_qsl(parts.query):
        if name.lower() in names and value:
            return urljoin(f"https://{host}/", value)
    return None


def refuse_nothing(host: str, path: str, platform: Platform | None, query: str) -> None:
    """Raise ShopError if a platform's link cannot lead to anything a person could have meant."""
    at = platform_at(host)
    if at is None or platform is None or not platform.hosts:
        return
    place = MAIN.sub("", host, count=1)
    first, *rest = [part for part in _IN_A_LANGUAGE.sub("", path).split("/") if part] or [""]
    if at.key == "telegram" and first == "c" and rest:
        raise ShopError("link_private")
    if re.search(r"https?:/|://|%3a%2f%2f", path, re.IGNORECASE) or _names_its_host(path, at):
        raise ShopError("link_several")
    if at.key in _STRICT and _NO_NAME_HOLDS.search(path):
        raise ShopError("link_not_plain")
    if place in _SHORT_LINKS and not first:
        raise ShopError("link_names_nothing", platform=at.label)
    if place not in at.hosts and host != HOLDS_ITS_LINKS.get(at.key):
        return  # a subdomain of the platform's host, or a short link
    if _is_nobodys(at.key, first, rest, query) or (at.key in _CUT and _CUT[at.key].fullmatch(path)):
        raise ShopError("link_names_nothing", platform=at.label)


def _names_its_host(path: str, at: Platform) -> bool:
    """Return True if a second link of the platform, without its scheme, sticks to the first.

    A name may end like one of the short hosts: instagram.com/zig.me/ is a profile.
    """
    behind = (path.lower().partition(f"{one}/")[2] for one in at.hosts if len(one) >= _LONG_HOST)
    return any(behind)


def _is_nobodys(key: str, first: str, rest: list[str], query: str) -> bool:
    if (first == "@" and rest[:1] not in (["video"], ["photo"])) or (not first and not query):
        return True  # TikTok opens /@/video/123 as well
    if key == "youtube" and first.lower() == "watch" and not rest:
        return not {"v", "list"}.intersection(name for name, value in parse_qsl(query))
    named = (_NOBODYS.get(key) or "").split()
    return f"{first.lower()}*" in named or (first.lower() in named and not rest and not query)


def refuse_glued(host: str, parts: SplitResult, platform: Platform | None) -> None:
    """Raise ShopError if a second link, a word or a mark sticks to a platform's link."""
    at = platform_at(host)
    if at is None or platform is None or not platform.hosts:
        return
    if _GLUED.search(parts.query):
        raise ShopError("link_several")
    path = unquote(parts.path)
    is_odd = bool(_NO_LINK_HOLDS.search(parts.path + parts.query)) or (
        at.key in _STRICT and (bool(_NO_NAME_HOLDS.search(path)) or path.count("@") > 1)
    )
    is_odd = is_odd or _has_more_behind_it(at.key, host, parts)
    is_odd = is_odd or (at.key == "youtube" and path.startswith("/@") and not path.isprintable())
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    said = "".join(name + value for name, value in pairs if name not in _WORDS_OF_PEOPLE)
    freely = _NAMED_FREELY.get(at.key)
    of_ascii = at.key in _IN_ASCII and not (freely and freely.match(path))
    if is_odd or (of_ascii and not (path + said).isascii()):
        raise ShopError("link_not_plain")


def _has_more_behind_it(key: str, host: str, parts: SplitResult) -> bool:
    """Return True if a number or a name is longer than it can be: a word sticks to it.

    A handle of two scripts is one that a browser has copied: there the other one is in percent signs.
    """
    longer = _LONGER.get(key)
    if longer is not None and longer.search(f"{host}{parts.path}?{parts.query}"):
        return True
    more = _HANDLE_AND_MORE.match(parts.path) if key == "youtube" else None
    return more is not None and not unicodedata.name(more[1], "").startswith("LATIN")


def wants_a_post(service_name: str) -> bool:
    """Return True if a service is certainly for a post: "Likes", but not "Auto Likes"."""
    words = set(words_of(service_name))
    return bool(words & _ABOUT_POSTS) and not words & _UNSURE


def target_of_service(service_name: str) -> Kind | None:
    """Return the kind of target a service's name tells of, for the question; None where it leaves a doubt."""
    words = set(words_of(service_name))
    if wants_a_post(service_name) or (words & _VIEWS and not words & _UNSURE):
        return Kind.POST
    if words & _FOLLOWERS and not words & (_ABOUT_POSTS | _VIEWS | _NOT_OF_A_PROFILE):
        return Kind.PROFILE
    return None


def odd_kind(host: str, path: str, service_name: str) -> Kind | None:
    """Return the kind of a link's target if it is certainly not the kind that a service is for."""
    kind = kind_of(host, path)
    if kind is Kind.POST and target_of_service(service_name) is Kind.PROFILE:
        return kind
    at = platform_at(host)
    if kind is Kind.PROFILE and wants_a_post(service_name) and at is not None and at.key in _CERTAIN:
        return kind
    return None


def refuse_invitation(host: str, path: str) -> None:
    """Raise ShopError if a link leads into a private chat, where what everybody sees is needed."""
    if is_invitation(host, path):
        raise ShopError("link_private")


def is_invitation(host: str, path: str) -> bool:
    """Return True if a link leads into a private chat of Telegram."""
    at = platform_at(host)
    return at is not None and at.key == "telegram" and bool(_INVITE.fullmatch(path))


def needs_the_public(service_name: str) -> bool:
    """Return True if a service says that it is for public channels or groups alone."""
    words = set(words_of(service_name))
    return bool(words & _PUBLIC) and not words & _PRIVATE


def is_shortener(host: str) -> bool:
    """Return True if nobody can see where this host's links lead."""
    return host.removeprefix("www.") in _SHORTENERS
