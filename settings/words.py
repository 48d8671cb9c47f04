"""Read settings as people type them: tolerant of form, with one sentence for what each must be."""

import os
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote, urlsplit

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from env_file import meant_by, plain
from messaging.webhook_address import LARGEST_PORT, can_be_asked_for
from shop.money import typed_amount
from shop.ordering.typed_numbers import read_number
from shop.own_words import LANGUAGES
from shop.person import IDS_BELOW
from shop.typed import as_typed_number

_FREE_TEXT = frozenset(
    {"manual_topup", "bank_transfer"}
    | {
        f"{name}{tail}"
        for name in ("welcome", "footer", "terms", "description", "short_description")
        for tail in ("", *(f"_{language}" for language in LANGUAGES))
    }
)
"""Settings in which a # is only a sign."""

_AROUND_ONE = " \t\r\"'“”"
"""What may stand around one entry of a list ..."""
_INSIDE_ONE = frozenset('"“”')
"""... unless one of these is a part of it: ООО "Bank"."""

YES, NO = ("yes", "y", "true", "on", "1"), ("no", "n", "false", "off", "0")
_PARTS = re.compile(r"[,;\s]+")
LEAST_SECRET = 8
"""Characters. A shorter word may stand in many lines for other reasons, so it is not blanked everywhere."""

MUST_BE: Mapping[str, str] = {
    "ACCESS": "must be private or shop",
    "ADMIN_IDS": "must be numeric ids of people, like 123456789, 987654321",
    "ALLOWED_IDS": "must be numeric ids of people, like 123456789, 987654321",
    "BACKUP_CHAT": "must be yes or empty",
    "BACKUP_EVERY_HOURS": "must be a whole number of hours from 1 to 720, or 0 for never",
    "BACKUP_KEEP": "must be a whole number of backups from 1 to 10000, or 0 to keep all",
    "BACKUP_KEY": "must be a passphrase of 12 characters or more, or empty; "
    "a # between blanks begins a comment",
    "BANK_CURRENCY": "must be a currency's name of three to five letters, like INR, or empty",
    "BANK_SENDERS": "must be senders' names as they stand on messages, like AD-HDFCBK, VM-ICICIB",
    "BANK_TRANSFER": "must have at most 1500 characters",
    "BANK_VALUE": "must be an amount like 0.012, or 0",
    "COUPON_LOSS": "must be a percentage from 0 to 100 with at most four decimals, like 10",
    "CREDIT_ASK": "must be an amount like 50",
    "CREDIT_LIMIT": "must be an amount like 25 or 12.50, or empty",
    "CREDIT_SECOND": "must be an amount like 500 or 12.50, no, or empty",
    "CURRENCY": "must be a currency's name of three to five letters, like USD",
    "DESCRIPTION": "must have at most 512 characters",
    "FALLBACK_LOSS": "must be a percentage from 0 to 100 with at most four decimals, like 10",
    "INVITE_REWARD": "must be an amount like 0.50 or 1, or empty",
    "LOG_FORMAT": "must be text or json",
    "LOG_LEVEL": "must be DEBUG, INFO, WARNING or ERROR",
    "MANUAL_TOPUP": "must have at most 1500 characters",
    "MARKUP_PERCENT": "must be a percentage from 0 to 10000 with at most four decimals, like 12.5",
    "MEMBERSHIP_LEVEL": "must be the name of one price level, like member, or empty",
    "MEMBERSHIP_STARS": "must be a whole number of Stars from 1 to 10000, or 0",
    "OPERATORS_CHAT": "must be the number of one group, like -1001234567890, or empty",
    "PANEL_ACCOUNT": "must be own or shared",
    "PANEL_CALLS": "must be a whole number from 1 to 64, or empty",
    "PANEL_PROBE": "must be auto, yes or no",
    "PAYMENT_FEES": "must be fees and bonuses of ways to pay, like card 2.9% + 0.30, stars -5%, or empty",
    "PRICE_STEP": "must be an amount above 0 with at most four decimals, like 0.01 or 1, or empty",
    "REPLICAS": "must be yes or empty",
    "SHORT_DESCRIPTION": "must have at most 120 characters",
    "STAR_VALUE": "must be an amount like 0.013, or 0",
    "SWEEP_SECONDS": "must be a whole number of seconds from 1 to 86400",
    "TON_ADDRESS": "must be an address on TON like UQ…, whole and without a slip, or empty",
    "TON_VALUE": "must be an amount like 3.20, or 0",
    "TOPUP_LEAST": "must be an amount like 1 or 2.50",
    "TOPUP_MOST": "must be an amount like 1000",
    "TRON_ADDRESS": "must be an address on TRON like T…, whole and without a slip, or empty",
    "TRON_VALUE": "must be an amount like 1, or 0",
    "UNKNOWN_HOURS": "must be a whole number of hours from 1 to 720",
}
"""Our sentences instead of the library's."""


def senders_in(listed: str) -> frozenset[str]:
    """Return the senders in a list, each perhaps in quotes; a sender's name may have blanks in it."""
    return frozenset(name for one in re.split(r"[,;\n]", listed) if (name := _unquoted(one)))


def _unquoted(text: str) -> str:
    bare = text.strip(_AROUND_ONE)
    return bare if _INSIDE_ONE.isdisjoint(bare) else text.strip()


def must_be(name: str) -> str | None:
    """Return our sentence about a setting; a text's translations have the text's own."""
    text, _, language = name.rpartition("_")
    return MUST_BE.get(name) or (MUST_BE.get(text) if language.lower() in LANGUAGES else None)


def cleaned(name: str, value: object) -> object:
    """Return a setting without what stands around it. Raises ValueError for undecodable text."""
    if not isinstance(value, str):
        return value
    if any("\ud800" <= sign <= "\udfff" for sign in value):
        raise ValueError("is not written in UTF-8")
    return plain(value, has_comments=False) if name in _FREE_TEXT else meant_by(name.upper(), value)


def ids(value: object) -> object:
    """Read `"1, 2"` as a set of numbers, separated by commas, semicolons, blanks or line ends.

    Only Telegram's numeric ids count, since names can be taken over; ids of groups are below 0.
    """
    if not isinstance(value, str):
        return value
    numbers = set()
    for part in filter(None, _PARTS.split(value.strip("[](){} "))):
        number = part.strip("\"'“”")
        if number.startswith("@") or number[:1].isalpha():
            raise ValueError(
                "must be numeric ids, not names: the bot tells everyone who writes to it their id"
            )
        if number.startswith(("-", "−")):
            raise ValueError("must be ids of people, above 0; those below 0 are groups and channels")
        if not (number.isascii() and number.isdecimal()):
            raise ValueError(MUST_BE["ADMIN_IDS"])
        if not 0 < int(number) < IDS_BELOW:
            raise ValueError("must be ids of people: 0 is nobody, and Telegram's are shorter than 17 digits")
        numbers.add(int(number))
    return frozenset(numbers)


def group_id(value: object) -> object:
    """Read the number of a group, which is below 0; None for nothing."""
    if not isinstance(value, str):
        return value
    number = value.strip().strip("\"'“”").replace("−", "-")
    if not number:
        return None
    if number.startswith("@") or "t.me/" in number or number[:1].isalpha():
        raise ValueError("must be the group's number, not its name: in the group, /tickets tells it")
    digits = number.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal()) or int(digits) >= IDS_BELOW:
        raise ValueError(MUST_BE["OPERATORS_CHAT"])
    if not number.startswith("-") or not int(digits):
        raise ValueError("must be a group's number, which is below 0, like -1001234567890")
    return int(number)


def amount(value: object) -> object:
    """Read `"1 000"`, `"0,013"`, `"1,000.00"`, as amounts are typed; a comma may be a point.

    What a point before three digits means is asked where somebody can answer (`shop.money.two_readings`).
    """
    if not isinstance(value, str):
        return value
    if (read := typed_amount(value)) is not None:
        return f"{read:f}"
    text = re.sub(r"(?<=\d)[\s_'’](?=\d)", "", value)
    if re.search(r"[1-9]\d*,\d{3}(?!\d)", text):
        raise ValueError("must have a point before its decimals, and nothing between thousands: 1000 or 1.5")
    return text.replace(",", ".")


def percentage(value: object) -> object:
    """Read `"12.5 %"`, `"%12.5"` and `"١٢٫٥٪"` as 12.5; a comma is left alone, because it is ambiguous."""
    return as_typed_number(value).replace("٫", ".").strip("% ") if isinstance(value, str) else value


def whole(value: object) -> object:
    """Read `"1 000"` and `"1.000"` as 1000, as quantities are typed: nothing here has decimals."""
    if not isinstance(value, str):
        return value
    count = read_number(value)
    return value if count is None else count


def lower(value: object) -> object:
    """Return a word in lower case."""
    return value.lower() if isinstance(value, str) else value


def casefolded(value: object) -> object:
    """Return a name as all its spellings are compared."""
    return value.casefold() if isinstance(value, str) else value


def upper(value: object) -> object:
    """Return a log level in upper case; WARN is short for WARNING."""
    text = value.upper() if isinstance(value, str) else value
    return "WARNING" if text == "WARN" else text


def yes_or_no(value: object) -> object:
    """Return yes or no for the words people write for them."""
    word = lower(value)
    return "yes" if word in YES else "no" if word in NO else word


_DRIVERS = {
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+psycopg": "postgresql+asyncpg",
    "postgresql+psycopg2": "postgresql+asyncpg",
    "sqlite": "sqlite+aiosqlite",
}
_ASYNCPG_OPTIONS = ("host", "port", "user", "password", "passfile", "target_session_attrs")
"""The arguments of asyncpg.connect that an address may hold; any other would end in its TypeError."""

_SQLITE3_OPTIONS = frozenset({"timeout", "check_same_thread", "cached_statements"})
"""Options of Python's sqlite3 that stand in many an example. The kiosk opens its file by rules of its own."""

_NOT_HERE = "has an option that cannot be used here"
_SESSION_ATTRS = ("any", "primary", "standby", "read-write", "read-only", "prefer-standby")
_LONGEST_NAME = 240
"""Bytes of a file's name: file systems take 255, and SQLite's own files beside it have longer ones."""

_TLS_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


def folder_named(named: str) -> str:
    """Return a folder's path, from the home where it begins with ~.

    Raises ValueError for an address, of which Path would make a folder of this machine, and say nothing.
    """
    if "://" in named:
        raise ValueError("must be a folder, and no address: mount what is elsewhere, and name its folder")
    return os.path.expanduser(named)


def database_url(value: str) -> str:
    """Return a database's address for our drivers; `sslmode`, as hosting services write it, is kept.

    Raises ValueError with the forms allowed.
    """
    try:
        url = make_url(value)
        named = bool(url.database) and url.database != ":memory:" and can_be_asked_for(url.host or "")
    except (ArgumentError, ValueError):
        named, url = False, None
    if value.startswith("postgres") and value.count("@") > 1 and (url is None or "@" in (url.host or "")):
        raise ValueError("has an @ in its password: write %40 for it there")
    if url is not None:
        url = url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))
    if url is None or not named or url.drivername not in _DRIVERS.values():
        raise ValueError(
            "must be like sqlite+aiosqlite:///kiosk.db or postgresql+asyncpg://user:password@host/database"
        )
    url = _with_tls(url) if url.drivername.startswith("postgresql") else _of_a_file(url)
    return url.render_as_string(hide_password=False)


def _of_a_file(url: URL) -> URL:
    """Return the address without sqlite3's options, which have no effect. Raises ValueError for others."""
    if unknown := url.query.keys() - _SQLITE3_OPTIONS:
        raise ValueError(f"{_NOT_HERE}, {min(unknown)[:30]}; leave it out")
    if any(len(os.fsencode(part)) > _LONGEST_NAME for part in (url.database or "").split("/")):
        raise ValueError(f"must name a file in {_LONGEST_NAME} letters or fewer")
    return url.set(query={})


def _with_tls(url: URL) -> URL:
    """Return the address with libpq's `sslmode` as asyncpg's `ssl`. Raises ValueError for other options."""
    options = dict(url.query)
    mode = options.pop("sslmode", options.pop("ssl", None))
    if isinstance(mode, str) and mode in {"true", "1"}:
        mode = "require"
    if unknown := options.keys() - set(_ASYNCPG_OPTIONS):
        raise ValueError(f"{_NOT_HERE}, {min(unknown)[:30]}; leave it out")
    if not all(1 <= port <= LARGEST_PORT for port in _ports_in(url)):
        raise ValueError(f"must name a port from 1 to {LARGEST_PORT}, or none for the usual one")
    if (attrs := options.get("target_session_attrs")) is not None and attrs not in _SESSION_ATTRS:
        raise ValueError(f"target_session_attrs must be one of {', '.join(_SESSION_ATTRS)}")
    if mode is not None and mode not in _TLS_MODES:
        raise ValueError(f"sslmode must be one of {', '.join(_TLS_MODES)}")
    return url.set(query=options | ({"ssl": str(mode)} if mode is not None else {}))


def _ports_in(url: URL) -> list[int]:
    """Return the ports that an address names, also among its options, as for several hosts.

    Raises ValueError where ports and hosts do not fit together.
    """
    if not {"host", "port"} & url.query.keys():
        return [] if url.port is None else [url.port]
    try:
        _, meant = url.get_dialect()().create_connect_args(url)
    except (ArgumentError, ValueError):
        raise ValueError("names hosts and ports that do not fit together; write host:port once") from None
    ports = meant.get("port") or []
    return [port for port in (ports if isinstance(ports, list) else [ports]) if port is not None]


def passwords_in(address: str) -> tuple[str, ...]:
    """Return the secrets of an address: the password in it, as written there and decoded."""
    authority = address.partition("://")[2].partition("/")[0]
    password = authority.rpartition("@")[0].partition(":")[2]
    named = [value for key, value in parse_qsl(urlsplit(address).query) if key == "password"]
    # Of a short one only its place in the address is blanked.
    short = [f":{password}@"] if 0 < len(password) < LEAST_SECRET else []
    whole_words = [password, unquote(password), *named]
    return tuple(short + [word for word in whole_words if len(word) >= LEAST_SECRET])
