"""The ways to pay: what each says of itself, a registry of them, and what turns their words into money."""
