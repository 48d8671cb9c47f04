"""Orders, from the draft to their end."""
