"""What operators do with tickets: read, answer, close."""
