"""The statements that change balances, one by one, and a whole journal at once on a server.

The guards are the same in both: `_guards` is the one place that says which balance may move.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    SmallInteger,
    and_,
    exists,
    func,
    join,
    literal,
    select,
    true,
    type_coerce,
    union_all,
    update,
)

from shop.ledger.journals import PERSONAL, Account, AccountKind, Posting
from storage.core.prepared import Prepared, given
from storage.ledger.tables import MAXIMUM_MICRO, account, journal, posting


@dataclass(frozen=True, slots=True)
class Shape:
    """What kind of change of a balance it is: moves of one shape have one statement.

    `owned`: the account is a person's. `notes`: also store the wallet's credit limit. `guards`: the
    earlier balance must be enough. `opens`: an account that does not exist yet would have enough.
    """

    owned: bool
    adds: bool
    notes: bool
    guards: bool
    opens: bool


@dataclass(frozen=True, slots=True)
class Move:
    """A change of one balance. `limit` is how far below zero it may go, None without a limit."""

    account: Account
    amount_micro: int
    limit: int | None

    @property
    def shape(self) -> Shape:
        """Say which statement moves it."""
        owned, limit, amount = self.account.owner_id is not None, self.limit, self.amount_micro
        return Shape(
            owned=owned,
            adds=amount > 0,
            notes=amount < 0 and self.account.kind is AccountKind.WALLET,
            guards=amount < 0 and limit is not None,
            opens=owned and abs(amount) <= MAXIMUM_MICRO and (limit is None or amount >= -limit),
        )

    def values(self, suffix: str = "") -> dict[str, Any]:
        """Return the statement's parameters, their names with this suffix."""
        amount, limit = self.amount_micro, self.limit
        values = {
            "amount": amount,
            "kind": self.account.kind,
            "currency": self.account.currency,
            # Computed here, because the sum may overflow in the database.
            "bound": MAXIMUM_MICRO - amount if amount > 0 else -MAXIMUM_MICRO - amount,
            "owner": self.account.owner_id,
            "limit": limit if self.account.kind in PERSONAL else None,
            "minimum": -(limit or 0) - amount,
        }
        return {name + suffix: value for name, value in values.items()}


def move_of(line: Posting, credit_micro: int | None) -> Move:
    """Return the move of this posting: held money never goes below zero, the shop's own without limit."""
    kind = line.account.kind
    is_held = kind in {AccountKind.HELD, AccountKind.GIFT}
    limit = 0 if is_held else credit_micro if kind == AccountKind.WALLET else None
    return Move(line.account, line.amount_micro, limit)


_MOVED = (account.c.id, account.c.balance_micro, account.c.version)
_IN_JOURNAL = ("key", "kind", "order_id", "actor_id", "reason", "created_at")
_IN_POSTING = ("journal_id", "seq", "account_id", "amount_micro", "balance_micro", "version")
_IN_ACCOUNT = ("owner_id", "kind", "currency", "credit_micro", "balance_micro", "version")


def _adding_journal(insert: Any, values: Any = None) -> Any:
    adding = insert(journal) if values is None else insert(journal).from_select(_IN_JOURNAL, values)
    return adding.on_conflict_do_nothing(index_elements=["key"]).returning(journal.c.id)


ADD_JOURNAL = Prepared(_adding_journal, columns=_IN_JOURNAL)
ADD_POSTINGS = Prepared(posting.insert(), columns=_IN_POSTING)
OPEN_ACCOUNT = Prepared(lambda insert: insert(account).on_conflict_do_nothing(), columns=_IN_ACCOUNT)


@cache
def moving(shape: Shape) -> Prepared:
    """Return the statement that changes one balance; its row: the account, the balance after, its version."""
    return Prepared(_moving(shape, ""))


def _moving(shape: Shape, suffix: str) -> Any:
    which = (
        account.c.owner_id == given("owner" + suffix) if shape.owned else account.c.owner_id.is_(None),
        account.c.kind == given("kind" + suffix),
        account.c.currency == given("currency" + suffix),
    )
    changing = update(account).where(*which, *_guards(shape, suffix))
    return changing.values(_changed(shape, suffix)).returning(*_MOVED)


def _guards(shape: Shape, suffix: str) -> list[ColumnElement[bool]]:
    """Return what must be true of the balance before."""
    before = account.c.balance_micro
    bound, minimum = given("bound" + suffix), given("minimum" + suffix)
    return [
        before <= bound if shape.adds else before >= bound,
        *([before >= minimum] if shape.guards else []),
    ]


def _changed(shape: Shape, suffix: str) -> dict[str, Any]:
    return {
        "balance_micro": account.c.balance_micro + given("amount" + suffix),
        "version": account.c.version + 1,
        **({"credit_micro": given("limit" + suffix)} if shape.notes else {}),
    }


@cache
def booking(shapes: tuple[Shape, ...]) -> Prepared:
    """Return the statement, for a server only, that books a journal whose moves have these shapes.

    Its row is the journal's `number`, None if its key was booked before, and how many moves are `done`.
    People's accounts are locked first, in this order, and the number is drawn after that: the journals of
    one person have the order of their numbers. Each move waits for the one before it; where a guard refuses
    one, it and the later ones are not done. Those that are done have their postings.
    """
    return Prepared(lambda insert: _booking(insert, shapes))


def _booking(insert: Any, shapes: Sequence[Shape]) -> Any:
    number = before = _numbered(insert, shapes).cte("number")
    lines = []
    for n, shape in enumerate(shapes):
        move = _opening if shape.opens else _after
        before = move(insert, shape, str(n), exists(select(before.c.id))).cte(f"moved_{n}")
        amount = type_coerce(given(f"amount{n}"), BigInteger)
        line = select(number.c.id, type_coerce(given(f"seq{n}"), SmallInteger), before.c.id, amount)
        line = line.add_columns(before.c.balance_micro, before.c.version)
        lines.append(line.select_from(join(number, before, true())))
    posted = (
        insert(posting).from_select(_IN_POSTING, union_all(*lines)).returning(posting.c.seq).cte("posted")
    )
    return select(
        select(number.c.id).scalar_subquery().label("number"),
        select(func.count()).select_from(posted).scalar_subquery().label("done"),
    )


def _numbered(insert: Any, shapes: Sequence[Shape]) -> Any:
    """Return what adds the journal once each account of a person is locked, one after the other."""
    locked: list[ColumnElement[bool]] = []
    for n, shape in enumerate(shapes):
        if shape.owned:
            each = _locking(str(n)).where(*locked).cte(f"locked_{n}")
            locked = [
                select(func.count()).select_from(each).scalar_subquery() >= 0
            ]  # whether it exists or not
    values = [type_coerce(given(name), journal.c[name].type).label(name) for name in _IN_JOURNAL]
    return _adding_journal(insert, select(*values).where(*locked))


def _locking(suffix: str) -> Any:
    which = (
        account.c.owner_id == given("owner" + suffix),
        account.c.kind == given("kind" + suffix),
        account.c.currency == given("currency" + suffix),
    )
    return select(account.c.id).where(*which).with_for_update(key_share=True)


def _after(insert: Any, shape: Shape, suffix: str, earlier: ColumnElement[bool]) -> Any:  # noqa: ARG001 - as _opening
    return _moving(shape, suffix).where(earlier)


def _opening(insert: Any, shape: Shape, suffix: str, earlier: ColumnElement[bool]) -> Any:
    """Return what opens a person's account with this amount, or changes its balance if it exists."""
    values = [
        type_coerce(given(name + suffix), account.c[column].type).label(column)
        for name, column in zip(("owner", "kind", "currency", "limit", "amount"), _IN_ACCOUNT, strict=False)
    ]
    opening = insert(account).from_select(_IN_ACCOUNT, select(*values, literal(1, Integer)).where(earlier))
    return opening.on_conflict_do_update(
        index_elements=["owner_id", "kind", "currency"],
        index_where=account.c.owner_id.is_not(None),
        set_=_changed(shape, suffix),
        where=and_(*_guards(shape, suffix)),
    ).returning(*_MOVED)
