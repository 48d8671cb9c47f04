"""Bank transfers: those that the operator sends in, and those that nobody but a person can place."""
