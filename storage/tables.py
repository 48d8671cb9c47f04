"""The tables of people, orders and messages; others are in the `*_tables` beside this file."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Table,
    UniqueConstraint,
    text,
)

from shop.order import UNDER_WAY
from storage.columns import BigId, Moment, Words, fixed, metadata

person = Table(
    "person",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Words, nullable=False),
    Column("username", Words),
    Column("language", Words, nullable=False),
    Column("reachable", Boolean, nullable=False, server_default=text("true")),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
)

draft = Table(
    "draft",
    metadata,
    Column("id", Words, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, unique=True),
    Column("question", Words, nullable=False),
    Column("data", JSON, nullable=False),
    Column("card_message_id", BigInteger),
    Column("answered_by", BigInteger),
    Column("updated_at", Moment, nullable=False),
)

confirm = Table(
    "confirm",
    metadata,
    Column("token", Words, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("draft_id", Words, nullable=False, index=True),
    Column("terms", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
)
# A person has one card to confirm: whatever changes the draft ends the card before.
_UNUSED = confirm.c.used_at.is_(None)
Index("uq_confirm_unused", confirm.c.person_id, unique=True, sqlite_where=_UNUSED, postgresql_where=_UNUSED)

service = Table(
    "service",
    metadata,
    Column("id", Words, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Words, nullable=False),
    Column("category", Words, nullable=False),
    Column("type", Words, nullable=False),
    Column("rate_micro", BigInteger, nullable=False),
    Column("min", BigInteger),
    Column("max", BigInteger),
    Column("refill", Boolean),
    Column("cancel", Boolean),
    Column("dripfeed", Boolean),
    Column("description", Words, nullable=False, server_default=""),
    Column("gone_at", Moment),
    CheckConstraint("rate_micro >= 0", name="rate_not_negative"),
)

panel_account = Table(
    "panel_account",
    metadata,
    Column("panel", Words, primary_key=True),
    Column("profile", Words),
    Column("balance_micro", BigInteger),
    Column("currency", Words),
    Column("balance_at", Moment),
    Column("catalogue_at", Moment),
    Column("trouble", Words),
    Column("trouble_at", Moment),
    Column("balance_asked_at", Moment),
    # When money last moved that no order of ours explains, and how much.
    Column("shared_at", Moment),
    Column("shared_micro", BigInteger),
    # With how many decimals the balance was told, and how it has followed our orders.
    Column("balance_decimals", SmallInteger),
    Column("prompt_run", Integer, nullable=False, server_default=text("0")),
    Column("unseen_micro", BigInteger, nullable=False, server_default=text("0")),
    Column("unseen_at", Moment),
    Column("late_at", Moment),
    # What went without an order of ours and nobody was told of yet, and when they were told last.
    Column("strange_micro", BigInteger, nullable=False, server_default=text("0")),
    Column("strange_told_at", Moment),
)

orders = Table(
    "orders",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("panel", Words, nullable=False),
    Column("service_id", Words, nullable=False),
    Column("link_key", Words, nullable=False),
    Column("quantity", BigInteger),
    Column("terms", JSON, nullable=False),
    Column("price_micro", BigInteger, nullable=False),
    Column("currency", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("confirm_token", Words, nullable=False, unique=True),
    Column("panel_order_id", Words),
    Column("panel_word", Words),
    Column("start_count", BigInteger),
    Column("remains", BigInteger),
    Column("charge", Words),
    Column("reason", Words),
    Column("refunded_micro", BigInteger, nullable=False, server_default="0"),
    Column("card_message_id", BigInteger),
    Column("not_before", Moment, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("placed_at", Moment),
    Column("changed_at", Moment, nullable=False),
    Column("checked_at", Moment),
    Column("finished_at", Moment),
    UniqueConstraint("panel", "panel_order_id"),
    CheckConstraint("price_micro >= 0", name="price_not_negative"),
    CheckConstraint("refunded_micro >= 0 AND refunded_micro <= price_micro", name="refunded_in_price"),
    CheckConstraint(
        "state IN ('reserved','submitting','unknown','rejected','voided','pending','processing',"
        "'in_progress','completed','partial','canceled')",
        name="state_known",
    ),
    Index("ix_orders_person", "person_id", "id"),
    Index("ix_orders_state", "panel", "state", "id"),
    Index("ix_orders_link", "link_key", "service_id"),
    Index("ix_orders_finished", "panel", "finished_at"),
)
# One `add` in flight per panel account, whoever tries: the database itself refuses a second.
Index(
    "uq_orders_one_add_in_flight",
    orders.c.panel,
    unique=True,
    sqlite_where=orders.c.state == "submitting",
    postgresql_where=orders.c.state == "submitting",
)

attempt = Table(
    "attempt",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("order_id", ForeignKey("orders.id"), nullable=False, index=True),
    Column("n", Integer, nullable=False),
    Column("outcome", Words, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("http_status", Integer),
    Column("excerpt", Words),
    Column("balance_before_micro", BigInteger),
    Column("balance_before_decimals", SmallInteger),
    # The parameter that named the order to the panel, where its profile has one.
    Column("named_by", Words),
    CheckConstraint("outcome IN ('open','accepted','rejected','not_sent','unknown')", name="outcome_known"),
)
# An order is possibly sent at most once, ever: rows are never deleted and this refuses a second.
Index(
    "uq_attempt_once",
    attempt.c.order_id,
    unique=True,
    sqlite_where=attempt.c.outcome != "not_sent",
    postgresql_where=attempt.c.outcome != "not_sent",
)

request = Table(
    "request",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("order_id", ForeignKey("orders.id"), nullable=False, index=True),
    Column("kind", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("panel_refill_id", Words),
    Column("text", Words, nullable=False, server_default=""),
    Column("not_before", Moment, nullable=False),
    Column("errors", SmallInteger, nullable=False, server_default="0"),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("checked_at", Moment),
    CheckConstraint("kind IN ('refill','cancel')", name="kind_known"),
    CheckConstraint(
        "state IN ('asking','sending','requested','unclear','refused','done','rejected')", name="state_known"
    ),
)
# One refill and one cancel request may be under way for an order.
request_under_way = request.c.state.in_([fixed(state) for state in UNDER_WAY])
Index(
    "uq_request_under_way",
    request.c.order_id,
    request.c.kind,
    unique=True,
    sqlite_where=request_under_way,
    postgresql_where=request_under_way,
)

inbox = Table(
    "inbox",
    metadata,
    Column("seq", BigId, primary_key=True),
    Column("bot_id", BigInteger, nullable=False),
    Column("update_id", BigInteger, nullable=False),
    Column("person_id", BigInteger),
    Column("raw", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("failures", SmallInteger, nullable=False, server_default="0"),
    Column("error", Words),
    Column("received_at", Moment, nullable=False),
    Column("handled_at", Moment),
    UniqueConstraint("bot_id", "update_id"),
    CheckConstraint("state IN ('waiting','done','aside')", name="state_known"),
)
inbox_waiting = inbox.c.state == fixed("waiting")
Index(
    "ix_inbox_waiting",
    inbox.c.bot_id,
    inbox.c.seq,
    sqlite_where=inbox_waiting,
    postgresql_where=inbox_waiting,
)

broadcast = Table(
    "broadcast",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("operator_id", ForeignKey("person.id"), nullable=False),
    Column("method", Words, nullable=False, server_default=""),
    Column("content", JSON, nullable=False),
    Column("state", Words, nullable=False),
    Column("total", Integer, nullable=False, server_default="0"),
    Column("progress_message_id", BigInteger),
    Column("answered_by", BigInteger),
    Column("created_at", Moment, nullable=False),
    Column("started_at", Moment),
    Column("finished_at", Moment),
    CheckConstraint("state IN ('asked','shown','sending','stopped','done','dropped')", name="state_known"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("dedupe_key", Words, nullable=False, unique=True),
    Column("lane", SmallInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("kind", Words, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("broadcast_id", ForeignKey("broadcast.id")),
    Column("state", Words, nullable=False),
    Column("revision", Integer, nullable=False, server_default="0"),
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("not_before", Moment, nullable=False),
    Column("error", Words),
    Column("created_at", Moment, nullable=False),
    Column("finished_at", Moment),
    CheckConstraint("state IN ('pending','sent','failed','blocked','stopped')", name="state_known"),
    Index("ix_outbox_broadcast", "broadcast_id", "state"),
)
outbox_pending = outbox.c.state == fixed("pending")
Index(
    "ix_outbox_pending",
    outbox.c.lane,
    outbox.c.id,
    outbox.c.chat_id,
    outbox.c.not_before,
    sqlite_where=outbox_pending,
    postgresql_where=outbox_pending,
)
Index(
    "ix_outbox_chat",
    outbox.c.chat_id,
    outbox.c.lane,
    outbox.c.id,
    outbox.c.not_before,
    sqlite_where=outbox_pending,
    postgresql_where=outbox_pending,
)
