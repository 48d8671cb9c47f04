"""The matrix of hostile payments as a page: `python -m tests.shape.hostile_page` prints it."""

import sys

from tests.stories.hostile.matrix import GROUPS, WAYS, played
from tests.stories.hostile.table import SCENARIOS, Scenario, why_not

HEAD = """# Hostile payments

What can go wrong with a payment, and with which way to pay the tests play it. Each scenario is a conversation
in the shop's chats ([tests/stories/hostile](../tests/stories/hostile)). After it every wallet is what
is right, the audit finds nothing, nobody was told anything untrue, and each payment was credited once.
`make hostile` writes this page anew.

✓ is played. A number is the reason why it cannot happen there; the reasons stand below.

{scenarios} scenarios, {ways} ways to pay, {played} conversations.
"""


def page() -> str:
    """Return the page as Markdown."""
    reasons: dict[str, int] = {}
    tables = [_table(group.__name__.rpartition(".")[2], group.__doc__ or "", reasons) for group in GROUPS]
    below = [f"{number}. {reason}" for reason, number in reasons.items()]
    head = HEAD.format(scenarios=len(SCENARIOS), ways=len(WAYS), played=len(played()))
    return "\n".join([head, *tables, "## Reasons\n", *below, ""])


def _table(group: str, about: str, reasons: dict[str, int]) -> str:
    heads = " | ".join(name.replace("_", " ") for name in WAYS)
    mine = [one for one in SCENARIOS.values() if one.group == group]
    rows = [f"| {one.promise} | {' | '.join(_cells(one, reasons))} |" for one in mine]
    lines = [
        f"## {about.strip().rstrip('.')}",
        "",
        f"| | {heads} |",
        "|---" * (len(WAYS) + 1) + "|",
        *rows,
        "",
    ]
    return "\n".join(lines)


def _cells(one: Scenario, reasons: dict[str, int]) -> list[str]:
    """Return a scenario's cells; new reasons are numbered."""
    found = (why_not(one, way) for way in WAYS.values())
    return ["✓" if reason is None else str(reasons.setdefault(reason, len(reasons) + 1)) for reason in found]


if __name__ == "__main__":
    sys.stdout.write(page())
