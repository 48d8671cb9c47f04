"""/review: the operator decides what became of an order."""
