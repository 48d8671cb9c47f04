"""People as the staff sees them: the list, the search, what is known of one, and notes about them."""
