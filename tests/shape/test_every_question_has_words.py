"""Every question of an order form has its words: without them a person reads of a mistake of ours."""

from handlers.ordering.question_words import CHOICES, LABELS, QUESTIONS
from shop.catalogue.services import Service
from shop.ordering.fields import DRIP_FEED, FORMS, Counted, OrderForm, form_of


def where_customers_pay(kind: str) -> OrderForm:
    """Return the form of a type in a shop whose customers pay from wallets."""
    form = form_of(Service("1", "A", "A", kind, 1, 1, 1), from_wallets=True)
    assert form is not None, kind
    return form


IN_WALLETS = {kind: where_customers_pay(kind) for kind in FORMS}
ASKED = (*(field for form in (*FORMS.values(), *IN_WALLETS.values()) for field in form.fields), *DRIP_FEED)
FIELDS = {field.name for field in ASKED}
ON_THE_CARD_OTHERWISE = {"link", "quantity", "runs", "interval"}
"""The confirm card has lines of its own for these."""
SAID_AS_TIMES = {"delay"}
"""Its buttons are numbers of minutes."""


def test_every_field_has_a_question() -> None:
    assert not {field.about or field.name for field in ASKED} - set(QUESTIONS)


def test_every_answer_has_a_label_on_the_card() -> None:
    assert not FIELDS - ON_THE_CARD_OTHERWISE - set(LABELS)


def test_every_button_has_words() -> None:
    buttons = {(field.name, choice) for field in ASKED for choice in field.choices}
    assert not {(name, choice) for name, choice in buttons if name not in SAID_AS_TIMES} - set(CHOICES)


def test_every_type_has_a_form_whose_cost_has_a_limit_where_customers_pay() -> None:
    """Else it is shown there, and refused only when everything is answered."""
    assert [kind for kind, form in IN_WALLETS.items() if form.counted is Counted.LATER] == []
