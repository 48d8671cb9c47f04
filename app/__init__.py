"""The composition root: build every part once, start and stop them in order."""

from app.lifecycle import Kiosk, LoopEnded
from app.transports import Transports
from app.wiring import identity_of

__all__ = ["Kiosk", "LoopEnded", "Transports", "identity_of"]
