"""The square, for stories over sockets."""

from tests.faults.square import square, stocked_database

__all__ = ["square", "stocked_database"]
