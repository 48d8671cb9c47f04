"""Every question of an order form has its words: without them a person reads of a mistake of ours."""

from handlers.ordering.form_views import LABELS, QUESTIONS
from shop.ordering.fields import DRIP_FEED, FORMS

FIELDS = {field.name for form in FORMS.values() for field in form.fields} | {one.name for one in DRIP_FEED}
ON_THE_CARD_OTHERWISE = {"link", "quantity", "runs", "interval"}
"""The confirm card has lines of its own for these."""


def test_every_field_has_a_question() -> None:
    assert not FIELDS - set(QUESTIONS)


def test_every_answer_has_a_label_on_the_card() -> None:
    assert not FIELDS - ON_THE_CARD_OTHERWISE - set(LABELS)
