"""What a step down refuses to lose: rows that the book needs, and that older tables cannot hold."""

from alembic import context, op
from sqlalchemy import text

MAY_LOSE = "may_lose"
"""The attribute of Alembic's configuration with which a step down loses such rows."""


class WouldLose(Exception):
    """The step down would lose what money needs; the text says what to do instead."""


def refuse_if_any(what: str, table: str, which: str = "1 = 1") -> None:
    """Stop a step down while this table has such rows, unless the configuration says that it may lose them.

    Raises WouldLose: nothing has changed then.
    """
    if context.config.attributes.get(MAY_LOSE):
        return
    found = op.get_bind().execute(text(f"SELECT 1 FROM {table} WHERE {which} LIMIT 1")).first()  # noqa: S608 - ours
    if found is not None:
        raise WouldLose(
            f"There are {what}, which the version before does not know: its book would be wrong. "
            "Put back a backup of before the upgrade, or stay with this version."
        )
