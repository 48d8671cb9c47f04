"""Chains' profiles from files: Kiosk's own by name, an operator's by path. Every error names its line."""

from pathlib import Path

from payments.chains.profile import ChainProfile
from payments.described.files import load

SHIPPED = Path(__file__).parent


def shipped_chains() -> list[str]:
    """Return the names of the chains that Kiosk describes."""
    return sorted(file.stem for file in SHIPPED.glob("*.toml"))


def chain_named(named: str) -> ChainProfile:
    """Return the profile of this name, or in this file if it ends in .toml. Raises ProfileProblem."""
    return load(named, SHIPPED, ChainProfile)
