"""Orders, from the draft to the end."""
