"""The desk, /admin: what stands in the shop now, and the doors to everything an operator does."""
