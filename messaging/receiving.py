"""The two ways by which updates come: the kiosk asks for them, or Telegram calls. Both end in the inbox."""

from typing import Protocol


class CannotBeCalled(Exception):
    """The kiosk cannot receive updates the way it is set up; the text says what to do."""


class Receiving(Protocol):
    """How updates come, from the start of the process to its end, in this order."""

    async def open(self) -> None:
        """Be ready for what comes. Raises CannotBeCalled."""
        ...

    async def announce(self) -> None:
        """Tell Telegram which way it is. Raises TelegramError where it does not take it now."""
        ...

    async def run(self) -> None:
        """Receive until cancelled."""
        ...

    async def look(self) -> None:
        """See whether Telegram still means the same; raises nothing of Telegram's."""
        ...

    async def close(self) -> None:
        """Let go of everything."""
        ...
