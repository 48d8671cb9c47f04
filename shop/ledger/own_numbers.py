"""Numbers that stay somebody's own, payment after payment: of a card, an account, a phone."""

import re

CARD_DIGITS = range(13, 20)
"""ISO/IEC 7812."""

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", re.ASCII)
"""ISO 13616."""

_NOT_OF_A_NUMBER = re.compile(r"[\W_]+")


def is_own(number: str, text: str) -> bool:
    """Return True if a number, as it stands in this text, is one of its writer's own.

    >>> is_own("8600-1234-5678-9012", ""), is_own("8600-1234-5678-9013", "")
    (True, False)
    >>> is_own("998 90 123 45 67", "from +998 90 123 45 67"), is_own("998901234567", "no. 998901234567")
    (True, False)
    """
    bare = _NOT_OF_A_NUMBER.sub("", number).upper()
    if bare.isdecimal() and len(bare) in CARD_DIGITS and _luhn(bare):
        return True
    return _is_iban(bare) or re.search(rf"\+ ?{re.escape(number)}", text) is not None


def _luhn(digits: str) -> bool:
    """Return True if the last digit is the check digit of those before it."""
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (doubled + sum(map(int, digits[::-2]))) % 10 == 0


def _is_iban(bare: str) -> bool:
    if _IBAN.fullmatch(bare) is None:
        return False
    return int("".join(str(int(sign, 36)) for sign in bare[4:] + bare[:4])) % 97 == 1
