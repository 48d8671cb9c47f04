"""The trace as the page shows it: one line for each update or call, with the details below."""

from typing import Any

from playground.telegram import Call, Entry, FakeTelegram

_SHOWN = 120
"""Maximum entries in one answer; a broadcast makes thousands."""

_LONGEST = 90


def trace(telegram: FakeTelegram, since: int) -> list[dict[str, Any]]:
    """Return the latest entries that began or grew after version `since`, oldest first."""
    return [_entry(entry) for entry in telegram.trace.changed_since(since)[-_SHOWN:]]


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "when": entry.when,
        "kind": entry.kind,
        "person": entry.person_id,
        "words": _said(entry),
        "update": entry.update,
        "handed": entry.handed,
        "findings": [str(finding) for finding in entry.findings],
        "calls": [_call(entry, call) for call in entry.calls[-_SHOWN:]],
    }


def _call(entry: Entry, call: Call) -> dict[str, Any]:
    return {
        "method": call.method,
        "after": max(0.0, call.at - entry.at),
        "status": call.status,
        "description": call.description,
        "fault": call.fault,
        "words": _shortened(str(call.params.get("text") or call.params.get("caption") or "")),
        "params": call.params,
    }


def _said(entry: Entry) -> str:
    """Say in a few words what the person did."""
    if entry.update is None:
        return ""
    body = entry.update[entry.kind]
    match entry.kind:
        case "callback_query":
            return _shortened(_label(body) or str(body.get("data", "")))
        case "inline_query" | "chosen_inline_result":
            return _shortened(str(body.get("query", "")))
        case "pre_checkout_query":
            return f"{body['total_amount']} {body['currency']}"
        case "my_chat_member":
            return str(body["new_chat_member"]["status"])
        case "subscription":
            return str(body["state"])
    return _shortened(str(body.get("text") or body.get("caption") or _what(body)))


def _what(body: dict[str, Any]) -> str:
    known = ("photo", "document", "successful_payment", "refunded_payment")
    return next((name.replace("_", " ") for name in known if name in body), "")


def _label(query: dict[str, Any]) -> str:
    rows = query.get("message", {}).get("reply_markup", {}).get("inline_keyboard", [])
    buttons = [button for row in rows for button in row]
    return next((str(one["text"]) for one in buttons if one.get("callback_data") == query.get("data")), "")


def _shortened(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
