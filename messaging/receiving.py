"""The two ways to receive updates, polling and the webhook. Both end in the inbox."""

from typing import Protocol


class CannotBeCalled(Exception):
    """The kiosk cannot receive updates the way it is set up; the text says what to do."""


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

    async def close(self) -> None:
        """Release everything."""
        ...
