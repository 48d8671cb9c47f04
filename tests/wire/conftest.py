"""The square, for stories over sockets."""

from tests.faults.square import nursery, square, stocked_database

__all__ = ["nursery", "square", "stocked_database"]
