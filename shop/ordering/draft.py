"""A draft: an order being filled in.

The row is the truth: each turn reads the conversation's state from `question`,
so a restart continues where the person was.
"""

import secrets
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from shop.ordering.answers import Answer
from shop.ordering.pasting import Pasted

PLATFORM, CATEGORY, SERVICE, OFFER = "platform", "category", "service", "offer"
CONFIRM, WHEN = "confirm", "when"
MASS = "mass"
PRESET_NAME = "preset_name"
LEFT = "left"
LINK = "link"
RUNS = "runs"
BROWSING = (PLATFORM, CATEGORY, SERVICE, OFFER)
"""The questions before the form; OFFER is the card of one service. MASS asks for a mass order's lines,
PRESET_NAME for the name of the preset among its answers. LEFT asks for nothing: the draft only knows what
was half filled in before another order, which has ended, took its place."""


KEYS_SOMEWHERE = 0
"""Keys may stand below the chat, brought by a message whose number is not known."""


@dataclass(frozen=True, slots=True)
class Browse:
    """A person's place in the catalogue, how they want its lists, and the link they brought.

    `shelf` names a list of their own services; see shop/catalogue/shelf.py.
    """

    platform: str = ""
    category: str = ""
    words: str = ""
    page: int = 0
    link: str = ""
    cheapest: bool = False
    refill: bool = False
    fastest: bool = False
    shelf: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """A half-filled order whose place another one took, so that it can be gone back to."""

    service_id: str
    answers: dict[str, Answer]
    odd_link: str = ""
    starts: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An order being filled in by one person.

    `question` is one of BROWSING, the name of a form's
    field, or CONFIRM. `answered_by` is the update that changed the draft last: the
    same update, handled again after a crash, must not answer twice. `pasted` is
    the unfinished answer of a list that may continue in another message. `keys` is the message that
    brought keys below the chat, which have to be taken away; None while there are none. With
    `hides_preview` the confirm card shows no preview of the link. `odd_link` is a link to a profile where
    a post is needed, or the other way round: while it is no answer the person is asked about it, and once
    it is one it is used as it is. It `starts` at this moment, in seconds since 1970 (UTC); None: at once.
    `left` is what was half filled in when this one took its place.
    """

    id: str
    person_id: int
    question: str = PLATFORM
    browse: Browse = field(default_factory=Browse)
    service_id: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    card_message_id: int | None = None
    answered_by: int | None = None
    pasted: Pasted | None = None
    keys: int | None = None
    hides_preview: bool = False
    odd_link: str = ""
    starts: int | None = None
    left: Left | None = None

    @property
    def starts_at(self) -> datetime | None:
        """The moment at which the order is to go out; None: at once."""
        return None if self.starts is None else datetime.fromtimestamp(self.starts, UTC)

    @classmethod
    def new(cls, person_id: int) -> "Draft":
        """Return an empty draft with a fresh id."""
        return cls(id=secrets.token_urlsafe(6), person_id=person_id)

    def with_answer(self, name: str, answer: Answer) -> "Draft":
        """Return the draft with one more answer."""
        return replace(self, answers={**self.answers, name: answer})
