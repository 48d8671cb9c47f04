"""Have the database's work done in the loop's own thread, for kiosks that live in the test's process.

Two switches between threads cost more than a unit of work, and a story has thousands. How threads and
transactions meet is tested where that is the question: in the contracts, and with real processes.
"""

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any

from storage.core.database import Database
from storage.core.on_file import OnFile


class Inline(Executor):
    """Does each piece of work at once, and none after it was shut down."""

    def __init__(self) -> None:
        self._is_shut = False

    def submit(self, fn: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        """Return a future that is done."""
        if self._is_shut:
            raise RuntimeError("cannot schedule new futures after shutdown")
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*arguments, **named))
        except Exception as error:  # noqa: BLE001 - as an executor of threads passes it on
            future.set_exception(error)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002 - Executor's own
        """Take no more work."""
        self._is_shut = True


def work_inline(database: Database) -> None:
    """Have this database's work done inline; a server's connections are asynchronous anyway."""
    runner: Any = database._runner
    if isinstance(runner, OnFile):
        for threads in (runner._reading, runner._writing, runner._auditing):
            threads._threads.shutdown()
            threads._threads = Inline()  # type: ignore[assignment]  # private: for no kiosk that is run


def write_in_a_thread(database: Database) -> None:
    """Have this file written by a thread again: for a story about whoever waits for a write."""
    runner: Any = database._runner
    runner._writing._threads = ThreadPoolExecutor(1)
