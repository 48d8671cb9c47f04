"""The tables of kiosks that share a database. Only a server's has rows: a file has one kiosk.

Their moments are the server's own (clock_timestamp), which is one clock for all of them.
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, SmallInteger, Table

from storage.core.columns import Moment, Words, metadata

replica = Table(
    "replica",
    metadata,
    # A new one for each process: a kiosk that counted as gone never comes back under its old id.
    Column("id", Words, primary_key=True),
    Column("version", Words, nullable=False),
    Column("bot_id", BigInteger, nullable=False),
    Column("panels", Words, nullable=False),
    # Since when it is open; while it opens, the latest sign of life.
    Column("joined_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("share", SmallInteger, nullable=False, server_default="0"),
    Column("wanted", SmallInteger, nullable=False, server_default="0"),
)

lease = Table(
    "lease",
    metadata,
    Column("name", Words, primary_key=True),
    Column("holder", ForeignKey("replica.id", ondelete="SET NULL")),
    # Grows with each holder: work under an earlier one is refused.
    Column("epoch", BigInteger, nullable=False, server_default="0"),
    Column("taken_at", Moment),
)

turn_claim = Table(
    "turn_claim",
    metadata,
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("replica_id", ForeignKey("replica.id", ondelete="CASCADE"), nullable=False, index=True),
)

reread = Table(
    "reread",
    metadata,
    # What kiosks keep in memory, by a word of ours; triggers count its changes on a server.
    Column("topic", Words, primary_key=True),
    Column("version", Integer, nullable=False, server_default="1"),
)

PASSING = frozenset((replica, lease, turn_claim, reread))
"""What running kiosks know of one another, and no part of the shop: nobody copies that."""
