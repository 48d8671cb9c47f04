"""Every question of an order form has its words: without them a person reads of a mistake of ours."""

from handlers.ordering.question_words import LABELS, QUESTIONS
from shop.ordering.fields import DRIP_FEED, FORMS

ASKED = (*(field for form in FORMS.values() for field in form.fields), *DRIP_FEED)
FIELDS = {field.name for field in ASKED}
ON_THE_CARD_OTHERWISE = {"link", "quantity", "runs", "interval"}
"""The confirm card has lines of its own for these."""


def test_every_field_has_a_question() -> None:
    assert not {field.about or field.name for field in ASKED} - set(QUESTIONS)


def test_every_answer_has_a_label_on_the_card() -> None:
    assert not FIELDS - ON_THE_CARD_OTHERWISE - set(LABELS)
