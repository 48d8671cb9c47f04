"""Messages that are neither words nor media, as the Bot API describes them."""

from typing import Any

_PLACE = {"latitude": 52.52, "longitude": 13.405}
_FRIENDS = {"id": -1002000000001, "type": "channel", "title": "News"}

OTHERS: dict[str, dict[str, Any]] = {
    "location": {"location": _PLACE},
    # By Telegram's page a venue also sets its location.
    "venue": {"location": _PLACE, "venue": {"location": _PLACE, "title": "A shop", "address": "A street 1"}},
    "contact": {"contact": {"phone_number": "+15550100", "first_name": "Cem"}},
    "dice": {"dice": {"emoji": "🎲", "value": 4}},
    "story": {"story": {"chat": _FRIENDS, "id": 7}},
    "poll": {
        "poll": {
            "id": "5300000000000000001",
            "question": "Tea?",
            "options": [
                {"persistent_id": "0", "text": "Yes", "voter_count": 0},
                {"persistent_id": "1", "text": "No", "voter_count": 0},
            ],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        }
    },
    "paid_media": {
        "paid_media": {"star_count": 5, "paid_media": [{"type": "preview", "width": 640, "height": 480}]}
    },
}
"""By kind: the fields of the message."""
