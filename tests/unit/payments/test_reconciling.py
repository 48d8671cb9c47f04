"""What follows from a comparison of a gateway with the book, and what is left out of one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from payments.base import Bounds, Finding, NoAnswer, Proof, Way, WentBack
from payments.reconciling import YOUNG, Comparison, Conclusion, Difference, follow_up, reconcile
from shop.ledger.payment import Booked
from shop.ledger.topup import Invoice, Paid

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
BILL = Invoice("p1", 101, "gate", "USD", 500, 5_000_000, "USD", NOON, gateway_id="g1")
OTHER = replace(BILL, payload="p2", gateway_id="g2")
CAME = Proof(Paid("gate", "c1", 101, "p1", "USD", 500))
DIFFERS = (Difference("g1", 101, "5.00 USD are booked, and the gateway knows of none"),)


class Gate(Way):
    """Says of each invoice what a test has it say; it cannot be asked about any other."""

    name, label, called = "gate", "Gate", "Gate"
    is_set_up = True

    def __init__(self, says: dict[str, Sequence[Finding] | Exception]) -> None:
        self.says = says

    def bounds(self, currency: str, *, exact: bool = False) -> Bounds | None:  # noqa: ARG002 - of no use here
        return None

    def can_look(self, invoice: Invoice) -> bool:
        return invoice.payload in self.says

    async def look(self, invoice: Invoice) -> Sequence[Finding]:
        said = self.says[invoice.payload]
        if isinstance(said, Exception):
            raise said
        return said


@dataclass
class Rows:
    """A book with these payments."""

    booked: list[Booked]

    async def list_booked(
        self,
        way: str,  # noqa: ARG002 - all
        since: datetime,  # noqa: ARG002 - all
        limit: int,  # noqa: ARG002 - all
        named: Collection[int] = (),  # noqa: ARG002 - all
    ) -> list[Booked]:
        return self.booked


def booked(
    invoice: Invoice = BILL,
    *,
    at: datetime = NOON - YOUNG * 2,
    back: int = 0,
    back_at: datetime | None = None,
    number: int = 0,
) -> Booked:
    return Booked(invoice, 500, back, at, back_at, number)


@pytest.mark.parametrize(
    ("said", "one", "words"),
    [
        ([CAME], booked(), None),
        ([], booked(), "p1 knows of none"),
        ([WentBack("c1")], booked(), "gave them back"),
        ([WentBack("c1")], booked(back=500), None),
        (
            [WentBack("c1")],
            booked(back=100),
            "of 5.00 USD, 1.00 USD are booked as given back, and the gateway gave",
        ),
        ([WentBack("c1")], booked(back=100, back_at=NOON - YOUNG / 2), None),
        ([replace(CAME, paid=replace(CAME.paid, amount_minor=400)), WentBack("c2")], booked(back=100), None),
        ([], booked(back=500), None),
        ([replace(CAME, paid=replace(CAME.paid, amount_minor=400))], booked(), "says 4.00 USD"),
        ([replace(CAME, paid=replace(CAME.paid, currency="EUR"))], booked(), "says 5.00 EUR"),
        ([], booked(at=NOON - YOUNG / 2), None),
    ],
)
async def test_a_payment_that_its_gateway_tells_otherwise_is_a_difference(
    said: list[Finding], one: Booked, words: str | None
) -> None:
    comparison = await reconcile(Gate({"p1": said}), Rows([one]), NOON)
    assert [difference.number for difference in comparison.differences] == ([] if words is None else ["g1"])
    if words is not None:
        assert words.removeprefix("p1 ") in str(comparison.differences[0])


async def test_what_cannot_be_asked_about_is_not_compared() -> None:
    assert (await reconcile(Gate({}), Rows([booked()]), NOON)) == Comparison("gate", 0)


async def test_an_answer_that_does_not_come_ends_it_with_what_is_known() -> None:
    gate = Gate({"p1": [], "p2": NoAnswer("HTTP 502")})
    comparison = await reconcile(gate, Rows([booked(), booked(OTHER)]), NOON)
    assert (comparison.compared, len(comparison.differences), comparison.trouble) == (1, 1, "HTTP 502")


async def test_a_clock_behind_the_book_compares_nothing() -> None:
    late = booked(at=NOON + timedelta(hours=1))
    comparison = await reconcile(Gate({"p1": []}), Rows([late, booked(OTHER)]), NOON)
    assert (comparison.compared, comparison.differences, bool(comparison.trouble)) == (0, (), True)


async def test_what_differed_before_and_cannot_be_compared_now_waits() -> None:
    rows = Rows([booked(number=1), booked(OTHER, at=NOON - YOUNG / 2, number=2)])
    comparison = await reconcile(Gate({"p1": [CAME], "p2": []}), rows, NOON, [1, 2, 3])
    assert (comparison.compared, comparison.differences, comparison.waiting) == (1, (), (2, 3))


@pytest.mark.parametrize(
    ("comparison", "is_known", "follows"),
    [
        (Comparison("gate", 2, waiting=(3,)), True, Conclusion.NOTHING),
        (Comparison("gate", 2, DIFFERS, waiting=(3,)), True, Conclusion.DIFFERS),
        (Comparison("gate", 2), True, Conclusion.AGREES),
        (Comparison("gate", 2, DIFFERS), False, Conclusion.DIFFERS),
        (Comparison("gate", 2, DIFFERS), True, Conclusion.DIFFERS),
        (Comparison("gate", 1, trouble="down"), False, Conclusion.NOTHING),
        (Comparison("gate", 1, trouble="down"), True, Conclusion.NOTHING),
        (Comparison("gate", 1, DIFFERS, "down"), False, Conclusion.DIFFERS),
        (Comparison("gate", 1, DIFFERS, "down"), True, Conclusion.NOTHING),
    ],
)
def test_what_follows_from_a_comparison_depends_on_what_was_known(
    comparison: Comparison, follows: Conclusion, *, is_known: bool
) -> None:
    assert follow_up(comparison, is_known=is_known) is follows
