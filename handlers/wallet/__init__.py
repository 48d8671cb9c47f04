"""A customer's balance and its movements."""
