"""Addresses on chains: whether a text is one, and the one form in which two of them are compared."""

import base64
import binascii
import hashlib
import re
from typing import Literal

Kind = Literal["ton", "tron", "exact"]

_RAW = re.compile(r"(0|-1):([0-9A-Fa-f]{64})")
_FRIENDLY = re.compile(r"[A-Za-z0-9_-]{48}")
_BOUNCEABLE, _NOT_BOUNCEABLE = 0x11, 0x51
"""The first byte of an address on TON; testnet's have another bit, and are refused."""

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_TRON = re.compile(rf"T[{_BASE58}]{{33}}")
_MAINNET = 0x41


def canonical_address(address: str, kind: Kind) -> str | None:
    """Return the form that two spellings of one address share; None if it is no address of this kind.

    On TON `EQ…`, `UQ…` and `0:…` are one account. A wrong checksum makes it no address.
    """
    if kind == "ton":
        return _ton(address)
    if kind == "tron":
        return address if _is_tron(address) else None
    return address or None


def _ton(address: str) -> str | None:
    if raw := _RAW.fullmatch(address):
        return f"{raw[1]}:{raw[2].upper()}"
    url_form = address.replace("+", "-").replace("/", "_")
    if not _FRIENDLY.fullmatch(url_form):
        return None
    whole = base64.urlsafe_b64decode(url_form)
    tag, workchain, account, check = whole[0], whole[1], whole[2:34], whole[34:]
    if tag not in (_BOUNCEABLE, _NOT_BOUNCEABLE) or workchain not in (0x00, 0xFF):
        return None
    if binascii.crc_hqx(whole[:34], 0).to_bytes(2, "big") != check:
        return None
    return f"{'0' if workchain == 0 else '-1'}:{account.hex().upper()}"


def _is_tron(address: str) -> bool:
    if not _TRON.fullmatch(address):
        return False
    number = 0
    for sign in address:
        number = number * 58 + _BASE58.index(sign)
    if number.bit_length() > 25 * 8:
        return False
    whole = number.to_bytes(25, "big")
    twice = hashlib.sha256(hashlib.sha256(whole[:21]).digest()).digest()
    return whole[0] == _MAINNET and twice[:4] == whole[21:]
