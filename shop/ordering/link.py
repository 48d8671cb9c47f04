"""Check and clean the links people send, as text; nothing is fetched.

`check_link` raises ShopError with one of these keys:

- `link_not_web`: no http(s) link, or a host the public cannot reach
- `link_not_plain`: spaces, control characters, a password, an impossible port or host
- `link_too_long`: more than `limit` characters
- `link_wrong_platform`: the host is not one of `platform` (a label)
- `link_several`: more than one link
- `link_names_nothing`: a front page, a login page, or another page that belongs to nobody
- `link_private`: only members can see its target
- `link_of_an_owner`: a page that only its owner can see, with `platform` (a label)
- `link_short`: a shortener's, where a platform's is needed: nobody sees where it leads
"""

import re
from contextlib import suppress
from ipaddress import AddressValueError, IPv4Address
from urllib.parse import SplitResult, quote, unquote, unquote_plus, urlsplit

from shop.catalogue.platforms import Platform, platform_at
from shop.errors import ShopError
from shop.ordering.link_target import (
    is_shortener,
    refuse_glued,
    refuse_invitation,
    refuse_nothing,
    target_of,
)
from shop.ordering.link_text import BROKEN, UNSEEN, the_link_in, without_marks
from shop.ordering.owners_pages import refuse_owners
from shop.typed import seen

LONGEST = 1000  # characters of a clean link
_LONGEST_TEXT = 4096  # characters of a text with a link in it: Telegram's limit for a message

_MOST_ONWARD = 3  # pages on the way to a link: of a login to the login of another, and from there on

_TURNS_ROUND = re.compile("[\u202d\u202e]")
_HANDLE = re.compile(r"@(\w(?:[\w.-]{0,62}\w)?)", re.ASCII)
_HANDLE_IN_ANY_SCRIPT = re.compile(r"@((?:\w|%[0-9a-f]{2})[^\s/?#@]{0,255})", re.IGNORECASE)
"""A channel's name at YouTube, also as browsers copy it: in percent signs."""

_POST_OF_A_HANDLE = re.compile(r"@(\w{4,32})/(\d+)", re.ASCII)
_SCHEME = re.compile(r"([a-z][a-z0-9+-]*):(?!\d)", re.IGNORECASE)
_BROKEN_SCHEME = re.compile(
    rf"(?:https?://)+(?=https?://)|(?!https?://){BROKEN}(?=[^\s/:]+\.[^\s/]+)",
    re.IGNORECASE,
)
"""A beginning of which a letter or a sign was lost, or that was pasted behind another one."""

_CONTROL_ENCODED = re.compile(r"%(?:[01][0-9a-f]|7f)", re.IGNORECASE)

_FB_ID = r"(?:/|/?\?(?:id|fbid)=)(\d{1,20})(?:[/?&]\S*)?"
_FB_PAGE_IN_APP = re.compile(r"fb://facewebmodal/f/?\?href=(\S+)", re.IGNORECASE)
"""Any page opened inside Facebook's app."""

_WEB_TELEGRAM = r"(?:https?://)?web\.telegram\.org/(?:[akz]/)?(?:\?[^#]*)?#(?:/im\?p=)?"

# App addresses that an app's Share button writes instead of a link.
_APP_ADDRESSES = tuple(
    (re.compile(address, re.IGNORECASE), link)
    for address, link in (
        (rf"{_WEB_TELEGRAM}@(\w{{4,32}})/(\d+)", r"https://t.me/\1/\2"),
        (rf"{_WEB_TELEGRAM}@(\w{{4,32}})", r"https://t.me/\1"),
        (r"tg:(?://)?resolve/?\?domain=(\w{4,32})(?:&post=|/)(\d+)(?:&single)?", r"https://t.me/\1/\2"),
        (r"tg:(?://)?resolve/?\?domain=(\w{4,32})", r"https://t.me/\1"),
        (r"tg:(?://)?resolve/?\?domain=(\w{4,32})&start=([\w-]+)", r"https://t.me/\1?start=\2"),
        (r"tg://join/?\?invite=([\w-]+)", r"https://t.me/+\1"),
        (r"spotify:user:[^:]+:(playlist):(\w+)", r"https://open.spotify.com/\1/\2"),
        (r"spotify:(track|album|artist|playlist|show|episode|user):(\w+)", r"https://open.spotify.com/\1/\2"),
        (r"instagram://user\?username=([\w.]+)", r"https://www.instagram.com/\1"),
        (r"(?:vnd\.)?youtube:(?://)?([\w-]{11})", r"https://youtu.be/\1"),
        (
            r"(?:vnd\.)?youtube://(?:(?:www|m)\.youtube\.com/)?watch/?\?(?:\S*&)?v=([\w-]{11})(?:&\S*)?",
            r"https://www.youtube.com/watch?v=\1",
        ),
        (rf"fb://(?:profile|page){_FB_ID}", r"https://www.facebook.com/profile.php?id=\1"),
        (r"fb://(?:profile|page)/([\w.]*[a-z][\w.]*)", r"https://www.facebook.com/\1"),
        (rf"fb://photo{_FB_ID}", r"https://www.facebook.com/photo.php?fbid=\1"),
        (rf"fb://video{_FB_ID}", r"https://www.facebook.com/watch/?v=\1"),
        (rf"fb://group{_FB_ID}", r"https://www.facebook.com/groups/\1"),
        (rf"fb://event{_FB_ID}", r"https://www.facebook.com/events/\1"),
        (rf"fb://reel{_FB_ID}", r"https://www.facebook.com/reel/\1"),
        (r"twitter://user\?screen_name=(\w+)", r"https://x.com/\1"),
    )
)

_NAMED_WITHOUT_AT = {"telegram", "instagram", "x"}
"""Where a profile's link has the name alone."""

_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)+(?:[a-z]{{2,63}}|xn--[a-z0-9-]{{1,58}}[a-z0-9])")
_NOT_PUBLIC = {"localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa"}


def _noise(table: str) -> dict[str, re.Pattern[str]]:
    rows = (row.partition(":") for row in re.split(r"\n(?=\S)", table.strip()))
    return {key: re.compile("|".join(names.replace("*", ".*").split())) for key, _, names in rows}


# Parameters that do not change a link's target and only tell who shared it. `ref` and the like go only
# on platforms, whose Share buttons write them; on a web site they may be what the visits are bought for.
_NOISE = _noise("""
campaign: utm_*
anywhere: fbclid gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid msclkid yclid ysclid ymclid
  twclid ttclid igsh igshid mibextid mc_cid mc_eid _openstat spm scm _ga _gl _hsenc _hsmi li_fat_id rdt_cid
  srsltid epik _branch_match_id
platforms: ref ref_src ref_url ref_source refsrc share share_id si feature _r _t hl locale
instagram: img_index r ig_rid ig_mid source
facebook: __* rdid share_url sfnsn paipv eav _rdr _rdc hc_ref hc_location fref notif_* acontext wtsid extid
  idorvanity m_entstream_source pnref refid app
youtube: t start time_continue ab_channel pp app cbrd index sub_confirmation embeds_* source_ve_path
  persist_app noapp themerefresh attr_tag kw ucbcb gl start_radio
tiktok: is_from_webapp is_copy_url sender_device sender_web_id web_id source lang q t u_code preview_pb
  share_* tt_from user_id sec_uid sec_user_id social_share_type timestamp checksum enter_* refer refid
  referer_* _d ug_* ugbiz_name language region mid sharer_language
x: s t cxt lang cn src
telegram: single embed mode
threads: xmt slof
spotify: nd context dl_branch go sp_cid referral pi pt flow_ctx
soundcloud: in p c
linkedin: trk trackingid lipi rcm midtoken midsig originalsubdomain lici
reddit: rdt sh st context
pinterest: invite_code sender sfo mt
twitch: tt_content tt_medium sr t
quora: srid ch oid
snapchat: sender_web_id sid invite_id
vk: from track_code rndad roistat
dzen: share_to from referrer_clid rid
rutube: r t
shopee: sp_atk xptdk uls_trackid smtt af_* is_from_login deep_and_deferred
google: entry g_ep g_st skid sca_esv ved sa usg shorturl
""")


def check_link(text: str, platform: Platform | None, *, public: bool = False) -> str:
    """Return the link in this text, cleaned. Raises ShopError with a key of the module's docstring.

    The link may stand among other words, if it is the only one. A platform's login page or redirector is
    replaced by its target. With `public` an invitation into a private chat is refused.

    `instagram.com/x` becomes https; `@name` becomes a profile's link if `platform` has such links. The
    result has its host in lower-case ASCII, no default port, no tracking parameters, and no fragment but a
    route (`#/…`, `#!…`) on a web site. The path keeps its case. Campaign tags (`utm_…`) stay where visits
    to a web site are bought: the buyer counts visits by them. A clean link stays as it is.
    """
    parts = _parts(_as_written(text, platform))
    for _ in range(_MOST_ONWARD):
        if onward := target_of(parts):
            parts = _parts(_as_written(onward, platform))
    host = _public_host(parts, platform)
    if platform is not None and platform.hosts and platform_at(host) is not None:
        parts = _parts(_with_scheme(_of_a_platform(parts, platform_at(host))))
    if platform is not None and platform.hosts and is_shortener(host):
        raise ShopError("link_short")
    if platform is not None and platform.key == "telegram" and host == "web.telegram.org":
        raise ShopError("link_private")  # its web app, in a chat without a name
    if platform is not None and not platform.owns(host):
        raise ShopError("link_wrong_platform", platform=platform.label)
    tail = _tail(parts, host, platform)
    query = tail.partition("?")[2]
    refuse_owners(host, parts.path, query, platform)
    refuse_nothing(host, parts.path, platform, query)
    refuse_glued(host, parts, platform)
    if public:
        refuse_invitation(host, parts.path)
    link = f"{parts.scheme}://{host}{_port(parts)}{tail}"
    if _CONTROL_ENCODED.search(link):
        raise ShopError("link_not_plain")
    if len(link) > LONGEST:
        raise ShopError("link_too_long", limit=LONGEST)
    return link


def _as_written(text: str, platform: Platform | None) -> str:
    written = text[: _LONGEST_TEXT + 100].strip().strip(UNSEEN).strip()
    if len(written) > _LONGEST_TEXT:
        raise ShopError("link_too_long", limit=LONGEST)
    written = _begun_whole(_without_unseen(the_link_in(written)).replace("&amp;", "&"))
    if "/" not in written.partition("://")[2] and "/" not in written.replace("://", ""):
        written = _bare(written)  # a host alone
    if in_app := _FB_PAGE_IN_APP.fullmatch(written):
        written = unquote(in_app[1])
    for address, link in _APP_ADDRESSES:
        if found := address.fullmatch(written):
            return found.expand(link)
    post = _POST_OF_A_HANDLE.fullmatch(written)
    if post and platform is not None and platform.key == "telegram":
        return post.expand(r"https://t.me/\1/\2")
    at_youtube = platform is not None and platform.key == "youtube"
    handle = _HANDLE.fullmatch(written) or (_HANDLE_IN_ANY_SCRIPT.fullmatch(written) if at_youtube else None)
    if handle and platform is not None and platform.profile:
        return platform.profile.format(handle[1])
    if handle or "." not in written:
        raise ShopError("link_not_web")
    if not written.isprintable() or any(map(str.isspace, written)) or "\\" in written:
        raise ShopError("link_not_plain")
    return _with_scheme(written)


def _begun_whole(written: str) -> str:
    """Return a platform's link with a whole beginning: "ttps://t.me/name" begins with https://."""
    broken = _BROKEN_SCHEME.match(written)
    if broken is None:
        return written
    rest = written[broken.end() :]
    host = re.split("[/?#:]", rest.lower().removeprefix("https://").removeprefix("http://"), maxsplit=1)[0]
    return _with_scheme(rest) if platform_at(host) is not None else written


def _without_unseen(link: str) -> str:
    """Return the link without the invisible signs within it, unless it has letters they may belong to.

    Signs that turn the order of letters round stay, so that the link is refused.
    """
    shown = link if _TURNS_ROUND.search(link) else seen(link)
    rest = shown.rstrip("".join(sign for sign in shown if not sign.isascii()))
    return shown if rest.isascii() else link


def _of_a_platform(parts: SplitResult, at: Platform | None) -> str:
    """Return a platform's link without what stuck to its end, and with single slashes."""
    if "://" not in parts.path:
        parts = parts._replace(path=re.sub("/{2,}", "/", parts.path))
    if at is not None and at.key in _NAMED_WITHOUT_AT:
        parts = parts._replace(path=parts.path.replace("/@", "/", 1))
    if at is not None and at.key in {"youtube", "facebook"}:
        parts = parts._replace(query=parts.query.rstrip("/"))
    return _bare(parts.geturl())


def _bare(link: str) -> str:
    without_blanks = re.sub("(?:%20)+$", "", without_marks(link, pictures=True))
    return without_marks(without_blanks, pictures=True)


def _with_scheme(written: str) -> str:
    if written.startswith("//"):
        return f"https:{written}"
    scheme = _SCHEME.match(written)
    if scheme is None:
        return f"https://{written}"
    if scheme[1].lower() not in {"http", "https"} or not written.startswith("//", scheme.end()):
        raise ShopError("link_not_web")
    return written


def _parts(written: str) -> SplitResult:
    try:
        parts = urlsplit(written)
        plain = "@" not in parts.netloc and parts.port != 0
    except ValueError:  # brackets, a port out of range, characters that turn into / or ?
        plain = False
    if not plain:
        raise ShopError("link_not_plain")
    return parts


def _public_host(parts: SplitResult, platform: Platform | None) -> str:
    host = (parts.hostname or "").removesuffix(".")
    if "." not in host or "[" in parts.netloc:
        raise ShopError("link_not_web")
    host = _in_ascii(host)
    last = host.rpartition(".")[2]
    if last[:1].isdigit():
        return _public_address(host, platform)
    if last in _NOT_PUBLIC:
        raise ShopError("link_not_web")
    if len(host) > 253 or not _HOST.fullmatch(host):
        raise ShopError("link_not_plain")
    return host


def _in_ascii(host: str) -> str:
    """Return the host in lower-case ASCII. Raises ShopError if a punycode label cannot be decoded."""
    try:
        if not host.isascii():
            host = host[:254].encode("idna").decode("ascii").lower()
        for label in host.split("."):
            if label.startswith("xn--"):
                label[4:].encode("ascii").decode("punycode")
    except ValueError:  # UnicodeError is one
        raise ShopError("link_not_plain") from None
    return host


def _public_address(host: str, platform: Platform | None) -> str:
    """Return a bare address: allowed only for visits to a web site, and only a public one."""
    with suppress(AddressValueError):
        if platform is not None and not platform.hosts and IPv4Address(host).is_global:
            return host
    raise ShopError("link_not_web")


def _port(parts: SplitResult) -> str:
    default = {"http": 80, "https": 443}[parts.scheme]
    return f":{parts.port}" if parts.port not in {None, default} else ""


def _tail(parts: SplitResult, host: str, platform: Platform | None) -> str:
    """Return the path, the query without its noise, and a route."""
    at = platform_at(host)
    noise = ["anywhere"] if platform is not None and not platform.hosts else ["anywhere", "campaign"]
    if at is not None:
        noise += ["platforms", at.key]
    kept = [pair for pair in parts.query.split("&") if pair and not _is_noise(pair, noise)]
    query = f"?{_quoted('&'.join(kept))}" if kept else ""
    route = f"#{_quoted(parts.fragment)}" if at is None and parts.fragment[:1] in {"/", "!"} else ""
    return _quoted(parts.path) + query + route


def _quoted(text: str) -> str:
    return quote(text, safe="%/:?@!$&'()*+,;=~#")


def _is_noise(pair: str, noise: list[str]) -> bool:
    name = unquote_plus(pair.partition("=")[0]).lower()
    return any(row in _NOISE and _NOISE[row].fullmatch(name) for row in noise)
