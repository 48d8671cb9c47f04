"""People, and for whom the books are kept."""
