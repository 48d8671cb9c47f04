"""Addresses for outgoing calls: proxies, and another server in Telegram's place."""

import ipaddress
from urllib.parse import urlsplit, urlunsplit

_PROXY_SCHEMES = {"http": "http", "socks5": "socks5", "socks5h": "socks5"}
_PROXY = "must be like socks5://user:password@host:1080 or http://host:8080"
TOKEN = "{token}"  # noqa: S105 - where the token goes in an address


def check_proxy(url: str) -> str | None:
    """Return what is wrong with a proxy's address, as a sentence; None if it is good."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return _PROXY
    if parts.scheme not in _PROXY_SCHEMES or not parts.hostname or port is None:
        return _PROXY
    if parts.path.strip("/") or parts.query or parts.fragment or not url.isascii() or " " in url:
        return f"{_PROXY}, and end there"
    if "@" in parts.netloc and not (parts.username and parts.password):
        return "must have both a user and a password, or neither"
    return None


def as_libraries_read_it(url: str) -> str:
    """Return a proxy's address in the form that both HTTP libraries read. The proxy resolves names."""
    parts = urlsplit(url)
    return urlunsplit((_PROXY_SCHEMES[parts.scheme], parts.netloc, "", "", "")) if url else ""


def check_api_root(url: str) -> str | None:
    """Return what is wrong with TELEGRAM_API_ROOT, as a sentence; None if it is good."""
    try:
        parts = urlsplit(url.replace(TOKEN, "token"))
        _ = parts.port  # raises for a port that is not a number
    except ValueError:
        return "must be like https://api.telegram.org"
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        return "must begin with https:// (or http:// for a server of your own)"
    if parts.query or parts.fragment or " " in url:
        return "must end with its path: no question mark, no # and no space"
    if parts.scheme == "http" and not _is_near(parts.hostname):
        return "must begin with https://, or the bot's token could be read on its way"
    path = urlsplit(url).path
    if TOKEN in path and f"/bot{TOKEN}" not in path:
        return "may name the token only as /bot{token}, like https://api.telegram.org/bot{token}/test"
    if TOKEN not in path and path.rstrip("/").endswith("/bot"):
        return "must not end with /bot, which is put behind it"
    return None


def api_urls(root: str) -> tuple[str, str]:
    """Return python-telegram-bot's `base_url` and `base_file_url` for this root."""
    if TOKEN in root:
        return root, root.replace(f"/bot{TOKEN}", f"/file/bot{TOKEN}", 1)
    return f"{root}/bot", f"{root}/file/bot"


def public_part(url: str) -> str:
    """Return the public part of an address: no user, no password, and no path, which may be a secret."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname}{port}"


def _is_near(host: str) -> bool:
    """Return True for this machine, its container network or its local network, judging by the name."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".internal", ".local", ".localhost"))
