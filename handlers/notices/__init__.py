"""The text of each notice, written when it is sent."""
