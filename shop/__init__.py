"""What the shop is: standard library only, no framework, no network, no database."""
