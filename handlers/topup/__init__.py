"""Putting money into the wallet: ways, amounts, receipts, payments."""
