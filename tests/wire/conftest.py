"""The same processes as in tests/faults."""

from tests.faults.conftest import fork_server, process, stocked_database

__all__ = ["fork_server", "process", "stocked_database"]
