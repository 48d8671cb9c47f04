"""The shop's entities and policy: standard library only, no framework, no network, no database."""
