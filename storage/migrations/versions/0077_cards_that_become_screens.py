"""Where cards stand that are edited later: those of people at the door, cases, alerts and broadcasts, too

A card whose place is not here is taken for one that shows something else by now, so those that stand are noted.
"""

import sqlalchemy as sa
from alembic import op

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None

only_adds = True

STANDING = (
    """
    SELECT operator_id, progress_message_id, 'broadcast:' || id, false, created_at FROM broadcast
    WHERE progress_message_id IS NOT NULL AND state IN ('waiting', 'sending', 'paused')
    """,
    """
    SELECT door_card.chat_id, door_card.message_id, 'door:' || door_card.person_id, false, standing.changed_at
    FROM door_card JOIN standing ON standing.person_id = door_card.person_id WHERE standing.state = 'asking'
    """,
    """
    SELECT alert_card.chat_id, alert_card.message_id, 'alert:' || alert.id, false, alert.opened_at
    FROM alert_card JOIN alert ON alert.id = alert_card.alert_id
    WHERE alert.state = 'open' AND alert_card.message_id IS NOT NULL
    """,
)
ADDING = "INSERT INTO staff_card (chat_id, message_id, subject, of_queue, shown_at)"


def upgrade() -> None:
    for standing in STANDING:
        op.execute(sa.text(f"{ADDING} {standing} ON CONFLICT DO NOTHING"))
    _note_cases()


def _note_cases() -> None:
    inquiry = sa.table(
        "inquiry",
        sa.column("order_id", sa.BigInteger()),
        sa.column("state", sa.Text()),
        sa.column("told", sa.JSON()),
    )
    asked = sa.select(inquiry.c.order_id, inquiry.c.told).where(inquiry.c.state != "settled")
    note = sa.text(
        f"{ADDING} SELECT :chat, :message, 'review:' || order_id, false, opened_at FROM inquiry"  # noqa: S608 - ours
        " WHERE order_id = :order ON CONFLICT DO NOTHING"
    )
    connection = op.get_bind()
    for row in connection.execute(asked).all():
        for chat, message in row.told.items():
            connection.execute(note, {"chat": int(chat), "message": message, "order": row.order_id})


def downgrade() -> None:
    """The version before leaves these rows alone."""
