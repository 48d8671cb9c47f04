"""A draft: an order being filled in. It knows its next question.

The row is the truth: the conversation's state is read from `question` before
each turn, so a restart goes on where the person was.
"""

import secrets
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from shop.catalogue import Service
from shop.fields import Field, OrderForm, questions_of
from shop.pasting import Pasted

Answer: TypeAlias = "str | int | list[str] | None"
"""What a person answered; None where they skipped an optional question."""

PLATFORM, CATEGORY, SERVICE = "platform", "category", "service"
CONFIRM = "confirm"
BROWSING = (PLATFORM, CATEGORY, SERVICE)


@dataclass(frozen=True, slots=True)
class Browse:
    """Where a person stands in the catalogue."""

    platform: str = ""
    category: str = ""
    words: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """An order being filled in by one person.

    `question` is one of PLATFORM, CATEGORY, SERVICE, the name of a form's
    field, or CONFIRM. `answered_by` is the update that changed it last: the
    same update handled again, after a crash, must not answer twice. `pasted` is
    the answer so far where it is a list of which more may come.
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

    @classmethod
    def new(cls, person_id: int) -> "Draft":
        """An empty draft with a fresh id."""
        return cls(id=secrets.token_urlsafe(6), person_id=person_id)

    def with_answer(self, name: str, answer: Answer) -> "Draft":
        """The draft with one more answer."""
        return replace(self, answers={**self.answers, name: answer})


def next_field(service: Service, form: OrderForm, answers: dict[str, Answer]) -> Field | None:
    """The first question without an answer, or None when the form is full."""
    for question in questions_of(service, form):
        if question.name in answers:
            continue
        if question.name == "runs" and not _room_for_runs(service, answers):
            continue
        if question.name == "interval" and answers.get("runs") is None:
            continue
        return question
    return None


def _room_for_runs(service: Service, answers: dict[str, Answer]) -> bool:
    """Whether the maximum, which holds for all runs together, leaves room for a second one."""
    each = answers.get("quantity")
    return service.max is None or not isinstance(each, int) or each * 2 <= service.max


def step_back(draft: Draft, service: Service | None, form: OrderForm | None) -> Draft:
    """The draft at the question before, with that question's answer taken away."""
    if draft.question in BROWSING or service is None or form is None:
        return _up_one_shelf(draft)
    asked = [question.name for question in questions_of(service, form) if question.name in draft.answers]
    if not asked:
        return replace(draft, question=SERVICE, service_id="", answers={})
    last = asked[-1]
    kept = {name: answer for name, answer in draft.answers.items() if name != last}
    return replace(draft, answers=kept, question=last)


def _up_one_shelf(draft: Draft) -> Draft:
    if draft.browse.words:
        return replace(draft, question=PLATFORM, browse=Browse())
    if draft.question == SERVICE:
        return replace(draft, question=CATEGORY, browse=replace(draft.browse, category="", page=0))
    return replace(draft, question=PLATFORM, browse=Browse())
