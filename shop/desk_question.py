"""What a member of staff is asked at the desk; their next message answers."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

ASKED_FOR = timedelta(hours=1)
"""How long a question waits: a later message is not meant for it."""


class DeskAsks(StrEnum):
    """What is asked for. A new question needs a route in handlers/routes, no revision."""

    STAFF_ID = "staff_id"
    PERSON_WORDS = "person_words"
    NOTE_TEXT = "note_text"
    LETTER = "letter"
    CHANGE_AMOUNT = "change_amount"
    CHANGE_AGAIN = "change_again"


@dataclass(frozen=True, slots=True)
class DeskQuestion:
    """An open question. `about` is what it is about, like a person's number, as its asker wrote it."""

    asks: DeskAsks
    about: str = ""
