"""What customers read says nothing of the shop's supplier, and refunds in one way."""

import re

from handlers.sentences import SENTENCES
from handlers.welcome.views import OPERATOR_COMMANDS
from locales.gathering import gathered
from tests.shape.test_errors import ROOT

FOR_OPERATORS = ("handlers/operator/", "handlers/orders/supplier.py")
"""Folders and files whose sentences only operators read."""

ERRORS_OF_OPERATORS = frozenset(
    {
        "rate_not_needed",
        "not_to_end",
        "id_not_at_panel",
        "id_in_use",
        "id_taken",
        "teach_how",
        "teach_unknown",
    }
    | {"no_number_there", "kind_gone"}
)
"""Keys of errors that only an operator can make."""

ONLY_FOR_THEM = frozenset({SENTENCES[key] for key in ERRORS_OF_OPERATORS} | set(OPERATOR_COMMANDS.values()))


def customers_sentences() -> list[str]:
    """Return the English sentences of every view that customers may see."""
    found = []
    for message in gathered(ROOT):
        places = [place for place, _ in message.locations]
        if not message.id or all(place.startswith(FOR_OPERATORS) for place in places):
            continue
        forms = (message.id,) if isinstance(message.id, str) else message.id
        found += [str(form) for form in forms if form not in ONLY_FOR_THEM]
    return found


def test_no_sentence_for_customers_names_the_panel() -> None:
    sentences = customers_sentences()
    assert len(sentences) > 200
    assert [one for one in sentences if re.search(r"\bpanels?\b|\bsupplier", one, re.IGNORECASE)] == []


def test_money_that_returns_is_back_in_your_wallet() -> None:
    former = re.compile(r"given back:|the money is back\b(?! in your wallet)|money comes back", re.IGNORECASE)
    orders = [one for one in customers_sentences() if "order" in one.lower()]
    assert [one for one in orders if former.search(one)] == []
