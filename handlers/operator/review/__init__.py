"""/review: what became of an order, decided by hand."""
