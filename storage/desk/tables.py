"""The tables of the desk."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Table, UniqueConstraint

from shop.person import GivenRole, Standing
from storage.core.columns import BigId, Json, Moment, Words, fixed, known, metadata
from storage.core.indexes import partial_index

staff = Table(
    "staff",
    metadata,
    # No foreign key: a role can be given to a number that has not written yet.
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("role", Words, nullable=False),
    Column("given_by", BigInteger, nullable=False),
    Column("given_at", Moment, nullable=False),
    known("role", GivenRole),
)
"""Roles that were given in the chat; owners stand in the settings alone."""

standing = Table(
    "standing",
    metadata,
    # No foreign key: strangers are no rows of `person` before they ask, and any number can be banned.
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("state", Words, nullable=False),
    Column("reason", Words, nullable=False, server_default=""),
    Column("changed_at", Moment, nullable=False),
    # Who decided; NULL while nobody has.
    Column("changed_by", BigInteger),
    # Where a ban found them; empty: nowhere. Lifted, it takes nothing from whoever had been let in.
    Column("before", Words, nullable=False, server_default=""),
    known("state", Standing),
    Index("ix_standing_state", "state", "changed_at", "person_id"),
)
"""What became of people at the door, one row a person; without one they stand as the settings say."""
standing_asking = standing.c.state == fixed(Standing.ASKING)
partial_index("ix_standing_asking", standing.c.changed_at, where=standing_asking)

door_card = Table(
    "door_card",
    metadata,
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, nullable=False),
)
"""Which message asks which operator to let somebody in: all of them show the decision."""

act = Table(
    "act",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor_id", BigInteger, nullable=False),
    Column("did", Words, nullable=False),
    Column("person_id", BigInteger),
    Column("order_id", BigInteger),
    Column("subject", Words, nullable=False, server_default=""),
    Column("amount_micro", BigInteger),
    Column("currency", Words),
    Column("details", Json, nullable=False),
    sqlite_autoincrement=True,
)
"""What staff did; rows are only added."""
act_of_person = act.c.person_id.is_not(None)
act_of_order = act.c.order_id.is_not(None)
act_of_subject = act.c.subject != fixed("")
partial_index("ix_act_person", act.c.person_id, act.c.id, where=act_of_person)
partial_index("ix_act_order", act.c.order_id, act.c.id, where=act_of_order)
partial_index("ix_act_subject", act.c.subject, act.c.id, where=act_of_subject)

desk_question = Table(
    "desk_question",
    metadata,
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("asks", Words, nullable=False),
    Column("about", Words, nullable=False),
    Column("asked_at", Moment, nullable=False),
    # The update that answered: handled again, it answers the same question.
    Column("answered_by", BigInteger),
)
"""What a member of staff is asked at the desk: one question each."""

live_value = Table(
    "live_value",
    metadata,
    # A setting's name in small letters; a later release may have set one that this release does not know.
    Column("field", Words, primary_key=True),
    Column("value", Words, nullable=False),
    Column("changed_by", BigInteger, nullable=False),
    Column("changed_at", Moment, nullable=False),
)
"""Settings and texts that an owner set in the chat; what stands in the environment outweighs them."""

live_change = Table(
    "live_change",
    metadata,
    Column("id", BigId, primary_key=True),
    # What asked for it: the typed message, or what it takes back. The same one changes nothing twice.
    Column("form", Words, nullable=False, unique=True),
    Column("field", Words, nullable=False),
    # The change before it, 0 for none: two people cannot both change the same one.
    Column("follows", BigInteger, nullable=False),
    # NULL: nothing set.
    Column("before", Words),
    Column("after", Words),
    Column("changed_by", BigInteger, nullable=False),
    Column("changed_at", Moment, nullable=False),
    UniqueConstraint("field", "follows"),
    sqlite_autoincrement=True,
)
"""What was changed of the above, one after another; rows are only added."""
Index("ix_live_change_field", live_change.c.field, live_change.c.id)
staff_card = Table(
    "staff_card",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("subject", Words, nullable=False),
    # Whether it was opened out of the queue, so that it leads back there.
    Column("of_queue", Boolean, nullable=False),
    Column("shown_at", Moment, nullable=False),
    Index("ix_staff_card_subject", "subject"),
    Index("ix_staff_card_shown", "shown_at"),
)
"""Where cards stand that somebody of the staff is to decide on: each is edited when it is decided."""

seen_to = Table(
    "seen_to",
    metadata,
    Column("kind", Words, primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("seen_by", BigInteger, nullable=False),
    Column("seen_at", Moment, nullable=False),
)
"""What waited and was seen to, where no row of its own says so; see shop/waiting.py."""

order_watch = Table(
    "order_watch",
    metadata,
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    # The moment up to which they have been told.
    Column("told_at", Moment, nullable=False),
)
"""Operators who want to hear of each new order."""
