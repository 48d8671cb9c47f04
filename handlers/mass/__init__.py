"""Many orders at once: a list of lines, its verdicts, one Confirm, and the card of what it made."""
