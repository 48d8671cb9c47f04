"""The tables of people, orders and messages; others are in the `*_tables` beside this file."""

from sqlalchemy import (
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
from storage.columns import BigId, Json, Moment, Words, fixed, metadata

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
    Column("data", Json, nullable=False),
    Column("card_message_id", BigInteger),
    Column("answered_by", BigInteger),
    # When a list that may go on is taken for whole; see storage/lists.py.
    Column("list_due_at", Moment),
    Column("updated_at", Moment, nullable=False),
)
_LIST_WAITS = draft.c.list_due_at.is_not(None)
Index("ix_draft_list_due", draft.c.list_due_at, sqlite_where=_LIST_WAITS, postgresql_where=_LIST_WAITS)

confirm = Table(
    "confirm",
    metadata,
    Column("token", Words, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("draft_id", Words, nullable=False, index=True),
    Column("terms", Json, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    # Under which way of selling the price was made; a card of another way is not honoured.
    Column("offered_as", Words),
)
# A person has one card to confirm: whatever changes the draft ends the card before.
_UNUSED = confirm.c.used_at.is_(None)
Index("uq_confirm_unused", confirm.c.person_id, unique=True, sqlite_where=_UNUSED, postgresql_where=_UNUSED)
_USED = confirm.c.used_at.is_not(None)
Index("ix_confirm_used", confirm.c.used_at, sqlite_where=_USED, postgresql_where=_USED)

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
    Column("terms", Json, nullable=False),
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
    # Its place in the line to the panel, see storage/line.py.
    Column("rank", BigInteger, nullable=False, server_default="0"),
    Column("not_before", Moment, nullable=False),
    # While it waits: when it is given back unsent. It moves with the clock, which created_at never does.
    Column("give_up_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("placed_at", Moment),
    Column("changed_at", Moment, nullable=False),
    Column("checked_at", Moment),
    Column("finished_at", Moment),
    # What it costs us: in the panel's currency, in the price's, and there what the panel says it charged.
    Column("cost_micro", BigInteger),
    Column("cost_here_micro", BigInteger),
    Column("charge_here_micro", BigInteger),
    # When the panel is to be asked again (NULL: not any more), and when it last told a state we know.
    Column("ask_at", Moment),
    Column("heard_at", Moment),
    # Since when the panel says that money goes back, and we wait whether it goes on saying so.
    Column("refund_held_at", Moment),
    # The operator who ended it by hand.
    Column("ended_by", BigInteger),
    # When its confirm card was deleted, long after its end.
    Column("confirm_gone_at", Moment),
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
    Index("ix_orders_ask", "panel", "ask_at", "id"),
)
Index(
    "ix_orders_held",
    orders.c.panel,
    sqlite_where=orders.c.refund_held_at.is_not(None),
    postgresql_where=orders.c.refund_held_at.is_not(None),
)
order_reserved = orders.c.state == fixed("reserved")
Index(
    "ix_orders_line",
    orders.c.panel,
    orders.c.rank,
    orders.c.id,
    sqlite_where=order_reserved,
    postgresql_where=order_reserved,
)
UNDECIDED = ("reserved", "submitting", "unknown")
order_undecided = orders.c.state.in_([fixed(state) for state in UNDECIDED])
Index(
    "ix_orders_undecided",
    orders.c.person_id,
    orders.c.panel,
    orders.c.rank,
    sqlite_where=order_undecided,
    postgresql_where=order_undecided,
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

request_asking = request.c.state == fixed("asking")
Index("ix_request_asking", request.c.id, sqlite_where=request_asking, postgresql_where=request_asking)

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
    Index("ix_inbox_handled", "state", "handled_at"),
    # Rows are deleted from it: no number may come again.
    sqlite_autoincrement=True,
)
inbox_waiting = inbox.c.state == fixed("waiting")
Index(
    "ix_inbox_waiting",
    inbox.c.bot_id,
    inbox.c.seq,
    sqlite_where=inbox_waiting,
    postgresql_where=inbox_waiting,
)
Index(
    "ix_inbox_person",
    inbox.c.bot_id,
    inbox.c.person_id,
    inbox.c.seq,
    sqlite_where=inbox_waiting,
    postgresql_where=inbox_waiting,
)

inbox_done = inbox.c.state == fixed("done")
Index("ix_inbox_done", inbox.c.handled_at, sqlite_where=inbox_done, postgresql_where=inbox_done)

broadcast = Table(
    "broadcast",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("operator_id", ForeignKey("person.id"), nullable=False),
    Column("method", Words, nullable=False, server_default=""),
    Column("content", Json, nullable=False),
    Column("state", Words, nullable=False),
    Column("total", Integer, nullable=False, server_default="0"),
    Column("progress_message_id", BigInteger),
    Column("answered_by", BigInteger),
    Column("created_at", Moment, nullable=False),
    Column("started_at", Moment),
    Column("finished_at", Moment),
    CheckConstraint("state IN ('asked','shown','sending','stopped','done','dropped')", name="state_known"),
    Index("ix_broadcast_state", "state"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("dedupe_key", Words, nullable=False, unique=True),
    Column("lane", SmallInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("kind", Words, nullable=False),
    Column("payload", Json, nullable=False),
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
    Index("ix_outbox_finished", "finished_at"),
    # Rows are deleted from it: no number may come again.
    sqlite_autoincrement=True,
)
outbox_undelivered = outbox.c.state.in_([fixed("failed"), fixed("blocked")])
Index(
    "ix_outbox_undelivered",
    outbox.c.chat_id,
    outbox.c.state,
    sqlite_where=outbox_undelivered,
    postgresql_where=outbox_undelivered,
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

served = Table(
    "served",
    metadata,
    Column("panel", Words, primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("rank", BigInteger, nullable=False),
    Index("ix_served_rank", "panel", "rank"),
)
"""The highest rank each person's orders had when they were handed over, see storage/line.py."""
