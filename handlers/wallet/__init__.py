"""What a customer has, and what has moved."""
