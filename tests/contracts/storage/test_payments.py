"""Payments at the edges: by strangers, and given back by Telegram after all."""

from shop.book import SUSPENSE, WALLET, WRITE_OFF, Account
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


async def test_what_telegram_gives_back_after_it_had_refused_leaves_the_wallet(books: Books) -> None:
    payments = Payments(books.database, operators=frozenset({OLGA}))
    till, wallet = Till(books.database), Account(WALLET, ANN, "USD")
    bill = Invoice("payload", ANN, Way.STARS, STARS, 77, 1_001_000, "USD", NOON + 60 * MINUTE)
    await payments.offer(bill, NOON)
    paid = Paid(Way.STARS, "charge", ANN, "payload", STARS, 77)
    assert await payments.paid(paid, NOON) is Credited.NOW
    [it] = await payments.latest(ANN, limit=5)
    await payments.not_returned(await payments.begin_return(it.id, NOON), NOON)
    assert await till.balance(wallet) == 1_001_000
    for _ in range(2):
        await payments.was_returned(Way.STARS, "charge", NOON)
        assert await till.balance(wallet) == 0
        assert await till.balance(Account(WRITE_OFF, None, "USD")) == 0
        assert await books.broken() == set()
