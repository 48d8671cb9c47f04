"""The tables of orders: drafts, confirm cards, orders, attempts, requests, ratings, and ranks."""

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
    and_,
    false,
    literal,
    or_,
)

from shop.ordering.order import AT_WORK, GIVEN_BACK, RUNNING, WAITING, OrderState
from shop.ordering.place import AttemptOutcome
from shop.ordering.reason import ReasonKind
from shop.ordering.request import UNDER_WAY, RequestKind, RequestState
from shop.replies import RefillRefusal
from storage.core.columns import BigId, Json, Moment, Words, fixed, known, metadata
from storage.core.indexes import partial_index

draft = Table(
    "draft",
    metadata,
    Column("id", Words, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, unique=True),
    Column("question", Words, nullable=False),
    Column("data", Json, nullable=False),
    Column("card_message_id", BigInteger),
    Column("answered_by", BigInteger),
    # When a list that may go on counts as complete; see storage/orders/lists.py.
    Column("list_due_at", Moment),
    Column("updated_at", Moment, nullable=False),
)
_LIST_WAITS = draft.c.list_due_at.is_not(None)
partial_index("ix_draft_list_due", draft.c.list_due_at, where=_LIST_WAITS)

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
    # The way of selling the price is for; a card of another way is not honoured.
    Column("offered_as", Words),
)
# A person has one card to confirm: any change of the draft ends the earlier card.
confirm_unused = confirm.c.used_at.is_(None)
partial_index("uq_confirm_unused", confirm.c.person_id, unique=True, where=confirm_unused)
_USED = confirm.c.used_at.is_not(None)
partial_index("ix_confirm_used", confirm.c.used_at, where=_USED)

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
    # What a coupon took off; the price is what was left.
    Column("discount_micro", BigInteger, nullable=False, server_default="0"),
    Column("state", Words, nullable=False),
    Column("confirm_token", Words, nullable=False, unique=True),
    Column("panel_order_id", Words),
    # Its id at the panel until the panel gave that id to another order; see storage/orders/former_numbers.py.
    Column("former_number", Words),
    Column("panel_word", Words),
    Column("start_count", BigInteger),
    Column("remains", BigInteger),
    Column("charge", Words),
    Column("reason", Words),
    Column("refunded_micro", BigInteger, nullable=False, server_default="0"),
    Column("card_message_id", BigInteger),
    # Its place in the queue to the panel, see storage/orders/rank.py.
    Column("rank", BigInteger, nullable=False, server_default="0"),
    Column("not_before", Moment, nullable=False),
    # While it waits: when it is refunded unsent. It moves with the clock, which created_at never does.
    Column("give_up_at", Moment),
    # The moment of the wall clock at which it goes out; NULL from then on, or if it was to go out at once.
    Column("starts_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("placed_at", Moment),
    # When a report first showed that delivery had begun; see shop/catalogue/measured.py.
    Column("begun_at", Moment),
    Column("changed_at", Moment, nullable=False),
    Column("checked_at", Moment),
    Column("finished_at", Moment),
    # Its cost to us in the panel's currency and in the price's, and in the latter what the panel charged.
    Column("cost_micro", BigInteger),
    Column("cost_here_micro", BigInteger),
    Column("charge_here_micro", BigInteger),
    # The panel's currency of its cost; NULL of orders of earlier releases, and before it was handed over.
    Column("cost_currency", Words),
    # When to ask the panel again (NULL: never), and when it last reported a state we know.
    Column("ask_at", Moment),
    Column("heard_at", Moment),
    # Since when the panel reports a refund that we hold, to see if it keeps reporting it.
    Column("refund_held_at", Moment),
    # When the operators were told that the order is late; see shop/catalogue/late.py.
    Column("late_told_at", Moment),
    # The operator who ended the order by hand.
    Column("ended_by", BigInteger),
    # When its confirm card was deleted, long after the order's end.
    Column("confirm_gone_at", Moment),
    # Whether it was submitted without a balance: the panel knows its reference, see panel/profile.py.
    Column("by_reference", Boolean, nullable=False, server_default=false()),
    # The service that another supplier delivers it by, its number there, and what that may cost at most, in
    # the price's currency; NULL where its own service does. See shop/catalogue/routes.py.
    Column("sent_service", Words),
    Column("sent_number", Words),
    Column("sent_most_micro", BigInteger),
    UniqueConstraint("panel", "panel_order_id"),
    CheckConstraint("price_micro >= 0", name="price_not_negative"),
    CheckConstraint("refunded_micro >= 0 AND refunded_micro <= price_micro", name="refunded_in_price"),
    known("state", OrderState),
    Index("ix_orders_person", "person_id", "id"),
    Index("ix_orders_state", "panel", "state", "id"),
    Index("ix_orders_link", "link_key", "service_id"),
    # The staff's list: what was ordered of one service, and on one day; see storage/orders/desk_pages.py.
    Index("ix_orders_service", "service_id", "id"),
    Index("ix_orders_created", "created_at", "id"),
)
# Those that ended, and those to ask the panel about: a new order is neither, and enters neither index.
order_ended = orders.c.finished_at.is_not(None)
partial_index("ix_orders_finished", orders.c.panel, orders.c.finished_at, orders.c.id, where=order_ended)
order_asked = orders.c.ask_at.is_not(None)
partial_index("ix_orders_ask", orders.c.panel, orders.c.ask_at, orders.c.id, where=order_asked)
# Of each service, those that ended last, and those that it delivered for another; see storage/orders/past.py.
order_ended_itself = and_(order_ended, orders.c.sent_service.is_(None))
partial_index(
    "ix_orders_ended",
    orders.c.panel,
    orders.c.service_id,
    orders.c.finished_at,
    orders.c.id,
    where=order_ended_itself,
)
order_ended_for_another = and_(order_ended, orders.c.sent_service.is_not(None))
partial_index(
    "ix_orders_ended_for_another",
    orders.c.panel,
    orders.c.sent_service,
    orders.c.finished_at,
    orders.c.id,
    where=order_ended_for_another,
)
# Refunded because an operator had adopted it by mistake: the panel gave nothing back for it, and its number
# is another order's. Earlier releases let it keep the number.
order_taken_back = and_(orders.c.reason.is_not(None), orders.c.reason == fixed(ReasonKind.TAKEN_BACK))
order_has_former_number = orders.c.former_number.is_not(None)
partial_index(
    "ix_orders_former_number", orders.c.panel, orders.c.former_number, where=order_has_former_number
)
order_held = orders.c.refund_held_at.is_not(None)
partial_index("ix_orders_held", orders.c.panel, orders.c.id, where=order_held)
order_money_back = or_(
    orders.c.refunded_micro > literal(0, BigInteger, literal_execute=True),
    orders.c.state.in_([fixed(state) for state in OrderState if state in GIVEN_BACK]),
)
partial_index("ix_orders_money_back", orders.c.panel, orders.c.id, where=order_money_back)
order_in_line = and_(orders.c.state == fixed(OrderState.RESERVED), orders.c.starts_at.is_(None))
partial_index(
    "ix_orders_line",
    orders.c.panel,
    orders.c.rank,
    orders.c.id,
    where=order_in_line,
)
order_scheduled = and_(orders.c.state == fixed(OrderState.RESERVED), orders.c.starts_at.is_not(None))
partial_index(
    "ix_orders_scheduled",
    orders.c.panel,
    orders.c.starts_at,
    orders.c.id,
    where=order_scheduled,
)
order_undecided = orders.c.state.in_([fixed(state) for state in OrderState if state in WAITING])
partial_index(
    "ix_orders_undecided",
    orders.c.person_id,
    orders.c.panel,
    orders.c.rank,
    where=order_undecided,
)
order_running = orders.c.state.in_([fixed(state) for state in OrderState if state in RUNNING])
partial_index("ix_orders_running", orders.c.person_id, orders.c.id, where=order_running)
order_at_work = orders.c.state.in_([fixed(state) for state in OrderState if state in AT_WORK])
order_late = and_(orders.c.late_told_at.is_not(None), order_at_work)
partial_index("ix_orders_late_told", orders.c.panel, orders.c.late_told_at, orders.c.id, where=order_late)
order_given_back = orders.c.state.in_([fixed(state) for state in OrderState if state in GIVEN_BACK])
partial_index(
    "ix_orders_given_back", orders.c.panel, orders.c.finished_at, orders.c.id, where=order_given_back
)
order_sold = orders.c.state.not_in([fixed(state) for state in OrderState if state in GIVEN_BACK])
# All that the figures of a period are added up from, so that no order itself is read for them.
partial_index(
    "ix_orders_sold",
    orders.c.created_at,
    orders.c.currency,
    orders.c.price_micro,
    orders.c.refunded_micro,
    orders.c.charge_here_micro,
    orders.c.cost_here_micro,
    orders.c.cost_micro,
    orders.c.person_id,
    orders.c.panel,
    orders.c.state,  # SQLite looks again at what the condition says already
    orders.c.service_id,
    where=order_sold,
)
# Whether somebody ordered before a period, told without reading an order; see storage/desk/statistics.py.
partial_index(
    "ix_orders_first",
    orders.c.person_id,
    orders.c.created_at,
    orders.c.state,  # as above
    where=order_sold,
)
# Where the balance is the evidence, one `add` in flight per panel account: the database refuses a second.
partial_index(
    "uq_orders_one_add_in_flight",
    orders.c.panel,
    unique=True,
    where=and_(orders.c.state == fixed(OrderState.SUBMITTING), orders.c.by_reference == false()),
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
    # When that balance was asked for, if it was not read for this attempt.
    Column("balance_before_at", Moment),
    # The parameter that carried our reference to the panel, if its profile has one.
    Column("named_by", Words),
    known("outcome", AttemptOutcome),
)
# An order is possibly sent at most once, ever: rows are never deleted, and this index refuses a second.
partial_index(
    "uq_attempt_once",
    attempt.c.order_id,
    unique=True,
    where=attempt.c.outcome != AttemptOutcome.NOT_SENT,
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
    # Errors for this request in a row; below zero: answers in a row that said nothing of the request.
    Column("errors", SmallInteger, nullable=False, server_default="0"),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("checked_at", Moment),
    # Why a refill was refused, if its words told; see panel/refusal_phrases.py.
    Column("why", Words),
    known("kind", RequestKind),
    known("state", RequestState),
)
# An order may have one refill and one cancel request under way.
request_under_way = request.c.state.in_([fixed(state) for state in UNDER_WAY])
partial_index(
    "uq_request_under_way",
    request.c.order_id,
    request.c.kind,
    unique=True,
    where=request_under_way,
)
partial_index("ix_request_open", request.c.changed_at, request.c.id, where=request_under_way)

request_asking = request.c.state == fixed(RequestState.ASKING)
partial_index("ix_request_asking", request.c.id, where=request_asking)

request_unrefilled = request.c.why == fixed(RefillRefusal.SERVICE)
partial_index("ix_request_unrefilled", request.c.changed_at, where=request_unrefilled)

rating = Table(
    "rating",
    metadata,
    Column("order_id", ForeignKey("orders.id"), primary_key=True, autoincrement=False),
    Column("panel", Words, nullable=False),
    Column("stars", SmallInteger, nullable=False),
    Column("rated_at", Moment, nullable=False),
    CheckConstraint("stars BETWEEN 1 AND 5", name="stars_one_to_five"),
    Index("ix_rating_newest", "panel", "rated_at", "order_id"),
)
"""What customers said of their orders; one rating an order, the latest."""

shared_card = Table(
    "shared_card",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("inline_message_id", Words, nullable=False, unique=True),
    Column("order_id", ForeignKey("orders.id"), nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("shared_at", Moment, nullable=False),
    # The change of its order that it was last told of.
    Column("shown_at", Moment),
    Index("ix_shared_card_order", "order_id", "id"),
    sqlite_autoincrement=True,
)
"""Cards of running orders that people put into other chats, under Telegram's ids."""

served = Table(
    "served",
    metadata,
    Column("panel", Words, primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("rank", BigInteger, nullable=False),
    Index("ix_served_rank", "panel", "rank"),
)
"""The highest rank of each person's submitted orders, see storage/orders/rank.py."""

order_search = Table(
    "order_search",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True, autoincrement=False),
    # NULL while words are asked for.
    Column("words", Words),
    Column("asked_at", Moment, nullable=False),
    # The update that gave the words.
    Column("answered_by", BigInteger),
)
"""What each person looks for among their orders, see storage/orders/searches.py."""
