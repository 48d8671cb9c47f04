"""The spec oracle: checks the bot's and the fake's traffic against aiogram's model of the Bot API."""

from playground.spec.limits import LIMITS, Limit
from playground.spec.models import MissingOracle
from playground.spec.oracle import Oracle, load_oracle

__all__ = ["LIMITS", "Limit", "MissingOracle", "Oracle", "load_oracle"]
