"""Short samples of the proofs of `make chaos`."""
