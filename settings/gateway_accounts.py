"""Payment gateways, as the settings name them: GATEWAYS lists files, the keys stand in the environment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pydantic import SecretStr

from env_file import check_key, key_in, value_of

if TYPE_CHECKING:
    import httpx

    from payments.chains.way import ChainWay
    from payments.described.profile import Profile
    from payments.described.way import DescribedWay
    from payments.merchants.asking import Merchant
    from payments.merchants.way import MerchantWay
    from shop.clock import Clock

CRYPTO_PAY = "crypto_pay"
CRYPTO_PAY_ROOT = "https://pay.crypt.bot"
SETTING = "GATEWAY_"
"""Settings of a described gateway begin so, then come its name and the key's: GATEWAY_YOOKASSA_SHOP_ID."""

OFF = ":off"
"""After a gateway's name: it takes no new payments, and those under way are followed to their end."""

OWN_SWITCHES = frozenset({f"crypto_pay{OFF}", f"ton{OFF}", f"tron{OFF}"})
"""In GATEWAYS, for ways with settings of their own: these stay, and open invoices are followed by them."""

MERCHANTS: Mapping[str, tuple[str, ...]] = {
    "payme": ("merchant", "key"),
    "click": ("merchant", "service", "secret"),
}
"""Gateways that are built in, because they call us: their names in GATEWAYS, and the keys of each."""

SECRET_KEYS = frozenset({"key", "secret"})

NEAR = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class GatewayAccount:
    """One account at one gateway. `root` is empty for the profile's own; not `is_on`: no new payments."""

    profile: "Profile"
    keys: Mapping[str, SecretStr]
    root: str = ""
    is_on: bool = True

    @property
    def secrets(self) -> tuple[str, ...]:
        """The keys, for redaction."""
        return tuple(key.get_secret_value() for key in self.keys.values())

    def way(
        self,
        clock: "Clock",
        *,
        transport: "httpx.AsyncBaseTransport | None" = None,
        callback: str = "",
    ) -> "DescribedWay":
        """Return the way to pay through this account."""
        from payments.described.calls import Gateway  # noqa: PLC0415 - a kiosk without gateways needs none of it
        from payments.described.way import DescribedWay  # noqa: PLC0415 - the same

        keys = {name: key.get_secret_value() for name, key in self.keys.items()}
        gateway = Gateway(self.profile, keys, root=self.root, transport=transport)
        return DescribedWay(gateway, clock, is_on=self.is_on, callback=callback)


@dataclass(frozen=True, slots=True)
class MerchantAccount:
    """One account at a gateway that calls us. `root` is its pay page's, empty for the usual one."""

    name: str
    keys: Mapping[str, SecretStr]
    root: str = ""
    is_on: bool = True

    @property
    def secrets(self) -> tuple[str, ...]:
        """What nobody else may know, for redaction; the other keys stand in every pay link."""
        return tuple(key.get_secret_value() for name, key in self.keys.items() if name in SECRET_KEYS)

    def way(self, clock: "Clock") -> "MerchantWay":
        """Return the way to pay through this account."""
        from payments.merchants.click import Click  # noqa: PLC0415 - see GatewayAccount
        from payments.merchants.payme import Payme  # noqa: PLC0415 - the same
        from payments.merchants.way import MerchantWay  # noqa: PLC0415 - the same

        makers: dict[str, Callable[..., Merchant]] = {"payme": Payme, "click": Click}
        keys = {name: key.get_secret_value() for name, key in self.keys.items()}
        merchant = makers[self.name](**keys, root=self.root)
        return MerchantWay(merchant, clock, is_on=self.is_on)


def read_merchants(listed: str) -> tuple[MerchantAccount, ...]:
    """Return the accounts at gateways that call us. Raises ValueError with a sentence for the operator."""
    return tuple(_read_merchant(entry) for entry in _entries(listed) if entry.removesuffix(OFF) in MERCHANTS)


def read_gateways(listed: str, crypto_token: SecretStr, crypto_root: str) -> tuple[GatewayAccount, ...]:
    """Return the accounts, Crypto Pay's first. Raises ValueError with a sentence for the operator."""
    accounts = []
    if crypto_token.get_secret_value():
        profile = _load(CRYPTO_PAY)
        root = "" if crypto_root == CRYPTO_PAY_ROOT else f"{crypto_root}/api"
        is_on = not is_switched_off(CRYPTO_PAY, listed)
        accounts.append(GatewayAccount(profile, {"token": crypto_token}, root, is_on))
    entries = [entry for entry in _entries(listed) if not _is_own_switch(entry, crypto_token)]
    accounts += [_read(entry) for entry in entries if entry.removesuffix(OFF) not in MERCHANTS]
    names = [one.profile.name for one in accounts]
    names += [entry.removesuffix(OFF) for entry in entries if entry.removesuffix(OFF) in MERCHANTS]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ValueError(f"{twice} is there twice; each file needs a name of its own")
    return tuple(accounts)


def _is_own_switch(entry: str, crypto_token: SecretStr) -> bool:
    """Return True if an entry only switches off a way that has settings of its own."""
    if entry == f"{CRYPTO_PAY}{OFF}":
        has_other_key = value_of(f"{SETTING}{CRYPTO_PAY.upper()}_TOKEN")
        return bool(crypto_token.get_secret_value()) or not has_other_key
    return entry in OWN_SWITCHES


def is_switched_off(name: str, listed: str) -> bool:
    """Return True if GATEWAYS says that this way takes no new payments."""
    return f"{name}{OFF}" in _entries(listed)


def check_gateway_root(url: str) -> str | None:
    """Return what is wrong with a gateway's address, as a sentence; None if it is good."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises for a port that is not a number
    except ValueError:
        return "must be like https://pay.crypt.bot"
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.query or parts.fragment:
        return "must be like https://pay.crypt.bot"
    if parts.scheme == "http" and parts.hostname not in NEAR:
        return "must begin with https://, or the key could be read on its way"
    return None


def _entries(listed: str) -> list[str]:
    return [entry.strip() for entry in listed.split(",") if entry.strip()]


def _read_merchant(entry: str) -> MerchantAccount:
    name = entry.removesuffix(OFF)
    setting = _settings_of(name)
    keys = {key: SecretStr(key_in(setting(key), name, "it")) for key in MERCHANTS[name]}
    return MerchantAccount(name, keys, _root(setting("root")), not entry.endswith(OFF))


def _root(setting: str) -> str:
    root = value_of(setting).rstrip("/")
    if root and (problem := check_gateway_root(root)):
        raise ValueError(f"{setting} {problem}")
    return root


def _read(entry: str) -> GatewayAccount:
    named = entry.removesuffix(OFF)
    profile = _load(named)
    if profile.name == CRYPTO_PAY and not named.endswith(".toml"):
        raise ValueError("crypto_pay has a setting of its own; set CRYPTO_PAY_TOKEN instead")
    setting = _settings_of(profile.name)
    keys = {key: SecretStr(key_in(setting(key), named, "it")) for key in profile.keys}
    return GatewayAccount(profile, keys, _root(setting("root")), not entry.endswith(OFF))


def keys_of(profile: "Profile") -> tuple[dict[str, str], list[str]]:
    """Return the keys that the environment has for this gateway, and the settings that are missing.

    Raises ValueError with a sentence for one that cannot be sent.
    """
    setting = _settings_of(profile.name)
    if profile.name == CRYPTO_PAY:
        setting = {"token": "CRYPTO_PAY_TOKEN", "root": "CRYPTO_PAY_ROOT"}.__getitem__
    found = {key: check_key(value_of(setting(key)), f"{setting(key)} ") for key in profile.keys}
    return found, [setting(key) for key, value in found.items() if not value]


def root_of(profile: "Profile") -> str:
    """Return the address that the environment has for this gateway; empty for the profile's own.

    Raises ValueError with a sentence for one to which no key may go.
    """
    if profile.name == CRYPTO_PAY:
        root = _root("CRYPTO_PAY_ROOT")
        return f"{root}/api" if root else ""
    return _root(_settings_of(profile.name)("root"))


def _load(named: str) -> "Profile":
    from payments.described.files import load_gateway  # noqa: PLC0415 - a kiosk without gateways needs none of it

    return load_gateway(named, built_in=MERCHANTS)


def _settings_of(gateway: str) -> Callable[[str], str]:
    return lambda key: f"{SETTING}{gateway.upper()}_{key.upper()}"


@dataclass(frozen=True, slots=True)
class ChainAccount:
    """The operator's address on a chain.

    `value_nano`: what one unit of its coin is worth in the shop, in billionths.
    Not `is_on`: it takes no new payments, and what is open is still read.
    """

    name: str
    address: str
    shop_currency: str
    value_nano: int
    key: SecretStr
    is_on: bool = True

    def way(self, clock: "Clock", transport: "httpx.AsyncBaseTransport | None" = None) -> "ChainWay":
        """Return the way to pay to it."""
        from payments.chains.files import chain_named  # noqa: PLC0415 - most kiosks have no chain
        from payments.chains.reader import ChainReader  # noqa: PLC0415 - the same
        from payments.chains.way import ChainWay  # noqa: PLC0415 - the same
        from payments.transfers.way import OwnAccount  # noqa: PLC0415 - the same

        profile = chain_named(self.name)
        key = self.key.get_secret_value()
        reader = ChainReader(profile, self.address, clock, key=key, transport=transport)
        account = OwnAccount(
            self.address,
            self.shop_currency,
            profile.currency,
            self.value_nano if self.is_on else 0,
            valued_by=f"{self.name.upper()}_VALUE",
        )
        return ChainWay(reader, account, clock)
