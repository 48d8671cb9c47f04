"""A customer's orders: the list, each order's card, refills and cancels."""
