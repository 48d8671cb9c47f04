"""The people the demo begins with, and those a scenario adds."""

from dataclasses import dataclass

from playground.telegram.sharing import OwnChat


@dataclass(frozen=True)
class DemoPeople:
    """A person of the demo, with a role."""

    id: int
    name: str
    role: str
    language: str = "en"


ANN = DemoPeople(1001, "Ann", "customer")
BOB = DemoPeople(1002, "Bob", "customer", "ru")
CEM = DemoPeople(1003, "Cem", "customer")
OLGA = DemoPeople(5001, "Olga", "operator")
SAM = DemoPeople(6001, "Sam", "stranger")

CHATS = (
    OwnChat(-1_001_000_000_001, "Cats of the World", "cats_of_the_world"),
    OwnChat(-1_001_000_000_002, "My diary"),
    OwnChat(-1_001_000_000_003, "Cat lovers", "cat_lovers", is_channel=False),
)
"""The channels and groups that everybody in the demo runs; one is private."""

HOUSE = (ANN, BOB, OLGA, SAM)
"""The people who are there from the beginning."""

CROWD_FROM = 2_000_001
CROWD = 5_000
"""How many people the big broadcast reaches; their ids are consecutive."""
