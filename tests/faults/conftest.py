"""The square, and the ground for many of them, for every test that kills a process."""

from tests.faults.ground import ground
from tests.faults.square import nursery, square, stocked_database

__all__ = ["ground", "nursery", "square", "stocked_database"]
