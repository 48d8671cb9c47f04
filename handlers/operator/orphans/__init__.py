"""Orders that the panel has and we do not."""
