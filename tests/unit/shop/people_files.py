"""Files of people as the unit tests read them."""

from shop.transfer.people_file import ReadFile, read_people
from shop.transfer.people_lines import ImportRules, PersonRow

RULES = ImportRules("USD", frozenset({"gold"}), bot_id=700)
HEAD = "id,name,username,language,balance,currency,level,banned\n"


def read(text: str) -> ReadFile:
    """Return what is read of this file in a shop that has a level called gold."""
    return read_people(text, RULES)


def row(text: str) -> PersonRow:
    """Return the only good row of this file."""
    [only] = read(text).rows
    return only
