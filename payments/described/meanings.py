"""What a gateway's word for a payment's state can mean."""

from enum import StrEnum


class Meaning(StrEnum):
    """A payment's state. `LESS` and `MORE` are final: another amount than asked came, and stays so."""

    WAITING = "waiting"
    PAID = "paid"
    LESS = "less"
    MORE = "more"
    EXPIRED = "expired"
    REFUNDED = "refunded"
    UNCLEAR = "unclear"


CAME = (Meaning.PAID, Meaning.LESS, Meaning.MORE)
"""The states in which money came."""
