"""Reading the page's requests, and refusing what cannot be done."""

import base64
import binascii
from typing import Any

from playground.demo_state import DemoState
from playground.telegram import FakePerson

Body = dict[str, Any]


class Misstep(ValueError):
    """The page asked for something that cannot be done; the text says what."""


def person_of(demo: DemoState, body: Body) -> FakePerson:
    """Return the person who acts."""
    try:
        return demo.person(number(body, "person"))
    except KeyError:
        raise Misstep("there is no such person") from None


def text(body: Body, name: str) -> str:
    """Return a text, empty if none was sent."""
    value = body.get(name, "")
    if not isinstance(value, str):
        raise Misstep(f"{name} must be a text")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Misstep(f"{name} has half a character in it") from None
    return value


def number(body: Body, name: str) -> int:
    """Return a whole number."""
    value = body.get(name)
    if not isinstance(value, int):
        raise Misstep(f"{name} must be a number")
    return value


def content(body: Body) -> bytes:
    """Return the bytes of a file from the visitor's disk."""
    try:
        read = base64.b64decode(text(body, "content"), validate=True)
    except binascii.Error:
        raise Misstep("the file did not arrive whole") from None
    if not read:
        raise Misstep("the file is empty")
    return read
