"""The ways to pay, their registry, and the desk that turns their proofs into money."""
