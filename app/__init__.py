"""The composition root: build every part once, start and stop them in order."""

from app.lifecycle import Kiosk, LoopEnded
from app.stores import identity_of
from app.transports import Transports

__all__ = ["Kiosk", "LoopEnded", "Transports", "identity_of"]
