"""The tag that shows a moment by the reader's own clock, and servers of the Bot API that do not know it.

It came with Bot API 9.5, and people run servers of their own (github.com/tdlib/telegram-bot-api). An older
one refuses the whole message; its words are a time in UTC as well, so it is sent again without the tag.
"""

import re
from collections.abc import Mapping
from typing import Any

from telegram.error import BadRequest

_TAG = re.compile(r"</?tg-time\b[^<>]*>")
_REFUSED = 'unsupported start tag "tg-time"'
_WORDS = ("text", "caption")


def without_moments(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return a call's parameters with the words of its moments, and without their tags."""
    plain = dict(params)
    if "parse_mode" in plain:
        plain |= {name: _TAG.sub("", str(plain[name])) for name in _WORDS if name in plain}
    return plain


def is_refusal_of_moments(error: BadRequest) -> bool:
    """Return True if the server refused a message, which it has not sent, for this tag."""
    return _REFUSED in str(error).lower()
