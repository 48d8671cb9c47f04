"""How phrases are written: words that stand together, room for others, either word, any ending."""

import pytest

from panel.refusal_phrases import Kind, is_negative, is_yes, kind_of, pattern_of, refill_refusal
from shop.heard import as_words
from shop.replies import RefillRefusal


def fits(text: str, *phrases: str) -> bool:
    return pattern_of(phrases).search(f" {as_words(text)} ") is not None


@pytest.mark.parametrize(
    ("phrase", "text", "is_in"),
    [
        ("bad link", "Sorry: BAD link!", True),
        ("bad link", "bad, broken link", False),
        ("bad link", "link bad", False),
        ("bad link", "bad links", False),
        ("bad link", "not_a_bad_link", True),
        ("bad/wrong link", "wrong link", True),
        ("bad/wrong link", "bad link", True),
        ("bad/wrong link", "bad wrong", False),
        ("bad ... link", "bad link", True),
        ("bad ... link", "bad or broken link", True),
        ("bad ... link", "badly written link", False),
        ("creat* order", "created order", True),
        ("creat* order", "creat order", True),
        ("creat* order", "created an order", False),
        ("creat*/mad* order", "made order", True),
        ("sipariş oluştu", "SIPARIS OLUSTU", True),
        ("余额 不足", "您的账户余额已经不足了", True),
        ("余额 不足", "不足的余额", False),
        ("余额 不足", "余额充足", False),
    ],
)
def test_a_phrase_is_found_in_a_text(phrase: str, text: str, is_in: bool) -> None:
    assert fits(text, phrase) is is_in


def test_one_of_several_phrases_is_enough() -> None:
    assert fits("a wrong link", "bad link", "wrong link")
    assert not fits("a good link", "bad link", "wrong link")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Your order was created, low balance", Kind.VAGUE),
        ("Order not created: low balance", Kind.FUNDS),
        ("It did not get through to them: order created, low balance", Kind.VAGUE),  # "not" is too far away
        ("No new order was created: low balance", Kind.FUNDS),
        ("Order created. Low balance: no more orders can be placed", Kind.VAGUE),
        ("订单已创建. 余额不足: no 订单 已创建", Kind.VAGUE),  # the same where words have no blanks between
        ("Order was not placed: low balance, no more orders can be placed", Kind.FUNDS),
        ("Sorry, service unavailable, bad link", Kind.VAGUE),
        ("Bad link or a server error", Kind.LINK),
    ],
)
def test_an_order_that_was_made_proves_nothing_unless_it_is_negated(text: str, kind: Kind) -> None:
    assert kind_of(text) is kind


@pytest.mark.parametrize(
    ("text", "is_refused", "is_noted"),
    [
        ("It was refused", True, False),
        ("Order placed", False, True),
        ("Order placed, not refundable", False, False),
        ("Refill requested", False, True),
        ("Refill already requested", True, False),
        ("Will be refilled", False, False),
        ("Something else", False, False),
        ("", False, False),
        ("NOT_SENT", True, False),
    ],
)
def test_words_say_no_or_yes_or_neither(text: str, is_refused: bool, is_noted: bool) -> None:
    assert (is_negative(text), is_yes(text)) == (is_refused, is_noted)


def test_a_refill_is_refused_for_its_service_its_time_or_for_now() -> None:
    said = ["REFILL days are over!", "Refill is disabled for this service", "please_wait", "Bad link"]
    assert [refill_refusal(text) for text in said] == [
        RefillRefusal.OVER,
        RefillRefusal.SERVICE,
        RefillRefusal.NOT_YET,
        None,
    ]
