"""Payments at the edges: by strangers, and given back by Telegram after all."""

from shop.book import SUSPENSE, WRITE_OFF, Account
from shop.topup import STARS, Invoice, Paid, Way
from storage.ledger import Till
from storage.payments import Credited, Payments
from tests.contracts.storage.books import ANN, MINUTE, NOON, OLGA, Books

STRANGER = 987_654_321


async def test_a_payment_of_somebody_unknown_is_in_suspense_and_known_payers_stay_as_they_are(
    books: Books,
) -> None:
    """Another program of the same bot, or a backup from before this person came."""
    payments = Payments(books.database, operators=frozenset({OLGA}))
    theirs = Paid(Way.STARS, "theirs", STRANGER, "their own payload", STARS, 50)
    assert await payments.paid(theirs, NOON) is Credited.IN_SUSPENSE
    assert await payments.paid(theirs, NOON) is Credited.BEFORE
    ours = Paid(Way.STARS, "ours", ANN, "nobody knows", STARS, 5)
    assert await payments.paid(ours, NOON) is Credited.IN_SUSPENSE
    assert await Till(books.database).balance(Account(SUSPENSE, None, STARS)) == 55_000_000
    assert await books.broken() == set()


async def refused(books: Books) -> Payments:
    """Ann's payment was to be given back, and Telegram refused, so that her wallet has it again."""
    payments = Payments(books.database, operators=frozenset({OLGA}))
    bill = Invoice("payload", ANN, Way.STARS, STARS, 77, 1_001_000, "USD", NOON + 60 * MINUTE)
    await payments.offer(bill, NOON)
    assert await payments.paid(Paid(Way.STARS, "charge", ANN, "payload", STARS, 77), NOON) is Credited.NOW
    [it] = await payments.latest(ANN, limit=5)
    await payments.not_returned(await payments.begin_return(it.id, NOON), NOON)
    assert await Till(books.database).balance(books.wallet(ANN)) == 1_001_000
    assert await books.broken() == set()
    return payments


async def test_what_telegram_gives_back_after_it_had_refused_leaves_the_wallet(books: Books) -> None:
    payments, till = await refused(books), Till(books.database)
    for _ in range(2):
        await payments.was_returned(Way.STARS, "charge", NOON)
        assert await till.balance(books.wallet(ANN)) == 0
        assert await till.balance(Account(WRITE_OFF, None, "USD")) == 0
        assert await books.broken() == set()


async def test_a_payment_that_is_back_only_by_its_state_is_found_by_the_audit(books: Books) -> None:
    await refused(books)
    await books.break_by_hand("UPDATE payment SET state = 'returned'")
    assert await books.broken() == {"return-is-booked"}
