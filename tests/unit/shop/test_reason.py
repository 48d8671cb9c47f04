"""An order's reason in its column: what is written reads as the same, and old texts read as they did."""

import pytest

from shop.ordering.reason import Reason, ReasonKind
from shop.pricing.costing import Unsent
from shop.replies import Refusal


@pytest.mark.parametrize("kind", [kind for kind in ReasonKind if kind is not ReasonKind.WORDS])
@pytest.mark.parametrize("text", ["", "no: not today", "funds", " blank ", "two\nlines"])
def test_what_is_written_reads_as_the_same(kind: ReasonKind, text: str) -> None:
    assert Reason.read(Reason(kind, text).write()) == Reason(kind, text)


@pytest.mark.parametrize("why", [*Refusal, *Unsent])
def test_every_refusal_and_every_order_withheld_has_its_kind(why: str) -> None:
    assert Reason(ReasonKind(why), "No.").write() == f"{why}: No."


@pytest.mark.parametrize(
    ("column", "reason"),
    [
        ("funds: Not enough funds", Reason(ReasonKind.FUNDS, "Not enough funds")),
        ("not_placed: Link is private: open it", Reason(ReasonKind.NOT_PLACED, "Link is private: open it")),
        ("withdrawn", Reason(ReasonKind.WITHDRAWN)),
        ("other: ", Reason(ReasonKind.OTHER)),
        ("ReadTimeout: too slow", Reason(ReasonKind.WORDS, "ReadTimeout: too slow")),
        (
            "the answer is no object (HTTP 200)",
            Reason(ReasonKind.WORDS, "the answer is no object (HTTP 200)"),
        ),
        (": odd", Reason(ReasonKind.WORDS, ": odd")),
        ("", Reason(ReasonKind.WORDS)),
        (None, None),
    ],
)
def test_what_earlier_releases_wrote_is_read(column: str | None, reason: Reason | None) -> None:
    assert Reason.read(column) == reason


@pytest.mark.parametrize("words", ["ReadTimeout: too slow", "the answer is no object", ""])
def test_words_alone_are_written_as_they_are(words: str) -> None:
    assert Reason(ReasonKind.WORDS, words).write() == words
