"""A strict Telegram in memory: the Bot API on one side, people with their apps on the other."""

from playground.telegram import faults
from playground.telegram.assertions import NotSeen, Toast
from playground.telegram.button_lookup import NoSuchButton
from playground.telegram.chats import Chat
from playground.telegram.checkout import Checkout
from playground.telegram.fake import FakeTelegram
from playground.telegram.invoices import Invoice
from playground.telegram.keyboards import Button
from playground.telegram.messages import FakeMessage
from playground.telegram.params import Upload
from playground.telegram.paying import CannotPay
from playground.telegram.people import FakePerson
from playground.telegram.refusals import NoAnswer, RawAnswer, Refusal
from playground.telegram.sharing import OwnChat
from playground.telegram.taps import InlineAnswer, InlineResult, Tap
from playground.telegram.trace import Call, Entry

__all__ = [
    "Button",
    "Call",
    "CannotPay",
    "Chat",
    "Checkout",
    "Entry",
    "FakeMessage",
    "FakePerson",
    "FakeTelegram",
    "InlineAnswer",
    "InlineResult",
    "Invoice",
    "NoAnswer",
    "NoSuchButton",
    "NotSeen",
    "OwnChat",
    "RawAnswer",
    "Refusal",
    "Tap",
    "Toast",
    "Upload",
    "faults",
]
