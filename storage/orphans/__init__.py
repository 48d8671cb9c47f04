"""Orders that a panel has for our key and that are in none of our rows."""
