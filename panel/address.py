"""Which addresses of a panel are safe to send a key to."""

from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qsl, urlsplit

_KEY_NAMES = {"key", "api_key", "apikey", "api_token", "token"}


def check_panel_url(url: str) -> str | None:
    """The sentence that says what is wrong with a panel's address, or None.

    https everywhere; plain http only to this machine itself, because the key
    travels in every call.
    """
    if not url.isascii() or not url.isprintable() or " " in url:
        return "The panel's address must be plain ASCII without spaces, like https://panel.example/api/v2."
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port  # a port that is no number is only noticed here
    except ValueError:
        return "The panel's address cannot be read; it should look like https://panel.example/api/v2."
    if parts.scheme not in {"http", "https"} or not host:
        return "The panel's address must begin with https:// and name a host."
    if parts.scheme == "http" and not is_loopback(host):
        return "The panel's address must begin with https://, or the key could be read on its way."
    return _extra(parts)


def _extra(parts: SplitResult) -> str | None:
    if "@" in parts.netloc:
        return "The panel's address must not hold a user name or password; the key goes into PANEL_KEY."
    if any(name.lower() in _KEY_NAMES for name, _ in parse_qsl(parts.query, keep_blank_values=True)):
        return "The panel's address must not hold the key; it goes into PANEL_KEY."
    if parts.fragment:
        return "The panel's address must not have a part after #."
    return None


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine itself."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
