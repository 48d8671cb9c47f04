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
    SmallInteger,
    exists,
    false,
    func,
    join,
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
    earlier balance must be enough.
    """

    owned: bool
    adds: bool
    notes: bool
    guards: bool


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


def _opening(insert: Any) -> Any:
    return insert(account).on_conflict_do_update(
        index_elements=["owner_id", "kind", "currency"],
        index_where=account.c.owner_id.is_not(None),
        set_={"version": account.c.version},
        where=false(),  # locked all the same
    )


OPEN_OR_LOCK = Prepared(_opening, columns=_IN_ACCOUNT)
"""Opens a person's account, or locks it if it exists, also where somebody else opens it in this moment."""


def new_account(which: Account, limit: int | None) -> dict[str, Any]:
    """Return the columns of an account that is opened, empty; `limit` as in `Move`."""
    return {
        "kind": which.kind,
        "owner_id": which.owner_id,
        "currency": which.currency,
        "credit_micro": limit if which.kind in PERSONAL else None,
        "balance_micro": 0,
        "version": 0,
    }


@cache
def moving(shape: Shape) -> Prepared:
    """Return the statement that changes one balance; its row: the account, the balance after, its version."""
    return Prepared(_moving(shape, ""))


def _moving(shape: Shape, suffix: str) -> Any:
    changing = update(account).where(*_account(suffix, owned=shape.owned), *_guards(shape, suffix))
    return changing.values(_changed(shape, suffix)).returning(*_MOVED)


def _account(suffix: str, *, owned: bool) -> list[ColumnElement[bool]]:
    """Return what is true of the account that the values with this suffix name; `owned`: by a person."""
    owner = account.c.owner_id
    return [
        owner == given("owner" + suffix) if owned else owner.is_(None),
        account.c.kind == given("kind" + suffix),
        account.c.currency == given("currency" + suffix),
    ]


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

    People's accounts are locked first, in this order, and the journal's number is drawn after that: the
    journals of one person have the order of their numbers. The first account that does not exist yet ends it,
    with none locked behind it: it `is_ready` to book once all of them do. Its row also has the `number`, None
    if the key was booked before, and how many moves are `done`. Each move waits for the one before it; where
    a guard refuses one, it and the later ones are not done. Those that are done have their postings.
    """
    return Prepared(lambda insert: _booking(insert, shapes))


def _booking(insert: Any, shapes: Sequence[Shape]) -> Any:
    is_ready = _locked(shapes)
    values = [type_coerce(given(name), journal.c[name].type).label(name) for name in _IN_JOURNAL]
    number = before = _adding_journal(insert, select(*values).where(is_ready)).cte("number")
    lines = []
    for n, shape in enumerate(shapes):
        before = _moving(shape, str(n)).where(exists(select(before.c.id))).cte(f"moved_{n}")
        amount = type_coerce(given(f"amount{n}"), BigInteger)
        line = select(number.c.id, type_coerce(given(f"seq{n}"), SmallInteger), before.c.id, amount)
        line = line.add_columns(before.c.balance_micro, before.c.version)
        lines.append(line.select_from(join(number, before, true())))
    posted = (
        insert(posting).from_select(_IN_POSTING, union_all(*lines)).returning(posting.c.seq).cte("posted")
    )
    return select(
        is_ready.label("is_ready"),
        select(number.c.id).scalar_subquery().label("number"),
        select(func.count()).select_from(posted).scalar_subquery().label("done"),
    )


def _locked(shapes: Sequence[Shape]) -> ColumnElement[bool]:
    """Return what locks the accounts of people, one after the other, and is true if all of them exist."""
    is_there: ColumnElement[bool] = true()
    for n, shape in enumerate(shapes):
        if shape.owned:
            is_there = exists(select(_locking(str(n)).where(is_there).cte(f"locked_{n}").c.id))
    return is_there


def _locking(suffix: str) -> Any:
    return select(account.c.id).where(*_account(suffix, owned=True)).with_for_update(key_share=True)
