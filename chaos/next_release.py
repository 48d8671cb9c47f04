"""The next release: this code, copied, with one more revision of the tables that only adds."""

import shutil
from pathlib import Path

from storage.upgrade import HEAD, MIGRATIONS
from tests.faults.fork_server import ROOT

NEXT = f"{int(HEAD) + 1:04}"

REVISION = f'''"""What a next release adds: a table, a column of orders, an index."""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "{NEXT}", "{HEAD}", None, None
only_adds = True


def upgrade() -> None:
    op.create_table("wish", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("words", sa.Text()))
    op.add_column("orders", sa.Column("wish", sa.Text(), nullable=False, server_default=""))
    op.create_index("ix_orders_wish", "orders", ["wish"])


def downgrade() -> None:
    op.drop_index("ix_orders_wish", "orders")
    op.drop_column("orders", "wish")
    op.drop_table("wish")
'''

NOT_CODE = (".*", "__pycache__", "node_modules", "site", "docs", "kiosk.db*", "backups")


def made(folder: Path) -> Path:
    """Make it in this folder, which does not exist yet; return the folder."""
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*NOT_CODE), symlinks=True)
    versions = folder / MIGRATIONS.relative_to(ROOT) / "versions"
    (versions / f"{NEXT}_next_release.py").write_text(REVISION, encoding="utf-8")
    return folder
