"""Money: the ledger, payments and returns."""
