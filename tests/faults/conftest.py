"""The square, for every test that kills a process."""

from tests.faults.square import nursery, square, stocked_database

__all__ = ["nursery", "square", "stocked_database"]
