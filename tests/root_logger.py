"""The log is the process's own, and so are its settings: who sets it up in a test puts it back."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def root_logger_put_back() -> Iterator[None]:
    """Leave the root logger's handlers and its level as they were."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:], root.level = before
