"""Telegram's refusals: status, sentence and parameters, word for word."""

from typing import Any


class FakeError(Exception):
    """The root of what the fake Telegram raises instead of returning an answer."""


class Refusal(FakeError):
    """An answer with `ok: false`. `status` is both the HTTP status and Telegram's error_code."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def envelope(self) -> dict[str, Any]:
        """The body Telegram would send."""
        body: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters:
            body["parameters"] = dict(self.parameters)
        return body


class Unmodelled(Refusal):
    """Something real that the fake does not know; it refuses rather than pretend."""

    def __init__(self, what: str) -> None:
        super().__init__(400, f"Bad Request: the playground does not model {what}")
        self.what = what


def bad_request(text: str) -> Refusal:
    return Refusal(400, f"Bad Request: {text}")


def forbidden(text: str) -> Refusal:
    return Refusal(403, f"Forbidden: {text}")


def not_found() -> Refusal:
    """A method that does not exist, or a malformed token."""
    return Refusal(404, "Not Found")


def unauthorized() -> Refusal:
    """A token of the right form that is not this bot's."""
    return Refusal(401, "Unauthorized")


def conflict() -> Refusal:
    """The answer to the older of two getUpdates calls."""
    return Refusal(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )


def ended_by_webhook() -> Refusal:
    """The answer to a poll that is open when a webhook is set."""
    return Refusal(409, "Conflict: terminated by setWebhook request")


def webhook_is_active() -> Refusal:
    """The answer to a poll while a webhook is set."""
    return Refusal(
        409,
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first",
    )


def too_many_requests(retry_after: int) -> Refusal:
    """Flood control; `retry_after` in seconds."""
    return Refusal(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


def upgraded(new_chat_id: int) -> Refusal:
    """A group that has become a supergroup with another id."""
    return Refusal(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        migrate_to_chat_id=new_chat_id,
    )


def not_modified() -> Refusal:
    return bad_request(
        "message is not modified: specified new message content and reply markup are exactly "
        "the same as a current content and reply markup of the message"
    )


def query_too_old() -> Refusal:
    return bad_request("query is too old and response timeout expired or query ID is invalid")


class NoAnswer(FakeError):
    """No answer came; `broken` if the connection was cut instead of hanging."""

    def __init__(self, *, broken: bool = False) -> None:
        super().__init__("the connection broke" if broken else "no answer came in time")
        self.broken = broken


class RawAnswer(FakeError):
    """An answer that is not Telegram's JSON: a proxy's page, or half a body."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(f"raw answer with status {status}")
        self.status = status
        self.body = body
