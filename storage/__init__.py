"""Storage: the only room that contains SQL."""
