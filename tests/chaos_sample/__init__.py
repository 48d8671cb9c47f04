"""The proofs of `make chaos` in small, so that `make test` has run each of them once."""
