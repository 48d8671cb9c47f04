"""Orders at the desk: everybody's, each with its card, and what the staff can do about it."""
