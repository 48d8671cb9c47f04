"""What a member of staff is asked at the desk; their next message answers."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

ASKED_FOR = timedelta(hours=1)
"""How long a question waits: a later message is not meant for it."""


class DeskAsks(StrEnum):
    """What is asked for. A new question needs a route in handlers/message_routes, no revision."""

    STAFF_ID = "staff_id"
    CLOSING_WORDS = "closing_words"
    CLOSING_END = "closing_end"
    ORDER_WORDS = "order_words"
    ORDER_DAY = "order_day"
    BROADCAST_BUTTONS = "broadcast_buttons"
    BROADCAST_BOUGHT = "broadcast_bought"
    BROADCAST_LIST = "broadcast_list"
    BROADCAST_TIME = "broadcast_time"
    IMPORT_FILE = "import_file"
    IMPORT_SUM = "import_sum"
    ORDER_MESSAGE = "order_message"
    PANELS_NUMBER = "panels_number"
    LIVE_VALUE = "live_value"
    PERSON_WORDS = "person_words"
    NOTE_TEXT = "note_text"
    LETTER = "letter"
    BUNDLE_NAME = "bundle_name"
    BUNDLE_PART = "bundle_part"
    BUNDLE_WHOLE = "bundle_whole"
    BUNDLE_PRICE = "bundle_price"
    CHANGE_AMOUNT = "change_amount"
    CHANGE_AGAIN = "change_again"
    CATALOGUE_WORDS = "catalogue_words"
    CATALOGUE_NAME = "catalogue_name"
    CATALOGUE_DESCRIPTION = "catalogue_description"
    CATALOGUE_PICTURE = "catalogue_picture"
    HIDING_WORDS = "hiding_words"
    TRANSFERS = "transfers"
    RETURN_PART = "return_part"


@dataclass(frozen=True, slots=True)
class DeskQuestion:
    """An open question. `about` is what it is about, like a person's number, as its asker wrote it."""

    asks: DeskAsks
    about: str = ""
