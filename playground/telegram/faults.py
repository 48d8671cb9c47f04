"""Faults to plan: `telegram.plan("sendMessage", too_many(3), server_error())`."""

import json
from collections import deque
from dataclasses import dataclass

from playground.telegram.refusals import (
    NoAnswer,
    RawAnswer,
    Refusal,
    bad_request,
    forbidden,
    too_many_requests,
    upgraded,
)

BAD_GATEWAY = (
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    b"<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n"
    b"</body>\r\n</html>\r\n"
)


@dataclass(frozen=True)
class Fault:
    """One failed call: what is raised, and whether the call still takes effect."""

    name: str
    error: Refusal | NoAnswer | RawAnswer
    takes_effect: bool = False
    moves_to: int | None = None


def too_many(retry_after: int) -> Fault:
    """429 with `retry_after` seconds."""
    return Fault("too_many", too_many_requests(retry_after))


def blocked() -> Fault:
    """403, as if the person had blocked the bot."""
    return Fault("blocked", forbidden("bot was blocked by the user"))


def migrated(new_chat_id: int) -> Fault:
    """400: the group has another id now, where the bot can reach it."""
    return Fault("migrated", upgraded(new_chat_id), moves_to=new_chat_id)


def not_found() -> Fault:
    """400: there is no such chat."""
    return Fault("not_found", bad_request("chat not found"))


def parse_error() -> Fault:
    """400: the text's HTML is broken."""
    return Fault("parse_error", bad_request("can't parse entities: Unexpected end tag at byte offset 0"))


def refusal(status: int, description: str) -> Fault:
    """Any other refusal in Telegram's envelope."""
    return Fault("refusal", Refusal(status, description))


def timeout_before() -> Fault:
    """Nothing happens and no answer comes."""
    return Fault("timeout_before", NoAnswer())


def timeout_after() -> Fault:
    """The call takes effect; its answer is lost."""
    return Fault("timeout_after", NoAnswer(), takes_effect=True)


def disconnect_before() -> Fault:
    """The connection breaks before anything happens."""
    return Fault("disconnect_before", NoAnswer(broken=True))


def disconnect_after() -> Fault:
    """The call takes effect; the connection breaks before the answer."""
    return Fault("disconnect_after", NoAnswer(broken=True), takes_effect=True)


def server_error(status: int = 502) -> Fault:
    """A proxy's HTML page with this status; nothing happens."""
    return Fault("server_error", RawAnswer(status, BAD_GATEWAY))


def page(status: int, *, takes_effect: bool = False) -> Fault:
    """A page from something in between with this status, whether or not Telegram acted on the call."""
    body = f"<html><head><title>{status}</title></head><body>Nobody here knows Telegram.</body></html>"
    return Fault("page", RawAnswer(status, body.encode()), takes_effect)


def empty(status: int, *, takes_effect: bool = False) -> Fault:
    """A status with an empty body."""
    return Fault("empty", RawAnswer(status, b""), takes_effect)


def odd_json(status: int, value: object, *, takes_effect: bool = False) -> Fault:
    """JSON of any shape, even one that Telegram never sends."""
    return Fault("odd_json", RawAnswer(status, json.dumps(value).encode()), takes_effect)


def garbage(body: bytes = b'{"ok":tru') -> Fault:
    """The call takes effect; its answer has status 200 and cannot be read."""
    return Fault("garbage", RawAnswer(200, body), takes_effect=True)


@dataclass(frozen=True)
class _Planned:
    fault: Fault
    chat_id: int | None


class FaultPlan:
    """Faults waiting for calls, first come first served per method."""

    def __init__(self) -> None:
        self._by_method: dict[str | None, deque[_Planned]] = {}

    def add(self, method: str | None, faults: tuple[Fault, ...], chat_id: int | None) -> None:
        """Add faults. `method` None is any method but getUpdates; `chat_id` None is any chat."""
        queue = self._by_method.setdefault(method and method.lower(), deque())
        queue.extend(_Planned(fault, chat_id) for fault in faults)

    def next(self, method: str, chat_id: int | None) -> Fault | None:
        """Take the fault that this call meets from the plan."""
        named = self._take(method.lower(), chat_id)
        if named is not None or method.lower() == "getupdates":
            return named
        return self._take(None, chat_id)

    def left(self) -> int:
        """How many planned faults have met no call yet."""
        return sum(len(queue) for queue in self._by_method.values())

    def _take(self, key: str | None, chat_id: int | None) -> Fault | None:
        queue = self._by_method.get(key, deque())
        for planned in queue:
            if planned.chat_id in (None, chat_id):
                queue.remove(planned)
                return planned.fault
        return None
