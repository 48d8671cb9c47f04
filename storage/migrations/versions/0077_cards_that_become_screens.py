"""Where cards stand that are edited later: those of people at the door, cases, alerts and broadcasts, too

A card whose place is not here is taken for one that shows something else by now, so those that stand are noted,
and those decided since yesterday, too: the edit that says so may still be owed. Rows are tidied away by their
age, so they begin now.
"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None

only_adds = True

MOMENT = sa.DateTime(timezone=True)
OWED_FOR = timedelta(days=1)

STANDING = (
    """
    SELECT operator_id, progress_message_id, 'broadcast:' || id, false, :now FROM broadcast
    WHERE progress_message_id IS NOT NULL AND state IN ('waiting', 'sending', 'paused')
    """,
    """
    SELECT door_card.chat_id, door_card.message_id, 'door:' || door_card.person_id, false, :now
    FROM door_card JOIN standing ON standing.person_id = door_card.person_id
    WHERE standing.state = 'asking' OR standing.changed_at >= :since
    """,
    """
    SELECT alert_card.chat_id, alert_card.message_id, 'alert:' || alert.id, false, :now
    FROM alert_card JOIN alert ON alert.id = alert_card.alert_id
    WHERE alert_card.message_id IS NOT NULL
        AND (alert.state = 'open' OR alert.closed_at >= :since OR alert.due_at IS NOT NULL)
    """,
)
ADDING = "INSERT INTO staff_card (chat_id, message_id, subject, of_queue, shown_at)"


def upgrade() -> None:
    now = datetime.now(UTC)
    since = now - OWED_FOR
    connection = op.get_bind()
    for standing in STANDING:
        adding = sa.text(f"{ADDING} {standing} ON CONFLICT DO NOTHING")
        known = {"now": now, "since": since}
        typed = [
            sa.bindparam(name, known[name], type_=MOMENT)
            for name in ("now", "since")
            if f":{name}" in standing
        ]
        connection.execute(adding.bindparams(*typed))
    _note_cases(connection, now, since)


def _note_cases(connection: sa.Connection, now: datetime, since: datetime) -> None:
    inquiry = sa.table(
        "inquiry",
        sa.column("order_id", sa.BigInteger()),
        sa.column("state", sa.Text()),
        sa.column("settled_at", MOMENT),
        sa.column("told", sa.JSON()),
    )
    asked = sa.select(inquiry.c.order_id, inquiry.c.told).where(
        sa.or_(inquiry.c.state != "settled", inquiry.c.settled_at >= since)
    )
    note = sa.text(
        f"{ADDING} VALUES (:chat, :message, :subject, false, :now) ON CONFLICT DO NOTHING"
    ).bindparams(sa.bindparam("now", now, type_=MOMENT))
    for row in connection.execute(asked).all():
        for chat, message in row.told.items():
            subject = f"review:{row.order_id}"
            connection.execute(note, {"chat": int(chat), "message": message, "subject": subject})


def downgrade() -> None:
    """The version before leaves these rows alone."""
