"""Faults to arm, by name: what may go wrong between a client and a panel.

The next calls it fits use a fault up: its own action's calls unless the test
names another. `before` faults strike with nothing done; `after` faults let the
panel do its work and spoil only the answer.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from playground.panel.reply import HTML, Reply, Wire
from playground.panel.rules import Form
from playground.panel.strange import STRANGE

ANY = "*"
"""The action that fits every call."""

_GATEWAY = Reply(
    502,
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    b"<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n",
    HTML,
)
_CHALLENGE = Reply(
    200, b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>", HTML
)
_GARBAGE = Reply(200, b"\x1f\x8b\x08\x00\xff\xfe}{]['order:", "application/octet-stream")
_VAGUE = Reply(200, b'{"error":"There was an error processing your request. Please try again later"}')
_STRANGE = Reply(200, '{"error":"系统繁忙"}'.encode())
_DUPLICATE = Reply(409, b'{"error":"Duplicate order"}')
_SEE_OTHER = Reply(303, b"", HTML, headers={"Location": "https://panel.example/orders"})
_MOVED = Reply(301, b"", HTML, headers={"Location": "https://panel.example/api/v2"})
_TOO_MANY = Reply(
    429,
    b'{"error":"Too many requests. Limit 50/minute."}',
    headers={"Retry-After": "3", "X-RateLimit-Limit": "50"},
)
_CUT = Reply(200, b"", wire=Wire.CUT)

Work = Callable[[Form], Reply]
"""The panel doing what a form asks."""


@dataclass(frozen=True, slots=True)
class Struck:
    """A call hit by a fault: its form, the panel's own work, and the fault's seconds."""

    form: Form
    work: Work
    sleep: Callable[[float], Awaitable[None]]
    refuse: Callable[[str], Reply]
    seconds: float
    postpone: Callable[[Form, float], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong, on which action by default, and for how long if it takes time."""

    action: str
    strike: Callable[[Struck], Awaitable[Reply]]
    seconds: float = 0.0


@dataclass(slots=True)
class Armed:
    """A fault that waits for a call."""

    name: str
    times: int
    action: str
    seconds: float

    def fits(self, action: str) -> bool:
        """Return True if a call with this action meets the fault."""
        return self.times > 0 and self.action in {ANY, action}


def _instead(reply: Reply) -> Callable[[Struck], Awaitable[Reply]]:
    async def strike(call: Struck) -> Reply:
        return _lasting(reply, call)

    return strike


def _afterwards(reply: Reply) -> Callable[[Struck], Awaitable[Reply]]:
    async def strike(call: Struck) -> Reply:
        call.work(call.form)
        return _lasting(reply, call)

    return strike


def _lasting(reply: Reply, call: Struck) -> Reply:
    if reply.wire is Wire.HANG:
        return replace(reply, hang_seconds=call.seconds)
    if reply.status == 429:
        return replace(reply, headers={**reply.headers, "Retry-After": f"{call.seconds:.0f}"})
    return reply


def _refusing(text: str) -> Callable[[Struck], Awaitable[Reply]]:
    async def strike(call: Struck) -> Reply:
        return call.refuse(text)

    return strike


def _spoiling(spoil: Callable[[Reply], Reply]) -> Callable[[Struck], Awaitable[Reply]]:
    async def strike(call: Struck) -> Reply:
        return spoil(call.work(call.form))

    return strike


async def _slow(call: Struck) -> Reply:
    await call.sleep(call.seconds)
    return call.work(call.form)


async def _works_on(call: Struck) -> Reply:
    """Let the gateway give up while the script behind it works on and finishes the request."""
    call.postpone(call.form, call.seconds)
    return _GATEWAY


def _halved(reply: Reply) -> Reply:
    return replace(reply, wire=Wire.HALF)


def _truncated(reply: Reply) -> Reply:
    return replace(reply, body=reply.half)


def _positional(reply: Reply) -> Reply:
    """Return the rows without ids and in reverse order, as one widespread panel sends them."""
    told = json.loads(reply.body)
    rows = list(told.values()) if _is_map(told) else [told]
    return replace(reply, body=json.dumps(rows[::-1]).encode())


def _without_first(reply: Reply) -> Reply:
    told = json.loads(reply.body)
    kept = dict(list(told.items())[1:]) if _is_map(told) else {}
    return replace(reply, body=json.dumps(kept).encode())


def _localised(reply: Reply) -> Reply:
    told = json.loads(reply.body)
    for row in told.values() if _is_map(told) else [told]:
        if "status" in row:
            row["status"] = "Reembolsado"
    return replace(reply, body=json.dumps(told).encode())


def _is_map(told: dict[str, object]) -> bool:
    return all(isinstance(row, dict) for row in told.values())


_HANG = Reply(200, b"", wire=Wire.HANG)

FAULTS: dict[str, Fault] = {
    "reset_before": Fault("add", _instead(_CUT)),
    "reset_after": Fault("add", _afterwards(_CUT)),
    "hang_before": Fault("add", _instead(_HANG), seconds=60),
    "hang_after": Fault("add", _afterwards(_HANG), seconds=60),
    "half_body": Fault("add", _spoiling(_halved)),
    "truncated": Fault("add", _spoiling(_truncated)),
    "html_502_before": Fault("add", _instead(_GATEWAY)),
    "html_502_after": Fault("add", _afterwards(_GATEWAY)),
    "garbage": Fault("add", _afterwards(_GARBAGE)),
    "empty_after": Fault("add", _afterwards(Reply(200, b"", HTML))),
    "error_vague": Fault("add", _instead(_VAGUE)),
    "error_vague_after": Fault("add", _afterwards(_VAGUE)),
    "words_unknown": Fault("add", _instead(_STRANGE)),
    "words_unknown_after": Fault("add", _afterwards(_STRANGE)),
    "duplicate_after": Fault("add", _afterwards(_DUPLICATE)),
    "see_other_after": Fault("add", _afterwards(_SEE_OTHER)),
    "moved": Fault(ANY, _instead(_MOVED)),
    "slow_add": Fault("add", _works_on, seconds=200),
    "throttle_429": Fault(ANY, _instead(_TOO_MANY), seconds=3),
    "slow": Fault(ANY, _slow, seconds=2),
    "catalogue_empty": Fault("services", _instead(Reply(200, b"[]"))),
    "catalogue_html": Fault("services", _instead(_CHALLENGE)),
    "status_swapped_order": Fault("status", _spoiling(_positional)),
    "status_missing": Fault("status", _spoiling(_without_first)),
    "status_unknown_word": Fault("status", _spoiling(_localised)),
    "action_unknown": Fault("refill_status", _refusing("Incorrect action")),
    "bad_key": Fault(ANY, _refusing("Invalid API key")),
    "no_funds": Fault("add", _refusing("Not enough funds")),
    "bad_link": Fault("add", _refusing("Invalid link")),
    **{name: Fault(action, _spoiling(spoil)) for name, (action, spoil) in STRANGE.items()},
}
