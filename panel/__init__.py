"""The client of the upstream panel: its calls, its dialects, and the meaning of its replies."""
