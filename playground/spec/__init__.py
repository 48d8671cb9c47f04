"""The spec oracle: what the bot and the fake say, held against somebody else's model of the Bot API."""

from playground.spec.limits import LIMITS, Limit
from playground.spec.models import MissingOracle
from playground.spec.oracle import Oracle, load_oracle

__all__ = ["LIMITS", "Limit", "MissingOracle", "Oracle", "load_oracle"]
