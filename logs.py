"""Log lines, as text or JSON, without secrets.

The filter works on the finished text of every line, tracebacks included, so it
catches a token in an exception's message as well as one formatted into a log
call. In JSON a line also has the numbers of the update, the person and the order that
were being worked on (shop/about).
"""

import asyncio
import json
import logging
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import quote

from shop.about import subject

# The form of BotFather's tokens; this also catches tokens of other bots.
_TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}")
_HIDDEN = "[secret]"
_NOTHING = r"(?!)"

# These log request lines with the token in the URL, or whole bodies, at INFO and DEBUG.
_CHATTY = ("httpx", "httpcore", "aiosqlite", "telegram", "apscheduler", "asyncio", "aiohttp")


class Redactor:
    """Blanks the given secrets in every spelling, and anything that looks like a bot's token.

    Libraries write errors in lower case; JSON, `repr` and addresses escape what a passphrase may have.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        ways = {way for secret in secrets if secret for way in _spellings(secret)}
        longest_first = sorted(ways, key=len, reverse=True)
        self._secrets = re.compile("|".join(map(re.escape, longest_first)) or _NOTHING, re.IGNORECASE)

    def __call__(self, text: str) -> str:
        return _TOKEN.sub(_HIDDEN, self._secrets.sub(_HIDDEN, text))


def _spellings(secret: str) -> tuple[str, ...]:
    """Return the secret as it is, and as it is escaped."""
    in_json = (json.dumps(secret, ensure_ascii=ascii_only)[1:-1] for ascii_only in (False, True))
    return (secret, *in_json, repr(secret)[1:-1], quote(secret, safe=""))


class _Formatter(logging.Formatter):
    """One redacted line for a record, and its traceback; what is common to both styles."""

    def __init__(self, redact: Redactor) -> None:
        super().__init__()
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="microseconds")
        trace = self.formatException(record.exc_info) if record.exc_info else ""
        return self._redact(self._line(record, moment.replace("+00:00", "Z"), trace))

    def _line(self, record: logging.LogRecord, moment: str, trace: str) -> str:
        raise NotImplementedError


class _Text(_Formatter):
    def _line(self, record: logging.LogRecord, moment: str, trace: str) -> str:
        line = f"{moment} [{record.levelname.lower():<9}] {record.getMessage():<30} [{record.name}]"
        return "\n".join(part for part in (line, trace, record.stack_info) if part)


class _Json(_Formatter):
    def _line(self, record: logging.LogRecord, moment: str, trace: str) -> str:
        fields = {
            "event": record.getMessage(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "timestamp": moment,
            **subject(),
            "exception": trace,
            "stack_info": record.stack_info,
        }
        return json.dumps(
            {name: value for name, value in fields.items() if value or name == "event"}, ensure_ascii=False
        )


def set_up(*, level: str, style: Literal["text", "json"], secrets: Iterable[str]) -> None:
    """Send every logger's lines to standard error, redacted, in this style."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter((_Json if style == "json" else _Text)(Redactor(secrets)))
    handler.addFilter(_is_news)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))
    # PTB logs a traceback for each web page it gets instead of Telegram's JSON; our caller logs one line.
    logging.getLogger("telegram.request.BaseRequest").setLevel(logging.CRITICAL)
    sys.excepthook = _log_uncaught


def _is_news(record: logging.LogRecord) -> bool:
    """Return False for what is of no use to an operator.

    That is the pool's traceback of a connection that was being closed when its work was cut off: the kiosk
    cuts off its own work when it stops, and the connection is closed all the same. And it is what Alembic
    tells of itself; the steps of an upgrade are news.
    """
    if record.name.startswith("alembic.") and record.levelno < logging.WARNING:
        return record.getMessage().startswith("Running ")
    kind = record.exc_info[0] if record.exc_info else None
    is_cut_off = kind is not None and issubclass(kind, asyncio.CancelledError)
    return not (is_cut_off and record.name.startswith("sqlalchemy.pool"))


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: Any) -> None:
    """Log the error that ends the process like everything else, so that its traceback is redacted too."""
    if issubclass(kind, KeyboardInterrupt):
        sys.stderr.write("Stopped.\n")
        return
    logging.getLogger("kiosk").critical("The kiosk stopped.", exc_info=(kind, error, trace))
