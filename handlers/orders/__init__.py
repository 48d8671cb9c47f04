"""A customer's orders: the list, each order's card, and what can be asked for it."""
