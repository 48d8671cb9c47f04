"""/credit, /debit, /find, receipts, and giving payments back."""
