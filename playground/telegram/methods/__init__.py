"""The Bot API's methods that the fake models, by name."""

from playground.telegram.methods import (
    answering,
    editing,
    invoices,
    media,
    payments,
    profile,
    reactions,
    receiving,
    sending,
    topics,
    webhooks,
)
from playground.telegram.methods.registry import Method, Methods

ALL: dict[str, Method] = {
    name.lower(): Method(name, run)
    for group in (
        receiving,
        webhooks,
        sending,
        media,
        editing,
        answering,
        invoices,
        payments,
        profile,
        reactions,
        topics,
    )
    for name, run in group.METHODS.items()
}

__all__ = ["ALL", "Method", "Methods"]
