"""Every table: import this module to have the metadata complete."""

from storage.alerts import tables as alert_tables
from storage.bundles import tables as bundle_tables
from storage.catalogue import curating_tables
from storage.catalogue import tables as catalogue_tables
from storage.core import tables as core_tables
from storage.core.columns import metadata
from storage.desk import tables as desk_tables
from storage.desk import upkeep_tables
from storage.growth import tables as growth_tables
from storage.ledger import bank_tables, merchant_tables
from storage.ledger import tables as ledger_tables
from storage.membership import tables as membership_tables
from storage.messages import tables as message_tables
from storage.orders import mass_tables, quality_tables
from storage.orders import tables as order_tables
from storage.orphans import tables as orphan_tables
from storage.people import tables as people_tables
from storage.reconciliation import tables as reconciliation_tables
from storage.replicas import tables as replica_tables
from storage.tickets import tables as ticket_tables
from storage.transfer import tables as transfer_tables

TABLES = (
    alert_tables,
    bank_tables,
    bundle_tables,
    catalogue_tables,
    core_tables,
    curating_tables,
    desk_tables,
    growth_tables,
    ledger_tables,
    mass_tables,
    membership_tables,
    merchant_tables,
    message_tables,
    order_tables,
    orphan_tables,
    people_tables,
    quality_tables,
    reconciliation_tables,
    replica_tables,
    ticket_tables,
    transfer_tables,
    upkeep_tables,
)
"""The modules that declare tables."""

LASTING = tuple(table for table in metadata.sorted_tables if table not in replica_tables.PASSING)
"""The tables that make up the shop, each behind those it refers to: what is backed up and moved."""

__all__ = ["LASTING", "TABLES", "metadata"]
