"""What a server of the Bot API may refuse because it does not know or take it, and messages without it.

People run servers of their own (github.com/tdlib/telegram-bot-api), some of them old. This is the one place
that lists what we send beyond the oldest of them; python-telegram-bot 22.8 knows all of it, as it does not
look into what it posts.

| what | since the Bot API | refused as |
|---|---|---|
| `<tg-time>`, a moment by the reader's own clock | 9.5 | an unsupported tag: the whole message |
| `message_effect_id`, an animation with a message | 7.4 | an invalid id: Telegram withdraws effects |
| `style` of a button | 9.4 | never: fields that a server does not know are left out |
| `copy_text` of a button | 7.11 | a button that does nothing: 7.11 is the oldest we run on |
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from telegram.error import BadRequest

Params = Mapping[str, Any]

_TAG = re.compile(r"</?tg-time\b[^<>]*>")
_WORDS = ("text", "caption")


@dataclass(frozen=True, slots=True)
class Newer:
    """Something a message can do without: how its refusal reads, and the parameters without it."""

    name: str
    refusal: str
    without: Callable[[Params], Params]


def _without_moments(params: Params) -> Params:
    """Keep the words, which are a time in UTC."""
    if "parse_mode" not in params:
        return params
    return {**params, **{name: _TAG.sub("", str(params[name])) for name in _WORDS if name in params}}


def _without_effect(params: Params) -> Params:
    return {name: value for name, value in params.items() if name != "message_effect_id"}


MOMENTS = Newer("<tg-time>", 'unsupported start tag "tg-time"', _without_moments)
EFFECTS = Newer("message_effect_id", "effect_id_invalid", _without_effect)
NEWER = (MOMENTS, EFFECTS)


def refused_in(params: Params, error: BadRequest) -> Newer | None:
    """Return what in these parameters the server refused, and so did not send; None if something else."""
    words = str(error).lower()
    return next((one for one in NEWER if one.refusal in words and one.without(params) != params), None)
