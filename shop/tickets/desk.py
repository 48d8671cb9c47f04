"""Where tickets go: the operators' group, or everybody's on the staff while there is none."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(slots=True)
class Desk:
    """`chat` is the operators' group, None without one.

    `is_away` is True while the bot cannot write there; `is_forum` says if tickets have topics there, None
    until that is known.
    """

    staff: Collection[int]
    chat: int | None = None
    is_away: bool = False
    is_forum: bool | None = None

    @property
    def places(self) -> tuple[int, ...]:
        """Return the chats where tickets are shown now."""
        if self.chat is not None and not self.is_away:
            return (self.chat,)
        return tuple(sorted(self.staff))

    def may_read(self, chat_id: int) -> bool:
        """Return True if this chat may be shown what customers write."""
        return chat_id == self.chat or chat_id in self.staff
