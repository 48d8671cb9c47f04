"""The table of cases: for each order whose answer was lost, the evidence and the decision."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, SmallInteger, Table, and_, text

from shop.reconciliation.case import CaseState, Resolution
from storage.core.columns import Json, Moment, Words, fixed, known, metadata
from storage.core.indexes import partial_index

inquiry = Table(
    "inquiry",
    metadata,
    Column("order_id", ForeignKey("orders.id"), primary_key=True, autoincrement=False),
    Column("panel", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("opened_at", Moment, nullable=False),
    # When to check again; while an operator decides, when the case is given up.
    Column("due_at", Moment, nullable=False),
    Column("in_vain", SmallInteger, nullable=False, server_default=text("0")),
    Column("resent", SmallInteger, nullable=False, server_default=text("0")),
    # The panel's numbers for it when it was resent under its reference: equal, if the panel keeps references.
    # Not resent: the number that the panel gave it, though another order of ours has or had it.
    Column("number", Words),
    Column("other_number", Words),
    # The balance right after the order, a minute later, and at the two checks after five minutes.
    Column("soon_micro", BigInteger),
    Column("soon_at", Moment),
    Column("first_micro", BigInteger),
    Column("first_at", Moment),
    Column("second_micro", BigInteger),
    Column("second_at", Moment),
    Column("third_micro", BigInteger),
    Column("third_at", Moment),
    # The most decimals in any of these balances.
    Column("decimals", SmallInteger, nullable=False, server_default=text("0")),
    Column("refunds_micro", BigInteger),
    Column("orphans", Json),
    Column("why", Words, nullable=False, server_default=""),
    Column("verdict", Words),
    Column("decided_by", BigInteger),
    Column("settled_at", Moment),
    # When exactly its cost left the account after it was given up, and when the operators were told.
    Column("charged_at", Moment),
    Column("charge_told_at", Moment),
    # By operator, the message that asks for a decision.
    Column("told", Json, nullable=False, server_default=text("'{}'")),
    known("state", CaseState),
    known("verdict", Resolution),
    CheckConstraint(f"(state = '{CaseState.SETTLED}') = (verdict IS NOT NULL)", name="settled_has_verdict"),
)
Index("ix_inquiry_opened", inquiry.c.panel, inquiry.c.opened_at)
Index("ix_inquiry_settled", inquiry.c.panel, inquiry.c.settled_at)
_UNTOLD_CHARGE = and_(inquiry.c.charged_at.is_not(None), inquiry.c.charge_told_at.is_(None))
partial_index("ix_inquiry_charged", inquiry.c.panel, where=_UNTOLD_CHARGE)
case_unsettled = inquiry.c.state != fixed(CaseState.SETTLED)
# Unsettled is said, too, so that the partial index fits.
case_to_decide = and_(case_unsettled, inquiry.c.state == fixed(CaseState.HUMAN))
# While a case is open, its panel account gets no further order.
partial_index(
    "ix_inquiry_unsettled",
    inquiry.c.panel,
    inquiry.c.state,
    where=case_unsettled,
)
