"""People, and the identity that the database belongs to."""
