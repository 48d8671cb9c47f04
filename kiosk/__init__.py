"""The kiosk put together: every room's part made once, started in order, stopped in order."""

from kiosk.life import Kiosk
from kiosk.stores import identity_of
from kiosk.wires import Wires

__all__ = ["Kiosk", "Wires", "identity_of"]
