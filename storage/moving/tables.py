"""What a server keeps of a move while it goes on: tables that are gone when it is done."""

from sqlalchemy import BigInteger, Boolean, Column, Integer, MetaData, Table, Text

progress = MetaData()

move = Table(
    "move",
    progress,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("file", Text, nullable=False),
    Column("mark", Text, nullable=False),
)
"""Which file is moved here, and how it was when the move began."""

moved_table = Table(
    "moved_table",
    progress,
    Column("name", Text, primary_key=True),
    Column("last_key", Text),
    Column("count", BigInteger, nullable=False),
    Column("is_whole", Boolean, nullable=False),
)
"""How far each table is copied."""

put_off = Table(
    "put_off",
    progress,
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("statement", Text, nullable=False),
    Column("is_done", Boolean, nullable=False),
)
"""The indexes and constraints that are made once all rows are there, in order."""
