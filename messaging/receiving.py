"""The two ways to receive updates, polling and the webhook. Both end in the inbox."""

import errno
import os
from typing import Protocol


class CannotBeCalled(Exception):
    """Nobody can call the kiosk the way it is set up; the text says what to do."""


def cannot_listen(host: str, port: int, error: OSError, setting: str) -> CannotBeCalled:
    """Return the error that nothing can listen at the place which this setting names."""
    # The resolver's own numbers are negative.
    reason = os.strerror(error.errno) if error.errno and error.errno > 0 else "no such address"
    remedy = "Stop the program that does, or change" if error.errno == errno.EADDRINUSE else "Change"
    return CannotBeCalled(f"Nothing can listen on {host}:{port} ({reason}). {remedy} {setting}.")


class Receiving(Protocol):
    """One way to receive updates; its methods are called in this order, from start to stop."""

    async def open(self) -> None:
        """Get ready to receive. Raises CannotBeCalled."""
        ...

    async def announce(self) -> None:
        """Set or remove the webhook at Telegram. Raises TelegramError."""
        ...

    async def run(self) -> None:
        """Receive until cancelled."""
        ...

    async def check(self) -> None:
        """Check that Telegram still delivers this way. Raises no TelegramError."""
        ...

    def trouble(self) -> str:
        """Return what keeps updates from coming now, as a sentence without secrets; empty if they come."""
        ...

    async def close(self) -> None:
        """Release everything."""
        ...
