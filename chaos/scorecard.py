"""The scorecard: what must hold under faults, row by row, and what proves each row.

R1 to R30 are the promises of every kiosk that takes money; the further rows are of what was built since.
A new proof is one line in PROOFS. Each row has one at least.
"""

from typing import Final, NamedTuple

from chaos.bugs import BUGS
from chaos.panel_kinds import KINDS
from chaos.tested import TESTS


class Row(NamedTuple):
    """A row: what happens, and the figure that is to be reached."""

    scenario: str
    target: str


class Proof(NamedTuple):
    """A module of this package with `run(n)`, perhaps for a `kind`; its n in the full and the quick table.

    With a quick n of 0 it is not in the quick table: another proof of its row is. `alone`: it measures time,
    so no other may be played beside it.
    """

    row: str
    module: str
    n: int
    quick: int
    kind: str = ""
    alone: bool = False

    @property
    def name(self) -> str:
        """What a proof is called on the command line and in the document: its module, and its kind."""
        return f"{self.module} {self.kind}".rstrip()


ROWS: Final = {
    "R1": Row("death at every crash point, beside every fault of the panel, both databases", "wrong 0"),
    "R2": Row("random kills beside random faults, 5,000 orders and more", "lost or doubled 0"),
    "R3": Row("fuzzed bodies of the panel, calls of gateways, words of banks", "unhandled or wrong 0"),
    "R4": Row("fuzzed updates of Telegram, poison among them", "lost 0, tried more than 3 times 0"),
    "R5": Row("kills while 1,000 updates wait, 100 of them payments", "lost 0, each payment credited once"),
    "R6": Row("every update one to five times, shuffled", "effects of a single delivery"),
    "R7": Row("2 to 50 taps on Confirm at once", "one order and one charge each"),
    "R8": Row("200 spends at once of a wallet that has enough for 50", "50 succeed, nothing left"),
    "R9": Row("pre-checkout during a broadcast in storms of 429", "p99 ≤ 2 s, all < 8 s, missed 0"),
    "R10": Row("payments lost, doubled, late, expired, unknown, paid twice", "each charge credited once"),
    "R11": Row("reports of partial ends in any order", "never more than the price given back"),
    "R12": Row("the ledger against its model, both databases", "divergences 0"),
    "R13": Row("unknown outcomes at a quiet panel", "decided wrongly 0, ≥ 95 % settled in 5 min"),
    "R14": Row("unknown outcomes at a panel with other orders", "decided wrongly 0"),
    "R15": Row("the panel away for 2 hours while 500 orders wait", "sent twice 0, recovery ≤ 2 min"),
    "R16": Row("10,000 notices, 30 % answered with 429", "lost 0, twice ≤ 0.1 %, order kept"),
    "R17": Row("a broadcast to 20,000, one in 20 blocked, 10 kills", "lost 0, twice ≤ 0.1 %, pace kept"),
    "R18": Row("half an hour at work with faults", "< 1 MB/h, files flat, lag p99 < 250 ms, sum 0"),
    "R19": Row("SIGTERM in every state", "exit ≤ 20 s, lost or doubled 0"),
    "R20": Row("two kiosks on one token or one database", "the second refuses, 409 makes unready"),
    "R21": Row(
        "three kiosks on one database, kills, restarts of the server, upgrades", "wrong 0, takeover ≤ 15 s"
    ),
    "R22": Row("a leader that is stopped and wakes late", "placed twice 0"),
    "R23": Row("the clock jumps by hours and days, the monotonic one leaps", "early or lost 0"),
    "R24": Row("disk full, read-only, or failing at a commit", "acknowledged uncommitted 0"),
    "R25": Row("a backup of a kiosk at work, killed at steps, put back", "nothing older lost"),
    "R26": Row("every revision up and down with data, killed midway, both databases", "clean or refused"),
    "R27": Row("canaries for secrets through 60 paths of faults", "seen 0"),
    "R28": Row("every command and button for everybody, members and strangers", "leaks 0"),
    "R29": Row("hostile texts wherever people put text", "send failures, mark-up, formulas 0"),
    "R30": Row("seeded bugs", "each caught"),
    "gateways": Row(
        "gateways that lose, forge, repeat and shuffle calls; a kiosk that dies", "wrong credits 0"
    ),
    "returns": Row(
        "refunds whose answers are lost, keys forgotten, two kiosks, one of which stands still",
        "paid twice or lost 0",
    ),
    "transfers": Row("bank transfers with slips, parts, reversals, forgeries", "wrong 0, ≥ 90 % by itself"),
    "suppliers": Row("two suppliers with the same numbers, faults at both", "doubled or mixed 0"),
    "queue": Row("a queue with some lost answers", "held > 3 min, given back or mistaken 0"),
    "screens": Row("people who tap and type whatever they find, in every language", "findings 0"),
}

PROOFS: Final = (
    Proof("R1", "crash_matrix", 10_000, 16),  # there are no more cases
    Proof("R2", "kills", 200, 1),
    Proof("R3", "bodies", 100_000, 5_000),
    Proof("R3", "calls", 50_000, 3_000),
    Proof("R4", "updates", 50_000, 500),
    Proof("R5", "backlog", 50, 1),
    Proof("R6", "repeats", 100, 1),
    Proof("R7", "confirms", 1_000, 100),
    Proof("R8", "spends", 100, 5),
    Proof("R9", "checkout", 500, 30, alone=True),
    Proof("R11", "refunds", 100_000, 20_000),
    Proof("R12", "ledger", 500, 6),
    *(Proof("R13" if kind == "quiet" else "R14", "unknowns", 1_000, 12, kind) for kind in KINDS),
    Proof("R15", "panel_away", 500, 3),
    Proof("R16", "notice_storm", 10_000, 1_000),
    Proof("R17", "broadcast", 20_000, 1_000, alone=True),
    Proof("R18", "soak", 30, 1, alone=True),
    Proof("R19", "sigterms", 200, 5),
    Proof("R21", "replicas", 600, 15, "killed", alone=True),
    Proof("R21", "replicas", 4, 0, "upgraded"),
    Proof("R22", "replicas", 200, 1, "stopped"),
    Proof("R23", "clocks", 200, 3),
    Proof("R24", "disk", 60, 1),
    Proof("R25", "backups", 100, 1),
    Proof("R26", "migrations", 200, 1),
    *(Proof(row, "tested", tests.n, tests.quick, row) for row, tests in TESTS.items()),
    Proof("R29", "texts", 10_000, 500),
    Proof("R30", "mutants", len(BUGS), 2),
    Proof("gateways", "payments", 10_000, 50),
    Proof("returns", "returns", 1_000, 10),
    Proof("transfers", "transfers", 10_000, 1_000),
    Proof("suppliers", "suppliers", 500, 15),
    Proof("queue", "queue", 20, 1),
    Proof("screens", "shop_window", 100, 3),
    Proof("screens", "walks", 200, 4),
)
