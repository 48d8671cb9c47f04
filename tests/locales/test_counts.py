"""A number beside a noun reads right for 1, too: by a plural form, or as a label ("people: 1")."""

import re

from locales.gathering import gathered
from locales.po_files import HERE

COUNTS = "count|people|hours|minutes|seconds|days|orders|interval|n|points|quantity|runs|times|usual|whole"
BESIDE_A_NOUN = re.compile(
    rf"\{{({COUNTS})\}}(?:</?\w+>)? (?:of your )?(?:[a-z]+ )?(people\b|[a-z]{{2,}}s\b)"
)
"""A placeholder for a number, with a noun in the plural behind it."""

NEVER_ONE = {
    "at most {days} days ahead": "MOST_AHEAD",
    "within the next {days} days": "MOST_AHEAD",
    "in the last {days} days": "ACTIVE_DAYS",
    "Active: {days} days": "ACTIVE_DAYS",
    "{times} times": "said of an alert that came more than once",
    "half of the {count} services": "of one or two, no rule hides more than half but not all",
    "newest {count} orders": "LOOKED_THROUGH",
    "looked through {count} people": "LOOKED_THROUGH",
    "their last {orders} orders": "the fewest that the rule can look at",
    "{count} services or more": "MOST_COUNTED",
    "{runs} runs of": "the field's minimum",
    "at most {runs} runs": "else it is `runs_never_fit`",
    "makes {count} lines": "MOST_LINES",
    "makes {count} different services": "MOST_ITEMS",
    "{count} of your gifts": "MOST_OPEN",
    "{count} of your orders": "the most that can wait",
    "{count} messages in {minutes} minutes": "MOST_AT_ONCE, LATELY",
}
"""What stands there is always more than one, and why."""


def test_no_number_of_one_stands_beside_many() -> None:
    single = [message.id for message in gathered(HERE.parent) if isinstance(message.id, str) and message.id]
    wrong = [
        sentence
        for sentence in single
        if BESIDE_A_NOUN.search(sentence) and not any(part in sentence for part in NEVER_ONE)
    ]
    assert wrong == [], "say it with t.plural, or as a label"
    for part in NEVER_ONE:
        assert any(part in sentence for sentence in single), f"nobody says {part!r} any more"
