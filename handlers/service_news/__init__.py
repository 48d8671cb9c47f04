"""News of a person's own services: wanted or not, and the message with them."""
