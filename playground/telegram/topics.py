"""Topics of a forum: groups in which every conversation has a place of its own."""

from dataclasses import dataclass


@dataclass
class Topic:
    """A topic; `id` is the number of the message that tells of its creation."""

    id: int
    name: str
    closed: bool = False
    deleted: bool = False
