"""Chains' profiles from files: Kiosk's own by name, an operator's by path. Every error names its line."""

from pathlib import Path

from payments.chains.profile import ChainProfile
from payments.described.files import load

SHIPPED = Path(__file__).parent


def chain_named(named: str) -> ChainProfile:
    """Return the profile of this name, or in this file if it ends in .toml. Raises ProfileProblem."""
    return load(named, SHIPPED, ChainProfile)
