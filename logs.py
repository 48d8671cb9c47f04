"""Log lines, as text or JSON, without secrets.

The filter works on the finished text of every line, tracebacks included, so it
catches a token in an exception's message as well as one formatted into a log
call.
"""

import logging
import re
import sys
from collections.abc import Iterable
from typing import Any, Literal

import structlog

# The form of BotFather's tokens; this also catches tokens of other bots.
_TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}")
_HIDDEN = "[secret]"

# These log request lines with the token in the URL, or whole bodies, at INFO and DEBUG.
_CHATTY = ("httpx", "httpcore", "aiosqlite", "telegram", "apscheduler", "asyncio", "aiohttp")


class Redactor:
    """Blanks the given secrets, and anything that looks like a bot's token."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets = sorted((secret for secret in secrets if secret), key=len, reverse=True)

    def __call__(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        return _TOKEN.sub(_HIDDEN, text)


class _RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    def __init__(self, redact: Redactor, **options: Any) -> None:
        super().__init__(**options)
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        return self._redact(super().format(record))


def set_up(*, level: str, style: Literal["text", "json"], secrets: Iterable[str]) -> None:
    """Send every logger's lines to standard error, redacted, in this style."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    final: list[structlog.typing.Processor] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
        if style == "json"
        else [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
    )
    formatter = _RedactingFormatter(
        Redactor(secrets),
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *final],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))
    # PTB logs a traceback for each web page it gets instead of Telegram's JSON; our caller logs one line.
    logging.getLogger("telegram.request.BaseRequest").setLevel(logging.CRITICAL)
    sys.excepthook = _log_uncaught


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: Any) -> None:
    """Log the error that ends the process like everything else, so that its traceback is redacted too."""
    if issubclass(kind, KeyboardInterrupt):
        sys.stderr.write("Stopped.\n")
        return
    logging.getLogger("kiosk").critical("The kiosk stopped.", exc_info=(kind, error, trace))
