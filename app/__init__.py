"""The kiosk put together: every room's part made once, started in order, stopped in order."""

from app.lifecycle import Kiosk, LoopEnded
from app.transports import Transports
from app.wiring import identity_of

__all__ = ["Kiosk", "LoopEnded", "Transports", "identity_of"]
