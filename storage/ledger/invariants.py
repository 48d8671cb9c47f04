"""What must always be true of the ledger, and of its orders and payments."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    Table,
    and_,
    case,
    cast,
    except_,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)

from shop.ledger.journals import AccountKind, JournalKind
from shop.ledger.merchant import MerchantState
from shop.ledger.payment import PaymentState, ReturnState
from shop.ledger.read_transfer import TransferState
from shop.ledger.topup import TopupState
from shop.ordering.order import AT_PANEL, GIVEN_BACK
from storage.core.columns import fixed
from storage.counting import Invariant, Scope, count, differ
from storage.ledger.bank_tables import bank_transfer
from storage.ledger.merchant_tables import merchant_transaction
from storage.ledger.tables import account, journal, payment, payment_return, posting, topup
from storage.membership.tables import membership, pays_membership
from storage.orders.tables import order_undecided, orders


def of_money(scope: Scope) -> Iterator[Invariant]:
    """Return the invariants of the ledger by itself, then with orders and payments."""
    yield from _of_the_ledger(scope)
    yield from _of_accounts(scope)
    yield from _of_orders(scope)
    yield from _of_payments(scope)
    yield _of_memberships()
    yield _of_merchants()
    yield _of_transfers()


def _of_the_ledger(scope: Scope) -> Iterator[Invariant]:
    yield Invariant(
        "journal-adds-up", "every journal adds up to nothing in each currency", _that_do_not_add_up(scope)
    )
    lines = select(posting.c.journal_id).where(posting.c.journal_id == journal.c.id)
    yield Invariant(
        "journal-has-postings",
        "no journal is without its postings",
        count(select(journal.c.id).where(scope.journals(journal.c.id), ~lines.exists())),
    )
    yield Invariant(
        "book-adds-up",
        "all balances of one currency add up to nothing",
        count(
            select(account.c.currency)
            .group_by(account.c.currency)
            .having(func.sum(account.c.balance_micro) != 0)
        ),
    )


def _that_do_not_add_up(scope: Scope) -> Select[Any]:
    """Count the journals, and currencies, that do not add up.

    Where all wallets are in one currency, to group by it takes longer than all else. So the journals are
    added up as if there were one, and those that touch an account in another than the usual one again.
    """
    mine, total = scope.journals(posting.c.journal_id), func.sum(posting.c.amount_micro)
    crooked = select(posting.c.journal_id).where(mine).group_by(posting.c.journal_id).having(total != 0)
    each = select(account.c.currency).group_by(account.c.currency)
    usual = each.order_by(func.count().desc()).limit(1).correlate(None).scalar_subquery()
    foreign = select(posting.c.journal_id).join(account, account.c.id == posting.c.account_id)
    foreign = foreign.where(mine, account.c.currency != usual)
    suspects = crooked.union(foreign).subquery()
    per_currency = (
        select(posting.c.journal_id)
        .join(suspects, suspects.c.journal_id == posting.c.journal_id)
        .join(account, account.c.id == posting.c.account_id)
        .group_by(posting.c.journal_id, account.c.currency)
    )
    return count(per_currency.having(total != 0))


def _of_accounts(scope: Scope) -> Iterator[Invariant]:
    """`version` numbers an account's postings without a gap, so that a deleted one is noticed."""
    yield from _of_all_postings() if scope.is_whole else _of_late_postings(scope)
    overdrawn = and_(account.c.credit_micro.is_not(None), account.c.balance_micro < -account.c.credit_micro)
    is_held = account.c.kind.in_((AccountKind.HELD, AccountKind.GIFT))
    negative = and_(is_held, account.c.balance_micro < 0)
    yield Invariant(
        "within-credit",
        "no wallet is below its credit, and held money never below zero",
        count(select(account.c.id).where(overdrawn | negative)),
    )


_BOOKED = "every balance is the sum of its postings"
_KEPT = "no posting was ever taken away"
_RUNNING = "every posting leaves the balance before it and its own amount"


def _of_all_postings() -> Iterator[Invariant]:
    booked = (
        select(
            posting.c.account_id,
            func.sum(posting.c.amount_micro).label("amount"),
            func.count().label("lines"),
            func.max(posting.c.version).label("last"),
        )
        .group_by(posting.c.account_id)
        .subquery()
    )
    beside = select(account.c.id).outerjoin(booked, booked.c.account_id == account.c.id)
    yield Invariant(
        "balance-is-booked",
        _BOOKED,
        count(beside.where(account.c.balance_micro != func.coalesce(booked.c.amount, 0))),
    )
    yield Invariant(
        "postings-kept",
        _KEPT,
        count(
            beside.where(
                or_(
                    account.c.version != func.coalesce(booked.c.lines, 0),
                    account.c.version != func.coalesce(booked.c.last, 0),
                )
            )
        ),
    )
    earlier = func.lag(posting.c.balance_micro, 1, 0).over(
        partition_by=posting.c.account_id, order_by=posting.c.version
    )
    running = select(
        posting.c.balance_micro.label("stands"), (earlier + posting.c.amount_micro).label("expected")
    ).subquery()
    yield Invariant(
        "running-balance",
        _RUNNING,
        count(select(running.c.stands).where(running.c.stands != running.c.expected)),
    )


def _of_late_postings(scope: Scope) -> Iterator[Invariant]:
    """What late postings must fulfil: each continues the one before, each account stands at its last."""
    before, last = posting.alias("before"), posting.alias("last")
    ends = and_(last.c.account_id == account.c.id, last.c.version == account.c.version)
    stands = select(account.c.id).outerjoin(last, ends)
    yield Invariant(
        "balance-is-booked",
        _BOOKED,
        count(stands.where(account.c.balance_micro != func.coalesce(last.c.balance_micro, 0))),
    )
    follows = and_(before.c.account_id == posting.c.account_id, before.c.version == posting.c.version - 1)
    late = select(posting.c.version).outerjoin(before, follows).where(scope.journals(posting.c.journal_id))
    gone = late.where(posting.c.version > 1, before.c.version.is_(None))
    headless = stands.where(account.c.version > 0, last.c.version.is_(None))
    yield Invariant("postings-kept", _KEPT, count(gone.union_all(headless)))
    expected = func.coalesce(before.c.balance_micro, 0) + posting.c.amount_micro
    yield Invariant("running-balance", _RUNNING, count(late.where(posting.c.balance_micro != expected)))


def _of_orders(scope: Scope) -> Iterator[Invariant]:
    state, price = orders.c.state, orders.c.price_micro
    held = select(account.c.owner_id, account.c.currency, account.c.balance_micro.label("micro"))
    reserved = select(orders.c.person_id, orders.c.currency, -price).where(order_undecided)
    sides = held.where(account.c.kind == AccountKind.HELD).union_all(reserved).subquery()
    yield Invariant(
        "held-is-reserved",
        "what is held of a person is the price of their orders under way",
        count(
            select(sides.c.owner_id)
            .group_by(sides.c.owner_id, sides.c.currency)
            .having(func.sum(sides.c.micro) != 0)
        ),
    )
    mine = scope.orders(orders.c.id)
    booked = select(orders.c.id).where(price > 0, mine)
    own = select(func.count()).where(journal.c.order_id == orders.c.id)
    for kind, promise, wanted in (
        (JournalKind.RESERVE, "every order has reserved its price once", state.is_not(None)),
        (JournalKind.CAPTURE, "exactly the orders at the panel are paid, once", state.in_(AT_PANEL)),
        (
            JournalKind.VOID,
            "exactly the orders that were refused or given up have their price back, once",
            state.in_(GIVEN_BACK),
        ),
    ):
        times = own.where(journal.c.kind == kind).scalar_subquery()
        yield Invariant(f"{kind}-once", promise, count(booked.where(times != case((wanted, 1), else_=0))))
    amounts = _amounts(scope)
    yield Invariant(
        "price-is-charged",
        "what an order reserved, paid and got back is its price",
        count(
            select(orders.c.id)
            .join(amounts, amounts.c.order_id == orders.c.id)
            .where(
                amounts.c.kind != JournalKind.DISCOUNT,
                or_(
                    and_(amounts.c.kind != JournalKind.REFUND, amounts.c.amount != price),
                    and_(amounts.c.kind == JournalKind.REFUND, amounts.c.amount != orders.c.refunded_micro),
                ),
            )
        ),
    )
    returned = select(journal.c.order_id).where(
        journal.c.order_id == orders.c.id, journal.c.kind == fixed(JournalKind.REFUND)
    )
    dated = and_(orders.c.refunded_micro > 0, ~returned.exists())
    paid_back = select(orders.c.id).join(journal, journal.c.order_id == orders.c.id)
    paid_back = paid_back.where(journal.c.kind == fixed(JournalKind.REFUND), orders.c.refunded_micro == 0)
    yield Invariant(
        "refund-is-booked",
        "exactly the orders with money given back have refunds in the ledger",
        count(select(orders.c.id).where(dated, mine).union(paid_back.where(mine))),
    )


def _of_payments(scope: Scope) -> Iterator[Invariant]:
    """Every payment is in the ledger once, and no money comes in without one."""
    name = payment.c.way + literal(":") + payment.c.charge_id
    kinds = case(
        (payment.c.invoice_id.is_(None), literal("suspense:")),
        (pays_membership, literal("membership:")),
        else_=literal("topup:"),
    )
    yield Invariant(
        "payment-is-booked",
        "every payment is in the ledger",
        count(
            select(payment.c.id)
            .select_from(payment)
            .outerjoin(journal, journal.c.key == kinds + name)
            .where(journal.c.id.is_(None))
        ),
    )
    yield _of_surcharges(scope)
    yield _of_fees(scope)
    by_hand = literal("topup:") + topup.c.way + literal(":") + cast(topup.c.id, String)
    accepted = select(by_hand.label("key")).where(topup.c.state == TopupState.APPROVED)
    paid = select((kinds + name).label("key"))
    came_in = select(journal.c.key).where(
        journal.c.kind.in_((JournalKind.TOPUP, JournalKind.SUSPENSE, JournalKind.MEMBERSHIP)),
        scope.journals(journal.c.id),
    )
    # EXCEPT sorts once; a join on concatenated keys would scan the whole table for each row.
    unpaid = except_(came_in, paid, accepted).subquery()
    yield Invariant(
        "income-is-paid",
        "no money came in without a payment or a receipt that an operator accepted",
        count(select(unpaid.c.key)),
    )
    yield Invariant(
        "receipt-is-booked",
        "every receipt that an operator accepted is in the ledger",
        count(
            select(topup.c.id)
            .outerjoin(journal, journal.c.key == by_hand)
            .where(topup.c.state == TopupState.APPROVED, journal.c.id.is_(None))
        ),
    )
    yield _of_returns()


def _of_surcharges(scope: Scope) -> Invariant:
    """A payment's row says its fee or bonus, and a journal of its own has moved just that."""
    by_hand = _said("surcharge", topup, cast(topup.c.id, String), topup.c.surcharge_micro)
    told = [
        _said("surcharge", payment, payment.c.charge_id, payment.c.surcharge_micro),
        by_hand.where(topup.c.state == TopupState.APPROVED),
    ]
    kinds = (JournalKind.SURCHARGE, JournalKind.BONUS)
    accounts = (AccountKind.SURCHARGE, AccountKind.BONUS)
    return Invariant(
        "surcharge-is-booked",
        "every fee and bonus of a payment is in the ledger, and no other",
        _not_booked_as_said(union_all(*told), kinds, accounts, scope),
    )


def _of_fees(scope: Scope) -> Invariant:
    """A payment's row says what its provider keeps, and a journal of its own has moved just that."""
    told = _said("fee", payment, payment.c.charge_id, -payment.c.kept_micro)
    return Invariant(
        "kept-is-booked",
        "what providers keep of payments is in the ledger, and no more",
        _not_booked_as_said(told, (JournalKind.FEE,), (AccountKind.FEES,), scope),
    )


def _not_booked_as_said(
    told: Select[Any] | CompoundSelect[Any],
    kinds: Collection[JournalKind],
    accounts: Collection[AccountKind],
    scope: Scope,
) -> Select[Any]:
    """Count the keys under which these accounts did not get what rows say, and other journals."""
    said = told.subquery("said")
    moved = select(func.sum(posting.c.amount_micro)).join(journal, journal.c.id == posting.c.journal_id)
    moved = moved.join(account, account.c.id == posting.c.account_id).where(journal.c.key == said.c.key)
    booked = moved.where(account.c.kind.in_(accounts)).scalar_subquery()
    differing = select(said.c.key).where(func.coalesce(booked, 0) != said.c.micro)
    late = select(journal.c.key).where(journal.c.kind.in_(kinds), scope.journals(journal.c.id))
    unsaid = except_(late, select(said.c.key)).subquery("unsaid")
    return count(differing.union_all(select(unsaid.c.key)))


def _of_returns() -> Invariant:
    """A payment says how much of it is back. The tries say the same, and each has its journals."""
    is_refused = payment_return.c.state == ReturnState.REFUSED
    went, came = journal.alias("went"), journal.alias("came")
    tries = select(payment_return.c.payment_id).outerjoin(went, went.c.key == payment_return.c.key)
    tries = tries.outerjoin(came, came.c.key == literal("reversal:") + payment_return.c.key)
    unbooked = tries.where(or_(went.c.id.is_(None), differ(is_refused, came.c.id.is_not(None))))
    mine = payment_return.c.payment_id == payment.c.id
    gone = select(func.coalesce(func.sum(payment_return.c.amount_minor), 0)).where(mine, ~is_refused)
    is_open = exists().where(mine, payment_return.c.state == ReturnState.OPEN)
    back, state = payment.c.back_minor, payment.c.state
    right = case(
        (state == PaymentState.RETURNING, is_open),
        (state == PaymentState.RETURNED, and_(~is_open, back == payment.c.amount_minor)),
        else_=and_(~is_open, back < payment.c.amount_minor),
    )
    wrong = select(payment.c.id).where(or_(back != gone.scalar_subquery(), ~right))
    return Invariant(
        "return-is-booked",
        "exactly what is back of payments, or on its way, is out of the ledger again",
        count(wrong.union_all(unbooked)),
    )


def _said(form: str, table: Table, number: ColumnElement[str], micro: ColumnElement[int]) -> Select[Any]:
    """Return the keys of journals and their amounts that this table's rows say, where they say one."""
    name = literal(f"{form}:") + table.c.way + literal(":") + number
    columns: tuple[Any, ...] = (name.label("key"), micro.label("micro"))
    return select(*columns).where(micro != 0)


def _of_memberships() -> Invariant:
    """A charge without a period would be money for nothing; one in a wallet would be spent twice."""
    asked = exists().where(membership.c.invoice_id == payment.c.invoice_id)
    return Invariant(
        "membership-is-paid",
        "exactly the payments for memberships have a period that they paid for",
        count(select(payment.c.id).where(asked != pays_membership)),
    )


def _of_merchants() -> Invariant:
    """Gateways that call us have been told the state of each transaction, so the book must say the same."""
    state, is_back = merchant_transaction.c.state, payment.c.state == PaymentState.RETURNED
    same = and_(
        payment.c.way == merchant_transaction.c.way, payment.c.charge_id == merchant_transaction.c.their_id
    )
    beside = select(merchant_transaction.c.id).outerjoin(payment, same)
    is_performed = state == MerchantState.PERFORMED
    wrong = case(
        (state == MerchantState.RETURNED, or_(payment.c.id.is_(None), ~is_back)),
        (is_performed, or_(payment.c.id.is_(None), is_back)),
        else_=payment.c.id.is_not(None),
    )
    return Invariant(
        "merchant-is-booked",
        "exactly the performed transactions of gateways have payments, returned ones if canceled since",
        count(beside.where(wrong)),
    )


def _of_transfers() -> Invariant:
    """A transfer is credited once, to whom its row says; what the bank took back is taken back."""
    charge = literal("t") + cast(bank_transfer.c.id, String)
    same = and_(payment.c.way == bank_transfer.c.way, payment.c.charge_id == charge)
    beside = select(bank_transfer.c.id).outerjoin(payment, same)
    state, is_paid = bank_transfer.c.state, payment.c.id.is_not(None)
    right = and_(payment.c.invoice_id == bank_transfer.c.invoice_id, payment.c.state != PaymentState.RETURNED)
    wrong = case(
        (state == TransferState.CREDITED, or_(~is_paid, ~right)),
        (state == TransferState.TAKEN_BACK, and_(is_paid, payment.c.state != PaymentState.RETURNED)),
        else_=is_paid,
    )
    return Invariant(
        "transfer-is-booked",
        "exactly the bank transfers that are credited have payments, returned ones if taken back since",
        count(beside.where(wrong)),
    )


def _amounts(scope: Scope) -> Any:
    """Return what each kind of journal moved for each order, in micro-units."""
    given = func.sum(case((posting.c.amount_micro > 0, posting.c.amount_micro), else_=0))
    return (
        select(journal.c.order_id, journal.c.kind, cast(given, BigInteger).label("amount"))
        .join(posting, posting.c.journal_id == journal.c.id)
        .where(journal.c.order_id.is_not(None), scope.orders(journal.c.order_id))
        .group_by(journal.c.order_id, journal.c.kind)
        .subquery()
    )
