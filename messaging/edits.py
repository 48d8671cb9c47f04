"""What Telegram says of an edit that needs not be made, or cannot.

Telegram puts what it knows into sentences, and passes on the rest as its own servers say it, in capitals.
"""

from telegram.error import BadRequest

_UNCHANGED = ("not modified", "not_modified")
_GONE = (
    "to edit not found",
    "can't be edited",
    "no text in the message",
    "no caption in the message",
    "message_id_invalid",
    "message_edit_time_expired",
    "message_author_required",
)


def is_as_it_was(error: BadRequest) -> bool:
    """Return True if the message shows already what it was to become."""
    words = str(error).lower()
    return any(said in words for said in _UNCHANGED)


def is_gone(error: BadRequest) -> bool:
    """Return True if the message cannot become what it is to be: deleted, too old, or of the other form."""
    words = str(error).lower()
    return any(said in words for said in _GONE)
