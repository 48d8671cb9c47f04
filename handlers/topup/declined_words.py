"""Why a receipt was declined: on the shop's button, and to its customer."""

from collections.abc import Mapping

from locales import marked
from shop.ledger.topup import DeclinedFor

REASONS: Mapping[DeclinedFor, str] = {
    DeclinedFor.NOTHING_CAME: marked("No money came"),
    DeclinedFor.OTHER_AMOUNT: marked("Another amount came"),
    DeclinedFor.UNREADABLE: marked("It cannot be read"),
    DeclinedFor.USED_BEFORE: marked("It was used before"),
    DeclinedFor.OTHER: marked("Another reason"),
}
"""The buttons an operator chooses from, and what the card then says."""

TOLD: Mapping[DeclinedFor, str] = {
    DeclinedFor.NOTHING_CAME: marked("This money has not reached the shop."),
    DeclinedFor.OTHER_AMOUNT: marked("The shop got a different amount from the one you named."),
    DeclinedFor.UNREADABLE: marked("The shop cannot read it: send the whole receipt, sharp and uncut."),
    DeclinedFor.USED_BEFORE: marked("This receipt has been used before."),
}
"""What its customer reads; of another reason the shop tells them itself."""
