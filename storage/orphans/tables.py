"""The tables of orphans: orders that a panel has for our key and that are in none of our rows."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Table, UniqueConstraint, and_, text

from shop.reconciliation.orphan_numbers import ByKey
from shop.reconciliation.orphans import Decided, FoundBy, Looks
from storage.core.columns import BigId, Json, Moment, Words, known, metadata
from storage.core.indexes import partial_index

orphan = Table(
    "orphan",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("panel", Words, nullable=False),
    # The panel's numbers of the order and of its service, and what else it tells. NULL: it does not.
    Column("number", Words, nullable=False),
    Column("found_by", Words, nullable=False),
    Column("service_id", Words),
    Column("link", Words),
    Column("quantity", BigInteger),
    Column("charge_micro", BigInteger),
    Column("panel_state", Words),
    Column("panel_word", Words, nullable=False, server_default=""),
    Column("remains", BigInteger),
    Column("created_at", Moment),
    Column("has_zone", Boolean, nullable=False, server_default=text("false")),
    # When our orders with the next lower and the next higher number were sent.
    Column("after_at", Moment),
    Column("before_at", Moment),
    Column("found_at", Moment, nullable=False),
    # When the staff could see it first; NULL while it may still turn out to be an order on its way.
    Column("shown_at", Moment),
    # What it looks like, and which order of ours it resembles or is.
    Column("looks", Words),
    Column("sure", Words),
    Column("fits", Json, nullable=False, server_default="[]"),
    Column("order_id", ForeignKey("orders.id")),
    # NULL while nobody has decided. Without `decided_by` the kiosk did.
    Column("decided", Words),
    Column("decided_by", BigInteger),
    Column("decided_at", Moment),
    UniqueConstraint("panel", "number"),
    known("found_by", FoundBy),
    known("looks", Looks),
    known("decided", Decided),
    Index("ix_orphan_order", "order_id"),
    Index("ix_orphan_decided", "decided_at", "id"),
    sqlite_autoincrement=True,
)
orphan_undecided = orphan.c.decided.is_(None)
partial_index("ix_orphan_undecided", orphan.c.panel, orphan.c.id, where=orphan_undecided)
orphan_waits = and_(orphan_undecided, orphan.c.shown_at.is_not(None))
partial_index("ix_orphan_waits", orphan.c.shown_at, orphan.c.id, where=orphan_waits)

orphan_look = Table(
    "orphan_look",
    metadata,
    Column("panel", Words, primary_key=True),
    # Our first order there: whatever is older is not ours.
    Column("begun_at", Moment, nullable=False),
    Column("first_number", BigInteger),
    # Whether the panel has a list of orders (NULL: not known yet), and since when that is known.
    Column("lists", Boolean),
    Column("lists_since", Moment),
    Column("by_key", Words, nullable=False, server_default=""),
    # Up to which number all were asked about.
    Column("asked_to", BigInteger),
    # Whether the next look begins with the list, or only goes on with numbers.
    Column("wants_list", Boolean, nullable=False, server_default=text("true")),
    Column("due_at", Moment, nullable=False),
    Column("looked_at", Moment),
    Column("trouble", Words),
    known("by_key", ByKey),
)
"""How each panel account is looked through for orphans."""
