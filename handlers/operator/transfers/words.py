"""Words about a bank transfer: why a person is asked, what speaks for a payer, and what became of it."""

from collections.abc import Mapping

from locales import marked
from shop.ledger.matching_facts import Doubt, Sign
from shop.ledger.read_transfer import TransferState
from shop.ledger.statement_files import STATEMENT, Unread

WHY: Mapping[Doubt, str] = {
    Doubt.NOBODYS_REFERENCE: marked("its reference is of no payment that waits"),
    Doubt.MISTYPED: marked("its reference looks mistyped"),
    Doubt.SEVERAL_REFERENCES: marked("it has several references"),
    Doubt.TWO_OWNERS: marked("its reference is of two payments"),
    Doubt.CURRENCY: marked("it is in another currency than was asked"),
    Doubt.EARLY: marked("it came before it was asked for"),
    Doubt.LATE: marked("it came long after it was asked for"),
    Doubt.FUTURE: marked("its date is still to come"),
    Doubt.TWIN: marked("it may be money that I know already"),
    Doubt.REVERSED: marked("the bank has taken it back"),
    Doubt.SAME_ID: marked("its number came before with another amount"),
    Doubt.SAME_AMOUNT: marked("several people were to pay this amount"),
    Doubt.AMOUNT_ONLY: marked("it has no reference, and its amount alone does not tell"),
    Doubt.MUCH_MORE: marked("much more came than was asked for"),
    Doubt.UNKNOWN_REVERSAL: marked("the bank took money back, and it does not say which"),
}

SIGNS: Mapping[Sign, str] = {
    Sign.REFERENCE: marked("right reference"),
    Sign.HAD_IT: marked("had this amount"),
    Sign.LIKE_REFERENCE: marked("similar reference"),
    Sign.AMOUNT: marked("same amount"),
    Sign.NEAR_AMOUNT: marked("nearly the amount"),
    Sign.IN_TIME: marked("in time"),
    Sign.OTHER_CURRENCY: marked("other currency"),
    Sign.OUT_OF_TIME: marked("not in time"),
}

ENDS: Mapping[TransferState, str] = {
    TransferState.CREDITED: marked("✅ Credited to {name}"),
    TransferState.DISMISSED: marked("🚫 Left alone: nobody's top-up"),
    TransferState.TOOK_BACK: marked("↩️ Taken back"),
    TransferState.TAKEN_BACK: marked("↩️ The bank took it back"),
    TransferState.TOLD_BEFORE: marked("It was told before, and is credited"),
    TransferState.NOBODYS: marked("Nobody's top-up"),
}

NOT_READ: Mapping[Unread, str] = {
    Unread.HEADING: marked("there is no line that names the columns"),
    Unread.BEFORE: marked("it stands above the columns' names"),
    Unread.DATE: marked("its date cannot be read"),
    Unread.TWO_DATES: marked("its date can be two days"),
    Unread.AMOUNT: marked("its amount cannot be read in one way"),
    Unread.CURRENCY: marked("its currency is not told"),
    Unread.WENT: marked("the money went out"),
    Unread.NOT_DONE: marked("it is not done yet"),
    Unread.TWIN: marked("its number stands twice in this file"),
    Unread.COLUMNS: marked("it has not as many columns as the heading"),
    Unread.TOO_MANY: marked("the file is too long; send the rest by itself"),
    Unread.BROKEN: marked("it is broken"),
}
"""Why a line of a statement is no transfer."""

SENT_BY_HAND = "sent by hand"
"""The sender of what an operator has forwarded or pasted: their role was checked."""

SOURCES: Mapping[str, str] = {
    STATEMENT: marked("a statement"),
    SENT_BY_HAND: marked("a message sent by hand"),
}
"""Senders that have no name of their own."""

USUAL = frozenset({Unread.BEFORE, Unread.WENT, Unread.NOT_DONE})
"""Lines that nobody needs to look at."""
