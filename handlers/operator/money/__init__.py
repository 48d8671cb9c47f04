"""/credit, /debit, /find: somebody's wallet, and giving a payment back."""
