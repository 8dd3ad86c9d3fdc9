"""Which periods have counts, and how many: what is remembered about a period is checked without reading it.

Revision: 0004, after 0003. Created 2026-11-25.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and fill it from the counts that are there."""
    op.create_table(
        "span",
        sa.Column("series_id", sa.Integer, sa.ForeignKey("series.id"), primary_key=True),
        sa.Column("period_start", sa.Date, primary_key=True),
        sa.Column("period_end", sa.Date, primary_key=True),
        sa.Column("versions", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO span (series_id, period_start, period_end, versions) "
        "SELECT series_id, period_start, period_end, count(*) FROM count GROUP BY series_id, period_start, period_end"
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("span")
