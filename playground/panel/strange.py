"""Strange shapes of true answers: what panels send in place of what their documents say.

Each takes the answer that the panel would give, and returns it as some panels write it. What an answer says
of orders, refills and money stays, unless its name tells what is left out or wrong.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from playground.panel.reply import Reply

Spoil = Callable[[Reply], Reply]


def _told(change: Callable[[Any], Any]) -> Spoil:
    """Return what rewrites the answer's JSON; a refusal stays, and so does what has not the usual shape."""

    def spoil(reply: Reply) -> Reply:
        try:
            told = json.loads(reply.body)
            if isinstance(told, dict) and "error" in told:
                return reply
            changed = change(told)
        except (ValueError, TypeError, KeyError, AttributeError):
            return reply
        return replace(reply, body=json.dumps(changed, ensure_ascii=False).encode())

    return spoil


def _each(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Spoil:
    """Return what rewrites each order's report, whether one was asked for or many."""

    def changed(told: Any) -> Any:
        if not isinstance(told, dict):
            return told
        if "status" in told:
            return change(told)
        return {number: change(row) if isinstance(row, dict) else row for number, row in told.items()}

    return _told(changed)


def _as_float(number: object) -> object:
    return float(str(number)) if str(number).isdigit() else number


def _without_charge(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "charge"}


def _with_more_remains(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"remains": str(2 * int(row["remains"]) + 1)} if row.get("remains") else row


def _with_floats(row: dict[str, Any]) -> dict[str, Any]:
    counts = ("charge", "start_count", "remains")
    return {name: float(value) if name in counts and value else value for name, value in row.items()}


def _in_titles(row: dict[str, Any]) -> dict[str, Any]:
    return {name.replace("_", " ").title(): value for name, value in row.items()}


def _charged_nan(row: dict[str, Any]) -> dict[str, Any]:
    """Python writes NaN, which is no JSON."""
    return row | {"charge": float("nan")}


def _with_anothers(told: Any) -> Any:
    if not isinstance(told, dict) or "status" in told:
        return told
    return told | {"99999901": {"status": "Canceled", "charge": "0", "remains": "0", "start_count": "0"}}


def _by_number(key: str) -> Callable[[Any], Any]:
    def changed(told: Any) -> Any:
        return {str(row["order"]): {key: row[key]} for row in told} if isinstance(told, list) else told

    return changed


def _one_message(told: Any) -> Any:
    if not isinstance(told, list) or any(isinstance(row.get("cancel"), dict) for row in told):
        return told
    return {"message": "Cancel request has been submitted."}


def _in_a_list(told: Any) -> Any:
    return [told]


def _refill_in_an_object(told: Any) -> Any:
    return {"refill": {"id": told["refill"]}} if isinstance(told, dict) and "refill" in told else told


def _grouped(told: Any) -> Any:
    return told | {"balance": f"{Decimal(str(told['balance'])):,.4f}"}


_ODD_SERVICES: tuple[Callable[[dict[str, Any]], dict[str, Any]], ...] = (
    lambda row: row | {"min": row["max"], "max": row["min"]},
    lambda row: row | {"min": 0},
    lambda row: row | {"max": 0},
    lambda row: row | {"max": "9" * 20},
    lambda row: row | {"name": None},
    lambda row: {name: value for name, value in row.items() if name != "category"},
    lambda row: row | {"category": None},
    lambda row: row | {"rate": float("nan")},
    lambda row: row | {"category": "━━━━━━━━━━"},
    lambda row: row | {"name": "\u202e\u200f", "category": "\u200b"},
    lambda row: row | {"type": str(row["type"]).upper().replace(" ", "_")},
    lambda row: row | {"type": "Quantum Likes"},
    lambda row: row | {"type": {"id": 4}},
    lambda row: row | {"service": f"{row['service']}.0"},
)


def _odd_services(told: Any) -> Any:
    """Return each third service in one of the ways above, in turn; the last stands there twice."""
    rows = [
        _ODD_SERVICES[n // 3 % len(_ODD_SERVICES)](row) if n % 3 == 2 else row for n, row in enumerate(told)
    ]
    return [*rows, rows[-1]]


STRANGE: dict[str, tuple[str, Spoil]] = {
    "id_as_float": ("add", _told(lambda told: told | {"order": _as_float(told["order"])})),
    "id_with_blanks": ("add", _told(lambda told: told | {"order": f" {told['order']} "})),
    "id_in_an_object": ("add", _told(lambda told: told | {"order": {"id": told["order"]}})),
    "status_without_charge": ("status", _each(_without_charge)),
    "status_remains_grow": ("status", _each(_with_more_remains)),
    "status_in_floats": ("status", _each(_with_floats)),
    "status_in_titles": ("status", _each(_in_titles)),
    "status_charged_nan": ("status", _each(_charged_nan)),
    "status_of_another": ("status", _told(_with_anothers)),
    "refill_in_a_list": ("refill", _told(_in_a_list)),
    "refill_in_an_object": ("refill", _told(_refill_in_an_object)),
    "cancel_by_number": ("cancel", _told(_by_number("cancel"))),
    "cancel_one_message": ("cancel", _told(_one_message)),
    "balance_grouped": ("balance", _told(_grouped)),
    "catalogue_odd": ("services", _told(_odd_services)),
}
"""By name: the action whose answers have this shape, and what makes it of the usual one."""
