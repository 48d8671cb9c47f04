"""Two trees of errors: a person's mistakes (ShopError) and the panel's failures (PanelError)."""

from dataclasses import dataclass, field

from shop.sentences import Amount


class ShopError(Exception):
    """A mistake the person can correct. `key` names the sentence that says how."""

    def __init__(self, key: str, **values: str | int | Amount) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class PanelError(Exception):
    """A question to the panel got no usable answer. Only reads raise this."""


class PanelUnreachable(PanelError):
    """No answer at all: refused, timed out, or the breaker is open."""


class PanelGarbled(PanelError):
    """An answer that cannot be read: HTML, half a body, an ambiguous number."""


class PanelElsewhere(PanelGarbled):
    """Something in front of the panel answered instead: a redirect, a firewall, a missing page."""


@dataclass
class PanelRefused(PanelError):
    """The panel answered with an error of its own."""

    why: str
    text: str
    retry_after: float | None = field(default=None)

    def __str__(self) -> str:
        return f"{self.why}: {self.text}"


def asks_to_wait(error: PanelError) -> bool:
    """Return True if the panel refused for its rate: it wants to be left alone for a while."""
    return isinstance(error, PanelRefused) and error.why == "throttled"
