"""The person's side: what they say, tap and see. Thin: read, call one use case, show one view."""
