"""The table of panels' words that nobody knew, and what the operator has taught of them."""

from sqlalchemy import BigInteger, Column, Table, UniqueConstraint

from shop.heard import Heard
from storage.core.columns import BigId, Moment, Words, known, metadata

heard_text = Table(
    "heard_text",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("panel", Words, nullable=False),
    Column("heard", Words, nullable=False),
    # What the text is known by, see shop/heard.py; `text` is how it was last said.
    Column("key", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("times", BigInteger, nullable=False),
    Column("first_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("meaning", Words),
    Column("taught_by", BigInteger),
    Column("taught_at", Moment),
    UniqueConstraint("panel", "heard", "key"),
    known("heard", Heard),
    sqlite_autoincrement=True,  # an operator teaches by this number, and the rarest texts are deleted
)
