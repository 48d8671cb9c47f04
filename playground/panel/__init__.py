"""A fake panel: API v2 with a catalogue, orders that progress, and faults to arm.

It knows what a real panel knows and no more, speaks the seed's dialect, the
mainstream's or that of Laravel panels, and keeps a log of what truly happened,
for tests to compare with what the kiosk believes. Reach it over sockets (`panel_routes`) or in process
(`playground.panel.in_process`).
"""

from playground.panel.catalogue import Catalogue, Service
from playground.panel.fake import FakePanel
from playground.panel.orders import Order, Pace
from playground.panel.reply import Reply, Wire
from playground.panel.routes import panel_routes

__all__ = ["Catalogue", "FakePanel", "Order", "Pace", "Reply", "Service", "Wire", "panel_routes"]
