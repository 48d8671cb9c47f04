"""Every table there is: whoever needs them all imports this, and the metadata is whole."""

from storage import clock_tables
from storage.catalogue import price_tables, word_tables
from storage.catalogue import tables as catalogue_tables
from storage.core.columns import metadata
from storage.ledger import tables as ledger_tables
from storage.messages import tables as message_tables
from storage.orders import tables as order_tables
from storage.people import identity_tables
from storage.people import tables as people_tables
from storage.reconciliation import tables as reconciliation_tables

TABLES = (
    catalogue_tables,
    clock_tables,
    identity_tables,
    ledger_tables,
    message_tables,
    order_tables,
    people_tables,
    price_tables,
    reconciliation_tables,
    word_tables,
)
"""The modules that declare them."""

__all__ = ["TABLES", "metadata"]
