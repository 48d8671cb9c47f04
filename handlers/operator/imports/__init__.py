"""People and balances of another bot, from a file."""
