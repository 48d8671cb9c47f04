"""The settings of the webhook: the address Telegram calls, and the secret that identifies the caller."""

import hashlib
import hmac
import ipaddress
import re
from urllib.parse import urlsplit, urlunsplit

LARGEST_PORT = 65_535
TELEGRAMS_PORTS = (443, 80, 88, 8443)
"""The only ports Telegram calls (core.telegram.org/bots/api#setwebhook)."""

_PATH = re.compile(r"[A-Za-z0-9._~/-]*")
_SECRET = re.compile(r"[A-Za-z0-9_-]{6,256}")
_ROUGHLY = "must be like https://shop.example.com/telegram"


def check_webhook_url(url: str) -> str | None:
    """Return what is wrong with this address, as a sentence; None if it is good."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return _ROUGHLY
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        return _ROUGHLY
    if "@" in parts.netloc or "?" in url or "#" in url:
        return "must have no user, no question mark and no #; WEBHOOK_SECRET is what keeps others out"
    if not _PATH.fullmatch(parts.path):
        return "may have only letters, digits and . _ ~ / - in its path"
    if _is_loopback(parts.hostname):
        return None
    if parts.scheme != "https":
        return "must begin with https://, because Telegram calls nothing else"
    if port is not None and port not in TELEGRAMS_PORTS:
        return "must be on port 443, 80, 88 or 8443, because Telegram calls no others"
    return None


def as_telegram_has_it(url: str) -> str:
    """Return the address with scheme and host in lower case, as Telegram reports it back."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path, "", ""))


def path_of(url: str) -> str:
    """Return the one path that is served."""
    return urlsplit(url).path or "/"


def host_of(url: str) -> str:
    """Return the public part of an address, its host: the path may be a secret."""
    try:
        return urlsplit(url).hostname or "nobody"
    except ValueError:
        return "an address that is none"


def check_secret(secret: str) -> str | None:
    """Return what is wrong with this secret, as a sentence; None if it is good.

    Telegram would accept a single letter, which protects nothing and would be blanked all over the log.
    """
    return (
        None if _SECRET.fullmatch(secret) else "must be 6 to 256 letters, digits, _ or -; better 16 or more"
    )


def secret_from(token: str) -> str:
    """Derive this bot's secret, the same at every start. It reveals nothing about the token."""
    return hmac.new(token.encode(), b"kiosk webhook secret", hashlib.sha256).hexdigest()


def listening_place(text: str) -> tuple[str, int]:
    """Return host and port of `host:port`. Raises ValueError with a sentence."""
    host, _, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    is_port = port.isascii() and port.isdecimal() and 1 <= int(port) <= LARGEST_PORT
    if not (host and "/" not in host and is_port and can_be_asked_for(host)):
        raise ValueError("must be like 127.0.0.1:8080, or 0.0.0.0:8080 in a container")
    return host, int(port)


def are_one_place(one: tuple[str, int], other: tuple[str, int]) -> bool:
    """Return True if nobody can listen at both: the same port, at one address or at all of its kind.

    What listens at all addresses of IPv6 leaves those of IPv4 free, and the other way round.
    """
    hosts = {host.replace("localhost", "127.0.0.1") for host, _ in (one, other)}
    kinds = {":" in host for host in hosts}
    return one[1] == other[1] and len(kinds) == 1 and (len(hosts) == 1 or any(map(_is_everywhere, hosts)))


def _is_everywhere(host: str) -> bool:
    """Return True for the address that stands for all of a machine's."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:  # a name
        return False


def can_be_asked_for(host: str) -> bool:
    """Return False for a name like 10.0..1, about which Python asks no resolver: it raises a UnicodeError."""
    try:
        host.encode("idna")
    except UnicodeError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
