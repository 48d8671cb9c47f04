"""The tables of memberships: the subscriptions, and the period that each charge paid for."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, and_, exists

from shop.membership.membership import MAY_RENEW, TO_TELL, Renewal
from storage.core.columns import BigId, Moment, Words, fixed, known, metadata
from storage.core.indexes import partial_index
from storage.ledger.tables import payment

membership = Table(
    "membership",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    # What its link asks for. Whoever pays by one link twice has two memberships with it.
    Column("invoice_id", ForeignKey("invoice.id"), nullable=False, index=True),
    # The level it gives, as it was when the link was made.
    Column("level", Words, nullable=False),
    # The charge that began it, which is what Telegram calls the subscription. NULL: only offered so far.
    Column("charge_id", Words),
    Column("renewal", Words, nullable=False, server_default=Renewal.ON),
    # When Telegram charges next, or the membership is over.
    Column("ends_at", Moment),
    # When its member was told that it is over.
    Column("told_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    CheckConstraint("(charge_id IS NULL) = (ends_at IS NULL)", name="ends_once_begun"),
    known("renewal", Renewal),
    # Offers are deleted, and no id may be used again.
    sqlite_autoincrement=True,
)
"""A subscription in Stars, or the offer of one."""
membership_begun = membership.c.charge_id.is_not(None)
membership_untold = and_(membership_begun, membership.c.told_at.is_(None))
partial_index("ix_membership_untold", membership.c.ends_at, where=membership_untold)
membership_to_tell = membership.c.renewal.in_([fixed(one) for one in TO_TELL])
partial_index("ix_membership_to_tell", membership.c.id, where=membership_to_tell)
membership_may_renew = membership.c.renewal.in_([fixed(one) for one in MAY_RENEW])

membership_charge = Table(
    "membership_charge",
    metadata,
    Column("payment_id", ForeignKey("payment.id"), primary_key=True, autoincrement=False),
    Column("membership_id", ForeignKey("membership.id"), nullable=False, index=True),
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False, index=True),
    CheckConstraint("ends_at > starts_at", name="lasts"),
)
"""The period that a payment paid for; it counts while the payment is not given back."""

pays_membership = exists().where(membership_charge.c.payment_id == payment.c.id)
"""Said of a row of `payment`: it paid for a membership, and no wallet has it."""
