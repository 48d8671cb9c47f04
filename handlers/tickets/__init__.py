"""What customers do with tickets: ask a person, answer, open again."""
