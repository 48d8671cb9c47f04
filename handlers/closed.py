"""What customers read while the shop is closed for maintenance: one sentence wherever it matters."""

from datetime import datetime

from locales import Translator
from shop.maintenance import Maintenance


def closed_words(state: Maintenance, now: datetime, t: Translator) -> str:
    """Return that the shop is closed, in the operator's words if there are any, and until when.

    An expected end that has passed is said to nobody: it would be read as a broken promise.
    """
    said = t("🔒 {words}", words=state.words) if state.words else ""
    lines = [said or t("🔒 The shop is closed for a while. Your orders go on, and your money is safe.")]
    if state.until is not None and state.until > now:
        lines.append(t("It is expected to open {moment}.", moment=state.until))
    return "\n".join(lines)
