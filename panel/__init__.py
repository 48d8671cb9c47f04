"""The room that faces the upstream panel: its calls, its dialects, and what its replies mean."""
