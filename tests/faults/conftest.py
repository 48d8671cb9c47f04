"""The square, for every test that kills a process."""

from tests.faults.square import square, stocked_database

__all__ = ["square", "stocked_database"]
