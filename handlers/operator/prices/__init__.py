"""/prices: what things cost, and changing that."""
