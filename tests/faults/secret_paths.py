"""Canaries for secrets, and the paths on which they are looked for.

A path is one fault that struck, and one place that was searched after it: somewhere a secret could be shown.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import quote

from messaging.webhook_address import secret_from
from playground.telegram.faults import Fault, refusal
from playground.telegram.refusals import RawAnswer
from tests.in_process import KEY, TOKEN

HUSH = secret_from(TOKEN)
BACKUP_KEY = "Passphrase-of-the-Canaries"
SECRETS = (TOKEN, KEY, quote(TOKEN, safe=""), TOKEN.partition(":")[2], HUSH, BACKUP_KEY)

QUOTING_GATEWAY = Fault(
    "gateway", RawAnswer(502, f"<html>upstream sent no answer to /bot{TOKEN}/sendMessage</html>".encode())
)
QUOTING_REFUSAL = refusal(400, f"Bad Request: POST /bot{TOKEN}/sendMessage is not for today")


@dataclass
class Paths:
    """The paths that were driven, by the name of the fault and that of the place."""

    driven: set[tuple[str, str]] = field(default_factory=set)

    def searched(self, place: str, text: str, faults: Collection[str], *further: str) -> None:
        """Assert that no secret is in what this place shows after these faults, and count a path for each."""
        assert text, place
        nowhere(text, *SECRETS, *further)
        self.driven |= {(fault, place) for fault in faults}


def nowhere(text: str, *secrets: str) -> None:
    """Assert the absence in any spelling: python-telegram-bot writes errors in lower case."""
    for secret in secrets:
        where = text.lower().find(secret.lower())
        assert where < 0, text[max(0, where - 300) : where + 100]
